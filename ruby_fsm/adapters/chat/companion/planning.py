"""Decide what one reply is made of: which kinds of sentence, in which order."""

from __future__ import annotations

from ruby_fsm.adapters.chat.companion.choosing import Chooser
from ruby_fsm.adapters.chat.companion.courtesy import about_the_call, go_on, short_answer
from ruby_fsm.adapters.chat.companion.moment import Moment, Step
from ruby_fsm.adapters.chat.companion.telling import WEIGHTY, something_told
from ruby_fsm.adapters.chat.companion.words import bag
from ruby_fsm.understanding.assessment import Category, Level

_RISK: dict[Category, list[Step]] = {
    Category.MEDICAL: [("risk_medical",)],
    Category.THIRD_PARTY: [("risk_third_party",)],
}
_OF_RUBY = bag(
    "real who feel feel_food feel_music feel_sleep feel_family feel_love feel_place feel_others "
    "feel_like feel_can care secret why doctor faith"
)
_BY_THE_WAY = bag("hear how sense name_mine time joke nice")
_AFTER = {
    "space": bag("recall recall_any"),
    "after_medical": bag("medical symptom see_doctor"),
    "after_answer": _OF_RUBY,
    "after_worry": bag("normal bad better fault opinion"),
    "after_advice": bag("advice advice_leave advice_tell advice_friends advice_study"),
}
_ONE_IN = {"after_medical": 2, "after_answer": 3, "after_worry": 2}
_FIRST_TURNS = 2


def plan(moment: Moment, chooser: Chooser) -> list[Step]:
    """The steps of the reply, each answered with one line if it has one."""
    heard = moment.heard
    if moment.risk.level >= Level.MODERATE:
        return _RISK.get(moment.risk.category, [("risk",), ("risk_next",)])
    if heard.asks:
        return [
            _answer(heard.asks, is_unsafe=moment.story.is_unsafe),
            *_after_answer(moment, chooser),
        ]
    if heard.marks & WEIGHTY and not heard.short:
        return something_told(moment, chooser)
    return (
        about_the_call(moment, chooser)
        or short_answer(moment, chooser)
        or something_told(moment, chooser)
    )


def _answer(kind: str, *, is_unsafe: bool) -> Step:
    # "Is that weird" is answered with the word itself where it is one that can be denied.
    odd = ("answers.odd!",) if kind in ("normal", "opinion") else ()
    if kind == "advice_leave" and is_unsafe:
        kind = "advice_unsafe"
    unknown = ("answers.name_unknown!",) if kind == "name_mine" else ()
    return (*odd, f"answers.{kind}!", *unknown, "answers.other")


def _after_answer(moment: Moment, chooser: Chooser) -> list[Step]:
    """The answer stands first; what follows it must not bury it."""
    kind = moment.heard.asks
    if kind in ("hear", "how") and len(moment.story.turns) <= _FIRST_TURNS:
        return [("greet_how", "open")]
    if kind in _BY_THE_WAY:
        return go_on(moment, chooser)
    pool = next((pool for pool, kinds in _AFTER.items() if kind in kinds), "")
    if pool == "after_worry" and not moment.before.is_grim:
        return []
    if pool == "after_advice" and (moment.story.is_unsafe or not moment.may_ask):
        return []
    is_wanted = not chooser.chance("after", _ONE_IN.get(pool, 1))
    return [(pool,)] if pool and is_wanted else []
