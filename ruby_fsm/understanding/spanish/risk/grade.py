"""Grade the danger in Spanish words: find the rules' phrases, then read each where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from ruby_fsm.understanding.assessment import Category, Level, Risk
from ruby_fsm.understanding.phrase import Match, PhraseBook
from ruby_fsm.understanding.risk.rule import Rule
from ruby_fsm.understanding.spanish.risk import context
from ruby_fsm.understanding.spanish.risk.rules import IDIOMS, RULES, SIGNS
from ruby_fsm.understanding.spanish.tables import classes

CLASSES = classes()
_DANGERS = PhraseBook(((rule.pattern, rule) for rule in RULES), CLASSES)
_IDIOMS = PhraseBook(((idiom, None) for idiom in IDIOMS), CLASSES)
_SIGNS = PhraseBook(((sign, kind) for kind, signs in SIGNS.items() for sign in signs), CLASSES)
# Loneliness and bare words of death weigh only beside another sign.
_TELLING = frozenset(SIGNS) - {"alone", "dying", "farewell"}
TELLING_ENOUGH = 2
ENOUGH = 3


def grade(words: Sequence[str]) -> Risk:
    """The gravest danger in the words of `hear`; among equals the first rule."""
    idioms = _IDIOMS.find(words)
    readings = [_read(match, words) for match in _DANGERS.find(words) if not _hidden(match, idioms)]
    readings.append(_added_up(words, idioms))
    return max(readings, key=lambda risk: risk.level, default=Risk())


def _hidden(match: Match[Rule] | Match[str], idioms: Sequence[Match[None]]) -> bool:
    return any(idiom.start < match.end and match.start < idiom.end for idiom in idioms)


def _added_up(words: Sequence[str], idioms: Sequence[Match[None]]) -> Risk:
    """Weak signs: several kinds of them in one utterance are as grave as a strong one."""
    found = [match for match in _SIGNS.find(words) if not _hidden(match, idioms)]
    kinds = {match.owner for match in found}
    telling = kinds & _TELLING
    if not telling:
        return Risk()
    is_strong = len(telling) >= TELLING_ENOUGH or len(kinds) >= ENOUGH
    level = Level.MODERATE if is_strong else Level.LOW
    first, last = found[0], max(found, key=lambda match: match.end)
    return Risk(level, Category.INDIRECT, " ".join(words[first.start : last.end]))


def _read(match: Match[Rule], words: Sequence[str]) -> Risk:
    level, category = _in_context(match.owner, match.start, match.end, words)
    return Risk(level, category, " ".join(words[match.start : match.end])) if level else Risk()


def _in_context(rule: Rule, start: int, end: int, words: Sequence[str]) -> tuple[Level, Category]:
    if rule.deniable and context.is_denied(words, start):
        return Level.LOW, Category.DENIAL
    if context.is_story(words, start, end):
        return Level.NONE, Category.NONE
    if context.is_past(words, start, end):
        return Level.LOW, Category.PAST
    if rule.passing and context.is_light(words, start, end):
        return Level.LOW, Category.HYPERBOLE
    return rule.level, rule.category
