"""The floor of a unit: run compiled statements, convert nothing, and reach no further."""

from __future__ import annotations

import sqlite3

from ruby_fsm.adapters.db.rows import Row, StoredJob
from ruby_fsm.adapters.db.seal import Seal
from ruby_fsm.adapters.db.statements import Statement, Value
from ruby_fsm.app.ports import Clock


class OnCursor:
    """Works within its savepoint only: the writer closes the cursor when the unit is over."""

    def __init__(self, cursor: sqlite3.Cursor, seal: Seal, clock: Clock) -> None:
        self._cursor = cursor
        self._seal = seal
        self._clock = clock
        self.jobs_put: list[StoredJob] = []

    def _first(self, statement: Statement, **values: Value) -> Row | None:
        self._cursor.execute(statement.sql, statement.with_values(values))
        row: Row | None = self._cursor.fetchone()
        return row

    def _all(self, statement: Statement, **values: Value) -> list[Row]:
        self._cursor.execute(statement.sql, statement.with_values(values))
        rows: list[Row] = self._cursor.fetchall()
        return rows

    def _do(self, statement: Statement, **values: Value) -> int:
        """How many rows it changed."""
        self._cursor.execute(statement.sql, statement.with_values(values))
        return self._cursor.rowcount
