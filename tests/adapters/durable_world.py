"""A durable engine in the test's hand, and waiting for what it does in real time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from ruby_fsm.adapters.clock import SystemClock
from ruby_fsm.adapters.db.peers import Peers
from ruby_fsm.adapters.db.postgresql import PostgreSQL
from ruby_fsm.adapters.db.store import Store
from ruby_fsm.adapters.durable.engine import DurableEngine
from ruby_fsm.app.records import Job
from tests.adapters.engine_world import Handlers

CLOCK = SystemClock()


def job(key: str = "dial:CL1:1", kind: str = "dial", in_s: float = 0.0) -> Job:
    return Job(key, CLOCK.now_ms() + round(in_s * 1000), kind, {"call": "CL1"})


@asynccontextmanager
async def durable(
    store: Store, handlers: Handlers, process_id: str = "solo", *, is_worker: bool = True
) -> AsyncIterator[DurableEngine]:
    peers = None
    if isinstance(store.place, PostgreSQL) and process_id != "solo":
        role = "worker" if is_worker else "web"
        peers = Peers(store.place, process_id, role, CLOCK.now_ms())
    engine = DurableEngine(
        store.units,
        CLOCK,
        store.place,
        process_id=process_id,
        is_worker=is_worker,
        peers=peers,
        at_once=2,
    )
    await engine.open(handlers)
    task = asyncio.create_task(engine.run())
    try:
        yield engine
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await engine.close()


async def until(question: Callable[[], bool]) -> None:
    """At most 20 s: an engine that polls tells nobody when it comes round."""
    async with asyncio.timeout(20):
        while not question():  # noqa: ASYNC110 - see above
            await asyncio.sleep(0.02)


async def closed(store: Store) -> None:
    """Until no job is open any more."""
    async with asyncio.timeout(20):
        while await store.units.run(lambda unit: unit.open_jobs()):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
