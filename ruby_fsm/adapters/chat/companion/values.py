"""What a line's slots are filled with, which depends on the pool the line is in."""

from __future__ import annotations

import re

from ruby_fsm.adapters.chat.companion.choosing import Chooser, Values
from ruby_fsm.adapters.chat.companion.hearing import Heard
from ruby_fsm.adapters.chat.companion.kin import KIN, KIN_WORDS, kin_in, same_kin
from ruby_fsm.adapters.chat.companion.lines import POOLS
from ruby_fsm.adapters.chat.companion.medical import remedy_in
from ruby_fsm.adapters.chat.companion.nouns import Phrase, is_plural
from ruby_fsm.adapters.chat.companion.planning import ASIDE, Moment
from ruby_fsm.adapters.chat.companion.reflecting import reflection
from ruby_fsm.adapters.chat.companion.remembering import remembered
from ruby_fsm.adapters.chat.companion.story import Story
from ruby_fsm.adapters.chat.companion.words import content

_NAME = re.compile(r"[^\W\d_][^\W\d_'-]*(?: [^\W\d_][^\W\d_'-]*)?")
_ODD = frozenset("weird mad crazy strange insane silly stupid overreacting odd bad".split())
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
            return _remembered(moment)
        if pool.startswith("summary"):
            return _summary(moment.story)
        is_aside = moment.heard.short or moment.heard.asks or moment.heard.marks & ASIDE
        return shared | _focus(moment.before if is_aside else moment.heard)

    return values


def _shared(moment: Moment, name: str) -> dict[str, str]:
    heard = moment.heard
    values = {
        "clause": heard.clause or (moment.before.clause if heard.short else ""),
        "remedy": remedy_in(heard.words),
        "harsh": heard.harsh,
        "machine": heard.machine,
        "odd": next((word for word in heard.words if word in _ODD), ""),
        "better": next((word for word in heard.words if word in ("better", "easier")), ""),
        "feeling": heard.feeling,
        # Said at most as long as a name is; anything else in that field is not spoken.
        "name": name[:1].upper() + name[1:] if _NAME.fullmatch(name) else "",
    }
    return {slot: value for slot, value in values.items() if value}


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


def _remembered(moment: Moment) -> dict[str, str]:
    if moment.heard.asks == "recall":
        kind, found = remembered(moment.story)
        kin = moment.story.names.get(found.lower(), "")
        asked = kin_in(moment.heard.words)
        is_there = kin and kin not in moment.story.gone and asked and same_kin(kin, asked)
        return {kind: found} | ({"kin": asked} if is_there else {}) if kind else {}
    values = _summary(moment.story)
    for turn in moment.story.turns[:-1]:
        clause = reflection(turn.words, KIN_WORDS)
        if clause.startswith("you") and len(content(clause.split())) > 1:
            return values | {"clause": clause}
    return values


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
