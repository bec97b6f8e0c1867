"""Keyed jobs on the event loop, kept in the jobs table: done at least once, at their due time.

No job waits behind another call's, nor behind another kind: a hanging dial keeps no escalation.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import structlog

from ruby_fsm.adapters.db.rows import StoredJob
from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.app.ports import Clock, Unit
from ruby_fsm.app.records import Job
from ruby_fsm.errors import RubyError, Unavailable

Handler = Callable[[Job], Awaitable[None]]
T = TypeVar("T")
FIRST_RETRY_S = 1
LAST_RETRY_S = 60
# Longest rest: bounds how late a job is when the machine's clock is set, and how old a tick.
LONGEST_REST_S = 5.0
AT_ONCE = 64  # of each kind

log = structlog.get_logger("ruby_fsm.engine")


class JobUnits(Protocol):
    """What the engine needs of the store's writer."""

    async def run(self, work: Callable[[StoreUnit], T]) -> T: ...

    def listen(self, on_jobs: Callable[[Sequence[StoredJob]], None]) -> None: ...


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """A try of a job to come; of two that are due at once the older goes first."""

    due_ms: int
    serial: int
    tries: int
    job: StoredJob


class LoopEngine:
    """See `ruby_fsm.app.ports.Engine`; the jobs are the store's, this only does them in time.

    `at_once`: how many jobs of one kind run side by side.
    """

    def __init__(self, units: JobUnits, clock: Clock, *, at_once: int = AT_ONCE) -> None:
        self._units = units
        self._clock = clock
        self._at_once = at_once
        self._lanes: dict[str, asyncio.Semaphore] = {}
        self._heap: list[Run] = []
        self._known: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._newest: dict[str, asyncio.Task[None]] = {}  # of each key
        self._news = asyncio.Event()
        self._moved = asyncio.Event()
        self._stopped = asyncio.Event()
        self._stopped.set()
        self._is_stopping = False
        self._is_resting = False
        self.tick_ms: int | None = None
        units.listen(self._enlist)

    # --- in a unit ------------------------------------------------------------------------------

    def at(self, unit: Unit, job: Job) -> None:
        unit.put_job(job)

    def cancel(self, unit: Unit, key: str) -> None:
        unit.cancel_job(key)

    # --- on the loop ----------------------------------------------------------------------------

    async def run(self, handlers: Mapping[str, Handler]) -> None:
        """Do jobs until `stop`; cancelled, it cancels what runs, to be done again another time."""
        self._stopped.clear()
        self._is_stopping = False
        self._heap.clear()
        self._known.clear()
        try:
            await self._reload()
            while not self._is_stopping:
                self.tick_ms = self._clock.now_ms()
                self._start_due(handlers, self.tick_ms)
                await self._rest()
            await self._join()
        finally:
            await self._drop()
            self._stopped.set()
            self._moved.set()

    async def stop(self) -> None:
        """Start nothing more, let what runs come to its end, and return when it has."""
        self._is_stopping = True
        self._wake()
        await self._stopped.wait()

    async def idle(self) -> None:
        """Return when every job due by now was tried and the loop sleeps until the next."""
        while not self._stopped.is_set() and not self._is_idle():
            self._moved.clear()
            await self._moved.wait()

    async def _reload(self) -> None:
        while not self._is_stopping:
            try:
                self._enlist(await self._units.run(lambda unit: unit.open_jobs()))
            except Unavailable as err:
                log.warning("jobs_not_loaded", detail=str(err))
                await self._rest()
            else:
                return

    def _is_idle(self) -> bool:
        return self._is_resting and not self._tasks and not self._is_due(self._clock.now_ms())

    def _wake(self) -> None:
        self._is_resting = False
        self._news.set()

    def _enlist(self, jobs: Iterable[StoredJob]) -> None:
        for job in jobs:
            if job.serial not in self._known:
                self._known.add(job.serial)
                heapq.heappush(self._heap, Run(job.due_ms, job.serial, 0, job))
        self._wake()

    def _is_due(self, now_ms: int) -> bool:
        return bool(self._heap) and self._heap[0].due_ms <= now_ms

    def _start_due(self, handlers: Mapping[str, Handler], now_ms: int) -> None:
        while self._is_due(now_ms):
            run = heapq.heappop(self._heap)
            handler = handlers.get(run.job.kind)
            if handler is None:
                # Its row stays open: the version that put it may be started again.
                log.error("job_of_unknown_kind", kind=run.job.kind)
                self._moved.set()
                continue
            self._start(run, handler)

    def _start(self, run: Run, handler: Handler) -> None:
        key = run.job.key
        task = asyncio.create_task(self._do(run, handler, self._newest.get(key)))
        self._tasks.add(task)
        self._newest[key] = task
        task.add_done_callback(lambda done: self._end(key, done))

    def _end(self, key: str, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if self._newest.get(key) is task:
            del self._newest[key]
        self._moved.set()

    async def _rest(self) -> None:
        alarm = asyncio.create_task(self._ring())
        try:
            await self._news.wait()
        finally:
            alarm.cancel()
        self._news.clear()

    async def _ring(self) -> None:
        seconds = LONGEST_REST_S
        if self._heap:
            until_due = (self._heap[0].due_ms - self._clock.now_ms()) / 1000
            seconds = min(seconds, max(0.0, until_due))
        self._is_resting = True
        self._moved.set()
        await self._clock.sleep(seconds)
        self._wake()

    async def _do(self, run: Run, handler: Handler, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait({before})  # never two runs of one key side by side
        async with self._lane(run.job.kind):
            if not self._is_stopping:
                await self._try(run, handler)

    def _lane(self, kind: str) -> asyncio.Semaphore:
        return self._lanes.setdefault(kind, asyncio.Semaphore(self._at_once))

    async def _try(self, run: Run, handler: Handler) -> None:
        job = run.job
        try:
            if await self._units.run(lambda unit: unit.is_open(job)):
                await handler(job)
                at_ms = self._clock.now_ms()
                await self._units.run(lambda unit: unit.finish_run(job, at_ms))
            self._known.discard(job.serial)
        except Exception as err:  # noqa: BLE001 - whatever broke, the job is still to be done
            self._retry(run, err)

    def _retry(self, run: Run, err: Exception) -> None:
        wait_s = min(LAST_RETRY_S, FIRST_RETRY_S * 2 ** min(run.tries, 10))
        # Only our own errors are known to hold nothing personal.
        detail = str(err) if isinstance(err, RubyError) else ""
        name = type(err).__name__
        log.warning("job_failed", kind=run.job.kind, error=name, detail=detail, retry_s=wait_s)
        due_ms = self._clock.now_ms() + wait_s * 1000
        heapq.heappush(self._heap, Run(due_ms, run.serial, run.tries + 1, run.job))
        self._wake()

    async def _join(self) -> None:
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _drop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
