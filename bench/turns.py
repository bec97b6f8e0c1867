"""A turn, side by side: rounds of all contenders in turn, so that all meet the same weather."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from bench.contenders import Contender, Field
from bench.load import TURNS, Round, played
from bench.people import Person
from bench.servers import Server


@dataclass(slots=True)
class Seat:
    """One contender at work; `waiting`: calls that stand, for the rounds to come."""

    contender: Contender
    server: Server
    waiting: list[Person]
    rounds: list[Round] = field(default_factory=list[Round])

    async def play(self, calls: int) -> None:
        people, self.waiting = self.waiting[:calls], self.waiting[calls:]
        self.rounds.append(await played(people, self.server.port, self.server.pids, TURNS))


async def side_by_side(
    given: Field, contenders: Sequence[Contender], calls: int, rounds: int
) -> dict[str, list[Round]]:
    """The rounds of each by its name; one more is played first, to warm up, and left out."""
    async with AsyncExitStack() as stack:
        seats: list[Seat] = []
        for one in contenders:
            server = await stack.enter_async_context(one.start(given))
            people = await one.bring_up(given, server, calls * (rounds + 1))
            seats.append(Seat(one, server, people))
        for _ in range(rounds + 1):
            for seat in seats:
                await seat.play(calls)
        return {seat.contender.name: seat.rounds[1:] for seat in seats}
