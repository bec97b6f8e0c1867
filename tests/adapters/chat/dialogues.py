"""The two hundred dialogues, read from their files, and the companion talked through them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ruby_fsm.app.ports import ChatBackend, ChatRequest
from ruby_fsm.app.records import Utterance
from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Mood

FOLDER = Path(__file__).parents[2] / "data" / "dialogues"
_HEAD = re.compile(r"## (\S+) · mood (\w+)(?: · name (\w+))?")
_ASKS = re.compile(r"(.*?)(?: #(\w+)(?::(.*))?)?")


@dataclass(frozen=True, slots=True)
class Said:
    """One utterance; `asks` is the kind of a direct question, `wanted` a word of its answer."""

    text: str
    asks: str = ""
    wanted: str = ""


@dataclass(frozen=True, slots=True)
class Dialogue:
    key: str
    situation: str
    mood: Mood
    name: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Talk:
    """A dialogue with what was replied to each utterance."""

    dialogue: Dialogue
    replies: tuple[str, ...]


def dialogues() -> Iterator[Dialogue]:
    for path in sorted(FOLDER.glob("*.txt")):
        text = path.read_text("utf-8")
        situation = text.splitlines()[0].removeprefix("# ")
        for block in re.split(r"\n(?=## )", text)[1:]:
            yield _dialogue(block, situation)


def _dialogue(block: str, situation: str) -> Dialogue:
    head, *rows = block.strip().splitlines()
    match = _HEAD.fullmatch(head)
    assert match, f"{head!r} is no heading of a dialogue"
    return Dialogue(
        match[1], situation, Mood(match[2]), match[3] or "", tuple(_said(row) for row in rows)
    )


def _said(row: str) -> Said:
    match = _ASKS.fullmatch(row)
    assert match, row
    return Said(match[1], match[2] or "", match[3] or "")


async def talked(companion: ChatBackend, dialogue: Dialogue) -> Talk:
    """Let the companion answer each utterance of the dialogue, on what was said before."""
    history: list[Utterance] = []
    replies = []
    for turn, said in enumerate(dialogue.said, 1):
        history.append(Utterance(True, said.text, turn, assess(said.text)))
        request = ChatRequest(
            call_id=dialogue.key,
            turn=turn,
            history=tuple(history),
            mood=dialogue.mood,
            persona="",
            name=dialogue.name.capitalize(),
        )
        reply = "".join([piece async for piece in companion.stream(request)])
        history.append(Utterance(False, reply, turn))
        replies.append(reply)
    return Talk(dialogue, tuple(replies))
