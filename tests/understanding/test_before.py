"""What the turn before may explain: an alarm that no firm rule raised, and never to nothing."""

from __future__ import annotations

import pytest

from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Level
from ruby_fsm.understanding.normalise import normalise
from ruby_fsm.understanding.risk.grade import grade
from ruby_fsm.understanding.risk.windows import may_ask_after_danger
from tests.understanding.data import LINES

MARATHON = "the marathon is nearly done"
CALM_TURNS = (
    MARATHON,
    "no the weather was lovely so we sat outside",
    "yes he is a good boy my grandson",
    "hello ruby",
)
DANGERS = [line.text for line in LINES if line.lowest >= Level.MODERATE]
# Of a hundred dangers that come suddenly behind calm talk of something else, so many at most are
# asked about first.
MOST_ASKED_FIRST = 0.05


@pytest.mark.parametrize("before", CALM_TURNS)
def test_what_firm_rules_see_is_never_explained(before: str) -> None:
    firm = [text for text in DANGERS if grade(normalise(text)).firm.level >= Level.MODERATE]
    softened = [t for t in firm if assess(t, before=before).risk != assess(t).risk]

    assert len(firm) > 100
    assert softened == []


def test_what_comes_suddenly_is_danger_still() -> None:
    pairs = [(before, text) for text in DANGERS for before in CALM_TURNS]
    asked = [pair for pair in pairs if assess(pair[1], before=pair[0]).risk.level < Level.MODERATE]

    assert all(assess(text, before=before).risk.level is Level.LOW for before, text in asked)
    assert len(asked) < MOST_ASKED_FIRST * len(pairs), asked


def test_nothing_is_made_graver_by_what_was_said_before() -> None:
    calm = [line.text for line in LINES if line.highest <= Level.LOW]

    assert len(calm) > 100
    assert all(
        assess(text, before="i want to kill myself").risk.level <= assess(text).risk.level
        for text in calm
    )


def test_the_words_before_a_danger_do_not_explain_it() -> None:
    said = "i can see the end"

    assert assess(said, before=MARATHON).risk.level is Level.LOW
    assert assess(said, before="i cannot go on like this").risk.level >= Level.MODERATE
    assert assess(said, before="").risk == assess(said).risk


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("Have you thought about hurting yourself?", True),
        ("Do you feel safe?", True),
        ("Is somebody hitting you, or hurting you?", True),
        ("That sounds lovely. What did you cook?", False),
    ],
)
def test_ruby_asking_after_danger_is_known(said: str, asks: bool) -> None:
    assert may_ask_after_danger(normalise(said)) is asks
