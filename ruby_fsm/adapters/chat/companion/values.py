"""What a line's slots are filled with, which depends on the pool the line is in."""

from __future__ import annotations

import re

from ruby_fsm.adapters.chat.companion.choosing import Chooser
from ruby_fsm.adapters.chat.companion.hearing import Heard
from ruby_fsm.adapters.chat.companion.kin import KIN, KIN_WORDS, kin_in, same_kin
from ruby_fsm.adapters.chat.companion.medical import remedy_in
from ruby_fsm.adapters.chat.companion.moment import ASIDE, Moment
from ruby_fsm.adapters.chat.companion.nouns import Phrase, is_plural
from ruby_fsm.adapters.chat.companion.reflecting import reflection
from ruby_fsm.adapters.chat.companion.remembering import remembered
from ruby_fsm.adapters.chat.companion.story import Story
from ruby_fsm.adapters.chat.companion.words import bag, content

_NAME = re.compile(r"[^\W\d_][^\W\d_'-]*(?: [^\W\d_][^\W\d_'-]*)?")
_HELLO = bag("hello hi hiya hey evening morning afternoon")
_TELL = bag("text message call ring write")
_ODD = bag(
    "weird mad crazy strange insane silly stupid overreacting odd sad cringe embarrassing pathetic "
    "daft abnormal"
)


class Values:
    """What fills the slots of one reply; those of a theme name the thing that called it up."""

    def __init__(self, moment: Moment, chooser: Chooser, name: str) -> None:
        self.moment = moment
        self.shared = _shared(moment, name)
        self.follow = _follow(moment, chooser)

    def of(self, pool: str) -> dict[str, str]:
        """The values for lines of `pool`."""
        moment = self.moment
        if pool in ("recall", "recall_clause"):
            return self.follow
        if pool.startswith("answers.remember"):
            return _remembered(moment)
        if pool.startswith("summary"):
            return _summary(moment.story)
        return self.shared | self._named(pool)

    def _named(self, pool: str) -> dict[str, str]:
        """What a line of `pool` would name."""
        moment = self.moment
        if pool.startswith("themes."):
            return _of_theme(moment, pool.removeprefix("themes."))
        if pool.startswith("after_"):
            return _focus(moment.before, things_only=True)
        if pool == "heavy_loss" and (kin := kin_in(moment.heard.words)):
            return _agreeing(f"your {kin}", is_plural=False)
        is_aside = moment.heard.short or moment.heard.asks or moment.heard.marks & ASIDE
        return _focus(moment.before if is_aside else moment.heard)


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
        "hello": next((word for word in heard.words if word in _HELLO), ""),
        "tell": next((word for word in heard.words if word in _TELL), ""),
        # Said at most as long as a name is; anything else in that field is not spoken.
        "name": name[:1].upper() + name[1:] if _NAME.fullmatch(name) else "",
    }
    return {slot: value for slot, value in values.items() if value}


def _of_theme(moment: Moment, theme: str) -> dict[str, str]:
    for source in (moment.heard, moment.before):
        for topic in source.topics:
            if topic.theme == theme and topic.phrase:
                return _agreeing(topic.phrase, is_plural=topic.is_plural)
    return _focus(moment.heard) if theme == "miss_thing" else {}


def _focus(heard: Heard, *, things_only: bool = False) -> dict[str, str]:
    """The phrase that a general line takes up: somebody's name, what is theirs, else the last."""
    phrases = [p for p in heard.phrases if not (things_only and _weight(p) > 1)]
    if not phrases:
        return {}
    best = max(phrases, key=lambda phrase: (_weight(phrase), phrase.start))
    return _agreeing(best.said, is_plural=best.is_plural)


def _weight(phrase: Phrase) -> int:
    if phrase.said[:1].isupper() or phrase.head in KIN:
        return 2
    return int(phrase.said.startswith("your "))


def _agreeing(said: str, *, is_plural: bool) -> dict[str, str]:
    if is_plural:
        return {"np": said, "is": "are", "does": "do", "has": "have", "matters": "matter"}
    return {"np": said, "is": "is", "does": "does", "has": "has", "matters": "matters"}


def _follow(moment: Moment, chooser: Chooser) -> dict[str, str]:
    """What is recalled, and what is said of it."""
    if (fact := moment.fact) is None:
        return {}
    they = {"they": fact.they}
    line = chooser.aside((f"follow_{fact.kind}", "follow_thing"), they, may_ask=moment.may_ask)
    if line is None:
        return {}
    return {"clause" if fact.is_clause else "fact": fact.said, "follow": line.filled(they)}


def _remembered(moment: Moment) -> dict[str, str]:
    if moment.heard.asks != "recall":
        return _summary(moment.story) | _first_clause(moment.story)
    kind, found = remembered(moment.story)
    kin = moment.story.names.get(found.lower(), "")
    asked = kin_in(moment.heard.words)
    is_there = kin and kin not in moment.story.gone and asked and same_kin(kin, asked)
    return {kind: found} | ({"kin": asked} if is_there else {}) if kind else {}


def _first_clause(story: Story) -> dict[str, str]:
    """The first thing of weight that the person told of themselves."""
    for turn in story.turns[:-1]:
        clause = reflection(turn.words, KIN_WORDS, turn.names)
        if clause.startswith("you") and len(content(clause.split())) > 1:
            return {"clause": clause}
    return {}


def _summary(story: Story) -> dict[str, str]:
    things = _things(story)
    return {"np": things[0], "np2": things[-1]} if len(things) > 1 else {}


def _things(story: Story) -> list[str]:
    """What the call was about: the person's own people and things, as they were told."""
    things: dict[str, str] = {}
    for turn in story.turns:
        for phrase in turn.phrases:
            is_own = phrase.said.startswith("your ") or phrase.said[:1].isupper()
            if is_own and not is_plural(phrase.head):
                # "your husband" and "Dave" are one.
                things.setdefault(story.names.get(phrase.head) or phrase.head, phrase.said)
    return list(things.values())
