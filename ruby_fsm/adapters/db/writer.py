"""The one thread that writes: waiting units of work, each in its savepoint, kept by one commit.

A unit that fails leaves nothing behind and harms no neighbour. Nobody hears "kept" before the
commit; nobody's unit is lost because its caller went away.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from typing import TypeVar

import sqlalchemy as sa

from ruby_fsm.adapters.db.callers import Callers, OnEach, OnJobs, OnKept, Outcome, Waiting, bearable
from ruby_fsm.adapters.db.enlisting import Enlist, Enlisting, over
from ruby_fsm.adapters.db.faults import GONE, as_fault
from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.errors import Unavailable

T = TypeVar("T")
# Others write to the same file too: without this pause between busy batches they starve.
REST_S = 0.001


class TransactionLostError(Exception):
    """The whole transaction was rolled back, not only one unit's part of it."""

    def __init__(self, fault: Exception) -> None:
        super().__init__()
        self.fault = fault


class Door(threading.Condition):
    """Where callers on the loop leave their units for the thread."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: deque[Waiting] = deque()
        self.is_closed = False

    def leave(self, waiting: Waiting) -> None:
        with self:
            if self.is_closed:
                raise Unavailable("The database is closed: the service is stopping")
            self.waiting.append(waiting)
            self.notify()

    def take_all(self) -> list[Waiting]:
        """What waits; blocks while nothing does; empty once the door is closed and all is done."""
        with self:
            self.wait_for(lambda: self.waiting or self.is_closed)
            batch = list(self.waiting)
            self.waiting.clear()
            return batch

    def close(self) -> None:
        with self:
            self.is_closed = True
            self.notify()


class Writer:
    """Units of work on SQLite, in the order they came.

    `connect` opens the connection, in the thread and again after a fault; `unit` makes a unit on a
    cursor; `is_there` says whether the file still stands where it was opened.
    """

    def __init__(
        self,
        connect: Callable[[], sqlite3.Connection],
        unit: Callable[[sqlite3.Cursor], StoreUnit],
        is_there: Callable[[], bool],
    ) -> None:
        self._connect = connect
        self._unit = unit
        self._is_there = is_there
        self._connection: sqlite3.Connection | None = None
        self._core: sa.Connection | None = None
        self._enlisting = Enlisting()
        self._door = Door()
        self._rest = threading.Event()
        self._callers = Callers()
        self._thread = threading.Thread(target=self._work, name="ruby-fsm writer", daemon=True)
        self._thread.start()

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
        self._door.leave(waiting)
        result: T = await waiting.future
        return result

    async def close(self) -> None:
        """Do what waits, then stop the thread and join it."""
        self._door.close()
        await asyncio.to_thread(self._thread.join)

    # --- on the thread ------------------------------------------------------------------------

    def _work(self) -> None:
        while batch := self._door.take_all():
            self._callers.release(self._keep(batch))
            if self._door.waiting:
                self._rest.wait(REST_S)
        self._disconnect()

    def _keep(self, batch: list[Waiting]) -> list[Outcome]:
        """Run the batch in one transaction; where that is lost, each unit in one of its own."""
        try:
            return self._transact(batch)
        except TransactionLostError as lost:
            if len(batch) == 1:
                return [Outcome(batch[0], error=lost.fault)]
            return [outcome for waiting in batch for outcome in self._keep([waiting])]
        except Exception as err:  # noqa: BLE001 - a thread that died would leave all callers waiting
            self._disconnect()
            return [Outcome(waiting, error=told(err)) for waiting in batch]

    def _transact(self, batch: list[Waiting]) -> list[Outcome]:
        self._look_for_file()
        connection = self._connected()
        connection.execute("BEGIN IMMEDIATE")
        outcomes = [self._in_savepoint(connection, waiting) for waiting in batch]
        self._commit(connection)
        self._look_for_file()
        return outcomes

    def _look_for_file(self) -> None:
        # SQLite goes on writing, without an error, into a file that was removed or replaced.
        if not self._is_there():
            raise Unavailable(GONE)

    def _in_savepoint(self, connection: sqlite3.Connection, waiting: Waiting) -> Outcome:
        connection.execute("SAVEPOINT unit")
        cursor = connection.cursor()
        unit = self._unit(cursor)
        try:
            result = waiting.work(unit)
            assert self._core is not None
            self._enlisting.tell(self._core, unit.jobs_put)
            outcome = Outcome(waiting, result, jobs=unit.jobs_put, kept=unit.kept)
        except BaseException as err:  # noqa: BLE001 - whatever a unit raises is its caller's alone
            outcome = Outcome(waiting, error=told(err))
        cursor.close()
        # A full disk, an I/O error or no memory roll the whole transaction back under us; what
        # follows would be kept statement by statement.
        if not connection.in_transaction:
            raise TransactionLostError(outcome.error or Unavailable(GONE))
        if outcome.error:
            connection.execute("ROLLBACK TO unit")
        connection.execute("RELEASE unit")
        return outcome

    def _commit(self, connection: sqlite3.Connection) -> None:
        try:
            connection.execute("COMMIT")
        except sqlite3.Error as err:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise TransactionLostError(as_fault(err)) from err

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = self._connect()
            self._core = over(self._connection, "sqlite://")
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = self._core = None


def told(err: BaseException) -> Exception:
    """`err` as a future may carry it and a caller may read it."""
    if not isinstance(err, sqlite3.Error):
        return bearable(err)
    fault = as_fault(err)
    fault.__cause__ = err
    return fault
