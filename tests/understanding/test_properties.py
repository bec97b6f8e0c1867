"""What holds for every text: no error, the same answer twice, nothing lost behind filler."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Level
from ruby_fsm.understanding.normalise import normalise
from ruby_fsm.understanding.risk.grade import grade
from ruby_fsm.understanding.risk.vocabulary import CLASSES
from tests.understanding.data import HOSTILE, LINES, Line

WORDS = sorted({word for phrases in CLASSES.values() for p in phrases for word in p.split()})
# The head weighs calm words too; this share of dangers may drown in talk of something else.
MOST_HIDDEN = 0.055
FILLER = "so yesterday we had soup and some bread with it and the weather was mild"
CONTINUATIONS = (
    f"um {FILLER}",
    "i mean you know what it is like",
    "and then my sister called about the car",
    "but we can talk about the garden if you like",
)
lines = st.sampled_from([line for line in LINES if line.lowest >= Level.MODERATE])
soup = st.lists(st.sampled_from(WORDS), max_size=80).map(" ".join)


@given(st.text(max_size=400) | soup)
def test_any_text_is_assessed_without_failing_and_twice_alike(text: str) -> None:
    found = assess(text)

    assert not found.failed
    assert assess(text) == found
    assert -1 <= found.mood.valence <= 1
    assert 0 <= found.mood.confidence <= 1


@given(st.text(max_size=400) | soup)
def test_evidence_is_a_span_of_the_normalised_words(text: str) -> None:
    evidence = assess(text).risk.evidence

    assert f" {evidence} ".replace("  ", " ") in f" {' '.join(normalise(text))} "


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_string_is_assessed(text: str) -> None:
    assert not assess(text).failed


@given(lines, st.sampled_from(CONTINUATIONS))
def test_talking_on_does_not_hide_what_firm_rules_see(line: Line, behind: str) -> None:
    seen = grade(normalise(line.text)).firm.level

    assert assess(f"{line.text} {behind}").risk.level >= seen


def test_talking_on_hides_few_of_the_other_dangers() -> None:
    dangers = [line.text for line in LINES if line.lowest >= Level.MODERATE]
    hidden = [
        (text, behind)
        for text in dangers
        for behind in CONTINUATIONS
        if assess(f"{text} {behind}").risk.level < Level.MODERATE
    ]

    assert len(hidden) < MOST_HIDDEN * len(dangers) * len(CONTINUATIONS), hidden


@given(lines)
def test_curly_apostrophe_equals_a_straight_one_and_case_says_nothing(line: Line) -> None:
    plain = assess(line.text)

    assert assess(line.text.replace("'", "\u2019")) == plain
    assert assess(line.text.upper()) == plain


@pytest.mark.parametrize("place", ["start", "middle", "end"])
def test_danger_is_seen_anywhere_in_a_text_of_ten_kilobytes(place: str) -> None:
    calm, danger = f"{FILLER} " * 60, "i am going to kill myself tonight "
    halves = {"start": (danger, calm, calm), "middle": (calm, danger, calm)}
    text = "".join(halves.get(place, (calm, calm, danger)))

    assert assess(text).risk.level is Level.HIGH


def test_more_danger_words_than_can_be_read_are_never_called_calm() -> None:
    assert assess("the rope and the bridge " * 400).risk.level >= Level.MODERATE


def test_text_longer_than_anybody_can_speak_is_never_called_calm() -> None:
    assert assess("tea and bread " * 2_000).risk.level is Level.MODERATE
