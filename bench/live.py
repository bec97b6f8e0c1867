"""Memory: what ours keeps of a call that is on the line, beside ten thousand others."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bench.account import GATHER
from bench.contenders import Field
from bench.full import STANDING, filled, looked_up
from bench.load import played, used_s
from bench.machine import rss_bytes
from bench.people import Person
from bench.servers import Server

AT_ONCE, WARM_UP, TURNS = 50, 500, 2
CALM_S, CALM_CPU_S, LONGEST_S = 3.0, 0.15, 180.0


async def memory(given: Field, live: int) -> float:
    """Bytes of RSS that each live call adds, over those with which the service warmed up."""
    async with filled(given, "live", 0, live + WARM_UP) as server:
        await calm(server)
        rows = looked_up(server.folder, STANDING)
        people = [
            Person(sid, "+14155550100", n, f"{GATHER}?call={call_id}&at={doc}")
            for n, (sid, call_id, doc) in enumerate(rows)
        ]
        await talked(server, people[:WARM_UP])
        before = rss_bytes(server.process.pid)
        await talked(server, people[WARM_UP:])
        return (rss_bytes(server.process.pid) - before) / live


async def talked(server: Server, people: Sequence[Person]) -> None:
    for start in range(0, len(people), AT_ONCE):
        await played(people[start : start + AT_ONCE], server.port, server.pids, TURNS)
    await asyncio.sleep(CALM_S)


async def calm(server: Server) -> None:
    """Until it has asked the carrier about every line it found, as it does after a start."""
    async with asyncio.timeout(LONGEST_S):
        spent_s = CALM_CPU_S
        while spent_s >= CALM_CPU_S:
            before = used_s(server.pids)
            await asyncio.sleep(2 * CALM_S)  # longer than the watchdog rests
            spent_s = used_s(server.pids) - before
