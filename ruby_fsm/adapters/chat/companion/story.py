"""What the call has told so far, rebuilt from its history each time and kept by nobody."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ruby_fsm.adapters.chat.companion.kin import KIN, kin_in, names_in
from ruby_fsm.adapters.chat.companion.nouns import Phrase, phrases
from ruby_fsm.adapters.chat.companion.words import BOUNDARY, NAMES, bag, content, tokens
from ruby_fsm.app.records import Utterance

_DEATH = bag("died dead funeral buried")
_PASSED = re.compile(
    rf"\b(?:{'|'.join(KIN)})(?: \w+)? passed "
    r"(?:away|in|on|last|this|suddenly|peacefully|just|two|three)\b"
)
# A home that is not safe: then nobody is told to take their time about leaving.
_VIOLENCE = re.compile(
    r"\b(?:(?:hit|hits|pushed|grabbed|choked|slapped|punched|kicked|beat|beats|threatened) me|"
    r"(?:scared|afraid|frightened|terrified) of (?:him|her|my \w+)|"
    r"(?:threw|throws|smashed|punched) (?:\w+ ){1,3}(?:at|wall|door))\b"
)
_PARTING = (
    " broke up",
    " left me",
    " dumped",
    " split up",
    " my ex",
    " divorce",
    " ended it",
    " broken up",
)


@dataclass(frozen=True)
class Turn:
    """What the person said between two of Ruby's sentences, and what Ruby answered."""

    words: list[str]
    reply: str
    names: dict[str, str]  # of the whole story: a name told later is a name here too

    @cached_property
    def text(self) -> str:
        return " ".join(self.words)

    @cached_property
    def phrases(self) -> list[Phrase]:
        return phrases(self.words, frozenset(self.names))

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(content(self.words))

    @cached_property
    def reply_stems(self) -> frozenset[str]:
        return frozenset(content(tokens(self.reply)))


@dataclass(slots=True)
class Story:
    """The turns, oldest first, the newest without a reply; names, and who is no longer there."""

    turns: list[Turn] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    is_parted: bool = False
    is_unsafe: bool = False  # somebody was violent
    opening: str = ""  # Ruby's words before the person's first

    @property
    def replies(self) -> list[str]:
        return [turn.reply for turn in self.turns if turn.reply]

    @property
    def now(self) -> int:
        return len(self.turns) - 1

    def is_person(self, name: str) -> bool:
        """Whether somebody is meant, as far as can be told, and not a song or a town."""
        return name in NAMES


def told(history: Sequence[Utterance]) -> Story:
    """Read a call's history."""
    story = Story()
    last_kin = ""
    for heard, reply in _exchanges(history):
        if not heard:
            story.opening = reply
            continue
        words = tokens(" . ".join(heard))
        text = " ".join(words)
        last_kin = kin_in(words) or last_kin
        _merge(story.names, names_in(text, last_kin))
        _note_partings(story, text, words, last_kin)
        story.turns.append(Turn(words, reply, story.names))
    return story


def _exchanges(history: Sequence[Utterance]) -> list[tuple[list[str], str]]:
    """What was heard, and what Ruby said to it; several sentences of one side in a row are one."""
    pairs: list[tuple[list[str], str]] = []
    for utterance in history:
        if utterance.is_person:
            if pairs and not pairs[-1][1]:
                pairs[-1][0].append(utterance.text)
            else:
                pairs.append(([utterance.text], ""))
        elif pairs:
            heard, reply = pairs[-1]
            pairs[-1] = (heard, f"{reply} {utterance.text}".strip())
        else:
            pairs.append(([], utterance.text))
    return pairs


def _merge(names: dict[str, str], new: dict[str, str]) -> None:
    for name, kin in new.items():
        names[name] = names.get(name) or kin


def _note_partings(story: Story, text: str, words: list[str], last_kin: str) -> None:
    """Who has died, and whether a relationship has ended: nobody wants to be asked how he is."""
    lost = bool(_PASSED.search(text)) or (
        " lost my " in f" {text} "
        or " my late " in f" {text} "
        or "passed away" in text
        or not _DEATH.isdisjoint(words)
    )
    if lost and last_kin and KIN[last_kin] != "boss" and last_kin in words:
        story.gone.add(last_kin)
    story.is_unsafe = story.is_unsafe or bool(_VIOLENCE.search(text))
    story.is_parted = story.is_parted or any(sign in f" {text}" for sign in _PARTING)


def ends(words: list[str]) -> list[str]:
    return [word for word in words if word != BOUNDARY]
