"""The service set to work: the store open, jobs done in time, requests answered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from litestar import Litestar

from ruby_fsm.adapters.db.store import open_store
from ruby_fsm.app.links import Links
from ruby_fsm.app.service import Service
from ruby_fsm.config.keys import keyring
from ruby_fsm.config.schema import Config
from ruby_fsm.config.settings import Settings
from ruby_fsm.understanding.encoder.encoder import encoder
from ruby_fsm.web.app import make_app
from ruby_fsm.wiring.clients import clients_open
from ruby_fsm.wiring.engines import engine_open
from ruby_fsm.wiring.parts import Parts
from ruby_fsm.wiring.world import World, quiet_libraries


def service_app(service: Service) -> Litestar:
    """The service as an ASGI app; whoever opened the service closes it."""
    return make_app(service, version("ruby-fsm"))


@asynccontextmanager
async def running(
    settings: Settings, config: Config, public_url: str, world: World
) -> AsyncIterator[Service]:
    """The service alone, for who serves it; see `assembled`."""
    async with assembled(settings, config, public_url, world) as parts:
        yield parts.service()


@asynccontextmanager
async def assembled(
    settings: Settings, config: Config, public_url: str, world: World
) -> AsyncIterator[Parts]:
    """Every part at work: the store open, jobs done in time, the watchdog awake.

    Raises ConfigError, Unavailable: with what is wrong, and before anything is served.
    """
    quiet_libraries()
    encoder()  # other weights than the measured never serve, and the first call waits for no file
    keys = keyring(settings, world.random_bytes)
    store_open = open_store(
        settings.database_url,
        keys=keys,
        clock=world.clock,
        random_bytes=world.random_bytes,
        alone=world.role is None,
    )
    async with (
        store_open as store,
        clients_open(config, world) as clients,
    ):
        links = Links(public_url, keys.hash_key)
        parts = Parts(settings, config, links, world=world, store=store, clients=clients)
        async with engine_open(parts.engine, parts.handlers(), store.place):
            tasks = [asyncio.create_task(work) for work in parts.work()]
            try:
                yield parts
            finally:
                await parts.leave()
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
