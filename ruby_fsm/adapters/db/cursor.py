"""The floor of a unit: run compiled statements, convert nothing, and reach no further."""

from __future__ import annotations

from typing import Any, Protocol

import sqlalchemy as sa

from ruby_fsm.adapters.db.rows import Row, StoredJob
from ruby_fsm.adapters.db.seal import Seal
from ruby_fsm.adapters.db.statements import Spelling, Statement, Value, compiled
from ruby_fsm.app.ports import Clock
from ruby_fsm.app.records import Escalation, Kept, LogRow
from ruby_fsm.core.effects import Verb

LOCK = compiled(
    sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(sa.bindparam("name"), 0)))
)


class Cursor(Protocol):
    """What both drivers have."""

    @property
    def rowcount(self) -> int: ...

    def execute(self, sql: Any, values: Any, /) -> object: ...

    def fetchone(self) -> Row | None: ...

    def fetchall(self) -> list[Any]: ...


def without_nul(value: Value) -> Value:
    """PostgreSQL's text holds no NUL; what a stranger sent with one is of nobody's anyway."""
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value


class OnCursor:
    """Works within its transaction only: the writer closes the cursor when the unit is over."""

    def __init__(
        self, cursor: Cursor, seal: Seal, clock: Clock, spelling: Spelling = Spelling.SQLITE
    ) -> None:
        self._cursor = cursor
        self._seal = seal
        self._clock = clock
        self._spelling = spelling
        self.jobs_put: list[StoredJob] = []
        self.rows_kept: list[LogRow] = []
        self.ended: list[str] = []
        self.escalations_saved: list[Escalation] = []
        self._fresh: dict[tuple[str, int], tuple[Verb, ...]] = {}  # of rows this unit appended

    @property
    def kept(self) -> Kept:
        """What the commit of this unit will have kept."""
        moments = {row.at_ms for row in self.rows_kept}
        waits = [
            one.acknowledged_ms - one.opened_ms
            for one in self.escalations_saved
            # One that was taken earlier may be saved again.
            if one.acknowledged_ms is not None and one.acknowledged_ms in moments
        ]
        return Kept(self.rows_kept, self.ended, waits)

    def _alone(self, name: str) -> None:
        """No other unit goes on under this name until this one has ended.

        SQLite's units are alone already: their transaction begins with the lock on all of it.
        """
        if self._spelling is Spelling.POSTGRESQL:
            self._run(LOCK, {"name": f"ruby:{name}"})

    def _first(self, statement: Statement, **values: Value) -> Row | None:
        self._run(statement, values)
        return self._cursor.fetchone()

    def _all(self, statement: Statement, **values: Value) -> list[Row]:
        self._run(statement, values)
        return self._cursor.fetchall()

    def _do(self, statement: Statement, **values: Value) -> int:
        """How many rows it changed."""
        self._run(statement, values)
        return self._cursor.rowcount

    def _run(self, statement: Statement, values: dict[str, Value]) -> None:
        text = statement[self._spelling]
        given = text.with_values(values)
        if self._spelling is Spelling.POSTGRESQL:
            given = {name: without_nul(value) for name, value in given.items()}
        self._cursor.execute(text.sql, given)
