"""`ruby-fsm serve` as processes that can be killed and started again on the same data."""

from __future__ import annotations

import asyncio
import random
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import Mapping
from pathlib import Path

import httpx

from tests.served import clean_environment

READY_S = 60.0


class Service:
    """One process of an installation: its folder, its port, its environment."""

    def __init__(self, folder: Path, port: int, environment: Mapping[str, str]) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._folder, self._port, self._environment = folder, port, environment
        self._process: Process | None = None

    @property
    def is_up(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Returns when it is ready for calls; what it logs and prints goes to the folder."""
        folder = self._folder
        with (folder / "service.log").open("ab") as log, (folder / "service.out").open("ab") as out:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "ruby_fsm", "serve", "--port", str(self._port)),
                env=clean_environment(**self._environment),
                cwd=folder,
                stdout=out,
                stderr=log,
            )
        async with asyncio.timeout(READY_S), httpx.AsyncClient(trust_env=False) as http:
            while not await self._is_ready(http):
                if self._process.returncode is not None:
                    raise RuntimeError(f"it left with {self._process.returncode}; see service.log")
                await asyncio.sleep(0.05)

    async def _is_ready(self, http: httpx.AsyncClient) -> bool:
        try:
            return (await http.get(f"{self.url}/readyz")).status_code < 500
        except httpx.TransportError:
            return False

    def send(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(number)

    async def gone(self) -> None:
        """Returns when the process is no more."""
        if self._process is not None:
            await self._process.wait()


class Fleet:
    """The processes that share one database; who is killed is drawn."""

    def __init__(self, services: list[Service], rng: random.Random) -> None:
        self._services = services
        self._rng = rng
        self._struck = asyncio.Event()

    @property
    def size(self) -> int:
        return len(self._services)

    @property
    def url(self) -> str:
        """Of one that is up, as a proxy in front of them would choose."""
        up = [service for service in self._services if service.is_up]
        return self._rng.choice(up or self._services).url

    async def start(self) -> None:
        """Start whoever is down; returns when all are ready."""
        self._struck.clear()
        down = [service for service in self._services if not service.is_up]
        await asyncio.gather(*(service.start() for service in down))

    def kill(self) -> None:
        """SIGKILL, now: one of them, or all at once as when the machine dies."""
        if self.size > 1 and self._rng.random() < 0.7:
            self._rng.choice(self._services).send(signal.SIGKILL)
        else:
            for service in self._services:
                service.send(signal.SIGKILL)
        self._struck.set()

    async def freeze(self, seconds: float) -> None:
        """One of them stands still, and goes on as if nothing had happened."""
        service = self._rng.choice(self._services)
        service.send(signal.SIGSTOP)
        await asyncio.sleep(seconds)
        service.send(signal.SIGCONT)

    async def gone(self) -> None:
        """Returns once a kill has struck and whoever it struck is no more."""
        await self._struck.wait()
        while all(service.is_up for service in self._services):  # noqa: ASYNC110 - of any of them
            await asyncio.sleep(0.01)

    async def end(self, number: signal.Signals) -> None:
        """End all, by SIGTERM in order, as an operator would, or by SIGKILL."""
        for service in self._services:
            service.send(number)
        await asyncio.gather(*(service.gone() for service in self._services))
