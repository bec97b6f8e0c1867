"""Spanish in rough English, and what the encoder's reading of it adds to the rules."""

from __future__ import annotations

import pytest

from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Category, Level, Lexicon, Risk
from ruby_fsm.understanding.encoder.encoder import Reading
from ruby_fsm.understanding.risk.kinds import KINDS
from ruby_fsm.understanding.spanish import gloss
from ruby_fsm.understanding.spanish.gloss import in_english
from ruby_fsm.understanding.spanish.risk.told import (
    DANGER_AT,
    DENIED,
    HIGH_AT,
    IMMINENT_AT,
    MOST_EVIDENCE,
    told,
)
from ruby_fsm.understanding.spanish.words import hear

WORDS = ("ya", "le", "pedi", "a", "dios", "que", "me", "recoja")
NOTHING = Reading(0.0, -9.0, -9.0, [1.0] + [0.0] * (len(KINDS) - 1), {}, {}, {})
DENIAL = Risk(Level.LOW, Category.DENIAL)


def test_longest_known_group_of_words_comes_first_and_unknown_ones_stay() -> None:
    assert in_english(("a", "escondidas", "zzyzx")) == ("secretly", "zzyzx")
    assert in_english(()) == ()


@pytest.mark.parametrize(
    ("spelt", "right"),
    [
        ("boi", "voy"),
        ("ablar", "hablar"),
        ("cabesa", "cabeza"),
        ("llebo", "llevo"),
        ("aki", "aqui"),
    ],
)
def test_word_spelt_by_ear_is_taken_for_the_one_it_sounds_like(spelt: str, right: str) -> None:
    assert (spelt,) not in gloss._ENGLISH
    assert in_english((spelt,)) == in_english((right,)) != (spelt,)


@pytest.mark.parametrize("word", ["call", "zz", "xyloth"])
def test_what_sounds_like_nothing_known_stays(word: str) -> None:
    assert in_english((word,)) == (word,)


def test_glossary_is_written_as_spanish_is_heard() -> None:
    """An entry with an accent, or a word that the normaliser turns, would never be met."""
    unheard = [words for words in gloss._ENGLISH if tuple(hear(" ".join(words)).words) != words]

    assert unheard == []
    assert max(map(len, gloss._ENGLISH)) == gloss.MOST


@pytest.mark.parametrize(
    ("danger", "rules", "level"),
    [
        (DANGER_AT - 0.1, Risk(), Level.NONE),
        (DANGER_AT, Risk(), Level.MODERATE),
        (DANGER_AT + DENIED - 0.1, DENIAL, Level.NONE),
        (DANGER_AT + DENIED, DENIAL, Level.MODERATE),
    ],
)
def test_danger_is_believed_from_its_odds_on(danger: float, rules: Risk, level: Level) -> None:
    assert told(WORDS, NOTHING._replace(danger=danger), rules).level is level


def test_gravity_kind_and_evidence_are_told() -> None:
    sure = NOTHING._replace(danger=9.0)

    high = told(WORDS, sure._replace(high=HIGH_AT), Risk())
    imminent = told(WORDS * 3, sure._replace(imminent=IMMINENT_AT), Risk())

    assert high == Risk(Level.HIGH, KINDS[0][0], " ".join(WORDS))
    assert imminent.level is Level.IMMINENT
    assert imminent.evidence == " ".join((WORDS * 3)[-MOST_EVIDENCE:])
    assert told((), sure, Risk()) == Risk()


def test_danger_that_no_rule_names_is_heard_on_a_spanish_call() -> None:
    found = assess("todas las noches le pido a dios que ya no me despierte", Lexicon(language="es"))

    assert found.risk.level >= Level.MODERATE
