"""The whole service and a telephone network in one process, the clock in the test's hand.

Real ASGI, real signatures, real SQLite.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

import httpx
from litestar import Litestar

from ruby_fsm.app.records import LogRow, Record
from ruby_fsm.app.tracing import NoTracing, Tracing
from ruby_fsm.config.limits import MOST, LimitsSection, Rate
from ruby_fsm.config.load import load
from ruby_fsm.config.schema import Config
from ruby_fsm.simulator import (
    Answer,
    Call,
    Callee,
    Digits,
    HandCallee,
    Listening,
    Ringing,
    Signer,
    Silence,
    Simulator,
    Speech,
    VirtualClock,
)
from ruby_fsm.wiring import Parts, World, assembled, service_app
from tests.account import (
    ACCOUNT,
    FROM_NUMBER,
    PUBLIC_URL,
    TO_NUMBER,
    TOKEN,
    Given,
    settings_for,
    words_of,
)
from tests.fakes import CountedBytes, FixedChat, FixedIds, HeardAlerts
from tests.wire import AtOnce, Gate, Rest, Traffic, at_rest

T = TypeVar("T")

PATIENCE_S = 120


class Ruby:
    """`api` is any REST client; `simulator` the network; `chat` and `alerts` are fakes.

    `gate` stands before the store, `traffic` before the service. `humans`: those with whom the
    person can be connected, by number, by a Dial or rung by a call of their own; whether a Dial
    reaches one who is not among them is the person's to decide.
    """

    parts: Parts

    def __init__(self, given: Given) -> None:
        self.settings, self.config, self.app = given.settings, given.config, given.app
        self.clock, self.chat, self.alerts = given.clock, given.chat, HeardAlerts()
        given.chat.clock = given.clock
        self.callees: dict[str, HandCallee] = {}
        self.humans: dict[str, Callee] = {}
        self.gate = Gate()
        self.traffic = Traffic(lambda: self.app, self.clock)
        inside = httpx.ASGITransport(app=self.traffic)
        self.api = httpx.AsyncClient(transport=inside, base_url=PUBLIC_URL)
        self._webhooks = httpx.AsyncClient(transport=inside)
        self.simulator = self._network(given)
        self.rest = Rest(httpx.ASGITransport(app=self.simulator.app))
        self._world = World(
            clock=self.clock,
            ids=FixedIds(),
            random_bytes=CountedBytes(),
            transport=self.rest,
            around_chat=lambda _: self.chat,
            alerts=None if given.tells else self.alerts,
            tracing=given.tracing,
        )
        self._life = AsyncExitStack()

    def _network(self, given: Given) -> Simulator:
        sids = count(1)
        return Simulator(
            ACCOUNT,
            TOKEN,
            http=self._webhooks,
            callee_for=given.callee_for or self._hand,
            dialled_for=self.humans.get,
            clock=self.clock,
            by_hand=given.by_hand,
            speed=given.speed,
            ids=lambda: f"{next(sids):032x}",
            message_url=f"{PUBLIC_URL}/voice/webhook/sms",
        )

    def _hand(self, number: str) -> Callee:
        if number in self.humans:
            return self.humans[number]
        return self.callees.setdefault(number, HandCallee())

    # --- lives of the process ----------------------------------------------------------------
    async def start(self) -> None:
        """Open the service on its file, as at the first start and at every later one."""
        asyncio.get_running_loop().set_default_executor(AtOnce())
        life = assembled(self.settings, self.config, self.settings.backend_url, self._world)
        self.parts = await self._life.enter_async_context(life)
        for owner, name in ((self.parts.store.units, "run"), (self.parts.store.reader, "_all")):
            setattr(owner, name, self.gate.before(getattr(owner, name)))
        service = self.parts.service()
        if self.app is None:
            self.app = service_app(service)
        self.app.state.service = service
        await self.calm()

    async def stop(self) -> None:
        """Leave in order: what is being answered is answered first, in the time that takes."""
        under_way = list(self.parts.conductor._in_flight.values())
        await self.drive(asyncio.gather(*under_way, return_exceptions=True))
        await self._life.aclose()

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    async def crash(self) -> None:
        """Die without a word to anybody, and start again on the same file."""

        async def without_leave() -> None:
            pass

        self.traffic.is_dead = True
        conductor = self.parts.conductor
        for task in [*conductor._in_flight.values(), conductor._flushing]:
            if task is not None:
                task.cancel()
        await self.simulator.settle()
        await conductor.replier.close()
        setattr(self.parts, "leave", without_leave)  # noqa: B010 - a method is no attribute to mypy
        await self.stop()
        self.traffic.is_dead = False
        await self.start()

    async def close(self) -> None:
        self.gate.release()
        await self.simulator.close()
        await self.stop()
        await self.api.aclose()
        await self._webhooks.aclose()

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
        """Until all that is left waits: for the clock, for a callee, or for the test's hand."""
        await at_rest()
        while self.gate.is_busy:
            await self.gate.quiet()
            await at_rest()

    async def drive(self, work: Awaitable[T], at_most_s: float = 15) -> T:
        """What `work` comes to, with as much time as it waits for on the clock."""
        task = asyncio.ensure_future(work)
        until_ms = self.clock.now_ms() + at_most_s * 1000
        await self.calm()
        while not task.done() and await self._wake_next(until_ms):
            pass
        assert task.done(), "it is still under way"
        return task.result()

    async def pass_time(self, seconds: float) -> None:
        """Let time go by, with all the work that falls due, one thing after another."""
        until_ms = self.clock.now_ms() + seconds * 1000
        await self.calm()
        while await self._wake_next(until_ms):
            pass
        await self.clock.advance((until_ms - self.clock.now_ms()) / 1000)

    async def _wake_next(self, until_ms: float) -> bool:
        """Go on to the next moment somebody sleeps for; False if none is due by then."""
        due_ms = self.clock._next_due()
        if due_ms is None or due_ms > until_ms:
            return False
        self.clock._wake(due_ms)  # what `advance` does, less its guess at when all is at rest
        await self.calm()
        return True

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
        path = f"/voice/webhook/{kind}" + (f"?{query}" if query else "")
        whole = {"AccountSid": ACCOUNT, **form}
        headers = Signer(TOKEN).headers(PUBLIC_URL + path, whole.items())
        if signature is not None:
            headers["X-Twilio-Signature"] = signature
        headers["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8"
        return await self.api.post(path, content=urlencode(whole).encode(), headers=headers)


@cache
def unlimited() -> Config:
    """The default, but that a test may ask for as many calls as it likes."""
    rate = Rate(calls=MOST, within_s=1)
    limits = LimitsSection(overall=rate, token=rate, user=rate, number=rate)
    return load().model_copy(update={"limits": limits})


@asynccontextmanager
async def ruby(
    data: Path,
    *,
    config: Config | None = None,
    chat: FixedChat | None = None,
    by_hand: bool = False,
    speed: float = 1.0,
    clock: VirtualClock | None = None,
    callee_for: Callable[[str], Callee] | None = None,
    app: Litestar | None = None,
    tells: bool = False,
    tracing: Tracing | None = None,
    **settings: Any,
) -> AsyncIterator[Ruby]:
    """`speed` divides the time that speaking and silence take; infinite: they take none.

    `tells`: humans are told through the network, and not by the fake.
    `app`: one made before, to be given the new service; making one takes longer than a whole call.
    """
    given = Given(
        settings_for(data, **settings),
        config or unlimited(),
        chat or FixedChat(),
        clock or VirtualClock(),
        callee_for,
        app,
        speed,
        by_hand=by_hand,
        tells=tells,
        tracing=tracing or NoTracing(),
    )
    it = Ruby(given)
    await it.start()
    try:
        yield it
    finally:
        await it.close()


__all__ = [
    "ACCOUNT",
    "FROM_NUMBER",
    "PUBLIC_URL",
    "TOKEN",
    "TO_NUMBER",
    "Answer",
    "Digits",
    "Ringing",
    "Ruby",
    "Silence",
    "Speech",
    "ruby",
    "settings_for",
    "words_of",
]
