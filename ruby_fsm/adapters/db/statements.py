"""SQLAlchemy statements compiled once, to be run on the driver's cursor.

Building and compiling costs forty times what SQLite needs to run them, so it is done at import.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

Value = str | int | bytes | None


@dataclass(frozen=True, slots=True)
class Statement:
    """`constants` are values that stood in the statement itself."""

    sql: str
    constants: Mapping[str, Value]

    def with_values(self, values: Mapping[str, Value]) -> dict[str, Value]:
        return {**self.constants, **values}


def compiled(clause: sa.ClauseElement) -> Statement:
    """Bind parameters keep their names."""
    text = clause.compile(dialect=sqlite.dialect(paramstyle="named"))
    constants = {name: value for name, value in text.params.items() if value is not None}
    return Statement(str(text), constants)


def insert_into(table: sa.Table, *skip: str) -> sa.Insert:
    """An insert of every column but `skip`, each bound by its own name."""
    names = [column.name for column in table.columns if column.name not in skip]
    return sa.insert(table).values({name: sa.bindparam(name) for name in names})
