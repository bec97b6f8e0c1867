"""The loop engine stopped, cut off and started again: what was not done is done then."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TypeVar

import pytest
from structlog.testing import capture_logs

from ruby_fsm.adapters.db.store import Store
from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.adapters.db.writer import Writer
from ruby_fsm.adapters.engine import LoopEngine
from ruby_fsm.errors import Unavailable
from tests.adapters.db.store_world import opened
from tests.adapters.engine_world import Desk, a_while, job, open_keys, put, running
from tests.fakes_clock import NOON_MS, VirtualClock

T = TypeVar("T")


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
async def store(tmp_path: Path, clock: VirtualClock) -> AsyncIterator[Store]:
    async with opened(tmp_path / "ruby.db", clock=clock) as store:
        yield store


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


class OnceAway:
    """A store that can't be had the first time."""

    def __init__(self, units: Writer) -> None:
        self.listen = units.listen
        self._units = units
        self._is_away = True

    async def run(self, work: Callable[[StoreUnit], T]) -> T:
        if self._is_away:
            self._is_away = False
            raise Unavailable("The database is locked by another program")
        return await self._units.run(work)


async def test_jobs_that_can_not_be_loaded_at_start_are_loaded_later(
    store: Store, clock: VirtualClock
) -> None:
    desk = Desk()
    await store.units.run(lambda unit: unit.put_job(job()))
    engine = LoopEngine(OnceAway(store.units), clock)
    with capture_logs() as logs:
        task = asyncio.create_task(engine.run({"dial": desk}))
        await a_while(store)
        await clock.travel(10, engine.idle)
        await engine.stop()
        await task

    assert [one["event"] for one in logs] == ["jobs_not_loaded"]
    assert desk.done == ["dial:CL1:1"]
