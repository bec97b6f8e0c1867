"""Memory: what ours keeps of a call that is on the line, beside ten thousand others."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bench.account import GATHER
from bench.contenders import Field
from bench.full import STANDING, filled, looked_up
from bench.load import played
from bench.machine import rss_bytes
from bench.people import Person
from bench.servers import Server

AT_ONCE, WARM_UP, TURNS = 50, 500, 2
CALM_S = 3.0
ADOPTED_S = 15.0  # a service looks at every line it finds when it starts


async def memory(given: Field, live: int) -> float:
    """Bytes of RSS that each live call adds, over those with which the service warmed up."""
    async with filled(given, "live", 0, live + WARM_UP) as server:
        await asyncio.sleep(ADOPTED_S)
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
