"""Reading beside a running service, or without one: nothing is made, locked or upgraded."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncEngine

from ruby_fsm.adapters.db import migrate
from ruby_fsm.adapters.db.faults import unavailable
from ruby_fsm.adapters.db.places import Place, is_made, reading_engine
from ruby_fsm.adapters.db.reader import StoreReader
from ruby_fsm.adapters.db.seal import Seal
from ruby_fsm.config.keys import Keys
from ruby_fsm.errors import Unavailable


@asynccontextmanager
async def open_reading(place: Place) -> AsyncIterator[AsyncEngine]:
    """Raises Unavailable: no database there, or one of another version."""
    if not await asyncio.to_thread(is_made, place):
        raise Unavailable(f"{place}: no database there yet; `ruby-fsm serve` makes one")
    engine = reading_engine(place)
    try:
        with unavailable(place):
            async with engine.connect() as connection:
                at = await connection.run_sync(migrate.stands_at)
        if at != migrate.head():
            raise Unavailable(
                f"{place}: its schema is {at or 'none'}, this version reads {migrate.head()}; "
                "`ruby-fsm db upgrade` brings an older one up to date"
            )
        yield engine
    finally:
        await engine.dispose()


@asynccontextmanager
async def open_reader(place: Place, keys: Keys) -> AsyncIterator[StoreReader]:
    """The read side, for who has the keys. Raises Unavailable."""
    async with open_reading(place) as engine:
        yield StoreReader(engine, Seal(keys, os.urandom))
