"""The writer: units kept together, failing alone, and never called kept before they are."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest

from ruby_fsm.adapters.db.migrate import upgrade
from ruby_fsm.adapters.db.seal import Seal
from ruby_fsm.adapters.db.sqlite import connect_writer
from ruby_fsm.adapters.db.store import Store, make_file
from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.adapters.db.writer import UnitFailedError, Writer
from ruby_fsm.errors import Unavailable
from tests.adapters.db.store_world import KEYS, job, record, row
from tests.fakes_clock import VirtualClock

PAGE_BYTES = 4096


@asynccontextmanager
async def a_writer(
    path: Path, prepare: Callable[[sqlite3.Connection], object] = lambda _: None
) -> AsyncIterator[Writer]:
    """A writer on a fresh file, whose connection `prepare` may bend first."""
    make_file(path)
    await asyncio.to_thread(upgrade, path)
    seal = Seal(KEYS, lambda n: b"\x05" * n)

    def connect() -> sqlite3.Connection:
        connection = connect_writer(path)
        prepare(connection)
        return connection

    def unit(cursor: sqlite3.Cursor) -> StoreUnit:
        return StoreUnit(cursor, seal, VirtualClock())

    writer = Writer(connect, unit, path.exists)
    try:
        yield writer
    finally:
        await writer.close()


def add_call(call_id: str, unit: StoreUnit) -> None:
    unit.add_call(record(call_id))


def keep_config(name: str, unit: StoreUnit) -> None:
    unit.keep_config(name, "{}")


def config(name: str, unit: StoreUnit) -> str | None:
    return unit.config(name)


def number(n: int, _: StoreUnit) -> int:
    return n


async def held_back(writer: Writer) -> threading.Event:
    """Keeps the thread busy until the event is set, so that what comes next is one batch."""
    has_begun, go_on = threading.Event(), threading.Event()

    def work(_: StoreUnit) -> None:
        has_begun.set()
        go_on.wait()

    asyncio.ensure_future(writer.run(work))  # noqa: RUF006 - it ends when the event is set
    await asyncio.to_thread(has_begun.wait)
    return go_on


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


async def test_nobody_hears_kept_before_the_commit(store: Store, tmp_path: Path) -> None:
    await store.units.run(lambda unit: unit.add_call(record()))

    with sqlite3.connect(tmp_path / "ruby.db") as other:
        count = other.execute("SELECT count(*) FROM ruby_calls").fetchone()[0]
    other.close()

    assert count == 1


async def test_the_unit_of_a_caller_that_went_away_still_runs_once(store: Store) -> None:
    go_on = await held_back(store.units)
    caller = asyncio.create_task(store.units.run(lambda unit: unit.add_call(record())))
    await asyncio.sleep(0)
    caller.cancel()
    go_on.set()

    found = await store.units.run(lambda unit: unit.load("CL1"))

    assert caller.cancelled()
    assert found == record()


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

    with pytest.raises(sqlite3.ProgrammingError):
        kept[0].load("CL1")
    with pytest.raises(AssertionError):
        await store.units.run(lambda _: kept[0].load("CL1"))


async def test_a_broken_rule_is_our_own_fault_not_the_databases(store: Store) -> None:
    await store.units.run(lambda unit: unit.append(row(1, key="twice")))

    with pytest.raises(AssertionError, match="UNIQUE"):
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


# --- faults of the disk and of other programs -------------------------------------------------


async def test_a_full_disk_keeps_exactly_what_it_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "ruby.db"

    def limit(connection: sqlite3.Connection) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 12}")

    def add(n: int, unit: StoreUnit) -> int:
        unit.add_call(record(f"CL{n}"))
        unit.keep_config(f"config-{n}", "x" * PAGE_BYTES * (n % 3))
        return n

    async with a_writer(path, limit) as writer:
        go_on = await held_back(writer)
        callers = [asyncio.create_task(writer.run(partial(add, n))) for n in range(60)]
        await asyncio.sleep(0)
        go_on.set()
        heard = await asyncio.gather(*callers, return_exceptions=True)
    connection = sqlite3.connect(path)
    calls = {r[0] for r in connection.execute("SELECT call_id FROM ruby_calls")}
    configs = {r[0] for r in connection.execute("SELECT hash FROM ruby_configs")}
    connection.close()

    refused = [r for r in heard if isinstance(r, BaseException)]
    kept = {n for n in heard if isinstance(n, int)}
    assert refused
    assert kept
    assert all(isinstance(r, Unavailable) and "disk is full" in str(r) for r in refused)
    assert calls == {f"CL{n}" for n in kept}
    assert configs == {f"config-{n}" for n in kept}


def refuse_at_commit(connection: sqlite3.Connection) -> None:
    """Keeping the config `bad` breaks a rule that SQLite looks at when it commits."""
    for statement in (
        "CREATE TABLE parents (id INTEGER PRIMARY KEY)",
        "CREATE TABLE children (p REFERENCES parents DEFERRABLE INITIALLY DEFERRED)",
        """CREATE TRIGGER refuse AFTER INSERT ON ruby_configs WHEN new.hash = 'bad'
        BEGIN INSERT INTO children VALUES (99); END""",
    ):
        connection.execute(statement)


async def test_a_commit_that_fails_costs_only_the_unit_at_fault(tmp_path: Path) -> None:
    async with a_writer(tmp_path / "ruby.db", refuse_at_commit) as writer:
        go_on = await held_back(writer)
        callers = [
            asyncio.create_task(writer.run(partial(keep_config, name)))
            for name in ("a", "bad", "b")
        ]
        await asyncio.sleep(0)
        go_on.set()
        heard = await asyncio.gather(*callers, return_exceptions=True)

        kept = [await writer.run(partial(config, name)) for name in ("a", "bad", "b")]

    assert [type(one) for one in heard] == [type(None), AssertionError, type(None)]
    assert kept == ["{}", None, "{}"]


async def test_a_writer_that_can_not_make_a_unit_tells_its_callers(tmp_path: Path) -> None:
    path = tmp_path / "ruby.db"
    make_file(path)

    def no_unit(_: sqlite3.Cursor) -> StoreUnit:
        raise TypeError("no unit")

    writer = Writer(lambda: connect_writer(path), no_unit, path.exists)

    for _ in range(2):
        with pytest.raises(TypeError, match="no unit"):
            await writer.run(lambda _: None)
    await writer.close()


async def test_a_database_locked_by_another_program_is_named_and_heals(tmp_path: Path) -> None:
    path = tmp_path / "ruby.db"
    async with a_writer(path, lambda c: c.execute("PRAGMA busy_timeout = 1")) as writer:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(Unavailable, match="locked by another program"):
            await writer.run(lambda unit: unit.add_call(record()))
        other.execute("ROLLBACK")
        other.close()
        await writer.run(lambda unit: unit.add_call(record()))

        assert await writer.run(lambda unit: unit.load("CL1")) == record()


async def test_a_file_taken_away_acknowledges_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ruby.db"
    async with a_writer(path) as writer:
        await writer.run(lambda unit: unit.add_call(record("CL1")))
        path.rename(tmp_path / "away.db")

        for call_id in ("CL2", "CL3"):
            with pytest.raises(Unavailable):
                await writer.run(partial(add_call, call_id))

    assert not path.exists()


async def test_a_damaged_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "ruby.db"
    async with a_writer(path) as writer:
        await writer.run(lambda unit: unit.add_call(record()))
    path.write_bytes(path.read_bytes()[:100] + b"\x00" * PAGE_BYTES * 4)
    writer = Writer(
        lambda: connect_writer(path),
        lambda cursor: StoreUnit(cursor, Seal(KEYS, lambda n: b"\x05" * n), VirtualClock()),
        path.exists,
    )

    with pytest.raises(Unavailable, match="damaged"):
        await writer.run(lambda unit: unit.load("CL1"))
    await writer.close()


# --- many at once -----------------------------------------------------------------------------


async def test_duplicates_from_sixteen_callers_leave_each_key_once_and_no_gap(
    store: Store,
) -> None:
    calls = [f"CL{n}" for n in range(5)]
    for call_id in calls:
        await store.units.run(partial(add_call, call_id))

    def hear(call_id: str, key: str, unit: StoreUnit) -> bool:
        if unit.seen(call_id, key):
            return False
        known = unit.load(call_id)
        assert known is not None
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
