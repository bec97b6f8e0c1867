"""Who is called in a chaos run: each says words that nobody else says, and then goes."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field

from ruby_fsm.simulator import (
    Answer,
    HangUp,
    Heard,
    Input,
    Joined,
    Listening,
    Reaction,
    Ringing,
    Silence,
    Speech,
    Transfer,
)

DAYS = ("long", "quiet", "loud", "grey", "busy")


@dataclass
class Talker:
    """`danger`: says once that it is in danger. Every utterance holds a number of its own."""

    number: str
    rng: random.Random
    danger: bool = False
    said: list[str] = field(default_factory=list)
    turns_left: int = 0
    status: str = ""

    async def rings(self, _: Ringing) -> Answer:
        self.turns_left = self.rng.randint(3, 6)
        return Answer(after_s=self.rng.uniform(0.2, 2))

    async def hears(self, _: Heard) -> Reaction | None:
        return None

    async def gather(self, listening: Listening) -> Input:
        if not listening.speech:
            return Silence()
        self.turns_left -= 1
        if self.turns_left == 0:
            return Speech("goodbye") if self.rng.random() < 0.7 else HangUp()
        if self.turns_left < -3:
            return HangUp()
        words = (
            f"it was a {self.rng.choice(DAYS)} day number {len(self.said)} of {self.number[-3:]}"
        )
        if self.danger and len(self.said) == 1:
            words = f"i want to kill myself {words}"
        self.said.append(words)
        return Speech(words)

    async def transfer(self, _: str) -> Transfer:
        return Transfer()

    async def joined(self, _: Joined) -> float:
        return math.inf

    async def ended(self, status: str) -> None:
        self.status = status
