"""Which engine does the jobs: the loop for one process on any clock, the durable one to serve."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager

import psycopg

from ruby_fsm.adapters.db.faults import unavailable
from ruby_fsm.adapters.db.peers import Peers
from ruby_fsm.adapters.db.places import Place
from ruby_fsm.adapters.db.postgresql import PostgreSQL
from ruby_fsm.adapters.db.postgresql_faults import as_fault
from ruby_fsm.adapters.db.store import Store
from ruby_fsm.adapters.durable.engine import DurableEngine
from ruby_fsm.adapters.engine import LoopEngine
from ruby_fsm.adapters.jobs import Handler
from ruby_fsm.app.ports import Clock
from ruby_fsm.app.purging import Purge, Retention
from ruby_fsm.config.schema import Config
from ruby_fsm.errors import Unavailable
from ruby_fsm.wiring.world import Role, World

AnyEngine = LoopEngine | DurableEngine
SOLO = "solo"  # the one process on a file: what it left is its own at the next start


def has_peers(world: World, place: Place) -> bool:
    """Whether other processes may share the database."""
    return world.role is not None and isinstance(place, PostgreSQL)


def process_name(world: World, place: Place) -> str:
    """New at each start where there may be others: two of one name would do each other's work."""
    if world.role is not None and not isinstance(place, PostgreSQL):
        return SOLO
    return f"{socket.gethostname()}-{world.ids.request_id()}"


def engine_of(world: World, store: Store, process_id: str) -> AnyEngine:
    if world.role is None:
        return LoopEngine(store.units, world.clock)
    peers = None
    if isinstance(store.place, PostgreSQL):
        peers = Peers(store.place, process_id, world.role.value, world.clock.now_ms())
    return DurableEngine(
        store.units,
        world.clock,
        store.place,
        process_id=process_id,
        is_worker=world.role is not Role.WEB,
        peers=peers,
    )


@asynccontextmanager
async def engine_open(
    engine: AnyEngine, handlers: Mapping[str, Handler], place: Place
) -> AsyncIterator[None]:
    """Ready for units that put jobs, and closed after the last of them. Raises Unavailable."""
    if isinstance(engine, LoopEngine):
        yield
        return
    try:
        try:
            with unavailable(place):
                await engine.open(handlers)
        except psycopg.Error as err:
            raise Unavailable(f"{place}: {as_fault(err)}") from err
        yield
    finally:
        await engine.close()


def running_of(engine: AnyEngine, handlers: Mapping[str, Handler]) -> Coroutine[None, None, None]:
    return engine.run(handlers) if isinstance(engine, LoopEngine) else engine.run()


def purge_of(store: Store, clock: Clock, config: Config, engine: AnyEngine) -> Purge:
    """What is old, ours and the engine's."""
    days = config.retention
    retention = Retention(days.calls_days, days.jobs_days, days.webhooks_days)
    forget = nothing if isinstance(engine, LoopEngine) else engine.forget
    return Purge(store.units, clock, retention, forget)


async def nothing(_: int) -> None:
    """The loop keeps nothing of what is done."""
