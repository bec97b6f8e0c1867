"""`ruby-fsm serve` as a process that can be killed and started again on the same data."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import DEVNULL, Process
from pathlib import Path

import httpx

from tests.served import clean_environment

READY_S = 30.0


class Service:
    """One installation: its data folder, its port, and at most one process."""

    def __init__(self, folder: Path, port: int, environment: dict[str, str]) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._folder, self._port, self._environment = folder, port, environment
        self._process: Process | None = None
        self.starts = 0

    async def start(self) -> None:
        """Returns when it is ready for calls; what it logs goes to the folder."""
        self.starts += 1
        with (self._folder / "service.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "ruby_fsm", "serve", "--port", str(self._port)),
                env=clean_environment(**self._environment),
                cwd=self._folder,
                stdout=DEVNULL,
                stderr=log,
            )
        async with asyncio.timeout(READY_S), httpx.AsyncClient(trust_env=False) as http:
            while not await self._is_ready(http):
                if self._process.returncode is not None:
                    raise RuntimeError(f"it left with {self._process.returncode}; see service.log")
                await asyncio.sleep(0.05)

    async def _is_ready(self, http: httpx.AsyncClient) -> bool:
        try:
            return (await http.get(f"{self.url}/ai-calling/health")).status_code < 500
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        """SIGKILL, now."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()

    async def gone(self) -> None:
        """Returns when the process is no more."""
        if self._process is not None:
            await self._process.wait()

    async def stop(self) -> None:
        """In order, as an operator would."""
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
            await self._process.wait()
