"""The words around a danger: who, denied, past, story, jest; and what must not fool them."""

from __future__ import annotations

import pytest

from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Category, Level


@pytest.mark.parametrize(
    "text",
    [
        "i can't stop thinking about killing myself",
        "i'm not sure if i want to kill myself",
        "why shouldn't i kill myself",
        "i don't know how to kill myself",
        "i can't kill myself because i'm too scared",
        "i don't want to hurt my family but i want to die",
        "i don't want to die but i can't go on like this",
        "i have never wanted to die more than now",
        "not only am i tired i want to die",
        "i can't promise i won't kill myself",
    ],
)
def test_negation_that_denies_nothing_does_not_calm(text: str) -> None:
    assert assess(text).risk.level >= Level.MODERATE


@pytest.mark.parametrize(
    "text",
    [
        "my wife died two years ago and now i want to die",
        "i was hurt as a child and i want to kill myself",
        "we watched a movie and then i took all my pills",
        "i am reading a book about grief and i want to end my life",
        "i love my kids but want to die",
        "since high school i have wanted to kill myself and i still do",
        "i used to be happy now i want to die",
        "he makes me want to kill myself",
    ],
)
def test_past_stories_and_others_nearby_do_not_hide_the_speaker(text: str) -> None:
    found = assess(text).risk

    assert found.level >= Level.MODERATE
    assert found.category not in (Category.PAST, Category.THIRD_PARTY)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("i'm not going to kill myself", Category.DENIAL),
        ("my son says he wants to die", Category.THIRD_PARTY),
        ("years ago i tried to kill myself", Category.PAST),
        ("i want to die lol this is so awkward", Category.HYPERBOLE),
    ],
)
def test_gentle_check_is_low_and_says_why(text: str, category: Category) -> None:
    found = assess(text).risk

    assert (found.level, found.category) == (Level.LOW, category)


def test_several_weak_signs_make_a_strong_one() -> None:
    one = assess("i feel worthless").risk
    several = assess("i feel worthless and hopeless and i can't go on").risk

    assert one.level is Level.LOW
    assert (several.level, several.category) == (Level.MODERATE, Category.INDIRECT)


def test_gravest_of_several_dangers_is_the_one_told() -> None:
    found = assess("i wish i was dead and i have taken all my pills").risk

    assert (found.level, found.category) == (Level.IMMINENT, Category.BEHAVIOUR)
    assert "pills" in found.evidence


@pytest.mark.parametrize("text", ["i want to slit my wrists", "i could cut my throat"])
def test_wish_for_a_deed_is_not_yet_the_deed(text: str) -> None:
    assert assess(text).risk.level is Level.MODERATE


@pytest.mark.parametrize(
    "text", ["i read a novel where a man wants to die", "there was a suicide in the movie"]
)
def test_story_is_silent(text: str) -> None:
    assert assess(text).risk.level is Level.NONE
