"""The loop engine: keyed jobs, at their due time, at least once, none behind another."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from ruby_fsm.adapters.db.store import Store
from ruby_fsm.adapters.engine import AT_ONCE, LoopEngine
from ruby_fsm.app.records import Job
from ruby_fsm.errors import PhoneError
from tests.adapters.db.store_world import opened
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


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
async def store(tmp_path: Path, clock: VirtualClock) -> AsyncIterator[Store]:
    async with opened(tmp_path / "ruby.db", clock=clock) as store:
        yield store


async def test_a_job_is_done_at_its_due_time_and_not_before(
    store: Store, clock: VirtualClock
) -> None:
    desk = Desk()
    async with running(store, clock, {"dial": desk}) as engine:
        await put(store, engine, job("later", in_s=60), job("now"))
        await clock.travel(59.9, engine.idle)
        before = list(desk.done)
        await clock.travel(0.1, engine.idle)

    assert before == ["now"]
    assert desk.done == ["now", "later"]
    assert await open_keys(store) == []


async def test_a_cancelled_job_is_not_done(store: Store, clock: VirtualClock) -> None:
    desk = Desk()
    async with running(store, clock, {"dial": desk}) as engine:
        await put(store, engine, job("a", in_s=5), job("b", in_s=5))
        await store.units.run(lambda unit: engine.cancel(unit, "a"))
        await clock.travel(10, engine.idle)

    assert desk.done == ["b"]


async def test_a_hanging_job_keeps_nobody_waiting(store: Store, clock: VirtualClock) -> None:
    dial, escalate = Desk(), Desk()
    dial.gate.clear()
    handlers: Handlers = {"dial": dial, "escalate": escalate}
    async with running(store, clock, handlers, at_once=2) as engine:
        for n in range(3):
            dial.has_begun.clear()
            await put(store, engine, job(f"d{n}", call=f"CL{n}"))
            if n < 2:
                await dial.has_begun.wait()
        await put(store, engine, job("e", "escalate"))
        await asyncio.wait_for(escalate.has_begun.wait(), 30)
        side_by_side = list(dial.began)
        dial.gate.set()
        await engine.idle()

    assert escalate.done == ["e"]
    assert side_by_side == ["d0", "d1"]
    assert sorted(dial.done) == ["d0", "d1", "d2"]


async def test_a_failing_job_is_tried_again_after_longer_and_longer_waits(
    store: Store, clock: VirtualClock
) -> None:
    tried_ms: list[int] = []
    desk = Desk()
    desk.fails = 8

    async def noting(job: Job) -> None:
        tried_ms.append(clock.now_ms())
        await desk(job)

    async with running(store, clock, {"dial": noting}) as engine:
        await put(store, engine, job())
        await clock.travel(600, engine.idle)

    waits = [(b - a) / 1000 for a, b in pairwise(tried_ms)]
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    assert desk.done == ["dial:CL1:1"]


async def test_a_failure_is_logged_without_what_the_job_held(
    store: Store, clock: VirtualClock
) -> None:
    async def fails(_: Job) -> None:
        raise ValueError("+14155550142 said something")

    with capture_logs() as logs:
        async with running(store, clock, {"dial": fails}) as engine:
            await put(store, engine, job())
            await engine.idle()

    assert [(one["event"], one["kind"], one["error"]) for one in logs] == [
        ("job_failed", "dial", "ValueError")
    ]
    assert "+1415" not in repr(logs)


async def test_a_job_of_an_unknown_kind_stays_in_the_table(
    store: Store, clock: VirtualClock
) -> None:
    with capture_logs() as logs:
        async with running(store, clock, {}) as engine:
            await put(store, engine, job())
            await engine.idle()

    assert [one["event"] for one in logs] == ["job_of_unknown_kind"]
    assert await open_keys(store) == ["dial:CL1:1"]


async def test_a_key_put_again_while_its_job_runs_is_done_again_and_never_side_by_side(
    store: Store, clock: VirtualClock
) -> None:
    desk = Desk()
    desk.gate.clear()
    async with running(store, clock, {"escalate": desk}) as engine:
        await put(store, engine, job("step", "escalate"))
        await desk.has_begun.wait()
        await store.units.run(lambda unit: engine.cancel(unit, "step"))
        await put(store, engine, job("step", "escalate"))
        await a_while(store)
        side_by_side = list(desk.began)
        desk.gate.set()
        await engine.idle()

    assert side_by_side == ["step"]
    assert desk.done == ["step", "step"]
    assert await open_keys(store) == []


async def test_stopping_lets_a_running_job_end_and_starts_no_other(
    store: Store, clock: VirtualClock
) -> None:
    desk = Desk()
    desk.gate.clear()
    engine = LoopEngine(store.units, clock)
    task = asyncio.create_task(engine.run({"dial": desk}))
    await put(store, engine, job("a"))
    await desk.has_begun.wait()

    stopping = asyncio.create_task(engine.stop())
    await asyncio.sleep(0)
    await put(store, engine, job("b"))
    waits = not stopping.done()
    desk.gate.set()
    await stopping
    await task

    assert waits
    assert desk.done == ["a"]
    assert await open_keys(store) == ["b"]


async def test_stopping_leaves_what_waits_for_its_turn_to_the_next_start(
    store: Store, clock: VirtualClock
) -> None:
    desk = Desk()
    desk.gate.clear()
    engine = LoopEngine(store.units, clock, at_once=1)
    task = asyncio.create_task(engine.run({"dial": desk}))
    await put(store, engine, job("a"), job("b"))
    await a_while(store)

    stopping = asyncio.create_task(engine.stop())
    await a_while(store)
    desk.gate.set()
    await asyncio.gather(stopping, task)

    assert desk.done == ["a"]
    assert await open_keys(store) == ["b"]


async def test_stopping_an_engine_that_never_ran_returns(store: Store, clock: VirtualClock) -> None:
    await LoopEngine(store.units, clock).stop()


async def test_a_job_cut_off_half_way_is_done_by_the_next_process(
    tmp_path: Path, clock: VirtualClock
) -> None:
    first, second = Desk(), Desk()
    first.gate.clear()
    async with opened(tmp_path / "cut.db", clock=clock) as store:
        engine = LoopEngine(store.units, clock)
        task = asyncio.create_task(engine.run({"dial": first}))
        await put(store, engine, job("a"), job("later", in_s=30))
        await first.has_begun.wait()
        await store.units.run(lambda unit: unit.begin_sending("a", NOON_MS))
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async with (
        opened(tmp_path / "cut.db", clock=clock) as store,
        running(store, clock, {"dial": second}) as engine,
    ):
        await clock.travel(60, engine.idle)
        left = await open_keys(store)

    assert (first.began, first.done) == (["a"], [])
    assert second.done == ["a", "later"]
    assert left == []


async def test_an_engine_run_again_does_what_it_left(store: Store, clock: VirtualClock) -> None:
    desk = Desk()
    engine = LoopEngine(store.units, clock)
    for key in ("a", "b"):
        task = asyncio.create_task(engine.run({"dial": desk}))
        await put(store, engine, job(key))
        await engine.idle()
        await engine.stop()
        await task
        await put(store, engine, job(f"after-{key}"))

    assert desk.done == ["a", "after-a", "b"]
    assert await open_keys(store) == ["after-b"]


async def test_the_tick_goes_on_while_nothing_is_due(store: Store, clock: VirtualClock) -> None:
    async with running(store, clock, {}) as engine:
        await clock.travel(1, engine.idle)
        ticks = []
        for _ in range(4):
            await clock.travel(10, engine.idle)
            ticks.append(engine.tick_ms)

    assert len(set(ticks)) == 4
