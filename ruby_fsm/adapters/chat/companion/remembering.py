"""Answer "do you remember …": find the one thing that was asked for in what was told before."""

from __future__ import annotations

import re
from collections.abc import Callable

from ruby_fsm.adapters.chat.companion.kin import KIN, KIN_WORDS, kin_in, same_kin
from ruby_fsm.adapters.chat.companion.memory import day_in, places_in
from ruby_fsm.adapters.chat.companion.reflecting import reflection
from ruby_fsm.adapters.chat.companion.story import Story, Turn, ends
from ruby_fsm.adapters.chat.companion.words import content, stem

# Words of the asking itself.
_ASKING = frozenset(
    map(stem, "remember recall what's what what i'm told tell said say called call name name's did you can know mention "
              "mentioned earlier before thing going".split())
)  # fmt: skip
_LENGTH = re.compile(
    r"\b((?:about |nearly |almost |over )?(?:a|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|"
    r"thirty|forty|fifty|\d+) (?:years?|months?|weeks?|days?))\b"
)
# Different words for what the question means.
_KINDRED = (
    {"exam", "subject", "due"}, {"holiday", "trip", "booked", "going", "summer"}, {"uni", "university", "place", "college"},
    {"due", "coming", "deadline"}, {"work", "job"}, {"live", "lives", "living"}, {"sleep", "slept"},
    {"keeping", "thinking", "lie", "money", "adding"}, {"news", "passed", "got", "won", "sold"},
    {"music", "song", "singing", "sing", "play", "put"}, {"used", "love", "loved", "miss", "before"},
    {"from", "originally", "grew"}, {"city", "moved"}, {"appointment", "seeing"}, {"married", "husband", "wife"},
    {"getting", "emailing", "had", "moved", "says", "asked"}, {"go", "went", "going", "summer"},
)  # fmt: skip


def remembered(story: Story) -> tuple[str, str]:
    """What the newest turn asks for: ("value", words), ("clause", words) or ("", "")."""
    asked = ends(story.turns[-1].words)
    for find in (_name, _length, _day, _place):
        if value := find(story, asked):
            return "value", value
    return _by_likeness(story, asked)


def _earlier(story: Story) -> list[Turn]:
    """Turns that told something: not the one that asks, nor other questions about memory."""
    return [turn for turn in story.turns[:-1] if "remember" not in turn.words]


def _name(story: Story, asked: list[str]) -> str:
    if not {"name", "name's", "called", "names"} & set(asked) and asked[:3] != ["who", "is", "my"]:
        return ""
    kin = next((word.removesuffix("'s") for word in asked if word.removesuffix("'s") in KIN), "")
    names = [
        name
        for name, whose in story.names.items()
        if (kin and whose and same_kin(whose, kin)) or (not kin and whose in story.gone and whose)
    ]
    if not names and not kin:
        names = [name for name, whose in story.names.items() if whose]
    return names[-1].capitalize() if names else ""


def _length(story: Story, asked: list[str]) -> str:
    if asked[:2] != ["how", "long"] and "long" not in asked:
        return ""
    return _best(story, asked, lambda turn: (m[1] if (m := _LENGTH.search(turn.text)) else ""))


def _day(story: Story, asked: list[str]) -> str:
    return _best(story, asked, day_in) if "when" in asked or "day" in asked else ""


def _place(story: Story, asked: list[str]) -> str:
    """A place by its name, else the thing spoken of after "to", "at", "in"."""
    if not {"where", "city", "town", "country", "uni", "university"} & set(asked):
        return ""
    names = frozenset(story.names)

    def place(turn: Turn) -> str:
        if named := places_in(turn, names):
            return named[0]
        preps = ("to", "at", "in", "from", "past")
        return next(
            (p.said for p in turn.phrases if p.said and p.start and turn.words[p.start - 1] in preps), ""
        )

    return _best(story, asked, place)


def _best(story: Story, asked: list[str], find: Callable[[Turn], str]) -> str:
    """What `find` gives in the turn that shares most with the question; the latest of equals."""
    best, score = "", -1.0
    for at, turn in enumerate(_earlier(story)):
        value = find(turn)
        likeness = _likeness(turn, asked) + at / 1000
        if value and likeness > score:
            best, score = value, likeness
    return best


def _likeness(turn: Turn, asked: list[str]) -> float:
    told = {word.removesuffix("'s") for word in turn.words}
    words = {word.removesuffix("'s") for word in asked}
    same = len({stem(word) for word in told} & ({stem(word) for word in words} - _ASKING) & _weighty(words))
    kindred = sum(1 for group in _KINDRED if group & words and group & told)
    return 2 * same + kindred


def _weighty(words: set[str]) -> set[str]:
    return content(list(words)) | {stem(word) for word in words if word in KIN}


def _by_likeness(story: Story, asked: list[str]) -> tuple[str, str]:
    """The turn most like the question: a thing in it that the question does not name, or its words."""
    turns = _earlier(story)
    if not turns:
        return "", ""
    ranked = sorted(enumerate(turns), key=lambda pair: (-_likeness(pair[1], asked), pair[0]))
    wants_thing = bool({"what's", "what", "which", "who"} & set(asked))
    for _, turn in ranked[:3]:
        if not _likeness(turn, asked):
            break
        if wants_thing and (thing := _other_thing(story, turn, asked)):
            return "value", thing
        if clause := reflection(turn.words, KIN_WORDS):
            return "clause", clause
    return "", ""


def _other_thing(story: Story, turn: Turn, asked: list[str]) -> str:
    known = {stem(word) for word in asked}
    wants_person = "who" in asked
    for phrase in turn.phrases:
        if not phrase.said or {stem(w) for w in turn.words[phrase.start : phrase.end]} & known:
            continue
        if wants_person and phrase.head not in story.names and phrase.head not in KIN:
            continue
        return phrase.said
    return ""


def last_kin(story: Story) -> str:
    return next((kin for turn in reversed(story.turns) if (kin := kin_in(turn.words))), "")
