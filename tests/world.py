"""The whole service and a telephone network in one process: real ASGI, real signatures, real
SQLite, a clock in the test's hand.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx
from litestar import Litestar
from pydantic import SecretStr

from ruby_fsm.app.records import LogRow, Record
from ruby_fsm.config.load import load
from ruby_fsm.config.schema import Config
from ruby_fsm.config.settings import Settings
from ruby_fsm.simulator import (
    Answer,
    Call,
    Callee,
    Delivery,
    Digits,
    HandCallee,
    Input,
    Listening,
    Reply,
    Ringing,
    Silence,
    Simulator,
    Speech,
    VirtualClock,
)
from ruby_fsm.wiring import Parts, World, assembled, service_app
from tests.fakes import FixedChat, HeardAlerts

ACCOUNT = "AC" + "0123456789abcdef" * 2
TOKEN = "fedcba9876543210" * 2
PUBLIC_URL = "https://ruby.example.com"
FROM_NUMBER = "+15005550006"
TO_NUMBER = "+14155550100"
PATIENCE_S = 120
REST_URL = "http://127.0.0.1:4010"


def settings_for(data: Path, **more: Any) -> Settings:
    given: dict[str, Any] = {
        "ruby_carrier": "sim",
        "ruby_data": data,
        "twilio_account_sid": ACCOUNT,
        "twilio_auth_token": TOKEN,
        "twilio_from_number": FROM_NUMBER,
        "twilio_api_base_url": REST_URL,
        "backend_url": PUBLIC_URL,
    }
    return Settings(_env_file=None, **given | more)


class FixedIds:
    """1, 2, 3: the same in every run."""

    def __init__(self) -> None:
        self._calls, self._requests = count(1), count(1)

    def call_id(self) -> str:
        return f"CL{next(self._calls):032x}"

    def request_id(self) -> str:
        return f"RQ{next(self._requests):032x}"


class CountedBytes:
    """Unpredictable enough for a test: never the same twice, the same in every run."""

    def __init__(self) -> None:
        self._next = count(1)

    def __call__(self, n: int) -> bytes:
        return next(self._next).to_bytes(n, "big")


class Traffic:
    """Requests of either side, so that a test can wait until none is under way."""

    def __init__(self, app: Callable[[], Any]) -> None:
        self._app = app
        self._under_way = 0
        self.served = 0
        self.quiet = asyncio.Event()
        self.quiet.set()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self._under_way += 1
        self.quiet.clear()
        try:
            await self._app()(scope, receive, send)
        finally:
            self._under_way -= 1
            self.served += 1
            if not self._under_way:
                self.quiet.set()


@dataclass(slots=True)
class Ruby:
    """`api` is any REST client; `simulator` the network; `chat` and `alerts` are fakes."""

    parts: Parts
    app: Litestar
    api: httpx.AsyncClient
    simulator: Simulator
    clock: VirtualClock
    chat: FixedChat
    alerts: HeardAlerts
    traffic: Traffic
    callees: dict[str, HandCallee] = field(default_factory=dict[str, HandCallee])

    # --- calls -------------------------------------------------------------------------------
    async def initiate(self, to: str = TO_NUMBER, **more: Any) -> dict[str, Any]:
        answer = await self.api.post("/ai-calling/initiate-ai-call", json={"to_number": to, **more})
        assert answer.status_code in {201, 202}, answer.text
        await self.calm()
        placed: dict[str, Any] = answer.json()
        return placed

    async def record(self, ref: str) -> Record:
        record = await self.parts.store.reader.record(ref)
        assert record is not None
        return record

    async def log(self, ref: str) -> list[LogRow]:
        record = await self.record(ref)
        return list(await self.parts.store.reader.log(record.call.call_id))

    async def told(self, ref: str) -> dict[str, Any]:
        answer = await self.api.get(f"/ai-calling/call/{ref}/analytics")
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    # --- the network -------------------------------------------------------------------------
    async def calm(self) -> None:
        """Until no request is under way, every due job was tried, and the network waits.

        A handler that waits on the clock is under way: advance the clock beside this.
        """
        while True:
            await self.simulator.settle()
            before = self.traffic.served
            await self.traffic.quiet.wait()
            await self.parts.engine.idle()
            await self.simulator.settle()
            if self.traffic.quiet.is_set() and before == self.traffic.served:
                return

    async def pass_time(self, seconds: float) -> None:
        """Let time go by in steps of at most a second, with all the work that falls due."""
        await self.calm()
        while seconds > 0:
            await self.clock.advance(min(1.0, seconds))
            await self.calm()
            seconds -= 1.0

    async def reach(self, question: type[Ringing | Listening], to: str = TO_NUMBER) -> None:
        """Until the callee is asked: Ringing for an answer, Listening for words."""
        for _ in range(PATIENCE_S):
            await self.calm()
            if isinstance(self.callees[to].asked, question):
                return
            await self.pass_time(1)
        raise AssertionError(f"never asked for {question.__name__}: {self.simulator.log}")

    async def over(self) -> None:
        """Until every line is down and our side has heard of it."""
        for _ in range(PATIENCE_S):
            await self.calm()
            if all(call.status.is_final for call in self.calls()):
                return
            await self.pass_time(1)
        raise AssertionError("a line still stands")

    def sid(self, call_id: str) -> str:
        """The sid the network gave to a call of ours."""
        return next(call.sid for call in self.calls() if call_id in str(call.order))

    def calls(self) -> list[Call]:
        return list(self.simulator.calls.values())

    async def hook(
        self, kind: str, query: str, form: Mapping[str, str], *, signature: str | None = None
    ) -> httpx.Response:
        """One webhook made by hand, signed as Twilio would unless a signature is given."""
        from urllib.parse import urlencode  # noqa: PLC0415

        from ruby_fsm.simulator import Signer  # noqa: PLC0415

        path = f"/voice/webhook/{kind}" + (f"?{query}" if query else "")
        whole = {"AccountSid": ACCOUNT, **form}
        headers = Signer(TOKEN).headers(PUBLIC_URL + path, whole.items())
        if signature is not None:
            headers["X-Twilio-Signature"] = signature
        headers["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8"
        return await self.api.post(path, content=urlencode(whole).encode(), headers=headers)


def words_of(twiml: str) -> str:
    """All that is said in a document."""
    return " ".join(node.text or "" for node in ElementTree.fromstring(twiml).iter("Say"))


@asynccontextmanager
async def ruby(
    data: Path,
    *,
    config: Config | None = None,
    chat: FixedChat | None = None,
    by_hand: bool = False,
    clock: VirtualClock | None = None,
    callee_for: Callable[[str], Callee] | None = None,
    **settings: Any,
) -> AsyncIterator[Ruby]:
    clock = clock or VirtualClock()
    chat, alerts = chat or FixedChat(clock=clock), HeardAlerts()
    chat.clock = clock
    callees: dict[str, HandCallee] = {}
    apps: list[Litestar] = []

    traffic = Traffic(lambda: apps[0])

    def hand(number: str) -> Callee:
        return callees.setdefault(number, HandCallee())

    sids = count(1)
    inside = httpx.ASGITransport(app=traffic)
    async with (
        httpx.AsyncClient(transport=inside, base_url=PUBLIC_URL) as api,
        httpx.AsyncClient(transport=inside) as webhooks,
    ):
        simulator = Simulator(
            ACCOUNT,
            TOKEN,
            http=webhooks,
            callee_for=callee_for or hand,
            clock=clock,
            by_hand=by_hand,
            ids=lambda: f"{next(sids):032x}",
        )
        world = World(
            clock=clock,
            ids=FixedIds(),
            random_bytes=CountedBytes(),
            transport=httpx.ASGITransport(app=simulator.app),
            chat=chat,
            alerts=alerts,
        )
        made = settings_for(data, **settings)
        try:
            async with assembled(made, config or load(), PUBLIC_URL, world) as parts:
                apps.append(service_app(parts.service()))
                yield Ruby(parts, apps[0], api, simulator, clock, chat, alerts, traffic, callees)
        finally:
            await simulator.close()


__all__ = [
    "Answer",
    "Delivery",
    "Digits",
    "Input",
    "Reply",
    "Ringing",
    "Ruby",
    "SecretStr",
    "Silence",
    "Speech",
    "ruby",
    "settings_for",
    "words_of",
]
