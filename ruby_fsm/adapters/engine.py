"""Keyed jobs on the event loop, kept in the jobs table: done at least once, at their due time.

No job waits behind another call's, nor behind another kind: a hanging dial keeps no escalation.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ruby_fsm.adapters.db.rows import StoredJob
from ruby_fsm.adapters.jobs import AT_ONCE, Handler, JobUnits, lane_of, log, tried
from ruby_fsm.app.ports import Clock, Unit
from ruby_fsm.app.records import Job
from ruby_fsm.errors import Unavailable

# Longest rest: bounds how late a job is when the machine's clock is set, and how old a tick.
LONGEST_REST_S = 5.0


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """A try of a job to come; of two that are due at once the older goes first."""

    due_ms: int
    serial: int
    tries: int
    job: StoredJob

    @property
    def name(self) -> tuple[int, int]:
        return self.serial, self.tries


def run_of(job: StoredJob) -> Run:
    return Run(job.due_ms, job.serial, job.tries, job)


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
        self._known: set[tuple[int, int]] = set()
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
        for run in map(run_of, jobs):
            if run.name not in self._known:
                self._known.add(run.name)
                heapq.heappush(self._heap, run)
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
        async with self._lane(lane_of(run.job)):
            if not self._is_stopping:
                await self._try(run, handler)

    def _lane(self, name: str) -> asyncio.Semaphore:
        return self._lanes.setdefault(name, asyncio.Semaphore(self._at_once))

    async def _try(self, run: Run, handler: Handler) -> None:
        again_ms = await tried(self._units, self._clock, run.job, handler)
        if again_ms is None:
            self._known.discard(run.name)
        else:
            heapq.heappush(self._heap, replace(run, due_ms=again_ms))
            self._wake()

    async def _join(self) -> None:
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _drop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
