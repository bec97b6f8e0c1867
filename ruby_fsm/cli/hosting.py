"""Serving ASGI apps on loopback ports from within one process."""

from __future__ import annotations

import asyncio
import signal
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from math import inf
from types import FrameType
from typing import Any

import uvicorn

from ruby_fsm.cli.slow_clients import CarefulProtocol
from ruby_fsm.errors import Unavailable

LOOPBACK = "127.0.0.1"
STOPPING = (signal.SIGINT, signal.SIGTERM)
MOST_CONNECTIONS = 800  # below the 1,024 open files a process usually has; more hear 503
KEEP_ALIVE_S = 5
LEAVE_S = 5  # how long open connections are waited for at the end


class Guest(uvicorn.Server):
    """A server that leaves the process's signals to whoever started it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Host(Guest):
    """The server a process is there for: told to stop, it returns, so that all else closes too.

    uvicorn's own would raise the signal again, and SIGTERM would end the process on the spot.
    """

    interrupted = False

    def __init__(
        self, config: uvicorn.Config, on_stop: Callable[[], None], drain_s: float = 0
    ) -> None:
        """`on_stop` hears that the process was told to stop, `drain_s` before it does."""
        super().__init__(config)
        self._on_stop = on_stop
        self._drain_s = drain_s
        self._leaves_at = inf

    async def on_tick(self, counter: int) -> bool:
        """Uvicorn asks ten times a second whether to go."""
        self.should_exit |= time.monotonic() >= self._leaves_at
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Forced, uvicorn leaves the app without a word, and its task dies with a traceback."""
        await super().shutdown(sockets)
        if self.force_exit:
            await self.lifespan.shutdown()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        before = {number: signal.signal(number, self._stop) for number in STOPPING}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _stop(self, number: int, _: FrameType | None) -> None:
        """The second time goes at once, the third without waiting for open connections."""
        self.interrupted = number == signal.SIGINT
        self.force_exit = self.should_exit
        self.should_exit = self._leaves_at < inf or not self._drain_s
        self._leaves_at = time.monotonic() + self._drain_s
        self._on_stop()


def listening(host: str, port: int) -> socket.socket:
    """A bound socket, so that the port is known before the app is made. Raises Unavailable."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen()  # so that whoever reads the address may ask at once
    except OSError as error:
        bound.close()
        why = error.strerror or "can't be bound"
        raise Unavailable(
            f"{host}:{port}: {why}; choose another address with --host or --port"
        ) from error
    return bound


def port_of(bound: socket.socket) -> int:
    port: int = bound.getsockname()[1]
    return port


def server_config(app: Any, trusted: Sequence[str] = ()) -> uvicorn.Config:
    """No access log: a URL may name a call, and nothing else needs it.

    `trusted`: proxies that are believed the client's address.
    """
    return uvicorn.Config(
        app,
        http=CarefulProtocol,
        ws="none",
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=KEEP_ALIVE_S,
        proxy_headers=bool(trusted),
        forwarded_allow_ips=list(trusted),
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=LEAVE_S,
    )


@asynccontextmanager
async def hosted(app: Any, bound: socket.socket) -> AsyncIterator[None]:
    """Serve `app` on this socket while the block runs. Raises what its start raised."""
    server = Guest(server_config(app))
    task = asyncio.create_task(server.serve(sockets=[bound]))
    try:
        while not server.started:
            if task.done():
                task.result()
                raise Unavailable("the service could not start; the lines above say why")
            await asyncio.sleep(0.01)
        yield
    finally:
        server.should_exit = True
        await asyncio.gather(task, return_exceptions=True)
