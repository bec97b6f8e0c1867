"""What all calls of the simulated network share: clock, mail, pace, and the error log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING

from ruby_fsm.simulator.clock import Clock
from ruby_fsm.simulator.rooms import Rooms
from ruby_fsm.simulator.webhooks import Webhooks

if TYPE_CHECKING:
    from ruby_fsm.simulator.call import Order
    from ruby_fsm.simulator.legs import Leg


@dataclass(frozen=True, slots=True)
class Notice:
    """An entry of the account's error log; `fatal` ones cost the call its document."""

    at_ms: int
    call_sid: str
    code: int
    message: str
    url: str = ""
    fatal: bool = False


@dataclass(slots=True)
class Network:
    """`speed` divides the time that speaking and silence take; infinite means no time at all.

    `ring`: the second leg for an order and its parent's sid; None where nobody is set up at that
    number: then the person who is transferred says how it went.
    """

    clock: Clock
    webhooks: Webhooks
    ids: Callable[[], str]
    speed: float = 1.0
    cps: float | None = None
    ring: Callable[[Order, str], Leg | None] = lambda *_: None
    notices: list[Notice] = field(default_factory=list[Notice])
    rooms: Rooms = field(default_factory=Rooms)
    _next_call_ms: int = 0

    def note(self, call_sid: str, code: int, message: str, url: str = "", *, fatal: bool) -> None:
        """Write an entry of the error log."""
        self.notices.append(Notice(self.clock.now_ms(), call_sid, code, message, url, fatal))

    async def linger(self, seconds: float) -> None:
        """Let time pass on the line."""
        await self.clock.sleep(seconds / self.speed)

    def queue_ms(self) -> int:
        """Take the next place at the account's calls per second; ms until it is due."""
        now_ms = self.clock.now_ms()
        if self.cps is None:
            return 0
        due_ms = max(now_ms, self._next_call_ms)
        self._next_call_ms = due_ms + round(1000 / self.cps)
        return due_ms - now_ms


def rfc2822(at_ms: int) -> str:
    """Write a moment as Twilio does: `Mon, 05 Jan 2026 18:00:00 +0000`."""
    return format_datetime(datetime.fromtimestamp(at_ms // 1000, UTC))
