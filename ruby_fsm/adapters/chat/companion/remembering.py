"""Answer "do you remember …": find the one thing that was asked for in what was told before."""

from __future__ import annotations

from ruby_fsm.adapters.chat.companion import finding
from ruby_fsm.adapters.chat.companion.finding import Find, best, likeness
from ruby_fsm.adapters.chat.companion.kin import KIN, KIN_WORDS, same_kin
from ruby_fsm.adapters.chat.companion.lines import THEMES
from ruby_fsm.adapters.chat.companion.memory import DULL, day_in, facts
from ruby_fsm.adapters.chat.companion.reflecting import reflection
from ruby_fsm.adapters.chat.companion.story import Story, Turn, ends
from ruby_fsm.adapters.chat.companion.words import bag, stem

MOST_NAMES = 3
_NEWS = next(theme for theme in THEMES if theme.name == "news")


def remembered(story: Story) -> tuple[str, str]:
    """What the newest turn asks for: ("value", words), ("clause", words) or ("either", names).

    Two empty strings where it was not told.
    """
    asked = ends(story.turns[-1].words)
    turns = [turn for turn in story.turns[:-1] if "remember" not in turn.words]
    if _asks_name(asked):
        return _name(story, asked)
    if value := _thing(story, asked, turns):
        return "value", value
    if "news" in asked and (clause := _news(turns)):
        return "clause", clause
    return _by_likeness(story, asked, turns)


def _asks_name(asked: list[str]) -> bool:
    return bool({"name", "name's", "called", "names"} & set(asked)) or asked[:3] == [
        "who",
        "is",
        "my",
    ]


def _name(story: Story, asked: list[str]) -> tuple[str, str]:
    """The name of whom the question means; a few where it was never said whose they are."""
    kin = next((word.removesuffix("'s") for word in asked if word.removesuffix("'s") in KIN), "")
    told = story.names.items()
    if kin:
        sure = [name for name, whose in told if whose and same_kin(whose, kin)]
    else:
        sure = [name for name, whose in told if whose and whose in story.gone]
    if sure:
        return "value", sure[-1].capitalize()
    unsaid = [name.capitalize() for name, whose in told if not whose and story.is_person(name)]
    if not unsaid or (kin and KIN[kin] == "pet"):
        return "", ""
    if len(unsaid) == 1:
        return "value", unsaid[0]
    return "either", " or ".join((", ".join(unsaid[-MOST_NAMES:-1]), unsaid[-1]))


def _thing(story: Story, asked: list[str], turns: list[Turn]) -> str:
    """By the kind of thing asked for: the first that the question's words name."""
    finders: tuple[tuple[frozenset[str], Find], ...] = (
        (bag("long"), finding.length),
        (bag("when day"), day_in),
        (bag("where city town country uni university place"), finding.place_of(story)),
        (bag("who"), finding.person_of(story)),
        (bag("exam subject"), finding.subject),
    )
    for words, find in finders:
        if not words.isdisjoint(asked):
            return best(turns, asked, find)
    if "used" in asked and "be" in asked:
        return best(turns, asked, finding.calling)
    if not bag("love like enjoy").isdisjoint(asked):
        return next((fact.said for fact in facts(story) if fact.kind == "hobby"), "")
    return ""


def _news(turns: list[Turn]) -> str:
    """The first clause that tells of something gone well."""
    for turn in turns:
        spoken = f" {turn.text} "
        told = not _NEWS.words.isdisjoint(turn.words) or any(
            f" {saying} " in spoken for saying in _NEWS.sayings if saying != "good news"
        )
        if told and (clause := reflection(turn.words, KIN_WORDS, turn.names)):
            return clause
    return ""


def _by_likeness(story: Story, asked: list[str], turns: list[Turn]) -> tuple[str, str]:
    """From the turn most like the question: a thing the question does not name, or a clause."""
    scored = [(likeness(turn, asked, turns), -at, turn) for at, turn in enumerate(turns)]
    for score, _, turn in sorted(scored, key=lambda one: one[:2], reverse=True)[:3]:
        if not score:
            break
        if {"what's", "what", "which"} & set(asked) and (thing := _other_thing(story, turn, asked)):
            return "value", thing
        if clause := reflection(turn.words, KIN_WORDS, turn.names):
            return "clause", clause
    return "", ""


def _other_thing(story: Story, turn: Turn, asked: list[str]) -> str:
    known = {stem(word) for word in asked}
    for phrase in turn.phrases:
        is_somebody = phrase.head in story.names or phrase.head in KIN
        if not phrase.said or phrase.head in DULL or is_somebody:
            continue
        if not {stem(word) for word in turn.words[phrase.start : phrase.end]} & known:
            return phrase.said
    return ""
