"""Plans for what concerns the call itself (hello, thanks, wait) and for short answers."""

from __future__ import annotations

import re

from ruby_fsm.adapters.chat.companion.choosing import Chooser
from ruby_fsm.adapters.chat.companion.hearing import Heard
from ruby_fsm.adapters.chat.companion.moment import RECALL, Moment, Step, themed
from ruby_fsm.adapters.chat.companion.words import bag

# In this order: what must not be passed over comes first.
_HANDLED = (
    "insult", "questions", "same", "notunderstand", "correction", "nothelping", "change", "refuse",
    "dont_know_what", "robot", "crying", "sorry", "praise", "bye", "denial", "hold", "back",
    "letting_go", "leaving", "first_told", "turn", "thanks",
)  # fmt: skip
# Marks of a whole utterance: in a longer one something else is being told.
_SHORT_ONLY = bag("dont_know_what hold bye sorry robot")
FEW_WORDS = 9
SCRAP = 4  # words that tell nothing by themselves: "just for an hour"
# Of six short answers three are met by a question, one by a choice, where they may be.
_ASKS, _CHOOSES, _OF = (0, 1, 2), 3, 6
_WITH_ROOM = bag("sorry dont_know_what same correction crying")
_POOL_OF = {"dont_know_what": "nothing_to_say"}
_BETTER = re.compile(r"\b(feel|helped|helps|better|slowed)\b")
_MUST = re.compile(r"you (should|need|have) ")


def about_the_call(moment: Moment, chooser: Chooser) -> list[Step]:
    """Steps where the person spoke about the call, none where they did not."""
    heard = moment.heard
    is_first = len(moment.story.turns) == 1
    if heard.short == "greet" or (is_first and "fine" in heard.marks):
        return _greeting(moment, is_first=is_first)
    if heard.short in ("thanks", "bye", "hold"):
        return [_farewell(heard)] if heard.short == "bye" else [(heard.short,)]
    for mark in _HANDLED:
        if mark in heard.marks and _is_about_the_call(mark, heard):
            return [_first(mark, heard), *_then(mark, moment, chooser)]
    return []


def _is_about_the_call(mark: str, heard: Heard) -> bool:
    if mark == "thanks":  # "a customer said thank you today" thanks nobody here
        said = " ".join(heard.words)
        return said.startswith(("thank", "cheers")) or said.endswith(("thank you", "thanks"))
    return mark not in _SHORT_ONLY or len(heard.words) <= FEW_WORDS


def _first(mark: str, heard: Heard) -> Step:
    if mark == "bye":
        return _farewell(heard)
    if mark == "turn" and _BETTER.search(heard.clause):
        return ("turn_clause!", "turn")
    if mark == "leaving" and _MUST.match(heard.clause):
        return ("leaving_clause", "leaving")
    return (_POOL_OF.get(mark, mark),)


def _then(mark: str, moment: Moment, chooser: Chooser) -> list[Step]:
    if mark in _WITH_ROOM:
        return [("space",)]
    if mark == "back":
        return go_on(moment, chooser)
    if mark in ("change", "refuse"):
        return [(*RECALL, "open") if moment.fact else ("open",)]
    if mark == "turn":
        recalls = moment.fact and chooser.chance("recall", 2)
        return [RECALL] if recalls else [(*themed(moment.heard, "observe"), "hope")]
    return [("hope",)] if mark == "leaving" and chooser.chance("leave", 2) else []


def _farewell(heard: Heard) -> Step:
    is_night = any("night" in word for word in heard.words)
    return ("bye_night", "bye", "bye_last") if is_night else ("bye", "bye_last")


def _greeting(moment: Moment, *, is_first: bool) -> list[Step]:
    if not is_first:
        return [("greet_again",), ("space",)]
    opening: Step = ("returning", "greet") if moment.is_returning else ("greet",)
    if "fine" in moment.heard.marks:
        opening = ("fine",)
    return [opening, (f"hint_{moment.hint}", "greet_how", "open")]


def go_on(moment: Moment, chooser: Chooser) -> list[Step]:
    """Back to what was being told, or room for it."""
    if moment.before is moment.heard or not chooser.chance("go on", 4):
        return [("space",)]
    return [("back_to", "space")]


def short_answer(moment: Moment, chooser: Chooser) -> list[Step]:
    """Steps for "yeah" or "i don't know": the talk goes on from what was told before."""
    heard = moment.heard
    is_scrap = not heard.has_substance and not heard.tone and len(heard.words) <= SCRAP
    if not heard.short and not is_scrap:
        return []
    first: Step = (f"{heard.short}!", "minimal")
    if moment.fact and (moment.is_due or chooser.chance("recall", 2)):
        return [first, RECALL]
    weighs = moment.before.tone == "-" or moment.before.is_grim
    back = ("clause_back",) if weighs else ()
    is_bereft = moment.story.gone or moment.story.is_parted
    other = "heavy_ask" if is_bereft else "open"
    ask: Step = (*themed(moment.before, "ask", 2), "np_ask", *back, other)
    turn = chooser.chance("short", _OF)
    if moment.may_ask and turn in _ASKS:
        return [first, ask]
    if moment.may_ask and turn == _CHOOSES:
        return [first, ("choice", *ask)]
    said = (*themed(moment.before, "observe", 2), *themed(moment.before, "validate", 2))
    return [first, (*said, "np_back", *back, "hope")]
