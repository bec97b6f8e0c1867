"""Understand one utterance: pure, deterministic, and never silent about its own failure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ruby_fsm.understanding.assessment import (
    Assessment,
    Category,
    Intent,
    Level,
    Lexicon,
    Mood,
    MoodReading,
    Risk,
)
from ruby_fsm.understanding.encoder.encoder import Reading, encoder
from ruby_fsm.understanding.encoder.told import intents_told, mood_told, topics_told
from ruby_fsm.understanding.intent import intents_of, says_yes, spoken_by_a_person
from ruby_fsm.understanding.mood import read_mood
from ruby_fsm.understanding.normalise import hear
from ruby_fsm.understanding.risk.judge import judge
from ruby_fsm.understanding.risk.windows import to_read
from ruby_fsm.understanding.spanish import assess as spanish
from ruby_fsm.understanding.tongues import SPANISH, language_asked
from ruby_fsm.understanding.topics import MOST, topics_of
from ruby_fsm.understanding.typed import is_typed

DEFAULT = Lexicon()
# Whoever speaks of dying is not in a bright mood, whatever other words say.
DARK = -0.7
_OWN_DANGER = frozenset(Category) - {Category.NONE, Category.THIRD_PARTY, Category.UNASSESSED}


def assess(text: str, lexicon: Lexicon = DEFAULT, before: str = "") -> Assessment:
    """What `text`, as a speech recogniser wrote it, tells of risk, mood, topics and intents.

    `lexicon.language` is the one that the recogniser was told to hear. `before`: the person's turn
    before it, in a call that was calm so far; an alarm that it explains is worth a gentle check.
    Raises nothing: where understanding itself breaks, the turn counts as needing care.
    """
    try:
        return _understood(text, lexicon, before)
    except Exception:  # noqa: BLE001 - an assessor that fails must not pass for a calm turn
        return Assessment(risk=Risk(Level.MODERATE, Category.UNASSESSED, ""), failed=True)


def _understood(text: str, lexicon: Lexicon, before: str) -> Assessment:
    if not text.strip():
        return Assessment()
    language = language_asked(text, lexicon)
    if lexicon.language.startswith(SPANISH):
        found = spanish.understood(text, lexicon)
        return replace(found, mood=_darkened(found.mood, found.risk), language=language)
    heard = hear(text)
    words, all_read = to_read(heard.words)
    intents = intents_of(words, lexicon)
    spoken = spoken_by_a_person(words, intents)
    reading = encoder().read(spoken)
    own = judge(spoken, reading, typed=is_typed(text), before=hear(before).words)
    risk = max(own, spanish.risk_if_spanish(text), key=lambda one: one.level)
    if risk.level < Level.MODERATE and not (heard.whole and all_read):
        # Longer than anybody can speak in a turn, and not all of it read: nobody may call it calm.
        risk = Risk(Level.MODERATE, Category.UNASSESSED)
    return Assessment(
        risk=risk,
        mood=_darkened(mood_told(words, read_mood(words), reading.moods), risk),
        topics=topics_told(topics_of(words), reading.topics, MOST),
        intents=intents | _asked(spoken, reading, risk) | spanish.pressing_if_spanish(text),
        words=len(heard.words),
        says_yes=says_yes(words),
        language=language,
    )


def _asked(words: Sequence[str], reading: Reading, risk: Risk) -> frozenset[Intent]:
    """In danger only what is said plainly ends a call: much of it sounds like a goodbye."""
    return intents_told(words, reading.intents) if risk.level < Level.MODERATE else frozenset()


def _darkened(mood: MoodReading, risk: Risk) -> MoodReading:
    if risk.level < Level.MODERATE or risk.category not in _OWN_DANGER:
        return mood
    name = mood.mood if mood.mood is Mood.STRESSED else Mood.SAD
    return MoodReading(name, min(mood.valence, DARK), max(mood.confidence, -DARK))
