"""The loop engine: keyed jobs, at their due time, at least once, none behind another."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from ruby_fsm.adapters.db.store import Store
from ruby_fsm.app.records import Job
from tests.adapters.db.store_world import opened
from tests.adapters.engine_world import Desk, Handlers, a_while, job, open_keys, put, running
from tests.fakes_clock import VirtualClock


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


async def test_the_tick_goes_on_while_nothing_is_due(store: Store, clock: VirtualClock) -> None:
    async with running(store, clock, {}) as engine:
        await clock.travel(1, engine.idle)
        ticks = []
        for _ in range(4):
            await clock.travel(10, engine.idle)
            ticks.append(engine.tick_ms)

    assert len(set(ticks)) == 4
