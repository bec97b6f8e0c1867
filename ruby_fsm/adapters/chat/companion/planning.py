"""Decide what one reply is made of: which kinds of sentence, in which order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ruby_fsm.adapters.chat.companion.choosing import Chooser
from ruby_fsm.adapters.chat.companion.hearing import Heard
from ruby_fsm.adapters.chat.companion.kin import KIN
from ruby_fsm.adapters.chat.companion.memory import Fact
from ruby_fsm.adapters.chat.companion.story import Story
from ruby_fsm.understanding.assessment import Category, Level


@dataclass(frozen=True, slots=True)
class Moment:
    """All that a plan looks at. `before` is the last turn that told something, or this one."""

    story: Story
    heard: Heard
    before: Heard
    level: Level
    category: Category
    fact: Fact | None
    may_ask: bool
    is_returning: bool
    mood: str  # of the whole call: '+', '-' or ''


# Said about the call, not about a life: what was told before still stands.
ASIDE = frozenset(("turn", "back", "hold", "thanks", "praise", "leaving", "robot", "same", "questions"))
# A step of a plan: pools, the best first.
Step = tuple[str, ...]
_RISK: dict[Category, list[Step]] = {
    Category.MEDICAL: [("risk_medical",)],
    Category.THIRD_PARTY: [("risk_third_party",)],
}


def plan(moment: Moment, chooser: Chooser) -> list[Step]:
    """The steps of the reply, each answered with one line if it has one."""
    heard = moment.heard
    if moment.level >= Level.MODERATE:
        return _RISK.get(moment.category, [("risk",), ("risk_next",)])
    if heard.asks:
        return _answer(moment, chooser)
    if moment.heard.marks & _WEIGHTY and not moment.heard.short:
        return _substance(moment, chooser)
    for handle in (_call_itself, _short_answer):
        if steps := handle(moment, chooser):
            return steps
    return _substance(moment, chooser)


# --- asked directly ---------------------------------------------------------------------------

_OF_RUBY = frozenset("real who feel feel_food feel_music feel_sleep feel_family feel_love feel_place "
                     "feel_others care secret why joke time doctor faith".split())  # fmt: skip


def _answer(moment: Moment, chooser: Chooser) -> list[Step]:
    kind = moment.heard.asks
    odd = "answers.odd!" if kind in ("normal", "opinion") else ""
    answer: Step = (odd, f"answers.{kind}!", "answers.other")
    if kind in ("medical", "symptom", "see_doctor"):
        return [answer, ("after_medical",)] if chooser.chance("after", 2) else [answer]
    if kind in ("hear", "how") and len(moment.story.turns) < 3:  # noqa: PLR2004 - the talk has just begun
        return [answer, ("greet_how", "open")]
    if kind in ("hear", "recall", "recall_any", "how", "sense", "name_mine", "time", "joke"):
        return [answer, *_go_on(moment, chooser)]
    if kind in _OF_RUBY:
        return [answer, ("after_answer",)] if chooser.chance("after", 3) == 0 else [answer]
    if kind in ("normal", "better", "fault", "opinion") and moment.heard.tone != "+" and moment.mood != "+":
        return [answer, ("after_worry",)] if chooser.chance("after", 2) else [answer]
    if kind.startswith("advice") and moment.may_ask and chooser.chance("after", 2):
        return [answer, ("after_advice",)]
    return [answer]


def _go_on(moment: Moment, chooser: Chooser) -> list[Step]:
    """Back to what was being told, or room for it."""
    if moment.before is moment.heard or not chooser.chance("go on", 4):
        return [("space",)]
    return [("back_to", "space")]


# --- about the call itself ----------------------------------------------------------------------


def _call_itself(moment: Moment, chooser: Chooser) -> list[Step]:
    heard = moment.heard
    is_first = len(moment.story.turns) == 1
    if heard.short == "greet" or (is_first and "fine" in heard.marks):
        return _greeting(moment, is_first=is_first)
    if heard.short in ("thanks", "bye", "hold", "repeat"):
        return [(heard.short,)] if heard.short != "bye" else [("bye", "bye_last")]
    for mark in _HANDLED:
        if mark in heard.marks and _is_about_the_call(mark, heard):
            return _handled(mark, moment, chooser)
    return []


_HANDLED = (
    "insult", "questions", "same", "notunderstand", "correction", "nothelping", "change", "refuse", "dont_know_what",
    "robot", "crying", "sorry", "praise", "bye", "hold", "back", "leaving", "turn", "thanks",
)  # fmt: skip
_WEIGHTY = frozenset(("loss", "ended"))
# Marks of a whole utterance: in a longer one something else is being told.
_SHORT_ONLY = frozenset(("dont_know_what", "thanks", "hold", "bye", "sorry", "robot"))
FEW_WORDS = 9


def _is_about_the_call(mark: str, heard: Heard) -> bool:
    if mark == "thanks":
        said = " ".join(heard.words)
        return said.startswith(("thank", "cheers")) or said.endswith(("thank you", "thanks"))
    return mark not in _SHORT_ONLY or len(heard.words) <= FEW_WORDS


_POOL_OF = {"dont_know_what": "nothing_to_say"}


def _handled(mark: str, moment: Moment, chooser: Chooser) -> list[Step]:
    first: Step = (_POOL_OF.get(mark, mark),)
    if mark in ("sorry", "dont_know_what", "same", "correction", "crying"):
        return [first, ("space",)]
    if mark == "back":
        return [first, *_go_on(moment, chooser)]
    if mark == "turn" and moment.fact and chooser.chance("recall", 2):
        return [first, ("recall",)]
    if mark == "turn" and re.search(r"\b(feel|helped|helps|better|slowed)\b", moment.heard.clause):
        first = ("turn_clause!", "turn")
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
    first: Step = (f"{moment.heard.short}!", "minimal")
    pools = [f"themes.{topic.theme}" for topic in moment.before.topics[:2]]
    observe: Step = (*[f"{p}#observe" for p in pools], *[f"{p}#validate" for p in pools], "np", "clause_back", "hope")
    ask: Step = (*[f"{p}#ask" for p in pools], "np_ask", "clause_back", "open")
    if moment.fact:
        return [first, ("recall",)]
    turn = chooser.chance("short", 6)
    if moment.may_ask and turn in (0, 1, 2):
        return [first, ask]
    if moment.may_ask and turn == 3:  # noqa: PLR2004 - one turn in six offers a choice
        return [first, ("choice", *ask)]
    return [first, observe]


# --- something was told ------------------------------------------------------------------------


def _substance(moment: Moment, chooser: Chooser) -> list[Step]:
    special = _special(moment)
    opening = _opening(moment, chooser)
    # What weighs most is answered first, and then by its own words.
    first = (*(f"{pool}!" for pool in special), *opening) if special else opening
    return [first, *_closing(moment, chooser)]


def _opening(moment: Moment, chooser: Chooser) -> Step:
    heard = moment.heard
    return (
        *_themed(heard, "validate"), *_themed(heard, "observe"), *_general(heard, chooser)
    )  # fmt: skip


def _special(moment: Moment) -> Step:
    heard = moment.heard
    if "loss" in heard.marks and heard.tone != "+":
        return ("heavy_loss",)
    if "ended" in heard.marks and moment.story.is_parted and heard.tone != "+":
        told = re.search(r"\b(left|broke|dumped|ended|split)\b", heard.clause)
        return ("breakup_clause", "heavy_breakup") if told else ("heavy_breakup",)
    if "selfcritic" in heard.marks:
        if heard.clause.startswith(("you're ", "you feel ", "you hate ", "you've ")):
            return ("harsh", "selfcritic_clause", "selfcritic")
        return ("harsh", "selfcritic")
    if "doubt" in heard.marks:
        return ("doubt",)
    if "plan" in heard.marks and heard.tone != "-":
        told: Step = ("plan_clause",) if re.search(r"\b(might|'ll|going to|thinking of)\b", heard.clause) else ()
        return (*told, "plan_np", "plan") if _names_a_thing(heard) else (*told, "plan")
    if heard.feeling:
        return ("feeling",)
    if "memory" in heard.marks and heard.tone != "-" and not heard.topics:
        return ("memory_np", "memory")
    return ()


def _names_a_thing(heard: Heard) -> bool:
    return bool(heard.phrases) and not any(
        phrase.said[:1].isupper() or phrase.head in KIN for phrase in heard.phrases
    )


def _general(heard: Heard, chooser: Chooser) -> Step:
    tone = {"+": "bright", "-": "dark"}.get(heard.tone, "plain")
    if heard.clause.startswith(("it ", "it's ")):
        return ("np", tone)
    return ("np", "clause", tone) if chooser.chance("general", 3) else ("clause", "np", tone)


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
    return [("space",)] if turn == 4 else [(*_themed(heard, "observe"), "hope") if heard.tone == "-" else ()]  # noqa: PLR2004


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
