"""The whole service beside a telephone network on this computer, with one call in it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from ruby_fsm.adapters.chat.companion import Companion
from ruby_fsm.app.ports import ChatBackend, ChatRequest, Clock
from ruby_fsm.cli.demo_clock import SkippingClock
from ruby_fsm.cli.hosting import LOOPBACK, hosted, listening, port_of
from ruby_fsm.cli.network import network
from ruby_fsm.cli.story import Told
from ruby_fsm.config.environment import load_settings
from ruby_fsm.config.load import load
from ruby_fsm.config.settings import Settings
from ruby_fsm.errors import ConfigError
from ruby_fsm.simulator import BadDay, Callee, Simulator, Status
from ruby_fsm.wiring import World, running, service_app

TO_NUMBER = "+14155550100"
UNANSWERED = (Status.BUSY, Status.NO_ANSWER)  # tried again some minutes later
GONE_S = 240  # after which a silent line is asked about
LOOK_S = 20  # some rounds of the watchdog
POLL_S = 0.2
SKIP_S = 3.0  # a poll, so that the looks for a lost dial, over 60 s, take a few


class Hesitant:
    """The first chat backend, slow for as long as a script wants it so."""

    name = "companion"

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._backend: ChatBackend = Companion()
        self._clock = clock
        self.seconds = seconds

    def around(self, backend: ChatBackend) -> ChatBackend:
        self._backend, self.name = backend, backend.name
        return self

    async def stream(self, request: ChatRequest) -> AsyncIterator[str]:
        await self._clock.sleep(self.seconds)
        async for piece in self._backend.stream(request):
            yield piece

    async def check(self) -> str:
        return await self._backend.check()


@dataclass(slots=True)
class Stage:
    """A service and a network, both up; `api` reaches the service as any client would."""

    api: httpx.AsyncClient
    clock: SkippingClock
    simulator: Simulator
    chat: Hesitant
    call_id: str = ""

    async def place(self, wanted: Mapping[str, Any]) -> None:
        body = {"to_number": TO_NUMBER, **wanted}
        answer = await self.api.post("/ai-calling/initiate-ai-call", json=body)
        if answer.is_error:
            raise ConfigError(f"the call was refused: {answer.json()['detail']}")
        self.call_id = answer.json()["call_id"]

    async def told(self) -> Told:
        """The analytics of the call, and two things more.

        `chat`: who replies, and what is wrong with them; `line`: the network's word for how far its
        newest ringing got, '' for none.
        """
        answer = await self.api.get(f"/ai-calling/call/{self.call_id}/analytics")
        health = await self.api.get("/ai-calling/health")
        chat = health.json()["components"]["chat"]["detail"]
        return {**answer.json(), "chat": chat, "line": self.line}

    @property
    def line(self) -> str:
        rung = list(self.simulator.calls.values())
        return rung[-1].status if rung else ""

    async def rang(self) -> bool:
        """Whether it rings, once that is sure: a refused dial is made again, a lost one looked for.

        The service's clock is put forward meanwhile.
        """
        while not self.line:
            if (await self.told())["state"] == "ended":
                return False
            await self.clock.skip(SKIP_S)
            await self.clock.sleep(POLL_S)
        return True

    async def over(self) -> Told:
        """The analytics once our side knows that the line is down, or when it may be tried again.

        Where the network's last word was lost, the service asks for itself after a while.
        """
        rang = await self.rang()
        await self.simulator.quiet()
        told = await self.told()
        if not rang or told["state"] == "ended" or to_be_tried_again(told):
            return told
        until_ms = self.clock.now_ms() + GONE_S * 1000
        await self.clock.skip(GONE_S)
        while told["state"] != "ended" and self.clock.now_ms() < until_ms + LOOK_S * 1000:
            await self.clock.sleep(POLL_S)
            told = await self.told()
        return told


def to_be_tried_again(told: Told) -> bool:
    return told["state"] == "queued" and told["line"] in UNANSWERED


@asynccontextmanager
async def staged(
    data: Path,
    callee_for: Callable[[str], Callee],
    speed: float,
    bad_day: BadDay,
    slow_chat_s: float = 0.0,
    *,
    dialled_for: Callable[[str], Callee | None] = lambda _: None,
) -> AsyncIterator[Stage]:
    """The service and a network in `data`, reached as a client would."""
    settings = here(load_settings(), data)
    config, clock = load(settings.ruby_config), SkippingClock()
    chat = Hesitant(clock, slow_chat_s)
    bound = listening(LOOPBACK, 0)
    url = f"http://{LOOPBACK}:{port_of(bound)}"
    async with (
        network(settings, callee_for, dialled_for, speed=speed, bad_day=bad_day, app_url=url) as (
            ready,
            simulator,
        ),
        running(ready, config, url, World(clock=clock, around_chat=chat.around)) as service,
        hosted(service_app(service), bound),
        httpx.AsyncClient(base_url=url, trust_env=False, headers=bearer(settings)) as api,
    ):
        yield Stage(api, clock, simulator, chat)


def here(settings: Settings, data: Path) -> Settings:
    """The same settings with their data in `data`, reached at no public address."""
    away = {"ruby_data": data, "ruby_database_url": "", "backend_url": "", "ruby_carrier": "sim"}
    return settings.model_copy(update=away)


def bearer(settings: Settings) -> dict[str, str]:
    token = settings.ruby_api_token
    return {"Authorization": f"Bearer {token.get_secret_value()}"} if token else {}
