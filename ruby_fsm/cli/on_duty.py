"""Humans on duty in the simulated network: who is told of danger by telephone takes it."""

from __future__ import annotations

from ruby_fsm.config.schema import Config
from ruby_fsm.simulator import (
    Answer,
    Callee,
    Digits,
    Heard,
    Input,
    Joined,
    Listening,
    Reaction,
    Ringing,
    Transfer,
)

TAKES = "1"
TALKS_S = 60.0


class OnDuty:
    """Picks up, hears what it is about, and takes it; talks a minute where a person is joined."""

    async def rings(self, _: Ringing) -> Answer:
        return Answer()

    async def hears(self, _: Heard) -> Reaction | None:
        return None

    async def gather(self, _: Listening) -> Input:
        return Digits(TAKES)

    async def transfer(self, _: str) -> Transfer:
        return Transfer()

    async def joined(self, _: Joined) -> float:
        return TALKS_S

    async def ended(self, _: str) -> None:
        pass


def on_duty(config: Config) -> dict[str, Callee]:
    """One for each number that is rung, of all contacts, and the human of a transfer."""
    numbers = {config.handover.number, *(one.call for one in config.contacts.values())}
    return {number: OnDuty() for number in numbers if number}
