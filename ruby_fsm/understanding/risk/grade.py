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
    """The gravest danger that `firm` rules see, what `everyday` ones do, and what `doubtful` ones.

    Everyday rules, of bodies and blows, know danger by words that are said every day of other
    things; they count unless the learnt ones contradict. Doubtful are those found wrong too often
    on lines they were not written for; they count when anything else finds danger too. `is_figure`:
    all that rules know in the words is part of a figure of speech.
    """

    firm: Risk
    everyday: Sequence[Spotted]
    doubtful: Sequence[Spotted]
    is_figure: bool

    @property
    def all(self) -> Risk:
        spotted = (*self.everyday, *self.doubtful)
        return max((self.firm, *(one.risk for one in spotted)), key=_level)


def grade(words: Sequence[str]) -> Graded:
    """The gravest danger in normalised `words`; among equals the first rule of the first words."""
    idioms = _IDIOMS.find(words)
    dangers = _DANGERS.find(words)
    meant = [match for match in dangers if not _is_within(match, idioms)]
    sure: list[Risk] = []
    everyday: list[Spotted] = []
    doubtful: list[Spotted] = []
    for match in meant:
        risk = _read(match, words)
        if match.owner.pattern in _DOUBTFUL:
            doubtful.append(Spotted(risk, match.start, match.end))
        elif match.owner.category in EVERYDAY and risk.level >= Level.MODERATE:
            everyday.append(Spotted(risk, match.start, match.end))
        else:
            sure.append(risk)
    sure.append(_added_up(words))
    return Graded(max(sure, key=_level), everyday, doubtful, bool(dangers) and not meant)


def _is_within(match: Match[Rule], idioms: Sequence[Match[None]]) -> bool:
    return any(idiom.start < match.end and match.start < idiom.end for idiom in idioms)


def _level(risk: Risk) -> Level:
    return risk.level


def _added_up(words: Sequence[str]) -> Risk:
    """Weak signs: several kinds of them in one utterance are as grave as a strong one."""
    found = [match for match in _SIGNS.find(words) if _is_meant(match.start, match.end, words)]
    kinds = {match.owner for match in found}
    telling = kinds & _TELLING
    if not telling:
        return Risk()
    is_strong = len(telling) >= TELLING_ENOUGH or len(kinds) >= ENOUGH
    level = Level.MODERATE if is_strong else Level.LOW
    first, last = found[0], max(found, key=lambda match: match.end)
    return Risk(level, Category.INDIRECT, " ".join(words[first.start : last.end]))


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
