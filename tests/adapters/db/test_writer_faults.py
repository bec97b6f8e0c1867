"""The writer on a full, locked, damaged or missing disk: what it did not keep, it says."""

from __future__ import annotations

import asyncio
import sqlite3
from functools import partial
from pathlib import Path

import pytest

from ruby_fsm.adapters.db.seal import Seal
from ruby_fsm.adapters.db.sqlite import connect_writer
from ruby_fsm.adapters.db.store import make_file
from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.adapters.db.writer import Writer
from ruby_fsm.errors import Unavailable
from tests.adapters.db.store_world import KEYS, record
from tests.adapters.db.writer_world import (
    a_writer,
    add_call,
    config,
    held_back,
    keep_config,
)
from tests.fakes_clock import VirtualClock

PAGE_BYTES = 4096


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
