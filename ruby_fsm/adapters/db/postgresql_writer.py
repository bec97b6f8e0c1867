"""Units of work on PostgreSQL: a few threads, a connection each, one transaction a unit.

The server groups commits by itself, so units are not batched here as they are on SQLite.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import psycopg
from psycopg.errors import DeadlockDetected, SerializationFailure

from ruby_fsm.adapters.db.callers import Callers, OnEach, OnJobs, OnKept, Outcome, Waiting, bearable
from ruby_fsm.adapters.db.enlisting import Enlist, Enlisting, over
from ruby_fsm.adapters.db.postgresql_faults import as_fault
from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.errors import Unavailable

T = TypeVar("T")
Connection = psycopg.Connection[tuple[Any, ...]]
THREADS = 6
TRIES = 3
ROLLED_BACK = (DeadlockDetected, SerializationFailure)


class AgainError(Exception):
    """Nothing of the unit was kept, and another run may well go through."""

    def __init__(self, cause: psycopg.Error) -> None:
        super().__init__()
        self.cause = cause


class PostgresWriter:
    """Each unit in a transaction of its own; units of one call wait for each other at its row.

    `connect` opens a connection, in its thread and again after a fault; `unit` makes a unit on a
    cursor.
    """

    def __init__(
        self,
        connect: Callable[[], Connection],
        unit: Callable[[psycopg.Cursor[Any]], StoreUnit],
        threads: int = THREADS,
    ) -> None:
        self._connect = connect
        self._unit = unit
        self._callers = Callers()
        self._enlisting = Enlisting()
        self._pool = ThreadPoolExecutor(threads, "ruby-fsm writer")
        self._of_thread = threading.local()
        self._opened: list[Connection] = []

    def listen(self, on_jobs: OnJobs) -> None:
        """`on_jobs` hears on the loop, after each commit, the jobs it put."""
        self._callers.listen(on_jobs)

    def count(self, on_kept: OnKept) -> None:
        """`on_kept` hears on the loop, after each commit, what its units kept."""
        self._callers.count(on_kept)

    def follow(self, on_each: OnEach) -> None:
        """`on_each` hears the same of each unit, in the context of who ran it."""
        self._callers.follow(on_each)

    def enlist(self, hook: Enlist) -> None:
        """`hook` writes what goes with the jobs of a unit, before the unit's commit."""
        self._enlisting.hook = hook

    async def run(self, work: Callable[[StoreUnit], T]) -> T:
        """See `ruby_fsm.app.ports.Units`. A cancelled caller's unit still runs, once, unheard."""
        waiting = self._callers.waiting(work)
        try:
            self._pool.submit(self._do, waiting)
        except RuntimeError as err:
            raise Unavailable("The database is closed: the service is stopping") from err
        result: T = await waiting.future
        return result

    async def close(self) -> None:
        """Do what waits, then stop the threads and join them."""
        await asyncio.to_thread(self._pool.shutdown)
        for connection in self._opened:
            connection.close()

    # --- on a thread --------------------------------------------------------------------------

    def _do(self, waiting: Waiting) -> None:
        self._callers.release([self._kept(waiting)])

    def _kept(self, waiting: Waiting) -> Outcome:
        cause: psycopg.Error | None = None
        for _ in range(TRIES):
            try:
                return self._transact(waiting)
            except AgainError as again:
                cause = again.cause
            except psycopg.Error as err:
                return failed(waiting, err)
            except BaseException as err:  # noqa: BLE001 - whatever a unit raises is its caller's
                return Outcome(waiting, error=bearable(err))
        assert cause is not None
        return failed(waiting, cause)

    def _transact(self, waiting: Waiting) -> Outcome:
        connection = self._connected()
        at_commit = False
        try:
            with connection.transaction(), connection.cursor() as cursor:
                unit = self._unit(cursor)
                result = waiting.work(unit)
                self._enlisting.tell(self._of_thread.core, unit.jobs_put)
                at_commit = True
        except ROLLED_BACK as err:
            raise AgainError(err) from err
        except psycopg.Error as err:
            # Whether a commit that met a broken line was done nobody knows: not run again here.
            if connection.broken and not at_commit:
                raise AgainError(err) from err
            raise
        return Outcome(waiting, result, jobs=unit.jobs_put, kept=unit.kept)

    def _connected(self) -> Connection:
        connection: Connection | None = getattr(self._of_thread, "connection", None)
        if connection is None or connection.closed:
            connection = self._of_thread.connection = self._connect()
            self._of_thread.core = over(connection, "postgresql+psycopg://")
            self._opened = [one for one in self._opened if not one.closed] + [connection]
        return connection


def failed(waiting: Waiting, err: psycopg.Error) -> Outcome:
    fault = as_fault(err)
    fault.__cause__ = err
    return Outcome(waiting, error=fault)
