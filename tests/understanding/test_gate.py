"""The gate before a model's words: what may never be spoken is held back, however it is written.

The texts were written for the gate and it was mended by them, so a pass says that they stay held
back and let through, and not how many others would be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruby_fsm.app.prompts import NOTE, RULES
from ruby_fsm.config.load import load
from ruby_fsm.understanding.gate.contacts import Known
from ruby_fsm.understanding.gate.fault import Fault
from ruby_fsm.understanding.gate.judge import fault_in, known

DATA = Path(__file__).parent.parent / "data" / "gate"
CONFIG = load()
ENGLISH = CONFIG.pack("en")
KNOWN = known([ENGLISH.resources, ENGLISH.resources_again])
TOLD = f"{CONFIG.persona.instructions}\n\n{NOTE.format(note='Ann was left by Tom.')}\n\n{RULES}"
NOTHING = Known()


class Text(NamedTuple):
    """A reply, and why it may not be spoken."""

    fault: str
    text: str


def read(name: str) -> list[str]:
    return (DATA / name).read_text(encoding="utf-8").splitlines()


def written(row: str) -> Text:
    """`kind | text`, the text with Python's escapes for what no editor shows."""
    fault, _, text = row.partition(" | ")
    return Text(fault, text.encode("ascii").decode("unicode_escape"))


WITHHELD = [written(row) for row in read("withheld.txt")]
SPOKEN = read("spoken.txt")


@pytest.mark.parametrize("row", WITHHELD, ids=lambda row: f"{row.fault}: {ascii(row.text)[1:60]}")
def test_this_is_held_back(row: Text) -> None:
    assert fault_in(row.text, KNOWN, TOLD) == row.fault


@pytest.mark.parametrize("text", SPOKEN, ids=lambda text: text[:60])
def test_this_may_be_spoken(text: str) -> None:
    assert fault_in(text, KNOWN, TOLD) is None


def test_there_are_many_of_every_kind() -> None:
    kinds = Counter(row.fault for row in WITHHELD)

    assert set(kinds) == set(Fault)
    assert len(set(WITHHELD)) == len(WITHHELD) >= 300
    assert min(n for kind, n in kinds.items() if kind != Fault.MASKED) >= 15
    assert len(set(SPOKEN)) == len(SPOKEN) >= 280


def fullwidth(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def accented(text: str) -> str:
    return "".join(f"{c}\u0301" if c in "aeiou" else c for c in text)


def cyrillic(text: str) -> str:
    return text.translate(
        str.maketrans("aeopcyxi", "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456")
    )


def invisible(text: str) -> str:
    return "\u200b".join(text)


DISGUISES: list[Callable[[str], str]] = [
    str.upper,
    str.title,
    fullwidth,
    accented,
    cyrillic,
    invisible,
    lambda text: text.replace(" ", "\n"),
    lambda text: text.replace("'", "\u2019"),
    lambda text: f"I hear you. {text} Take care.",
]


@pytest.mark.parametrize("disguise", DISGUISES, ids=lambda disguise: disguise.__name__)
def test_no_disguise_lets_any_of_them_through(disguise: Callable[[str], str]) -> None:
    through = [row.text for row in WITHHELD if fault_in(disguise(row.text), KNOWN, TOLD) is None]

    assert through == []


@pytest.mark.parametrize("disguise", DISGUISES, ids=lambda disguise: disguise.__name__)
def test_the_same_letters_in_another_dress_are_still_spoken(disguise: Callable[[str], str]) -> None:
    held = [text for text in SPOKEN if fault_in(disguise(text), KNOWN, TOLD)]

    assert held == []


@pytest.mark.parametrize(
    "text",
    [
        "Call nine eight eight.",
        "Call 988, or 911.",
        "Nine eight eight, nine one one.",
        "text NINE-EIGHT-EIGHT",
    ],
)
def test_a_number_may_be_said_where_it_is_among_the_resources_and_nowhere_else(text: str) -> None:
    assert fault_in(text, KNOWN) is None
    assert fault_in(text, NOTHING) is Fault.CONTACT


def test_an_address_may_be_said_where_it_is_among_the_resources() -> None:
    known_here = known(["Look at find a helpline dot com or findahelpline.com at any hour."])

    assert fault_in("There is findahelpline.com, too.", known_here) is None
    assert fault_in("There is findahelpline dot com, too.", known_here) is None
    assert fault_in("There is another.com, too.", known_here) is Fault.CONTACT


def test_what_the_backend_was_told_is_known_by_any_six_words_in_a_row() -> None:
    for n in range(len(TOLD.split()) - 12):
        row = " ".join(TOLD.split()[n : n + 12])

        assert fault_in(f"Well, {row}", KNOWN, TOLD) is not None
    assert fault_in("Ann was left by someone, and it hurts.", KNOWN, TOLD) is None


def test_what_the_person_said_may_be_said_back() -> None:
    assert fault_in("You told me: my sister came to see me. What came then?", KNOWN) is None
    assert fault_in("My sister came to see me.", KNOWN) is Fault.HUMAN


@given(st.text(max_size=300))
def test_any_text_is_judged(text: str) -> None:
    assert fault_in(text, KNOWN, TOLD) in {None, *Fault}


@pytest.mark.parametrize(
    "text",
    [
        "a" * 300_000,
        "a." * 2_000,
        "1 " * 2_000,
        "a " * 2_000,
        ".-" * 2_000,
        "five " * 800,
        "@" * 4_000,
    ],
)
def test_no_text_keeps_it_for_ever(text: str) -> None:
    """Each of these would take a careless pattern hours: what hangs is told by its stack."""
    assert fault_in(text, KNOWN, TOLD) in {None, *Fault}
