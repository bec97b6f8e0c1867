"""Time as the simulated network knows it: real, or virtual so that no test ever waits."""

import asyncio
import heapq
import itertools
import time
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from typing import Protocol, TypeVar

T = TypeVar("T")

# Loop turns after which a task woken in this thread has surely run up to its next wait.
SETTLING_TURNS = 25
AN_EVENING_MS = 1_767_636_000_000  # 5 January 2026, 18:00 UTC


class Clock(Protocol):
    """What the network asks of time."""

    def now_ms(self) -> int:
        """Milliseconds since 1970, UTC."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return once this much time has passed on this clock."""
        ...


class RealClock:
    """The computer's own clock."""

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class VirtualClock:
    """A clock that stands still until it is advanced by hand, or driven by `run`."""

    def __init__(self, start_ms: int = AN_EVENING_MS) -> None:
        self._now_ms = start_ms
        self._sleepers: list[tuple[int, int, asyncio.Future[None]]] = []
        self._order = itertools.count()
        self._holds = 0
        self._released = asyncio.Event()

    def now_ms(self) -> int:
        return self._now_ms

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        due = self._now_ms + round(seconds * 1000)
        heapq.heappush(self._sleepers, (due, next(self._order), woken))
        await woken

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep `run` from jumping ahead while something real (a request) is under way."""
        self._holds += 1
        try:
            yield
        finally:
            self._holds -= 1
            self._released.set()

    async def advance(self, seconds: float) -> None:
        """Move on by `seconds`, waking each sleeper at its own moment, whatever is held."""
        until = self._now_ms + round(seconds * 1000)
        await settle()
        while (due := self._next_due()) is not None and due <= until:
            self._wake(due)
            await settle()
        self._now_ms = until

    async def run(self, awaitable: Awaitable[T]) -> T:
        """Await this, jumping to the next sleeper whenever all else is idle.

        A handler that sleeps on this same clock inside a held request never wakes here:
        advance by hand for that. RuntimeError when nothing is left that could wake it.
        """
        task = asyncio.ensure_future(awaitable)
        while not await self._is_idle(task):
            due = self._next_due()
            if due is None:
                task.cancel()
                raise RuntimeError("virtual clock: nobody sleeps, yet what was awaited is not done")
            self._wake(due)
        return await task

    async def _is_idle(self, task: asyncio.Future[T]) -> bool:
        """Wait until nothing runs; True when `task` is done."""
        await settle()
        while self._holds and not task.done():
            self._released.clear()
            await self._released.wait()
            await settle()
        return task.done()

    def _next_due(self) -> int | None:
        while self._sleepers and self._sleepers[0][2].done():
            heapq.heappop(self._sleepers)
        return self._sleepers[0][0] if self._sleepers else None

    def _wake(self, due: int) -> None:
        self._now_ms = max(self._now_ms, due)
        while self._sleepers and self._sleepers[0][0] <= due:
            woken = heapq.heappop(self._sleepers)[2]
            if not woken.done():
                woken.set_result(None)


async def settle() -> None:
    """Let every task that can run now run up to its next wait."""
    for _ in range(SETTLING_TURNS):
        await asyncio.sleep(0)
