"""The load: many calls at once, each one turn after another, with what every turn took."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.machine import cpu_s
from bench.people import Person
from bench.wire import Connection, connected

TURNS = 20  # of a call in one round; a talk of ten minutes


@dataclass(slots=True)
class Round:
    """What one round came to. `looks`: turns whose reply was not in their first answer."""

    turns: int = 0
    looks: int = 0
    cpu_s: float = 0.0
    wall_s: float = 0.0
    took_s: list[float] = field(default_factory=list[float])

    @property
    def per_cpu_s(self) -> float:
        return self.turns / self.cpu_s

    @property
    def per_s(self) -> float:
        return self.turns / self.wall_s


@dataclass(frozen=True, slots=True)
class Figures:
    """Medians over the rounds; quantiles over all turns, in ms."""

    per_cpu_s: float
    per_s: float
    p50_ms: float
    p99_ms: float
    looks: int


async def played(people: Sequence[Person], port: int, pids: Sequence[int], turns: int) -> Round:
    """`turns` turns of every person, all at once; CPU seconds are those of the trees of `pids`."""
    connections = [await connected(port) for _ in people]
    round_ = Round()
    cpu, started = used_s(pids), time.perf_counter()
    talks = (talk(*pair, turns, round_) for pair in zip(people, connections, strict=True))
    await asyncio.gather(*talks)
    round_.wall_s = time.perf_counter() - started
    round_.cpu_s = used_s(pids) - cpu
    for connection in connections:
        connection.close()
    return round_


def used_s(pids: Sequence[int]) -> float:
    return sum(map(cpu_s, pids))


async def talk(person: Person, connection: Connection, turns: int, round_: Round) -> None:
    for _ in range(turns):
        started = time.perf_counter()
        again = person.hears(await said(connection, person.speaks()))
        while again:
            round_.looks += 1
            again = person.hears(await said(connection, person.looks_again(again)))
        round_.took_s.append(time.perf_counter() - started)
        round_.turns += 1


async def said(connection: Connection, request: bytes) -> str:
    status, body = await connection.ask(request)
    if status // 100 != 2:  # noqa: PLR2004 - any success
        raise RuntimeError(f"{status}: {body[:500]}")
    return body


def figures(rounds: Sequence[Round]) -> Figures:
    took = sorted(took for one in rounds for took in one.took_s)
    return Figures(
        per_cpu_s=statistics.median(one.per_cpu_s for one in rounds),
        per_s=statistics.median(one.per_s for one in rounds),
        p50_ms=1000 * took[len(took) // 2],
        p99_ms=1000 * took[len(took) * 99 // 100],
        looks=sum(one.looks for one in rounds),
    )
