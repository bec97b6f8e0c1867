"""The service as a process of its own beside the network, so that it can be killed in mid-call."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path
from time import monotonic
from types import MappingProxyType

import httpx

from ruby_fsm.adapters.clock import SystemClock
from ruby_fsm.cli.demo_clock import SkippingClock
from ruby_fsm.cli.hosting import LOOPBACK, listening, port_of
from ruby_fsm.cli.network import network
from ruby_fsm.cli.stage import Hesitant, Stage, bearer, here, staged
from ruby_fsm.config.environment import load_settings
from ruby_fsm.config.settings import Settings
from ruby_fsm.errors import Unavailable
from ruby_fsm.simulator import BadDay, Callee, Heard, Input, Listening, Reaction

READY_S = 30.0
NOBODY: Mapping[str, Callee] = MappingProxyType({})
SPOKEN = 2  # things the person has said when the process is killed
REAL_TIME = 1.0  # speech takes as long as it does: the process has that long to come back


class Apart:
    """`ruby-fsm serve` on one port and one data folder, in one process after another."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.environment: dict[str, str] = {}
        self._process: Process | None = None

    async def start(self) -> None:
        """Returns when it is ready. Raises Unavailable with what it printed if it is not."""
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "ruby_fsm", "serve", "--port", str(self._port)),
            env=self.environment,
            stdout=PIPE,
        )
        assert self._process.stdout is not None
        with suppress(TimeoutError):
            async with asyncio.timeout(READY_S):
                if await self._process.stdout.readline():
                    return
        await self.kill()
        raise Unavailable("the service did not start; the lines above say why")

    async def kill(self) -> None:
        """SIGKILL: no clean-up, no last word to anybody."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def stop(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
            await self._process.wait()


class Killing:
    """A callee during whose call, while Ruby speaks, the service is killed and started again."""

    def __init__(self, callee: Callee, service: Apart, note: Callable[[str], None]) -> None:
        self._callee, self._service, self._note = callee, service, note
        self.rings, self.ended = callee.rings, callee.ended
        self.transfer, self.joined = callee.transfer, callee.joined
        self._answers = 0
        self._killing: asyncio.Task[None] | None = None

    async def gather(self, listening: Listening, /) -> Input:
        said = await self._callee.gather(listening)
        self._answers += 1
        return said

    async def hears(self, heard: Heard, /) -> Reaction | None:
        if self._answers == SPOKEN and self._killing is None:
            self._killing = asyncio.create_task(self._kill())
        return await self._callee.hears(heard)

    async def _kill(self) -> None:
        began = monotonic()
        await self._service.kill()
        self._note("✂ the service was killed (SIGKILL) while Ruby speaks")
        await self._service.start()
        self._note(f"↻ it runs again, {monotonic() - began:.1f} s later; the line never went down")


@asynccontextmanager
async def staged_apart(
    data: Path,
    callee: Callee,
    day: BadDay,
    note: Callable[[str], None],
    humans: Mapping[str, Callee],
    *,
    dialled: Mapping[str, Callee],
) -> AsyncIterator[Stage]:
    """As `staged`, in real time, with the service in a process that is killed once."""
    settings, clock = here(load_settings(), data), WaitingClock()
    with listening(LOOPBACK, 0) as found:
        port = port_of(found)
    url = f"http://{LOOPBACK}:{port}"
    apart = Apart(port)
    killed = Killing(callee, apart, note)
    async with (
        network(
            settings,
            lambda number: humans.get(number, killed),
            dialled.get,
            speed=REAL_TIME,
            bad_day=day,
            app_url=url,
        ) as (ready, simulator),
        httpx.AsyncClient(base_url=url, trust_env=False, headers=bearer(settings)) as api,
    ):
        apart.environment = environment(ready, data, url)
        await apart.start()
        try:
            yield Stage(api, clock, simulator, Hesitant(clock, 0.0))
        finally:
            await apart.stop()


def staging(
    data: Path,
    callee: Callee,
    speed: float,
    day: BadDay,
    slow_chat_s: float,
    *,
    killed: Callable[[str], None] | None,
    humans: Mapping[str, Callee],
    dialled: Mapping[str, Callee] = NOBODY,
) -> AbstractAsyncContextManager[Stage]:
    """A stage as it is asked for; `killed` is told of the process that dies, None for none.

    `humans`: those who are told of danger, by their number; anybody else is `callee`. `dialled`:
    those with whom the person can be connected.
    """
    if killed is None:
        return staged(
            data,
            lambda to: humans.get(to, callee),
            speed,
            day,
            slow_chat_s,
            dialled_for=dialled.get,
        )
    return staged_apart(data, callee, day, killed, humans, dialled=dialled)


class WaitingClock(SkippingClock):
    """The clock of a process apart can't be put forward: what would be skipped is waited for."""

    async def skip(self, seconds: float) -> None:
        await SystemClock().sleep(seconds)


def environment(ready: Settings, data: Path, url: str) -> dict[str, str]:
    """Our own, and the made-up account that the network knows."""
    return {
        **os.environ,
        "RUBY_CARRIER": "twilio",
        "RUBY_DATA": str(data.absolute()),
        "RUBY_DATABASE_URL": "",
        "BACKEND_URL": url,
        "TWILIO_ACCOUNT_SID": ready.twilio_account_sid,
        "TWILIO_AUTH_TOKEN": ready.twilio_auth_token[0].get_secret_value(),
        "TWILIO_FROM_NUMBER": ready.twilio_from_number,
        "TWILIO_API_BASE_URL": ready.twilio_api_base_url,
        "TWILIO_API_KEY": "",
        "TWILIO_API_SECRET": "",
        "TWILIO_WEBHOOK_SECRET": "",
    }
