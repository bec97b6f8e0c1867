"""Keyed jobs that outlive their process: enqueued by the commit that decided them, done by DBOS.

The row in the jobs table says what is wanted, and can be cancelled in a unit; DBOS says when, and
who does it. No job waits behind another kind's: a hanging dial keeps no escalation.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Protocol

import sqlalchemy as sa

from ruby_fsm.adapters.db.enlisting import Enlist
from ruby_fsm.adapters.db.peers import Peers
from ruby_fsm.adapters.db.places import Place
from ruby_fsm.adapters.db.rows import StoredJob
from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.adapters.durable.rescue import Rescue
from ruby_fsm.adapters.durable.transact import Transact
from ruby_fsm.adapters.jobs import AT_ONCE, Handler, JobUnits, lane_of, log, tried
from ruby_fsm.app.ports import Clock, Unit
from ruby_fsm.app.records import Job
from ruby_fsm.errors import Unavailable

TICK_S = 1.0  # a dead process is noticed within it
SWEEP_S = 15.0
# How late a job is before it is asked about: the queues are polled four times a second.
LATE_MS = 15_000
AT_MOST = 200
AGAIN_S = 1.0


class EnlistingUnits(JobUnits, Protocol):
    """What this engine needs of the store's writer."""

    def enlist(self, hook: Enlist) -> None: ...


class DurableEngine:
    """See `ruby_fsm.app.ports.Engine`. Needs the system's clock: DBOS reads no other.

    `is_worker`: whether jobs are done here, or only put. `peers`: the other processes, None where
    there can be none. `at_once`: how many of one kind run side by side in this process.
    """

    def __init__(
        self,
        units: EnlistingUnits,
        clock: Clock,
        place: Place,
        *,
        process_id: str,
        is_worker: bool = True,
        peers: Peers | None = None,
        at_once: int = AT_ONCE,
    ) -> None:
        self._units = units
        self._clock = clock
        self._is_worker = is_worker
        self._at_once = at_once
        self.transact = Transact(place, process_id)
        self.rescue = Rescue(peers, self.transact, units) if peers else None
        self._handlers: Mapping[str, Handler] = {}
        self._lanes: dict[str, asyncio.Semaphore] = {}
        self._newest: dict[str, asyncio.Event] = {}  # set when the newest run of a key has ended
        self._tasks: set[asyncio.Task[object]] = set()
        self._busy = 0
        self._calm = asyncio.Event()
        self._calm.set()
        self._is_stopping = asyncio.Event()
        self.tick_ms: int | None = None

    # --- in a unit ------------------------------------------------------------------------------

    def at(self, unit: Unit, job: Job) -> None:
        unit.put_job(job)

    def cancel(self, unit: Unit, key: str) -> None:
        unit.cancel_job(key)

    def _enlist(self, connection: sa.Connection, jobs: Sequence[StoredJob]) -> None:
        self.transact.enqueue(connection, jobs, self._clock.now_ms())

    # --- on the loop ----------------------------------------------------------------------------

    async def open(self, handlers: Mapping[str, Handler]) -> None:
        """Before anything is served: from here on each unit's jobs are in a queue at its commit."""
        self._handlers = handlers
        if self.rescue is not None:
            await self.rescue.join()  # before anything can be ours that others may take over
        self.transact.launch(self._run, is_worker=self._is_worker)
        self._units.enlist(self._enlist)
        await self.transact.open_queues()
        for version in await self.transact.foreign():
            log.error("work_of_another_version", version=version, advice="start that version again")

    async def run(self) -> None:
        """Watch over the queues until it is cancelled."""
        swept_ms = 0
        while True:
            if self.rescue is not None:
                await self.rescue.look()
            if self._is_worker and self._clock.now_ms() - swept_ms >= SWEEP_S * 1000:
                swept_ms = self._clock.now_ms()
                await self._swept()
            if self._has_worker():
                self.tick_ms = self._clock.now_ms()
            await self._clock.sleep(TICK_S)

    def _has_worker(self) -> bool:
        """Whether work is fetched: here, or by a process that was alive just now."""
        if self._is_worker:
            return self.transact.polls()
        return self.rescue is not None and bool({"worker", "all"} & {*self.rescue.roles})

    async def stop(self) -> None:
        """Start nothing more, and return when what runs has come to its end."""
        self._is_stopping.set()
        await self._calm.wait()

    async def close(self) -> None:
        """What was not done stays with the queues, for the next process."""
        self._is_stopping.set()
        await self.transact.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.rescue is not None:
            await self.rescue.leave()

    async def forget(self, before_ms: int) -> None:
        """What DBOS keeps of work that was over before that moment."""
        try:
            while await self.transact.forget(before_ms):
                pass
        except sa.exc.SQLAlchemyError as err:
            raise Unavailable("The engine's old rows could not be deleted") from err

    async def _swept(self) -> None:
        """Jobs whose row stands alone: put without a queue, or left by a restored backup."""
        try:
            before_ms = self._clock.now_ms() - LATE_MS
            late = await self._units.run(lambda unit: unit.overdue_jobs(before_ms, AT_MOST))
            for job in await self.transact.lost(late) if late else ():
                log.warning("lost_job_found", kind=job.kind)
                await self._units.run(partial(put_off, job=job, due_ms=self._clock.now_ms()))
        except (Unavailable, sa.exc.SQLAlchemyError) as err:
            log.warning("sweep_failed", error=type(err).__name__)

    # --- a job ----------------------------------------------------------------------------------

    async def _run(self, serial: int, tries: int) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            job = await self._known(serial, tries)
            if job is not None:
                await self._in_turn(job)
        finally:
            self._tasks.discard(task)

    async def _in_turn(self, job: StoredJob) -> None:
        """At its moment, after an earlier run of its key, and as one of so many of its kind."""
        handler = self._handlers.get(job.kind)
        if handler is None:
            # Its row stays open: the version that put it may be started again.
            log.error("job_of_unknown_kind", kind=job.kind)
            return
        await self._clock.sleep(max(0.0, (job.due_ms - self._clock.now_ms()) / 1000))
        before, ended = self._newest.get(job.key), asyncio.Event()
        self._newest[job.key] = ended
        try:
            if before is not None:
                await before.wait()
            async with self._lanes.setdefault(lane_of(job), asyncio.Semaphore(self._at_once)):
                await self._tried(job, handler)
        finally:
            ended.set()
            if self._newest.get(job.key) is ended:
                del self._newest[job.key]

    async def _tried(self, job: StoredJob, handler: Handler) -> None:
        if self._is_stopping.is_set():
            await asyncio.Event().wait()  # until it is cancelled: begun, and left to the next one
        self._busy += 1
        self._calm.clear()
        try:
            while (again_ms := await tried(self._units, self._clock, job, handler)) is not None:
                await self._clock.sleep(max(AGAIN_S, (again_ms - self._clock.now_ms()) / 1000))
        finally:
            self._busy -= 1
            if self._busy == 0:
                self._calm.set()

    async def _known(self, serial: int, tries: int) -> StoredJob | None:
        """None for one that was cancelled or done; waits for a store that is away."""
        while True:
            try:
                return await self._units.run(lambda unit: unit.this_try(serial, tries))
            except Unavailable:
                await self._clock.sleep(AGAIN_S)


def put_off(unit: StoreUnit, job: StoredJob, due_ms: int) -> None:
    unit.put_off(job, due_ms)
