"""One try of a keyed job, as every engine makes it: looked up, done, and finished or put off."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TypeVar

import structlog

from ruby_fsm.adapters.db.rows import StoredJob
from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.app.ports import Clock
from ruby_fsm.app.records import Job
from ruby_fsm.errors import RubyError, Unavailable

Handler = Callable[[Job], Awaitable[None]]
T = TypeVar("T")
FIRST_RETRY_S = 1
LAST_RETRY_S = 60
AT_ONCE = 64  # of each lane

log = structlog.get_logger("ruby_fsm.engine")


class JobUnits(Protocol):
    """What an engine needs of the store's writer."""

    async def run(self, work: Callable[[StoreUnit], T]) -> T: ...

    def listen(self, on_jobs: Callable[[Sequence[StoredJob]], None]) -> None: ...


def lane_of(job: Job) -> str:
    """Jobs of one lane may wait for each other: of one kind, and `to` the same receiver if any."""
    return f"{job.kind}:{job.args.get('to', '')}"


async def tried(units: JobUnits, clock: Clock, job: StoredJob, handler: Handler) -> int | None:
    """None once its row knows what came of it; else when to try it anew: the store was away."""
    try:
        known = await units.run(lambda unit: unit.this_try(job.serial, job.tries))
        if known is not None:
            await handler(known)
            at_ms = clock.now_ms()
            await units.run(lambda unit: unit.finish_run(known, at_ms))
    except Exception as err:  # noqa: BLE001 - whatever broke, the job is still to be done
        return await _put_off(units, clock, job, err)
    return None


async def _put_off(units: JobUnits, clock: Clock, job: StoredJob, err: Exception) -> int | None:
    wait_s = min(LAST_RETRY_S, FIRST_RETRY_S << min(job.tries, 10))
    # Only our own errors are known to hold nothing personal.
    detail = str(err) if isinstance(err, RubyError) else ""
    name = type(err).__name__
    log.warning("job_failed", kind=job.kind, error=name, detail=detail, retry_s=wait_s)
    due_ms = clock.now_ms() + wait_s * 1000
    try:
        await units.run(lambda unit: unit.put_off(job, due_ms))
    except Unavailable:
        return due_ms
    return None
