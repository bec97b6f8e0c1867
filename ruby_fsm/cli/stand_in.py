"""Who answers in the simulated network of `serve`: a person with four things to say."""

from __future__ import annotations

import math

from ruby_fsm.simulator import (
    Answer,
    HangUp,
    Heard,
    Input,
    Joined,
    Listening,
    Reaction,
    Ringing,
    Speech,
    Transfer,
)

LINES = (
    "hello yes this is a good time",
    "it was a long day at work and i am a bit tired",
    "my sister called though and that was nice",
    "thank you that helped goodbye",
)


class StandIn:
    """Answers after a ring, says its lines in turn, and leaves when they are said."""

    def __init__(self) -> None:
        self._left = list(LINES)

    async def rings(self, _: Ringing) -> Answer:
        return Answer(after_s=1)

    async def hears(self, _: Heard) -> Reaction | None:
        return None

    async def gather(self, _: Listening) -> Input:
        return Speech(self._left.pop(0)) if self._left else HangUp()

    async def transfer(self, _: str) -> Transfer:
        return Transfer()

    async def joined(self, _: Joined) -> float:
        return math.inf

    async def ended(self, status: str) -> None:
        """Nothing to put away."""
