"""Decide what one reply is made of: which kinds of sentence, in which order."""

from __future__ import annotations

from dataclasses import dataclass

from ruby_fsm.adapters.chat.companion.choosing import Chooser
from ruby_fsm.adapters.chat.companion.hearing import Heard, Topic
from ruby_fsm.adapters.chat.companion.memory import Fact
from ruby_fsm.adapters.chat.companion.story import Story
from ruby_fsm.understanding.assessment import Level


@dataclass(frozen=True, slots=True)
class Moment:
    """All that a plan looks at. `before` is the last turn that told something, or this one."""

    story: Story
    heard: Heard
    before: Heard
    level: Level
    fact: Fact | None
    may_ask: bool
    is_returning: bool


# A step of a plan: pools, the best first.
Step = tuple[str, ...]


def plan(moment: Moment, chooser: Chooser) -> list[Step]:
    """The steps of the reply, each answered with one line if it has one."""
    heard = moment.heard
    if moment.level >= Level.MODERATE:
        return [("risk",), ("risk_next",)]
    if heard.asks:
        return _answer(moment, chooser)
    for handle in (_call_itself, _short_answer):
        if steps := handle(moment, chooser):
            return steps
    return _substance(moment, chooser)


# --- asked directly ---------------------------------------------------------------------------

_OF_RUBY = frozenset("real who feel feel_food feel_music feel_sleep feel_family feel_love feel_place "
                     "feel_others care secret why joke time doctor faith".split())  # fmt: skip


def _answer(moment: Moment, chooser: Chooser) -> list[Step]:
    kind = moment.heard.asks
    answer: Step = (f"answers.{kind}", "answers.other")
    if kind in ("medical", "symptom", "see_doctor"):
        return [answer, ("after_medical",)] if chooser.chance("after", 2) else [answer]
    if kind in ("hear", "how") and len(moment.story.turns) < 3:  # noqa: PLR2004 - the talk has just begun
        return [answer, ("greet_how", "open")]
    if kind in ("hear", "recall", "recall_any", "how", "sense", "name_mine"):
        return [answer, *_go_on(moment, chooser)]
    if kind in _OF_RUBY:
        return [answer, ("after_answer",)] if chooser.chance("after", 3) == 0 else [answer]
    if kind.startswith("advice") and moment.may_ask and chooser.chance("after", 2):
        return [answer, ("after_advice",)]
    return [answer]


def _go_on(moment: Moment, chooser: Chooser) -> list[Step]:
    """Back to what was being told, by something that need not be answered, or by a question."""
    topics = moment.before.topics
    pools = [f"themes.{topic.theme}" for topic in topics[:2]]
    if moment.may_ask and chooser.chance("go on", 2):
        return [(*[f"{pool}#ask" for pool in pools], "np_ask", "open")]
    return [(*[f"{pool}#observe" for pool in pools], "space")]


# --- about the call itself ----------------------------------------------------------------------


def _call_itself(moment: Moment, chooser: Chooser) -> list[Step]:
    heard = moment.heard
    is_first = len(moment.story.turns) == 1
    if heard.short == "greet" or (is_first and "fine" in heard.marks):
        return _greeting(moment, is_first=is_first)
    if heard.short in ("thanks", "bye", "hold", "repeat"):
        return [(heard.short,)] if heard.short != "bye" else [("bye", "bye_last")]
    for mark in _HANDLED:
        if mark in heard.marks:
            return _handled(mark, moment, chooser)
    return []


_HANDLED = (
    "insult", "questions", "same", "notunderstand", "correction", "nothelping", "change", "refuse", "dont_know_what",
    "robot", "crying", "sorry", "praise", "bye", "hold", "back", "leaving", "turn", "thanks",
)  # fmt: skip
_POOL_OF = {"dont_know_what": "nothing_to_say"}


def _handled(mark: str, moment: Moment, chooser: Chooser) -> list[Step]:
    first: Step = (_POOL_OF.get(mark, mark),)
    if mark in ("sorry", "dont_know_what", "same", "correction", "crying"):
        return [first, ("space",)]
    if mark == "back":
        return [first, *_go_on(moment, chooser)]
    if mark == "turn" and moment.fact and chooser.chance("recall", 2):
        return [first, ("recall",)]
    if mark == "turn":
        return [first, (*_themed(moment.heard, "observe"), "hope")]
    if mark in ("change", "refuse"):
        return [first, ("recall", "open") if moment.fact else ("open",)]
    if mark == "leaving" and chooser.chance("leave", 2):
        return [first, ("hope",)]
    return [first]


def _greeting(moment: Moment, *, is_first: bool) -> list[Step]:
    if not is_first:
        return [("greet_again",), ("space",)]
    opening: Step = ("returning", "greet") if moment.is_returning else ("greet",)
    if "fine" in moment.heard.marks:
        opening = ("fine",)
    return [opening, ("greet_how", "open")]


# --- a word or two ---------------------------------------------------------------------------


def _short_answer(moment: Moment, chooser: Chooser) -> list[Step]:
    if not moment.heard.short:
        return []
    first: Step = (moment.heard.short, "minimal")
    topics = moment.before.topics
    pools = [f"themes.{topic.theme}" for topic in topics[:2]]
    observe: Step = (*[f"{p}#observe" for p in pools], *[f"{p}#validate" for p in pools], "np", "hope")
    ask: Step = (*[f"{p}#ask" for p in pools], "np_ask", "open")
    if moment.fact:
        return [first, ("recall",)]
    turn = chooser.chance("short", 6)
    if moment.may_ask and turn in (0, 1, 2):
        return [first, ask]
    if moment.may_ask and turn == 3:  # noqa: PLR2004 - one turn in six offers a choice
        return [first, ("choice", *ask)]
    return [first, observe] if turn != 4 else [first, ("hope",), ("space",)]  # noqa: PLR2004


# --- something was told ------------------------------------------------------------------------


def _substance(moment: Moment, chooser: Chooser) -> list[Step]:
    first = _opening(moment, chooser)
    return [first, *_closing(moment, chooser)]


def _opening(moment: Moment, chooser: Chooser) -> Step:
    heard = moment.heard
    special = _special(moment)
    general = _general(heard, chooser)
    return (*special, *_themed(heard, "validate"), *_themed(heard, "observe"), *general)


def _special(moment: Moment) -> Step:
    heard = moment.heard
    if "loss" in heard.marks and heard.tone != "+":
        return ("heavy_loss",)
    if "ended" in heard.marks and moment.story.is_parted and heard.tone != "+":
        return ("heavy_breakup",)
    if "selfcritic" in heard.marks:
        return ("selfcritic",)
    if "doubt" in heard.marks:
        return ("doubt",)
    if "plan" in heard.marks and heard.tone != "-":
        return ("plan_np", "plan") if heard.phrases else ("plan",)
    if heard.feeling:
        return ("feeling",)
    if "memory" in heard.marks and heard.tone != "-" and not heard.topics:
        return ("memory_np", "memory")
    return ()


def _general(heard: Heard, chooser: Chooser) -> Step:
    tone = {"+": "bright", "-": "dark"}.get(heard.tone, "plain")
    can_pass = not heard.topics and not heard.tone and "i" not in heard.words
    order = ["np", "clause"] if chooser.chance("general", 3) else ["clause", "np"]
    if can_pass and chooser.chance("passing", 2):
        order.insert(0, "passing")
    return (*order, tone)


def _themed(heard: Heard, act: str) -> Step:
    return tuple(f"themes.{topic.theme}#{act}" for topic in heard.topics[:3])


def _closing(moment: Moment, chooser: Chooser) -> list[Step]:
    heard = moment.heard
    if moment.fact and chooser.chance("recall", 3) == 0:
        return [("recall",)]
    if moment.may_ask and chooser.chance("ask", 5) < 3:  # noqa: PLR2004 - three times in five, where a question may come
        return [_question(heard)]
    turn = chooser.chance("close", 6)
    if turn == 0 and len(moment.story.turns) > 10:  # noqa: PLR2004 - there is enough to put together
        return [("summary_bright" if heard.tone == "+" else "summary", "space")]
    if turn == 1 and moment.may_ask:
        return [("choice",)]
    if turn in (2, 3):
        return [(*_themed(heard, "observe"), "space")]
    return [("space",)] if turn == 4 else [(*_themed(heard, "encourage"), "hope") if heard.tone == "-" else ()]  # noqa: PLR2004


def _question(heard: Heard) -> Step:
    special: list[str] = []
    if "plan" in heard.marks:
        special.append("plan_ask")
    if "selfcritic" in heard.marks:
        special.append("selfcritic_ask")
    if heard.feeling:
        special.append("feeling_ask")
    if "memory" in heard.marks and heard.tone != "-" and not heard.topics:
        special.append("memory_ask")
    return (*special, *_themed(heard, "ask"), "np_ask", "open")


def about(heard: Heard) -> Topic | None:
    """What the reply will speak of, where it can be named."""
    return next((topic for topic in heard.topics if topic.phrase), None)
