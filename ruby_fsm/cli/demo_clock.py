"""A clock of which a script can let pieces pass: the service's own, never the network's."""

from __future__ import annotations

from ruby_fsm.adapters.clock import SystemClock


class SkippingClock(SystemClock):
    """The system's clock, ahead of it by what was skipped; who sleeps sleeps real time."""

    def __init__(self) -> None:
        self._ahead_ms = 0

    def now_ms(self) -> int:
        return super().now_ms() + self._ahead_ms

    async def skip(self, seconds: float) -> None:
        self._ahead_ms += round(seconds * 1000)
