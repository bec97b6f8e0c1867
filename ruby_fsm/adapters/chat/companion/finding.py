"""Look through earlier turns for a thing of a certain kind, in the turn most like a question."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ruby_fsm.adapters.chat.companion.kin import KIN
from ruby_fsm.adapters.chat.companion.memory import DULL, places_in
from ruby_fsm.adapters.chat.companion.story import Story, Turn
from ruby_fsm.adapters.chat.companion.words import DAYS, MONTHS, bag, content, stem

Find = Callable[[Turn], str]
# Words of the asking itself.
_ASKING = frozenset(
    stem(word)
    for word in bag(
        "remember recall what's what i'm told tell said say called call name name's did you can "
        "know mention mentioned earlier before thing going keep keeping keeps get getting"
    )
)
_SUBJECTS = bag(
    "chemistry biology physics maths history geography english french spanish german law nursing "
    "medicine psychology economics computing art music drama statistics sociology philosophy "
    "politics"
)
_LENGTH = re.compile(
    r"\b((?:about |nearly |almost |over )?"
    r"(?:a|one|two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve|twenty|thirty|forty|fifty) (?:years?|months?|weeks?|days?))\b"
)
_CALLING = ("be", "was")
_DIRECTIONS = ("to", "at", "in", "from", "past", "for")
# Different words for what a question may mean.
_KINDRED = tuple(
    bag(group)
    for group in (
        "exam subject due monday tuesday wednesday thursday friday worst",
        "holiday trip booked tickets",
        "uni university college place",
        "due coming deadline",
        "live lives living lived",
        "sleep slept",
        "keeping thinking lie money adding letter",
        "music song singing sing play put",
        "from originally grew back home like",
        "city moved",
        "appointment seeing",
        "work job working started worked",
        "getting emailing had moved says asked manager boss",
        "go went going",
    )
)


def best(turns: Sequence[Turn], asked: list[str], find: Find) -> str:
    """What `find` gives in the turn most like the question; the latest of equals, '' if nothing."""
    found, most = "", -1.0
    for at, turn in enumerate(turns):
        value = find(turn)
        # What has a name of its own is meant rather than what has none.
        score = likeness(turn, asked, turns) + value[:1].isupper() / 2 + at / 1000
        if value and score > most:
            found, most = value, score
    return found


def likeness(turn: Turn, asked: list[str], turns: Sequence[Turn]) -> float:
    """Words shared count the more the fewer turns have them; kindred words count a little."""
    told = {word.removesuffix("'s") for word in turn.words}
    words = {word.removesuffix("'s") for word in asked}
    weighty = content(list(words)) | {stem(word) for word in words if word in KIN}
    shared = {stem(word) for word in told} & weighty - _ASKING
    rare: float = sum(
        2 / max(1, sum(one in other.stems for other in turns)) ** 0.5 for one in shared
    )
    return rare + sum(bool(group & words and group & told) for group in _KINDRED)


def length(turn: Turn) -> str:
    match = _LENGTH.search(turn.text)
    return match[1] if match else ""


def subject(turn: Turn) -> str:
    return next((word for word in turn.words if word in _SUBJECTS), "")


def calling(turn: Turn) -> str:
    """What somebody was by trade: "she was a music teacher"."""
    for phrase in turn.phrases:
        words = turn.words[phrase.start : phrase.end]
        if phrase.start and turn.words[phrase.start - 1] in _CALLING and words[0] in ("a", "an"):
            return " ".join(words)
    return ""


def place_of(story: Story) -> Find:
    """A place by its name, else the thing spoken of after "to", "at", "in"."""
    names = frozenset(story.names)

    def place(turn: Turn) -> str:
        if named := places_in(turn, names):
            return named[0]
        for phrase in turn.phrases:
            is_elsewhere = phrase.head in DULL | names | DAYS | MONTHS or phrase.head in KIN
            before = turn.words[phrase.start - 1] if phrase.start else ""
            if phrase.said and before in _DIRECTIONS and not is_elsewhere:
                return phrase.said
        return ""

    return place


def person_of(story: Story) -> Find:
    def person(turn: Turn) -> str:
        return next(
            (p.said for p in turn.phrases if p.said and (p.head in story.names or p.head in KIN)),
            "",
        )

    return person
