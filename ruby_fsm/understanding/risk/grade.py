"""Grade the danger in an utterance: find the rules' phrases, then read each in its surroundings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ruby_fsm.understanding.assessment import Category, Level, Risk
from ruby_fsm.understanding.phrase import Match, PhraseBook
from ruby_fsm.understanding.risk import context
from ruby_fsm.understanding.risk.idioms import IDIOMS
from ruby_fsm.understanding.risk.rule import Rule, Subject
from ruby_fsm.understanding.risk.rules import RULES
from ruby_fsm.understanding.risk.signs import SIGNS
from ruby_fsm.understanding.risk.tables import doubtful
from ruby_fsm.understanding.risk.vocabulary import CLASSES

_DANGERS = PhraseBook(((rule.pattern, rule) for rule in RULES), CLASSES)
_IDIOMS = PhraseBook(((idiom, None) for idiom in IDIOMS), CLASSES)
_SIGNS = PhraseBook(((sign, kind) for kind, signs in SIGNS.items() for sign in signs), CLASSES)
_DOUBTFUL = doubtful()
# Of heat, of shame and of laughing people say that they want to die; that they are ready to, never.
_LIGHT, _NEVER = "@want @be_dead", "ready"
EVERYDAY = frozenset((Category.MEDICAL, Category.ABUSE, Category.VIOLENCE))
# Loneliness and bare words of death weigh only beside another sign.
_TELLING = frozenset(SIGNS) - {"alone", "dying", "farewell"}
TELLING_ENOUGH = 2
ENOUGH = 3


class Spotted(NamedTuple):
    """A danger that a rule sees in `words[start:end]`."""

    risk: Risk
    start: int
    end: int


class Graded(NamedTuple):
    """What `sure` rules see, and what the others do.

    Everyday rules, of bodies and blows, know danger by words that are said every day of other
    things; they count unless the learnt ones contradict. So does a wish for death that may be said
    `lightly`, unless those are certain. Doubtful are the rules found wrong too often on lines they
    were not written for; they count when anything else finds danger too. `is_figure`: all that
    rules know in the words is part of a figure of speech.
    """

    sure: Sequence[Spotted]
    lightly: Sequence[Spotted]
    everyday: Sequence[Spotted]
    doubtful: Sequence[Spotted]
    is_figure: bool

    @property
    def firm(self) -> Risk:
        """The gravest danger that sure rules see."""
        return _gravest(self.sure)

    @property
    def all(self) -> Risk:
        return _gravest(self.spotted)

    @property
    def spotted(self) -> Sequence[Spotted]:
        return (*self.sure, *self.lightly, *self.everyday, *self.doubtful)


def grade(words: Sequence[str]) -> Graded:
    """The gravest danger in normalised `words`; among equals the first rule of the first words."""
    idioms = _IDIOMS.find(words)
    dangers = _DANGERS.find(words)
    meant = [match for match in dangers if not _is_within(match, idioms)]
    sure: list[Spotted] = []
    lightly: list[Spotted] = []
    everyday: list[Spotted] = []
    doubtful: list[Spotted] = []
    for match in meant:
        spotted = Spotted(_read(match, words), match.start, match.end)
        is_danger = spotted.risk.level >= Level.MODERATE
        if match.owner.pattern in _DOUBTFUL:
            doubtful.append(spotted)
        elif match.owner.category in EVERYDAY and is_danger:
            everyday.append(spotted)
        elif is_danger and _may_be_light(match, words):
            lightly.append(spotted)
        else:
            sure.append(spotted)
    sure.append(_added_up(words))
    return Graded(sure, lightly, everyday, doubtful, bool(dangers) and not meant)


def _may_be_light(match: Match[Rule], words: Sequence[str]) -> bool:
    """A wish for death as people say it of heat; what is denied, or seems so, they never say so."""
    return (
        match.owner.pattern == _LIGHT
        and _NEVER not in words[match.start : match.end]
        and not context.is_behind_a_not(words, match.start)
    )


def _is_within(match: Match[Rule], idioms: Sequence[Match[None]]) -> bool:
    return any(idiom.start < match.end and match.start < idiom.end for idiom in idioms)


def _gravest(spotted: Sequence[Spotted]) -> Risk:
    return max((one.risk for one in spotted), key=lambda risk: risk.level)


def _added_up(words: Sequence[str]) -> Spotted:
    """Weak signs: several kinds of them in one utterance are as grave as a strong one."""
    found = [match for match in _SIGNS.find(words) if _is_meant(match.start, match.end, words)]
    kinds = {match.owner for match in found}
    telling = kinds & _TELLING
    if not telling:
        return Spotted(Risk(), 0, 0)
    is_strong = len(telling) >= TELLING_ENOUGH or len(kinds) >= ENOUGH
    level = Level.MODERATE if is_strong else Level.LOW
    first, last = found[0], max(found, key=lambda match: match.end)
    risk = Risk(level, Category.INDIRECT, " ".join(words[first.start : last.end]))
    return Spotted(risk, first.start, last.end)


def _is_meant(start: int, end: int, words: Sequence[str]) -> bool:
    """A sign of the speaker's own, now: neither denied nor another's nor of long ago."""
    return not (
        context.is_denied(words, start, end)
        or context.is_about_another(words, start)
        or context.is_past(words, start, end)
    )


def _read(match: Match[Rule], words: Sequence[str]) -> Risk:
    level, category = _in_context(*match, words)
    return Risk(level, category, " ".join(words[match.start : match.end])) if level else Risk()


def _in_context(rule: Rule, start: int, end: int, words: Sequence[str]) -> tuple[Level, Category]:
    if rule.deniable and context.is_denied(words, start, end):
        return Level.LOW, Category.DENIAL
    if context.is_story(words, start, end):
        return Level.NONE, Category.NONE
    if rule.subject is Subject.SPEAKER and context.is_about_another(words, start):
        return Level.LOW, Category.THIRD_PARTY
    return _in_earnest(rule, start, end, words)


def _in_earnest(rule: Rule, start: int, end: int, words: Sequence[str]) -> tuple[Level, Category]:
    if context.is_past(words, start, end):
        return Level.LOW, Category.PAST
    if rule.passing and context.is_light(words, start, end):
        return Level.LOW, Category.HYPERBOLE
    if rule.category is Category.BEHAVIOUR and context.is_not_yet(words, start):
        return Level.MODERATE, Category.METHOD
    return rule.level, rule.category
