"""Things told earlier in the call that are worth coming back to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ruby_fsm.adapters.chat.companion.kin import KIN, KIN_WORDS
from ruby_fsm.adapters.chat.companion.lines import THEMES
from ruby_fsm.adapters.chat.companion.medical import REMEDIES
from ruby_fsm.adapters.chat.companion.reflecting import reflection
from ruby_fsm.adapters.chat.companion.story import Story, Turn
from ruby_fsm.adapters.chat.companion.words import (
    DAYS,
    KNOWN,
    MONTHS,
    NAMES,
    bag,
    content,
    proper,
    tokens,
)

# How far back a thing must lie before it is brought up again, in turns of the person.
FAR = 8
_CUES = ("arlier", "while ago", "while back", "remember you mentioned", "Going back", "said before")
_WORK = re.compile(r"\b(?:work|worked|working|job|was|started|job's) (?:at|for|in) ")
_PLACE = re.compile(r"\b(?:in|to|from|at|for|booked|of|near|about|like) (new [a-z]+|[a-z]+)\b")
_FOND = re.compile(
    r"\b(?:used to|love|loved|enjoy|enjoyed|miss|good at|was my thing|be my thing|into|"
    r"clears my head|our thing|always at|can't do|gave up|helped|help|been doing|start)\b"
)
_HOBBIES = next(theme for theme in THEMES if theme.name == "hobby")
_PERSONAL = bag("my our i i'm i've we me")
DULL = bag(
    "work job phone night nights evening evenings bed sleep tea home house telly tv rain sun money "
    "food dinner body words questions voice walk noise laugh smile feelings future friends brain "
    "people name name's names picture call"
)


_EVENTS = bag(
    "exam interview appointment audit presentation inspection meeting test operation scan trip "
    "visit holiday match party wedding funeral review deadline surgery concert report rota system "
    "hearing race"
)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something told in turn `at`. `said` is how Ruby names it, as a thing or as a whole clause."""

    at: int
    kind: str
    said: str
    stems: frozenset[str]
    is_clause: bool = False
    they: str = ""


def facts(story: Story, until: int | None = None) -> list[Fact]:
    """All that could be recalled of the turns before `until`, oldest first, a thing once."""
    found: list[Fact] = []
    seen: set[str] = set()
    for at, turn in enumerate(story.turns[:until]):
        for fact in _facts_of(story, at, turn):
            if fact.said not in seen:
                seen.add(fact.said)
                found.append(fact)
    return found


def _facts_of(story: Story, at: int, turn: Turn) -> Iterator[Fact]:
    yield from _named(story, at, turn)
    if any(word in ("you", "remember") for word in turn.words):
        return
    yield from _hobbies(at, turn)
    yield from _jobs(at, turn)
    yield from _dated(at, turn)
    for phrase in turn.phrases:
        own = turn.words[phrase.start] in ("my", "our")
        is_dull = phrase.head in KIN or phrase.head in DULL or phrase.head in REMEDIES
        if phrase.said and own and not is_dull:
            yield _fact(at, "thing", phrase.said)
    if not _PERSONAL.isdisjoint(turn.words) and (
        clause := reflection(turn.words, KIN_WORDS, turn.names)
    ):
        stems = frozenset(content(tokens(clause)))
        if len(stems) > 1 and clause.startswith("you"):
            yield Fact(at, "thing", clause, stems, is_clause=True)


def _fact(at: int, kind: str, said: str, they: str = "") -> Fact:
    return Fact(at, kind, said, frozenset(content(tokens(said))), they=they)


def _named(story: Story, at: int, turn: Turn) -> Iterator[Fact]:
    for word in turn.words:
        kin = story.names.get(word, "")
        is_past = story.is_parted and kin and KIN[kin] == "partner"
        if not kin or KIN[kin] == "boss" or is_past:
            continue
        name = word.capitalize()
        if kin in story.gone:
            yield _fact(at, "gone", name)
            continue
        # Whose dog it is was said: "sparky her dog".
        is_others = any(f"{whose} {kin}" in turn.text for whose in ("his", "her", "their"))
        kind = "pet" if KIN[kin] == "pet" else "person"
        yield _fact(at, kind, name if is_others else f"your {kin} {name}", name)


def _hobbies(at: int, turn: Turn) -> Iterator[Fact]:
    if not _FOND.search(turn.text):
        return
    for index, word in enumerate(turn.words):
        if word in _HOBBIES.words:
            phrase = next((p for p in turn.phrases if p.start <= index < p.end and p.said), None)
            yield _fact(at, "hobby", phrase.said if phrase else word)


def _jobs(at: int, turn: Turn) -> Iterator[Fact]:
    for match in _WORK.finditer(turn.text):
        start = len(turn.text[: match.end()].split())
        place = next((p for p in turn.phrases if p.start == start and p.said), None)
        if place and place.head not in DULL:
            yield _fact(at, "job", place.said)


def _dated(at: int, turn: Turn) -> Iterator[Fact]:
    day = next((word for word in turn.words if word in DAYS), "")
    thing = next(
        (p for p in turn.phrases if p.said and p.head not in DAYS and p.head not in KIN), None
    )
    if day and thing and thing.head in _EVENTS and f" on {day}" in turn.text:
        yield _fact(at, "event", f"{thing.said} on {day.capitalize()}")


# --- bringing something up unasked ----------------------------------------------------------

_ORDER = ("hobby", "pet", "event", "job", "person", "gone", "thing")


def worth_recalling(story: Story) -> Fact | None:
    """The best thing told at least `FAR` turns ago, not spoken of since and not recalled before."""
    if story.now < FAR:
        return None
    recent = story.turns[max(story.now - FAR + 1, 0) :]
    spoken = frozenset().union(*(turn.stems | turn.reply_stems for turn in recent))
    recalled = " ".join(reply for reply in story.replies if any(cue in reply for cue in _CUES))
    candidates = [
        fact
        for fact in facts(story, story.now - FAR + 1)
        if fact.said not in recalled and fact.stems and not fact.stems & spoken
    ]
    return min(candidates, key=lambda f: (f.is_clause, _ORDER.index(f.kind), f.at), default=None)


# --- answering "do you remember …" ------------------------------------------------------------


def places_in(turn: Turn, names: frozenset[str]) -> list[str]:
    """Names of places: words no list knows, after a word of direction."""
    found = []
    for match in _PLACE.finditer(turn.text):
        last = match[1].split()[-1]
        if (
            last in KNOWN
            or last in names
            or last in MONTHS
            or last in NAMES
            or (" " in match[1] and last in KNOWN)
        ):
            continue
        found.append(" ".join(word.capitalize() for word in match[1].split()))
    return found


def day_in(turn: Turn) -> str:
    return next((f"on {proper(word)}" for word in turn.words if word in DAYS), "")
