"""SQLAlchemy statements compiled once, to be run on the driver's cursor.

Building and compiling costs forty times what SQLite needs to run them, so it is done at import, for
both databases at once: one statement, two spellings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.engine.interfaces import Dialect

Value = str | int | bytes | None


class Spelling(StrEnum):
    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


class Insert(Protocol):
    """An insert that may meet a row that is there: each database has its own."""

    def __call__(self, table: sa.Table) -> sqlite.Insert | postgresql.Insert: ...


DIALECTS: Mapping[Spelling, tuple[Dialect, Insert]] = {
    Spelling.SQLITE: (sqlite.dialect(paramstyle="named"), sqlite.insert),
    Spelling.POSTGRESQL: (psycopg.PGDialect_psycopg(), postgresql.insert),  # type: ignore[no-untyped-call]
}


@dataclass(frozen=True, slots=True)
class Text:
    """`constants` are values that stood in the statement itself."""

    sql: str
    constants: Mapping[str, Value]

    def with_values(self, values: Mapping[str, Value]) -> dict[str, Value]:
        return {**self.constants, **values}


Statement = Mapping[Spelling, Text]


def compiled(clause: sa.ClauseElement) -> Statement:
    """Bind parameters keep their names."""
    return made(lambda _: clause)


def made(clause: Callable[[Insert], sa.ClauseElement]) -> Statement:
    """The same of a clause that is made with the database's own insert."""
    return {
        spelling: text_of(clause(insert), dialect)
        for spelling, (dialect, insert) in DIALECTS.items()
    }


def text_of(clause: sa.ClauseElement, dialect: Dialect) -> Text:
    text = clause.compile(dialect=dialect)
    constants = {name: value for name, value in text.params.items() if value is not None}
    return Text(str(text), constants)


def insert_into(table: sa.Table, *skip: str) -> sa.Insert:
    """An insert of every column but `skip`, each bound by its own name."""
    names = [column.name for column in table.columns if column.name not in skip]
    return sa.insert(table).values({name: sa.bindparam(name) for name in names})
