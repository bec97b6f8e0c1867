"""A person who talks at every turn, and what of silence there was on their line."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ruby_fsm.simulator import Answer, HangUp, Heard, Input, Listening, Ringing, Silence, Speech
from ruby_fsm.simulator.callee import Joined, Reaction, Transfer
from ruby_fsm.simulator.player import speaking_s
from tests.world import Ruby

# A gather this short listens in passing, between two looks: no turn to speak.
PASSING_S = 2
THINGS = (
    "i had a long day at work",
    "my sister called me today and we talked about the garden",
    "the dog was ill last week",
    "it rains all the time here",
    "we used to go to the seaside in june",
    "i made soup with the last of the carrots",
    "the neighbours are loud again",
)


class Talker:
    """Picks up, says one thing after another for `turns` turns, and hangs up."""

    def __init__(self, turns: int) -> None:
        self.left = turns

    async def rings(self, ringing: Ringing) -> Answer:
        return Answer(after_s=min(1, ringing.timeout_s))

    async def hears(self, heard: Heard) -> Reaction | None:
        return None

    async def gather(self, listening: Listening) -> Input:
        if listening.timeout_s <= PASSING_S:
            return Silence()
        self.left -= 1
        return Speech(THINGS[self.left % len(THINGS)]) if self.left >= 0 else HangUp()

    async def transfer(self, number: str) -> Transfer:
        return Transfer()

    async def joined(self, joined: Joined) -> float:
        return math.inf

    async def ended(self, status: str) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Word:
    """What Ruby said, from when to when."""

    text: str
    from_ms: int
    to_ms: int


def said_by_ruby(it: Ruby) -> list[Word]:
    (call,) = it.calls()
    return [
        Word(one.text, one.at_ms, one.at_ms + round(speaking_s(one.text) * 1000))
        for one in call.transcript
        if one.by == "caller"
    ]


def longest_silence_s(it: Ruby, fillers: tuple[str, ...]) -> float:
    """From a webhook's arrival to the first word of its answer, and after a filler's last word."""
    words = said_by_ruby(it)
    asked = [x.arrived_ms for x in it.traffic.exchanges if x.kind == "gather" and x.is_spoken]
    gaps = [after(words, at_ms) - at_ms for at_ms in asked if after(words, at_ms)]
    fills = [one for one in words if one.text in fillers]
    gaps += [after(words, one.to_ms) - one.to_ms for one in fills if after(words, one.to_ms)]
    return max(gaps) / 1000


def after(words: list[Word], at_ms: int) -> int:
    """When the next word of Ruby begins; 0 for never."""
    return next((one.from_ms for one in words if one.from_ms >= at_ms), 0)
