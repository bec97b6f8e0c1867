"""The writer: units kept together, failing alone, and never called kept before they are."""

from __future__ import annotations

import asyncio
import sqlite3
from functools import partial
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from ruby_fsm.adapters.db.callers import UnitFailedError
from ruby_fsm.adapters.db.places import migration_engine
from ruby_fsm.adapters.db.store import Store
from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.errors import Unavailable
from tests.adapters.db.store_world import job, record, row
from tests.adapters.db.writer_world import (
    a_writer,
    add_call,
    held_back,
    number,
)


async def test_a_failing_unit_leaves_nothing_and_harms_no_neighbour(store: Store) -> None:
    def fails(unit: StoreUnit) -> None:
        unit.add_call(record("CL2"))
        raise ValueError("no")

    go_on = await held_back(store.units)
    first = asyncio.create_task(store.units.run(lambda unit: unit.add_call(record("CL1"))))
    second = asyncio.create_task(store.units.run(fails))
    third = asyncio.create_task(store.units.run(lambda unit: unit.add_call(record("CL3"))))
    await asyncio.sleep(0)
    go_on.set()
    results = await asyncio.gather(first, second, third, return_exceptions=True)

    assert isinstance(results[1], ValueError)
    assert results[0] is None
    assert results[2] is None
    assert [r.call.call_id for r in await store.reader.recent(9, "")] == ["CL3", "CL1"]


async def test_waiting_units_share_one_commit(tmp_path: Path) -> None:
    said: list[str] = []
    async with a_writer(
        tmp_path / "ruby.db", lambda connection: connection.set_trace_callback(said.append)
    ) as writer:
        go_on = await held_back(writer)
        callers = [asyncio.create_task(writer.run(partial(add_call, f"CL{n}"))) for n in range(20)]
        await asyncio.sleep(0)
        go_on.set()
        await asyncio.gather(*callers)

    assert said.count("COMMIT") == 2
    assert said.count("SAVEPOINT unit") == 21


async def test_nobody_hears_kept_before_the_commit(store: Store) -> None:
    await store.units.run(lambda unit: unit.add_call(record()))

    with migration_engine(store.place).connect() as other:
        count = other.scalar(sa.text("SELECT count(*) FROM ruby_calls"))

    assert count == 1


async def test_the_unit_of_a_caller_that_went_away_still_runs_once(store: Store) -> None:
    go_on = await held_back(store.units)
    caller = asyncio.create_task(store.units.run(lambda unit: unit.add_call(record())))
    await asyncio.sleep(0)
    caller.cancel()
    go_on.set()

    await store.units.close()  # does what waits first

    assert caller.cancelled()
    assert await store.reader.record("CL1") == record()


@pytest.mark.parametrize("error", [SystemExit(3), KeyboardInterrupt(), StopIteration()])
async def test_what_would_stop_the_loop_reaches_the_caller_as_an_error(
    store: Store, error: BaseException
) -> None:
    def fails(unit: StoreUnit) -> None:
        unit.add_call(record())
        raise error

    with pytest.raises(UnitFailedError, match=type(error).__name__):
        await store.units.run(fails)

    assert await store.units.run(lambda unit: unit.load("CL1")) is None


async def test_a_unit_kept_past_its_end_reaches_nothing(store: Store) -> None:
    kept: list[StoreUnit] = []
    await store.units.run(kept.append)

    with pytest.raises((sqlite3.ProgrammingError, psycopg.InterfaceError)):
        kept[0].load("CL1")
    with pytest.raises(AssertionError):
        await store.units.run(lambda _: kept[0].load("CL1"))


async def test_a_broken_rule_is_our_own_fault_not_the_databases(store: Store) -> None:
    await store.units.run(lambda unit: unit.append(row(1, key="twice")))

    with pytest.raises(AssertionError, match=r"UNIQUE|UniqueViolation"):
        await store.units.run(lambda unit: unit.append(row(2, key="twice")))


async def test_jobs_are_told_after_their_commit_and_never_of_a_failed_unit(store: Store) -> None:
    heard: list[str] = []
    store.units.listen(lambda jobs: heard.extend(job.key for job in jobs))

    def fails(unit: StoreUnit) -> None:
        unit.put_job(job("lost"))
        raise ValueError("no")

    await store.units.run(lambda unit: unit.put_job(job("kept")))
    with pytest.raises(ValueError, match="no"):
        await store.units.run(fails)

    assert heard == ["kept"]


async def test_a_closed_writer_says_so(tmp_path: Path) -> None:
    async with a_writer(tmp_path / "ruby.db") as writer:
        pass

    with pytest.raises(Unavailable, match="stopping"):
        await writer.run(lambda _: None)


async def test_closing_does_what_waits_first(tmp_path: Path) -> None:
    async with a_writer(tmp_path / "ruby.db") as writer:
        go_on = await held_back(writer)
        callers = [asyncio.create_task(writer.run(partial(number, n))) for n in range(5)]
        await asyncio.sleep(0)
        go_on.set()

    assert await asyncio.gather(*callers) == list(range(5))


async def test_duplicates_from_sixteen_callers_leave_each_key_once_and_no_gap(
    store: Store,
) -> None:
    calls = [f"CL{n}" for n in range(5)]
    for call_id in calls:
        await store.units.run(partial(add_call, call_id))

    def hear(call_id: str, key: str, unit: StoreUnit) -> bool:
        known = unit.load(call_id)
        assert known is not None
        if unit.seen(call_id, key):
            return False
        n = known.call.n + 1
        unit.append(row(n, call_id=call_id, key=key, seq=n))
        unit.save(type(known.call)(call_id, known.call.created_ms, n=n, seq=n))
        return True

    async def deliver(caller: int) -> list[bool]:
        keys = [f"key-{(caller * 7 + step) % 40}" for step in range(20)]
        return [await store.units.run(partial(hear, c, key)) for key in keys for c in calls]

    moved = [m for part in await asyncio.gather(*map(deliver, range(16))) for m in part]

    assert moved.count(True) == 5 * 40
    for call_id in calls:
        log = await store.reader.log(call_id)
        assert [one.seq for one in log] == list(range(1, 41))
        assert len({one.event_key for one in log}) == 40
