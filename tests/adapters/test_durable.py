"""What is the durable engine's own: rows that stand alone, other versions, what it keeps."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from ruby_fsm.adapters.db.places import migration_engine
from ruby_fsm.adapters.db.store import Store
from ruby_fsm.adapters.durable import transact
from ruby_fsm.app.records import Job
from tests.adapters.db.store_world import opened
from tests.adapters.durable_world import CLOCK, closed, durable, job, until
from tests.adapters.engine_world import Desk
from tests.postgresql import DATABASES, fresh_database

SECRET = "+14155550142"


@pytest.fixture(params=DATABASES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    return fresh_database() if request.param == "postgresql" else tmp_path / "ruby.db"


@pytest.fixture
async def store(place: Path | str) -> AsyncIterator[Store]:
    async with opened(place, clock=CLOCK) as store:
        yield store


def rows_of(store: Store, table: str) -> list[tuple[object, ...]]:
    """Of a table of the engine's, wherever it stands."""
    engine = migration_engine(store.place)
    schema = "" if engine.dialect.name == "sqlite" else "dbos."
    with engine.connect() as connection:
        found = connection.execute(sa.text(f"SELECT * FROM {schema}{table}"))
        return [tuple(row) for row in found]


async def test_a_job_that_stands_alone_is_found_and_done(store: Store) -> None:
    """As after a restored backup, or in a file of the version before the engine."""
    desk = Desk()
    await store.units.run(lambda unit: unit.put_job(job("old", in_s=-60)))
    with capture_logs() as logs:
        async with durable(store, {"dial": desk}):
            await closed(store)

    assert desk.done == ["old"]
    assert "lost_job_found" in {one["event"] for one in logs}


async def test_a_unit_is_kept_though_its_job_could_not_be_enqueued(store: Store) -> None:
    desk = Desk()
    with capture_logs() as logs:
        async with durable(store, {"dial": desk}) as engine:
            engine.transact.enqueue = broken  # type: ignore[method-assign]  # as if its tables were gone
            await store.units.run(lambda unit: unit.put_job(job("alone")))
            left = await store.units.run(lambda unit: unit.open_jobs())

    assert [one.key for one in left] == ["alone"]
    assert "jobs_not_enlisted" in {one["event"] for one in logs}


def broken(connection: sa.Connection, *_: object) -> None:
    connection.execute(sa.text("SELECT * FROM a_table_that_is_not_there"))


async def test_work_of_another_version_is_told_and_left_alone(
    place: Path | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transact, "VERSION", "0")
    async with opened(place, clock=CLOCK) as store, durable(store, {}, is_worker=True):
        await store.units.run(lambda unit: unit.put_job(job("theirs", in_s=3600)))
    monkeypatch.setattr(transact, "VERSION", "1")
    with capture_logs() as logs:
        async with opened(place, clock=CLOCK) as store, durable(store, {}):
            left = await store.units.run(lambda unit: unit.open_jobs())

    told = [one for one in logs if one["event"] == "work_of_another_version"]
    assert [one["version"] for one in told] == ["0"]
    assert [one.key for one in left] == ["theirs"]


async def test_the_engine_keeps_numbers_and_nothing_of_a_person(store: Store) -> None:
    desk = Desk()
    told = Job(f"dial:{SECRET}", CLOCK.now_ms(), "dial", {"call": SECRET})
    async with durable(store, {"dial": desk}):
        await store.units.run(lambda unit: unit.put_job(told))
        await closed(store)
        kept = [rows_of(store, name) for name in ("workflow_status", "workflow_input")]

    assert desk.done == [f"dial:{SECRET}"]
    assert kept[0]
    assert SECRET not in repr(kept)


async def test_what_is_over_is_forgotten_and_what_is_open_is_not(store: Store) -> None:
    async with durable(store, {"dial": Desk()}) as engine:
        await store.units.run(lambda unit: unit.put_job(job("done")))
        await store.units.run(lambda unit: unit.put_job(job("open", in_s=3600)))
        await until(lambda: any("SUCCESS" in row for row in rows_of(store, "workflow_status")))
        await engine.forget(CLOCK.now_ms() + 60_000)
        states = [row for row in rows_of(store, "workflow_status") if "ruby_job" in row]

    assert len(states) == 1
    assert "DELAYED" in states[0]


async def test_a_job_that_danger_cancels_is_not_done_though_its_turn_has_come(
    store: Store,
) -> None:
    """The row decides: DBOS wakes a job that was cancelled by the unit before."""
    desk = Desk()
    async with durable(store, {"hang_up": desk, "dial": Desk()}):
        await store.units.run(lambda unit: unit.put_job(job("down", "hang_up", in_s=0.5)))
        await store.units.run(lambda unit: unit.cancel_jobs("CL1", ("hang_up",)))
        await store.units.run(lambda unit: unit.put_job(job("next", in_s=0.8)))
        await closed(store)

    assert desk.began == []


async def test_a_store_that_is_away_costs_a_job_time_and_no_more(tmp_path: Path) -> None:
    desk = Desk()
    async with opened(tmp_path / "ruby.db", clock=CLOCK) as store, durable(store, {"dial": desk}):
        other = sqlite3.connect(tmp_path / "ruby.db", isolation_level=None)
        await store.units.run(lambda unit: unit.put_job(job("a", in_s=0.3)))
        other.execute("BEGIN IMMEDIATE")
        await asyncio.sleep(3.2)  # past the time a writer waits for the lock
        other.execute("ROLLBACK")
        other.close()
        await closed(store)

    assert desk.done == ["a"]


async def test_the_engine_ticks_while_its_queues_are_looked_at(store: Store) -> None:
    async with durable(store, {}) as engine:
        await until(lambda: engine.tick_ms is not None)


async def test_one_process_holds_one_engine(store: Store) -> None:
    async with durable(store, {}):
        with pytest.raises(AssertionError, match="one in a process"):
            async with durable(store, {}):
                pass
