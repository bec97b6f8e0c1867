"""The one entrance of understanding: what it promises whatever it is given."""

from __future__ import annotations

import pytest

from ruby_fsm.understanding import assess as module
from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Assessment, Category, Intent, Level, Lexicon, Mood


def test_a_calm_sentence_shows_no_danger() -> None:
    assert assess("we went to the market and bought some apples").risk.level is Level.NONE


def test_a_broken_assessor_counts_as_needing_care(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: str) -> tuple[str, ...]:
        raise RuntimeError("planted")

    monkeypatch.setattr(module, "hear", broken)

    found = assess("good morning")

    assert found.failed
    assert (found.risk.level, found.risk.category) == (Level.MODERATE, Category.UNASSESSED)


def test_danger_makes_the_mood_dark_whatever_other_words_say() -> None:
    found = assess("i feel great today because tonight i am going to kill myself")

    assert found.mood.mood in {Mood.SAD, Mood.STRESSED}
    assert found.is_heavy


def test_danger_and_a_wish_of_the_call_are_both_seen() -> None:
    found = assess("stop calling me i want to kill myself")

    assert found.risk.level is Level.MODERATE
    assert found.intents == {Intent.OPT_OUT}


def test_an_empty_utterance_is_understood_as_nothing() -> None:
    assert assess("") == assess("  \n ") == Assessment()


def test_phrases_of_the_configuration_are_heard_besides_the_built_in_ones() -> None:
    lexicon = Lexicon(goodbye=("purple seven",))

    assert assess("well purple seven", lexicon).intents == {Intent.GOODBYE}
    assert assess("well purple seven").intents == frozenset()
