"""Ports for tests, each doing what its role promises; the contract tests run them beside the real."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

from ruby_fsm.app.ports import Alert, ChatRequest, Clock
from ruby_fsm.errors import AlertError, ChatError


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


class HeardAlerts:
    """Keeps what was told; `broken`: raises instead."""

    def __init__(self) -> None:
        self.sent: list[Alert] = []
        self.broken = False

    async def send(self, alert: Alert) -> None:
        if self.broken:
            raise AlertError("broken on purpose")
        self.sent.append(alert)
