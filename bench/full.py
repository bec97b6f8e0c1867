"""Ours with much in its database: what a turn, the list and the numbers of one call then cost."""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.account import API_TOKEN
from bench.contenders import AT_ONCE, Field, through_rest
from bench.load import TURNS, played, used_s
from bench.people import Person
from bench.servers import OK, Server, clean, ours, started
from bench.wire import connected, request

CALLS, ROUNDS, ASKED = 50, 4, 100
ACTIVE = "/ai-calling/calls/active?limit=50"
A_CALL = "SELECT call_id FROM ruby_calls WHERE state = 'ended' ORDER BY to_hash LIMIT ?"
STANDING = (
    "SELECT a.sid, a.call_id, json_extract(c.call_json, '$.doc') FROM ruby_calls c "
    "JOIN ruby_attempts a USING (call_id) WHERE c.state = 'listening' ORDER BY call_id"
)


@dataclass(slots=True)
class Costs:
    """CPU milliseconds, one figure a round: of a turn, the active list, one call's analytics."""

    turn: list[float] = field(default_factory=list[float])
    active: list[float] = field(default_factory=list[float])
    analytics: list[float] = field(default_factory=list[float])

    @property
    def medians(self) -> tuple[float, float, float]:
        return (
            statistics.median(self.turn),
            statistics.median(self.active),
            statistics.median(self.analytics),
        )


@asynccontextmanager
async def filled(given: Field, name: str, calls: int, live: int) -> AsyncIterator[Server]:
    """Ours on a database with so many made-up calls."""
    folder = given.of(name)
    environment = ours(folder, given.rest_url)
    words = ("--calls", str(calls), "--live", str(live), "--seed", str(given.seed))
    seeding = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "ruby_fsm", "db", "seed", *words),
        cwd=folder,
        env={**clean(), **environment},
        stdout=asyncio.subprocess.DEVNULL,
    )
    if await seeding.wait():
        raise RuntimeError("the database could not be filled; it says above why")
    async with started(AT_ONCE, folder, environment) as server:
        yield server


async def growth(given: Field, sizes: Sequence[int]) -> Mapping[int, Costs]:
    """The same work beside few and beside many past calls, in turn."""
    async with AsyncExitStack() as stack:
        rooms: dict[int, tuple[Server, list[Person], Costs]] = {}
        for size in sizes:
            server = await stack.enter_async_context(filled(given, f"past-{size}", size, 0))
            people = await through_rest(given, server, CALLS * (ROUNDS + 1))
            rooms[size] = (server, people, Costs())
        for n in range(ROUNDS + 1):
            for server, people, costs in rooms.values():
                await measured(server, people[n * CALLS : (n + 1) * CALLS], costs)
        return {size: past_first(costs) for size, (_, _, costs) in rooms.items()}


async def measured(server: Server, people: Sequence[Person], costs: Costs) -> None:
    round_ = await played(people, server.port, server.pids, TURNS)
    costs.turn.append(1000 / round_.per_cpu_s)
    costs.active.append(await asked(server, [ACTIVE] * ASKED))
    ids = [row[0] for row in looked_up(server.folder, A_CALL, ASKED)]
    costs.analytics.append(
        await asked(server, [f"/ai-calling/call/{one}/analytics" for one in ids])
    )


def past_first(costs: Costs) -> Costs:
    """Without the round that warms up."""
    return Costs(costs.turn[1:], costs.active[1:], costs.analytics[1:])


async def asked(server: Server, targets: Sequence[str]) -> float:
    """CPU milliseconds of one request."""
    connection = await connected(server.port)
    before = used_s(server.pids)
    for target in targets:
        said = request("GET", target, Authorization=f"Bearer {API_TOKEN}")
        status, body = await connection.ask(said)
        if status != OK:
            raise RuntimeError(f"{target}: {status}: {body[:300]}")
    spent_s = used_s(server.pids) - before
    connection.close()
    return 1000 * spent_s / len(targets)


def looked_up(folder: Path, query: str, *values: int) -> list[tuple[str, str, int]]:
    database = sqlite3.connect(folder / "ruby.db")
    try:
        return database.execute(query, values).fetchall()
    finally:
        database.close()
