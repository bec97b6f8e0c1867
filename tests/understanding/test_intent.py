"""What is asked of the call, and the many sentences that only sound like it."""

from __future__ import annotations

import json

import pytest

from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Intent, Lexicon
from tests.understanding.data import DATA, TRAPS, Trap

# The sayings were made with these; `traps.jsonl` beside them is held out from all making.
LINES = DATA / "intent" / "lines.jsonl"
ROUNDABOUT = [
    (row["text"], row["intent"])
    for row in map(json.loads, LINES.read_text(encoding="utf-8").splitlines())
]


@pytest.mark.parametrize("trap", TRAPS, ids=[trap.text[:60] for trap in TRAPS])
def test_utterance_asks_what_it_asks_and_nothing_more(trap: Trap) -> None:
    assert assess(trap.text).intents == trap.intents


@pytest.mark.parametrize(("text", "intent"), ROUNDABOUT)
def test_no_more_calls_and_a_human_are_heard_in_many_ways_of_asking(text: str, intent: str) -> None:
    found = {one.value for one in assess(text).intents} & {"opt_out", "wants_human"}

    assert found == ({intent} - {"none"})


def test_one_utterance_may_ask_for_two_things() -> None:
    found = assess("take me off your list goodbye").intents

    assert found == {Intent.OPT_OUT, Intent.GOODBYE}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("that'll be all then thank you", {Intent.GOODBYE}),
        ("i told my brother that'll be all the help he gets", set()),
        ("i said to him that'll be all", set()),
        ("get the chaplain please", {Intent.WANTS_HUMAN}),
        ("i had to get the chaplain for my aunt", set()),
        ("quit it", {Intent.OPT_OUT}),
        ("i want to quit it at work", set()),
    ],
)
def test_configured_phrase_counts_as_a_whole_only(text: str, expected: set[Intent]) -> None:
    lexicon = Lexicon(
        goodbye=("That'll be all",), opt_out=("quit it",), wants_human=("get the chaplain",)
    )

    assert assess(text, lexicon).intents == expected


def test_blank_configured_phrase_is_heard_nowhere() -> None:
    assert assess("the sun is out", Lexicon(goodbye=("", " ... "))).intents == frozenset()
