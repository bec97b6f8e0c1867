"""The store, opened and closed as one: guard, schema, keys, the writer, the readers."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from ruby_fsm.adapters.db import migrate
from ruby_fsm.adapters.db.places import (
    AnyWriter,
    Place,
    only_process,
    place_of,
    reading_engine,
    scrub,
    start_writer,
)
from ruby_fsm.adapters.db.proofs import prove_keys
from ruby_fsm.adapters.db.reader import StoreReader
from ruby_fsm.adapters.db.rows import StoredJob
from ruby_fsm.adapters.db.seal import Seal
from ruby_fsm.app.ports import Clock
from ruby_fsm.config.keys import Keys
from ruby_fsm.errors import Unavailable


@dataclass(frozen=True, slots=True)
class Store:
    """`units` and `reader` are the ports; `place` is where their rows are."""

    units: AnyWriter
    reader: StoreReader
    place: Place
    kids: tuple[str, ...]  # of the keys given, newest first

    async def scrub(self) -> None:
        """Remove what is left of values that were overwritten. Raises Unavailable."""
        await asyncio.to_thread(scrub, self.place)


@asynccontextmanager
async def open_store(
    path_or_url: str | Path,
    *,
    keys: Keys,
    clock: Clock,
    random_bytes: Callable[[int], bytes] = os.urandom,
    on_jobs: Callable[[Sequence[StoredJob]], None] | None = None,
    alone: bool = True,
) -> AsyncIterator[Store]:
    """Make the folder and the file if need be, bring the schema up to date, and start the writer.

    `alone`: see `only_process`. Raises ConfigError, and Unavailable: in use, unwritable, damaged,
    newer than this version.
    """
    place = place_of(path_or_url)
    seal = Seal(keys, random_bytes)
    if isinstance(place, Path):
        make_file(place)
    async with AsyncExitStack() as stack:
        stack.enter_context(only_process(place, alone=alone))
        await asyncio.to_thread(migrate.upgrade, place)
        engine = reading_engine(place)
        stack.push_async_callback(engine.dispose)
        units = start_writer(place, seal, clock)
        stack.push_async_callback(units.close)
        if on_jobs:
            units.listen(on_jobs)
        await units.run(lambda unit: prove_keys(unit, seal))
        yield Store(units, StoreReader(engine, seal), place, seal.kids)


def make_file(path: Path) -> None:
    """An empty file, readable by its owner alone, unless there is one. Raises Unavailable."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=True)
    except OSError as err:
        raise Unavailable(
            f"{path}: {err.strerror}; the database needs a folder this user may write to"
        ) from err
