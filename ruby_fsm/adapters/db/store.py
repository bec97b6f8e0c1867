"""The store, opened and closed as one: guard, schema, keys, the writer, the readers."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from ruby_fsm.adapters.db import migrate
from ruby_fsm.adapters.db.guard import only_process
from ruby_fsm.adapters.db.proofs import prove_keys
from ruby_fsm.adapters.db.reader import StoreReader
from ruby_fsm.adapters.db.rows import StoredJob
from ruby_fsm.adapters.db.seal import Seal
from ruby_fsm.adapters.db.sqlite import connect_writer, database_path, reading_engine
from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.adapters.db.writer import Writer
from ruby_fsm.app.ports import Clock
from ruby_fsm.config.keys import Keys
from ruby_fsm.errors import Unavailable


@dataclass(frozen=True, slots=True)
class Store:
    """`units` and `reader` are the ports; `path` is the file behind them."""

    units: Writer
    reader: StoreReader
    path: Path


@asynccontextmanager
async def open_store(
    path_or_url: str | Path,
    *,
    keys: Keys,
    clock: Clock,
    random_bytes: Callable[[int], bytes] = os.urandom,
    on_jobs: Callable[[Sequence[StoredJob]], None] | None = None,
) -> AsyncIterator[Store]:
    """Make the folder and the file if need be, bring the schema up to date, and start the writer.

    Raises Unavailable (in use, unwritable, damaged, newer than this version), ConfigError, NotYet.
    """
    path = database_path(path_or_url)
    seal = Seal(keys, random_bytes)
    make_file(path)
    async with AsyncExitStack() as stack:
        stack.enter_context(only_process(path))
        await asyncio.to_thread(migrate.upgrade, path)
        engine = reading_engine(path)
        stack.push_async_callback(engine.dispose)
        units = start_writer(path, seal, clock)
        stack.push_async_callback(units.close)
        if on_jobs:
            units.listen(on_jobs)
        await units.run(lambda unit: prove_keys(unit, seal))
        yield Store(units, StoreReader(engine, seal), path)


def make_file(path: Path) -> None:
    """An empty file, readable by its owner alone, unless there is one. Raises Unavailable."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=True)
    except OSError as err:
        raise Unavailable(
            f"{path}: {err.strerror}; the database needs a folder this user may write to"
        ) from err


def start_writer(path: Path, seal: Seal, clock: Clock) -> Writer:
    made = path.stat().st_ino

    def is_there() -> bool:
        try:
            return path.stat().st_ino == made
        except OSError:
            return False

    def unit(cursor: sqlite3.Cursor) -> StoreUnit:
        return StoreUnit(cursor, seal, clock)

    return Writer(lambda: connect_writer(path), unit, is_there)
