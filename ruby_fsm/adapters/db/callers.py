"""Who waits for a unit of work: told on the loop once the writer knows what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from typing import Any

from ruby_fsm.adapters.db.rows import StoredJob
from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.app.records import Kept

OnJobs = Callable[[Sequence[StoredJob]], None]
OnKept = Callable[[Sequence[Kept]], None]
OnEach = Callable[[Kept], None]


class UnitFailedError(RuntimeError):
    """A unit raised what no future may carry: SystemExit would stop the loop."""


@dataclass(slots=True)
class Waiting:
    work: Callable[[StoreUnit], object]
    future: asyncio.Future[Any]
    context: Context = field(default_factory=copy_context)  # whose work it is, for log and trace


@dataclass(slots=True)
class Outcome:
    waiting: Waiting
    result: object = None
    error: Exception | None = None
    jobs: Sequence[StoredJob] = ()
    kept: Kept | None = None


class Callers:
    """Made on the loop. A caller that went away hears nothing; its unit was run all the same."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._on_jobs: list[OnJobs] = []
        self._on_kept: list[OnKept] = []
        self._on_each: list[OnEach] = []

    def waiting(self, work: Callable[[StoreUnit], object]) -> Waiting:
        return Waiting(work, self._loop.create_future())

    def listen(self, on_jobs: OnJobs) -> None:
        self._on_jobs.append(on_jobs)

    def count(self, on_kept: OnKept) -> None:
        self._on_kept.append(on_kept)

    def follow(self, on_each: OnEach) -> None:
        self._on_each.append(on_each)

    def release(self, outcomes: Sequence[Outcome]) -> None:
        """From any thread: after the commit, or once it is known that there was none."""
        try:
            self._loop.call_soon_threadsafe(self._tell, outcomes)
        except RuntimeError:  # the loop is closed: nobody is left to hear
            return

    def _tell(self, outcomes: Sequence[Outcome]) -> None:
        for outcome in outcomes:
            answer(outcome)
        if jobs := [job for outcome in outcomes if not outcome.error for job in outcome.jobs]:
            for hear in self._on_jobs:
                hear(jobs)
        if kept := [outcome.kept for outcome in outcomes if outcome.kept]:
            for count in self._on_kept:
                count(kept)
        for outcome in outcomes:
            self._tell_each(outcome)

    def _tell_each(self, outcome: Outcome) -> None:
        if outcome.kept:
            for follow in self._on_each:
                outcome.waiting.context.run(follow, outcome.kept)


def answer(outcome: Outcome) -> None:
    future = outcome.waiting.future
    if future.done():  # the caller went away
        return
    if outcome.error:
        future.set_exception(outcome.error)
    else:
        future.set_result(outcome.result)


def bearable(err: BaseException) -> Exception:
    """`err` as a future may carry it."""
    if isinstance(err, Exception) and not isinstance(err, StopIteration):
        return err
    failed = UnitFailedError(f"A unit of work raised {type(err).__name__}")
    failed.__cause__ = err
    return failed
