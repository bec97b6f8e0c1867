"""The lines: what may stand in them, and that each is known again by its words."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from ruby_fsm.adapters.chat.companion.choosing import Used
from ruby_fsm.adapters.chat.companion.lines import LINES, POOLS, Line

FILLED = {
    "np": "your sister", "np2": "the rent", "is": "is", "does": "does", "has": "has",
    "clause": "you moved here in May", "feeling": "lonely", "fact": "your dog Rex", "they": "Rex",
    "follow": "And there it was.", "value": "Rex", "either": "Tom or Beth", "kin": "dog",
    "remedy": "tablets", "harsh": "stupid", "machine": "robot", "odd": "weird", "better": "easier",
    "name": "Rose", "hello": "hiya", "tell": "text",
}  # fmt: skip


def faulty(is_fine: Callable[[Line], bool]) -> list[str]:
    return [f"{line.key}: {line.text}" for line in LINES if not is_fine(line)]


def test_every_slot_can_be_filled() -> None:
    assert faulty(lambda line: line.slots <= FILLED.keys()) == []
    assert faulty(lambda line: "{" not in line.filled(FILLED)) == []


def test_a_line_is_known_again_and_taken_for_no_other() -> None:
    assert faulty(lambda line: known(line) == {line.key}) == []


def known(line: Line) -> set[str]:
    """Lines that a reply of this one seems to be made of; a follow-up stands inside a recall."""
    is_inside = line.pool.startswith("follow_")
    opening = "Earlier you mentioned your dog Rex. " if is_inside else ""
    found = Used.in_replies([opening + line.filled(FILLED)]).ago.keys()
    return found - ({"recall/1"} if is_inside else set())


def test_no_line_gives_a_number_or_an_address() -> None:
    def is_plain(line: Line) -> bool:
        return not re.search(r"\d|www|http|@|\.com", re.sub(r"\{.*?\}", "", line.text))

    assert faulty(is_plain) == []


def test_a_line_is_short_enough_to_be_heard() -> None:
    assert faulty(lambda line: len(line.filled(FILLED).split()) <= 38) == []
    assert faulty(lambda line: line.text.endswith((".", "?", "!", ":", "{Follow}"))) == []


def test_no_sentence_stands_in_two_pools() -> None:
    texts = [line.text for line in LINES]

    assert len(set(texts)) == len(texts)


PERSON_LIKE = re.compile(
    r"\b(I (?:love|miss|understand (?:exactly )?how you feel|know how you feel)|"
    r"when I was|my (?:mother|father|childhood|heart|life)|between us|I promise|trust me)\b",
    re.IGNORECASE,
)


def test_no_line_claims_a_life_or_promises_what_cannot_be_kept() -> None:
    assert faulty(lambda line: not PERSON_LIKE.search(line.text)) == []


ADVICE = re.compile(r"\b(you should take|stop taking|dose|safe to take|you have depression)\b")


def test_no_line_advises_on_medicine() -> None:
    assert faulty(lambda line: not ADVICE.search(line.text)) == []


@pytest.mark.parametrize(
    "pool",
    ["answers.medical", "answers.symptom", "answers.see_doctor"],
)
def test_medicine_always_goes_to_a_doctor_or_a_pharmacist(pool: str) -> None:
    assert all(re.search("doctor|pharmacist", line.text) for line in POOLS[pool])


def test_of_itself_ruby_says_that_it_is_a_machine() -> None:
    said = [line.text for pool in ("answers.real", "answers.who") for line in POOLS[pool]]

    assert all(re.search(r"\bAI\b|program", text) for text in said)


def test_no_promise_of_secrecy_is_made() -> None:
    for line in POOLS["answers.secret"]:
        assert re.search(r"can't promise|wouldn't call it a secret", line.text)
