"""Plans for when something was told: first what it deserves, then a question, a memory, or room."""

from __future__ import annotations

import re

from ruby_fsm.adapters.chat.companion.choosing import Chooser
from ruby_fsm.adapters.chat.companion.hearing import Heard
from ruby_fsm.adapters.chat.companion.kin import KIN
from ruby_fsm.adapters.chat.companion.moment import RECALL, Moment, Step, themed
from ruby_fsm.adapters.chat.companion.words import bag

# News that comes before all else, and nothing light goes with it.
_HEAVY = ("violence", "loss", "grave", "ended", "jobless", "ill_news", "hurt_by", "alone_today")
WEIGHTY = frozenset(_HEAVY)
_POOL_OF = {
    "loss": "heavy_loss",
    "grave": "grave",
    "violence": "violence",
    "ended": "heavy_breakup",
}
_PARTED = re.compile(r"\b(left|broke|dumped|ended|split)\b")
_PLANNED = re.compile(
    r"\b(might|'ll|going to|thinking of|could|want to|'d (love|like)|"
    r"'re (seeing|meeting|going|having|staying))\b"
)
_OF_ONESELF = ("you're ", "you feel ", "you hate ", "you've ")
_NEGATIONS = bag("don't not never can't didn't haven't won't couldn't isn't nobody nothing")
_ASKS, _OF = 3, 5  # three times in five, where a question may come
_ENOUGH_TURNS = 10  # for a summary


def something_told(moment: Moment, chooser: Chooser) -> list[Step]:
    special = tuple(f"{pool}!" for pool in _special(moment))
    heard = moment.heard
    usual = (*themed(heard, "validate"), *themed(heard, "observe"), *_general(heard, chooser))
    return [(*special, *usual), *_closing(moment, chooser)]


def _special(moment: Moment) -> Step:
    """What has an answer of its own, whatever it is about."""
    heard = moment.heard
    for mark in _HEAVY if heard.tone != "+" else ():
        if mark in heard.marks:
            return _heavy(mark, heard)
    if "selfcritic" in heard.marks:
        clause = ("selfcritic_clause",) if heard.clause.startswith(_OF_ONESELF) else ()
        return ("harsh", *clause, "selfcritic")
    if "doubt" in heard.marks:
        return ("doubt_clause", "doubt") if heard.clause.startswith("you") else ("doubt",)
    if heard.feeling:
        return ("feeling",)
    if "plan" in heard.marks:
        return _planned(heard)
    return ("memory_np", "memory") if _is_fond_memory(heard) else ()


def _heavy(mark: str, heard: Heard) -> Step:
    clause = ("breakup_clause",) if mark == "ended" and _PARTED.search(heard.clause) else ()
    return (*clause, _POOL_OF.get(mark, f"heavy_{mark}"))


def _planned(heard: Heard) -> Step:
    clause = ("plan_clause",) if _PLANNED.search(heard.clause) else ()
    people = any(phrase.said[:1].isupper() or phrase.head in KIN for phrase in heard.phrases)
    return (*clause, "plan") if people or not heard.phrases else (*clause, "plan_np", "plan")


def _is_fond_memory(heard: Heard) -> bool:
    return "memory" in heard.marks and heard.tone != "-" and not heard.topics


def _general(heard: Heard, chooser: Chooser) -> Step:
    """What can be said of anything: take up a thing, or the words, or only the tone."""
    tone = {"+": "bright", "-": "dark"}.get(heard.tone, "plain")
    if tone == "plain" and not {"feel", "felt", "feels"}.isdisjoint(heard.words):
        tone = "dark"
    clause = "clause" if heard.clause.startswith("you") else "clause_other"
    if tone == "bright" and not _NEGATIONS.isdisjoint(heard.clause.split()):
        return ("np", tone)  # "you don't enjoy things" is no cause for joy
    return ("np", clause, tone) if chooser.chance("general", 3) else (clause, "np", tone)


def _closing(moment: Moment, chooser: Chooser) -> list[Step]:
    heard = moment.heard
    if "violence" in heard.marks:
        return [("violence_next",)]
    if heard.marks & WEIGHTY:
        return [(*themed(heard, "observe"), "heavy_ask")]
    if moment.fact and (moment.is_due or chooser.chance("recall", 3) == 0):
        return [RECALL]
    if moment.may_ask and chooser.chance("ask", _OF) < _ASKS:
        return [_question(moment)]
    return [_without_question(moment, chooser)]


def _without_question(moment: Moment, chooser: Chooser) -> Step:
    heard = moment.heard
    ways: tuple[Step, ...] = (
        (*themed(heard, "observe"), "space"),
        (*themed(heard, "observe"), "space"),
        ("space",),
        (*themed(heard, "observe"), "hope") if heard.tone == "-" else (),
        ("choice",) if moment.may_ask else (),
        ("summary_bright" if moment.mood == "+" else "summary", "space"),
    )
    is_early = len(moment.story.turns) <= _ENOUGH_TURNS or not moment.may_sum_up
    return ways[chooser.chance("close", len(ways) - is_early)]


def _question(moment: Moment) -> Step:
    heard = moment.heard
    special = {
        "plan_ask": "plan" in heard.marks,
        "selfcritic_ask": "selfcritic" in heard.marks,
        "feeling_ask": bool(heard.feeling),
        "memory_ask": _is_fond_memory(heard),
    }
    own = (pool for pool, fits in special.items() if fits)
    # Who has just lost somebody is not asked what they look forward to.
    is_bereft = moment.story.gone or moment.story.is_parted
    return (*own, *themed(heard, "ask"), "np_ask", "heavy_ask?" if is_bereft else "open?")
