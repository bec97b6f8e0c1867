"""A writer alone on a fresh file, and units to give it."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from ruby_fsm.adapters.db.migrate import upgrade
from ruby_fsm.adapters.db.seal import Seal
from ruby_fsm.adapters.db.sqlite import connect_writer
from ruby_fsm.adapters.db.store import make_file
from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.adapters.db.writer import Writer
from tests.adapters.db.store_world import KEYS, record
from tests.fakes_clock import VirtualClock


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
