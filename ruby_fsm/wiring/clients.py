"""The HTTP clients of a process: one for Twilio and alerts, one for chat, one for webhooks."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import NamedTuple

import httpx

from ruby_fsm.config.schema import Config
from ruby_fsm.wiring.notifying import webhooks_http
from ruby_fsm.wiring.world import NO_PROXY, World

HTTP_TIMEOUT = httpx.Timeout(10.0, connect=5.0)


class Clients(NamedTuple):
    """Apart, so that no slow chat server or receiver takes the connections of the others."""

    telephone: httpx.AsyncClient
    chat: httpx.AsyncClient
    webhooks: httpx.AsyncClient


@asynccontextmanager
async def clients_open(config: Config, world: World) -> AsyncIterator[Clients]:
    async with (
        outgoing(world) as telephone,
        outgoing(world, world.tracing.headers) as chat,
        webhooks_http(config, world.transport) as webhooks,
    ):
        yield Clients(telephone, chat, webhooks)


def outgoing(
    world: World, more: Callable[[], Mapping[str, str]] = dict[str, str]
) -> httpx.AsyncClient:
    """A client for whom it asks; `more` are headers of each request."""

    async def add(request: httpx.Request) -> None:
        request.headers.update(more())

    return httpx.AsyncClient(
        transport=world.transport,
        timeout=HTTP_TIMEOUT,
        mounts=NO_PROXY,
        event_hooks={"request": [add]},
    )
