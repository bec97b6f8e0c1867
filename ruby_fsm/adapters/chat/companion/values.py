"""What a line's slots are filled with, which depends on the pool the line is in."""

from __future__ import annotations

import re

from ruby_fsm.adapters.chat.companion.choosing import Chooser, Values
from ruby_fsm.adapters.chat.companion.hearing import Heard
from ruby_fsm.adapters.chat.companion.kin import KIN
from ruby_fsm.adapters.chat.companion.lines import POOLS
from ruby_fsm.adapters.chat.companion.memory import Fact
from ruby_fsm.adapters.chat.companion.nouns import Phrase, is_plural
from ruby_fsm.adapters.chat.companion.planning import Moment
from ruby_fsm.adapters.chat.companion.remembering import remembered
from ruby_fsm.adapters.chat.companion.story import Story

_NAME = re.compile(r"[^\W\d_][^\W\d_'-]*(?: [^\W\d_][^\W\d_'-]*)?")
_FOLLOW = {
    "pet": "follow_pet", "person": "follow_person", "gone": "follow_gone", "hobby": "follow_hobby", "job": "follow_job",
    "event": "follow_event", "thing": "follow_thing",
}  # fmt: skip


def values_for(moment: Moment, chooser: Chooser, name: str) -> Values:
    """The values for each pool; those of a theme name the thing that called the theme up."""
    shared = _shared(moment, name)
    follow = _follow(moment, chooser)

    def values(pool: str) -> dict[str, str]:
        if pool.startswith("themes."):
            return shared | _of_theme(moment, pool.removeprefix("themes."))
        if pool in ("recall", "recall_clause"):
            return follow
        if pool.startswith("answers.remember"):
            return shared | _remembered(moment.story)
        if pool.startswith("summary"):
            return _summary(moment.story)
        return shared | _focus(moment.before)

    return values


def _shared(moment: Moment, name: str) -> dict[str, str]:
    heard = moment.heard
    values: dict[str, str] = {}
    if heard.clause:
        values["clause"] = heard.clause
    if heard.feeling:
        values["feeling"] = heard.feeling
    # Said at most as long as a name is; anything else in that field is not spoken.
    if name and _NAME.fullmatch(name):
        values["name"] = name[:1].upper() + name[1:]
    return values


def _of_theme(moment: Moment, theme: str) -> dict[str, str]:
    for source in (moment.heard, moment.before):
        for topic in source.topics:
            if topic.theme == theme and topic.phrase:
                return _agreeing(topic.phrase, is_plural=topic.is_plural)
    return {}


def _focus(heard: Heard) -> dict[str, str]:
    """The phrase that a general line takes up: somebody's name, what is theirs, else the last."""
    if not heard.phrases:
        return {}
    best = max(heard.phrases, key=lambda phrase: (_weight(phrase), phrase.start))
    return _agreeing(best.said, is_plural=best.is_plural)


def _weight(phrase: Phrase) -> int:
    if phrase.said[:1].isupper() or phrase.head in KIN:
        return 2
    return int(phrase.said.startswith("your "))


def _agreeing(said: str, *, is_plural: bool) -> dict[str, str]:
    if is_plural:
        return {"np": said, "is": "are", "does": "do", "has": "have"}
    return {"np": said, "is": "is", "does": "does", "has": "has"}


def _follow(moment: Moment, chooser: Chooser) -> dict[str, str]:
    fact = moment.fact
    if fact is None:
        return {}
    line = chooser.line(
        (_FOLLOW[fact.kind], "follow_thing"), lambda _: {"they": fact.they}, asks=None if moment.may_ask else False
    )
    chooser.chosen.clear()
    if line is None:
        return {}
    key = "clause" if fact.is_clause else "fact"
    return {key: fact.said, "follow": line.filled({"they": fact.they})}


def _remembered(story: Story) -> dict[str, str]:
    kind, found = remembered(story)
    if kind:
        return {kind: found}
    things = _things(story)
    return {"np": things[0], "np2": things[-1]} if len(things) > 1 else {}


def _summary(story: Story) -> dict[str, str]:
    things = _things(story)
    if len(things) < 2:  # noqa: PLR2004 - two things make a summary
        return {}
    return {"np": things[0], "np2": things[-1]}


def _things(story: Story) -> list[str]:
    """What the call was about: the person's own people and things, in the order of their telling."""
    things: list[str] = []
    for turn in story.turns:
        for phrase in turn.phrases:
            own = phrase.said.startswith("your ") or phrase.said[:1].isupper()
            if own and phrase.said not in things and not is_plural(phrase.head):
                things.append(phrase.said)
    return things


def has_pool(pool: str) -> bool:
    return pool in POOLS


def fact_of(moment: Moment) -> Fact | None:
    return moment.fact
