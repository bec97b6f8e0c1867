"""A loop engine on a real store, and a handler that notes what it did."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from ruby_fsm.adapters.db.store import Store
from ruby_fsm.adapters.engine import LoopEngine
from ruby_fsm.adapters.jobs import AT_ONCE
from ruby_fsm.app.records import Job
from ruby_fsm.errors import PhoneError
from tests.fakes_clock import NOON_MS, VirtualClock

Handlers = dict[str, Callable[[Job], Awaitable[None]]]


def job(key: str = "dial:CL1:1", kind: str = "dial", in_s: float = 0, call: str = "CL1") -> Job:
    return Job(key, NOON_MS + round(in_s * 1000), kind, {"call": call})


class Desk:
    """A handler that notes what it did, and does as it is told: wait at a gate, or fail."""

    def __init__(self) -> None:
        self.began: list[str] = []
        self.done: list[str] = []
        self.fails = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.has_begun = asyncio.Event()

    async def __call__(self, job: Job) -> None:
        self.began.append(job.key)
        self.has_begun.set()
        await self.gate.wait()
        if self.fails:
            self.fails -= 1
            raise PhoneError("Twilio does not answer", retryable=True)
        self.done.append(job.key)


@asynccontextmanager
async def running(
    store: Store, clock: VirtualClock, handlers: Handlers, at_once: int = AT_ONCE
) -> AsyncIterator[LoopEngine]:
    engine = LoopEngine(store.units, clock, at_once=at_once)
    task = asyncio.create_task(engine.run(handlers))
    try:
        yield engine
    finally:
        await engine.stop()
        await task


async def put(store: Store, engine: LoopEngine, *jobs: Job) -> None:
    for one in jobs:
        await store.units.run(lambda unit, one=one: engine.at(unit, one))  # type: ignore[misc]  # bound


async def a_while(store: Store) -> None:
    """Long enough for a job that may start to have started, without asking how."""
    for _ in range(5):
        await asyncio.sleep(0)
        await store.units.run(lambda _: None)


async def open_keys(store: Store) -> list[str]:
    return [one.key for one in await store.units.run(lambda unit: unit.open_jobs())]
