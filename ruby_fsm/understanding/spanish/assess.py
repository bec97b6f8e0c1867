"""Understand one Spanish utterance; people mix languages, so the English detector hears it too."""

from __future__ import annotations

from collections.abc import Sequence

from ruby_fsm.understanding.assessment import (
    Assessment,
    Category,
    Intent,
    Level,
    Lexicon,
    Risk,
)
from ruby_fsm.understanding.encoder.encoder import encoder
from ruby_fsm.understanding.intent import intents_of as english_intents
from ruby_fsm.understanding.mood import read_mood
from ruby_fsm.understanding.normalise import normalise
from ruby_fsm.understanding.phrase import words_in
from ruby_fsm.understanding.risk.judge import judge
from ruby_fsm.understanding.risk.windows import to_read
from ruby_fsm.understanding.spanish.feelings import SPANISH
from ruby_fsm.understanding.spanish.gloss import in_english
from ruby_fsm.understanding.spanish.intent import intents_of, says_yes
from ruby_fsm.understanding.spanish.risk.grade import grade
from ruby_fsm.understanding.spanish.risk.told import told
from ruby_fsm.understanding.spanish.topics import topics_of
from ruby_fsm.understanding.spanish.words import hear

# What cannot wait for the right language: never called again, and a person.
_IN_ANY_LANGUAGE = frozenset((Intent.OPT_OUT, Intent.WANTS_HUMAN))
# Words that no English sentence holds: with one of them it is worth reading as Spanish.
MARKERS = words_in(
    "quiero quisiera estoy voy matarme suicidarme suicidar suicidio morirme morir muero matar vivir"
    " vida pastillas muerto muerta mato corte corto tengo puedo respirar esposo marido hijo hija"
    " pega duele pecho ambulancia despertar dios"
)
ASKING = words_in(
    "llamen llame llames llamadas llamar llamarme marquen molesten lista numero hablar comuniqueme"
    " paseme operador operadora"
)
_ENGLISH = words_in(
    "i you she the an is am are was my to and of that it in not do want wish kill die myself have"
    " had this for with but so him her they we pills hurt"
)
_IN_BOTH = words_in("a he me")
# So many English words make a sentence of a text, or a part of one; not all of them may be Spanish.
ENGLISH_ENOUGH = 2


def understood(text: str, lexicon: Lexicon) -> Assessment:
    """The words as Spanish; the risk is the higher of what the two detectors see."""
    heard = hear(text)
    words, all_read = to_read(heard.words)
    english = normalise(text)
    risk = max(_as_spanish(words), _as_english(english), key=lambda one: one.level)
    if risk.level < Level.MODERATE and not (heard.whole and all_read):
        # Longer than anybody can speak in a turn, and not all of it read: nobody may call it calm.
        risk = Risk(Level.MODERATE, Category.UNASSESSED)
    also = english_intents(english, Lexicon()) & _IN_ANY_LANGUAGE
    return Assessment(
        risk=risk,
        mood=read_mood(words, SPANISH),
        topics=topics_of(words),
        intents=intents_of(words, lexicon) | also,
        words=len(heard.words),
        says_yes=says_yes(words),
    )


def _as_spanish(words: Sequence[str]) -> Risk:
    """What the rules see, and what the encoder adds to it where they see too little."""
    rules = grade(words)
    if rules.level >= Level.MODERATE or not words:
        return rules
    read, _ = to_read(in_english(words))
    return max(rules, told(words, encoder().read(read), rules), key=lambda one: one.level)


def _as_english(words: Sequence[str]) -> Risk:
    """Nothing for a text without English in it: there "me" and "no" would mean something else."""
    read, _ = to_read(words)
    found = (_ENGLISH | _IN_BOTH).intersection(read)
    if len(found) < ENGLISH_ENOUGH or found <= _IN_BOTH:
        return Risk()
    return judge(read, encoder().read(read))


def pressing_if_spanish(text: str) -> frozenset[Intent]:
    """Of words heard as English: what cannot wait, if it was said in Spanish."""
    words = hear(text).words
    if ASKING.isdisjoint(words):
        return frozenset()
    return intents_of(words, Lexicon()) & _IN_ANY_LANGUAGE


def risk_if_spanish(text: str) -> Risk:
    """Of words heard as English: the danger in them if they are Spanish, for people mix."""
    words, _ = to_read(hear(text).words)
    if MARKERS.isdisjoint(words):
        return Risk()
    return grade(words)
