"""Ports for tests: each keeps the promise of its role; contract tests run them beside the real."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from itertools import count

from ruby_fsm.app.ports import Alert, ChatRequest, Clock
from ruby_fsm.errors import AlertError, ChatError
from ruby_fsm.understanding.assessment import Risk


class FixedChat:
    """Says one line a turn. `delay_s` on `clock` first; `broken`: raises instead."""

    name = "fixed"

    def __init__(
        self,
        say: Callable[[ChatRequest], str] = lambda request: f"That is reply {request.turn}.",
        *,
        clock: Clock | None = None,
    ) -> None:
        self.say = say
        self.clock = clock
        self.delay_s = 0.0
        self.broken = False
        self.asked: list[ChatRequest] = []

    async def stream(self, request: ChatRequest) -> AsyncIterator[str]:
        self.asked.append(request)
        if self.delay_s and self.clock is not None:
            await self.clock.sleep(self.delay_s)
        if self.broken:
            raise ChatError("broken on purpose")
        for word in self.say(request).split(" "):
            yield f"{word} "

    async def check(self) -> str:
        if self.broken:
            raise ChatError("broken on purpose")
        return "it answers"


class FixedOpinions:
    """One opinion for all. `delay_s` on `clock` first; `broken`: raises instead."""

    def __init__(self, risk: Risk | None, *, clock: Clock) -> None:
        self.risk = risk
        self.clock = clock
        self.delay_s = 0.0
        self.broken = False
        self.asked: list[ChatRequest] = []

    async def on(self, request: ChatRequest) -> Risk | None:
        self.asked.append(request)
        await self.clock.sleep(self.delay_s)
        if self.broken:
            raise ChatError("broken on purpose")
        return self.risk


class HeardAlerts:
    """Keeps what was told; raises instead for contacts that are `broken_for`.

    `lost`: so many of the next are sent, and nobody hears of it.
    `together`: nothing is told before so many are telling.
    """

    def __init__(self) -> None:
        self.sent: list[Alert] = []
        self.broken_for: set[str] = set()
        self.lost = 0
        self.together: asyncio.Barrier | None = None

    async def send(self, alert: Alert) -> str:
        if self.together is not None:
            await self.together.wait()
        if alert.contact in self.broken_for:
            raise AlertError("broken on purpose")
        self.sent.append(alert)
        if self.lost:
            self.lost -= 1
            raise AlertError("lost on purpose", unknown=True)
        return ref_of(len(self.sent)) if alert.channel in {"call", "sms"} else ""

    async def find(self, alert: Alert, since_ms: int) -> Sequence[str]:
        is_listed = alert.channel in {"call", "sms"}
        return [ref_of(n) for n, one in enumerate(self.sent, 1) if is_listed and one == alert]


def ref_of(number: int) -> str:
    return f"SM{number:032x}"


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
