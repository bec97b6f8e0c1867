"""A clock that goes on only when told to: the Clock port for tests, without a second of waiting."""

from __future__ import annotations

import asyncio
import heapq
import math
from collections.abc import Awaitable, Callable
from itertools import count

NOON_MS = 1_750_075_200_000  # 2025-06-16 12:00 UTC, a Monday


class VirtualClock:
    def __init__(self, now_ms: int = NOON_MS) -> None:
        self._now_ms = now_ms
        self._order = count()
        self._sleepers: list[tuple[int, int, asyncio.Future[None]]] = []

    def now_ms(self) -> int:
        return self._now_ms

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        sleeper = asyncio.get_running_loop().create_future()
        # Rounded up: who sleeps until a moment must not wake a millisecond before it.
        due_ms = self._now_ms + math.ceil(round(seconds * 1000, 6))
        heapq.heappush(self._sleepers, (due_ms, next(self._order), sleeper))
        await sleeper

    @property
    def next_ms(self) -> int | None:
        """When the next sleeper wakes, None if nobody sleeps."""
        while self._sleepers and self._sleepers[0][2].done():
            heapq.heappop(self._sleepers)
        return self._sleepers[0][0] if self._sleepers else None

    def advance(self, seconds: float) -> None:
        """Go on at once, and wake whoever's time has come, in the order of their times."""
        self._now_ms += round(seconds * 1000)
        while (due_ms := self.next_ms) is not None and due_ms <= self._now_ms:
            heapq.heappop(self._sleepers)[2].set_result(None)

    async def travel(self, seconds: float, settle: Callable[[], Awaitable[object]]) -> None:
        """Go on from sleeper to sleeper; `settle` returns when what one began is at rest."""
        end_ms = self._now_ms + round(seconds * 1000)
        await settle()
        while (due_ms := self.next_ms) is not None and due_ms <= end_ms:
            await self._step_to(max(due_ms, self._now_ms), settle)
        await self._step_to(end_ms, settle)

    async def _step_to(self, at_ms: int, settle: Callable[[], Awaitable[object]]) -> None:
        self.advance((at_ms - self._now_ms) / 1000)
        await asyncio.sleep(0)  # whoever woke takes a step, so that `settle` sees them awake
        await settle()
