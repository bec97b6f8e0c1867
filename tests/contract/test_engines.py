"""One suite for the Engine port: the loop and the durable engine, in real time, on a real store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from ruby_fsm.adapters.db.store import Store
from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.adapters.durable.engine import DurableEngine
from ruby_fsm.adapters.engine import LoopEngine
from ruby_fsm.app.records import Job
from tests.adapters.db.store_world import opened
from tests.adapters.durable_world import CLOCK, closed, durable, job, until
from tests.adapters.engine_world import Desk, Handlers
from tests.postgresql import DATABASES, fresh_database

Engine = LoopEngine | DurableEngine
Running = Callable[[Store, Handlers], AbstractAsyncContextManager[Engine]]


@asynccontextmanager
async def looped(store: Store, handlers: Handlers) -> AsyncIterator[Engine]:
    engine = LoopEngine(store.units, CLOCK, at_once=2)
    task = asyncio.create_task(engine.run(handlers))
    try:
        yield engine
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


ENGINES = {"loop": looped, "durable": durable}


@pytest.fixture(params=ENGINES)
def running(request: pytest.FixtureRequest) -> Running:
    made: Running = ENGINES[request.param]
    return made


@pytest.fixture(params=DATABASES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    return fresh_database() if request.param == "postgresql" else tmp_path / "ruby.db"


@pytest.fixture
async def store(place: Path | str) -> AsyncIterator[Store]:
    async with opened(place, clock=CLOCK) as store:
        yield store


async def put(store: Store, engine: Engine, *jobs: Job) -> None:
    def work(unit: StoreUnit) -> None:
        for one in jobs:
            engine.at(unit, one)

    await store.units.run(work)


async def test_a_job_is_done_once_and_its_row_is_closed(store: Store, running: Running) -> None:
    desk = Desk()
    async with running(store, {"dial": desk}) as engine:
        await put(store, engine, job())
        await closed(store)

    assert desk.done == ["dial:CL1:1"]


async def test_a_job_of_a_unit_that_failed_is_never_done(store: Store, running: Running) -> None:
    desk = Desk()

    def fails(unit: StoreUnit, engine: Engine) -> None:
        engine.at(unit, job("never"))
        raise ValueError("no")

    async with running(store, {"dial": desk}) as engine:
        with pytest.raises(ValueError, match="no"):
            await store.units.run(partial(fails, engine=engine))
        await put(store, engine, job("after"))
        await closed(store)

    assert desk.done == ["after"]


async def test_a_job_is_not_done_before_its_time(store: Store, running: Running) -> None:
    done_ms: list[int] = []

    async def noting(_: Job) -> None:
        done_ms.append(CLOCK.now_ms())

    async with running(store, {"dial": noting}) as engine:
        soon, later = job("soon", in_s=0.5), job("later", in_s=3.5)
        await put(store, engine, later, soon)
        await closed(store)

    assert len(done_ms) == 2
    assert all(at_ms >= one.due_ms for at_ms, one in zip(done_ms, (soon, later), strict=True))


async def test_a_cancelled_job_is_not_done(store: Store, running: Running) -> None:
    desk = Desk()
    async with running(store, {"dial": desk}) as engine:
        await put(store, engine, job("a", in_s=0.6), job("b", in_s=0.8))
        await store.units.run(lambda unit: engine.cancel(unit, "a"))
        await closed(store)

    assert desk.done == ["b"]


async def test_a_failing_job_is_tried_again(store: Store, running: Running) -> None:
    desk = Desk()
    desk.fails = 1
    with capture_logs() as logs:
        async with running(store, {"dial": desk}) as engine:
            await put(store, engine, job())
            await closed(store)

    assert [one["event"] for one in logs] == ["job_failed"]
    assert (len(desk.began), desk.done) == (2, ["dial:CL1:1"])


async def test_how_often_a_job_failed_outlives_the_process(
    place: Path | str, running: Running
) -> None:
    desk = Desk()
    desk.fails = 1
    async with opened(place, clock=CLOCK) as store, running(store, {"dial": desk}) as engine:
        await put(store, engine, job())
        await until(lambda: bool(desk.began) and not desk.fails)
    async with opened(place, clock=CLOCK) as store:
        left = await store.units.run(lambda unit: unit.open_jobs())

    assert [one.tries for one in left] in ([0], [1])  # 0: cut off before it was written down
    async with opened(place, clock=CLOCK) as store, running(store, {"dial": desk}):
        await closed(store)
    assert desk.done == ["dial:CL1:1"]


async def test_a_hanging_job_keeps_no_other_kind_waiting(store: Store, running: Running) -> None:
    dial, escalate = Desk(), Desk()
    dial.gate.clear()
    async with running(store, {"dial": dial, "escalate": escalate}) as engine:
        await put(store, engine, *(job(f"d{n}") for n in range(3)))
        await until(lambda: len(dial.began) == 2)
        await put(store, engine, job("e", "escalate"))
        await until(lambda: escalate.done == ["e"])
        side_by_side = len(dial.began)
        dial.gate.set()
        await closed(store)

    assert side_by_side == 2
    assert sorted(dial.done) == ["d0", "d1", "d2"]


async def test_a_key_put_again_while_its_job_runs_is_done_again_but_not_side_by_side(
    store: Store, running: Running
) -> None:
    desk, dial = Desk(), Desk()
    desk.gate.clear()
    async with running(store, {"escalate": desk, "dial": dial}) as engine:
        await put(store, engine, job("step", "escalate"))
        await until(lambda: desk.began == ["step"])
        await store.units.run(lambda unit: engine.cancel(unit, "step"))
        await put(store, engine, job("step", "escalate"))
        await put(store, engine, job("later", "dial"))
        await until(lambda: dial.done == ["later"])
        side_by_side = list(desk.began)
        desk.gate.set()
        await closed(store)

    assert side_by_side == ["step"]
    assert desk.done == ["step", "step"]


async def test_a_job_cut_off_half_way_is_done_by_the_next_process(
    place: Path | str, running: Running
) -> None:
    first, second = Desk(), Desk()
    first.gate.clear()
    async with opened(place, clock=CLOCK) as store, running(store, {"dial": first}) as engine:
        await put(store, engine, job("a"), job("later", in_s=3))
        await until(lambda: first.began == ["a"])
    async with opened(place, clock=CLOCK) as store, running(store, {"dial": second}):
        await closed(store)

    assert (first.began, first.done) == (["a"], [])
    assert second.done == ["a", "later"]


async def test_stopping_lets_a_running_job_end_and_leaves_the_others(
    place: Path | str, running: Running
) -> None:
    desk, after = Desk(), Desk()
    desk.gate.clear()
    async with opened(place, clock=CLOCK) as store, running(store, {"dial": desk}) as engine:
        await put(store, engine, job("a"))
        await until(lambda: desk.began == ["a"])
        stopping = asyncio.create_task(engine.stop())
        await asyncio.sleep(0)
        await put(store, engine, job("b"))
        waits = not stopping.done()
        desk.gate.set()
        await stopping
    async with opened(place, clock=CLOCK) as store, running(store, {"dial": after}):
        await closed(store)

    assert waits
    assert (desk.done, after.done) == (["a"], ["b"])
