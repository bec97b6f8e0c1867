"""What a server does to units: lines that break, deadlocks, locks, words it can't hold."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator

import psycopg
import pytest
from psycopg.errors import DiskFull

from ruby_fsm.adapters.db.postgresql import PostgreSQL, connect
from ruby_fsm.adapters.db.postgresql_faults import as_fault
from ruby_fsm.adapters.db.store import Store
from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.app.records import Person
from ruby_fsm.errors import Unavailable
from tests.adapters.db.store_world import opened, record
from tests.postgresql import ASKED, DATABASES, fresh_database

pytestmark = pytest.mark.skipif(
    "postgresql" not in DATABASES,
    reason=f"needs a PostgreSQL: {ASKED}=1, after `python3 run.py oracles`",
)
BREAK_LINES = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE pid <> pg_backend_pid() AND datname = current_database()"
)


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    async with opened(fresh_database()) as store:
        yield store


def other(store: Store) -> psycopg.Connection[tuple[object, ...]]:
    assert isinstance(store.place, PostgreSQL)
    return connect(store.place)


async def test_units_go_through_after_every_line_was_broken(store: Store) -> None:
    await store.units.run(lambda unit: unit.add_call(record()))
    with other(store) as server:
        server.execute(BREAK_LINES)

    found = await asyncio.gather(
        *(store.units.run(lambda unit: unit.load("CL1")) for _ in range(20))
    )

    assert found == [record()] * 20
    assert await store.reader.record("CL1") == record()


async def test_a_unit_whose_line_breaks_half_way_is_run_again_once_kept(store: Store) -> None:
    runs: list[int] = []

    def work(unit: StoreUnit) -> None:
        runs.append(1)
        unit.add_call(record())
        if len(runs) == 1:
            with other(store) as server:
                server.execute(BREAK_LINES)
        unit.load("CL1")

    await store.units.run(work)

    assert len(runs) == 2
    assert await store.reader.live_count() == 1


async def test_two_units_that_wait_for_each_other_are_both_kept(store: Store) -> None:
    for name in ("CL1", "CL2"):
        await store.units.run(lambda unit, name=name: unit.add_call(record(name)))  # type: ignore[misc]  # bound
    both = threading.Barrier(2, timeout=20)
    runs: list[str] = []

    def work(unit: StoreUnit, first: str, second: str) -> None:
        runs.append(first)
        unit.load(first)
        if len(runs) <= 2:
            both.wait()
        unit.load(second)
        unit.push_alive(second, 7)

    await asyncio.gather(
        store.units.run(lambda unit: work(unit, "CL1", "CL2")),
        store.units.run(lambda unit: work(unit, "CL2", "CL1")),
    )

    assert len(runs) > 2  # at least one of them was broken and run again, both were kept


async def test_a_locked_table_is_told_in_time_and_in_words(store: Store) -> None:
    with other(store) as held:
        held.execute("BEGIN")
        held.execute("LOCK TABLE ruby_calls IN ACCESS EXCLUSIVE MODE")
        async with asyncio.timeout(10):
            with pytest.raises(Unavailable, match="locked by another program"):
                await store.units.run(lambda unit: unit.load("CL1"))
        held.execute("ROLLBACK")

    await store.units.run(lambda unit: unit.add_call(record()))


async def test_a_nul_that_a_stranger_sent_harms_nobody(store: Store) -> None:
    strange = record()
    person = Person("+14155550142", user_name="An\0n", custom_prompt="\0")
    await store.units.run(
        lambda unit: unit.add_call(
            type(strange)(strange.call, person, "c\0", "+1", "o", strange.priority)
        )
    )

    found = await store.reader.record("CL1")

    assert found is not None
    assert found.person == person  # sealed bytes hold anything
    assert await store.units.run(lambda unit: unit.resolve("CL\0")) is None


def test_a_full_disk_of_the_server_is_told_as_one() -> None:
    fault = as_fault(DiskFull())

    assert isinstance(fault, Unavailable)
    assert "disk is full" in str(fault)
