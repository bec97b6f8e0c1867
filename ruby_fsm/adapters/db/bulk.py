"""Many rows at once, past the units of work: for filling a database that nobody else has open."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg import sql
from psycopg.errors import UniqueViolation

from ruby_fsm.adapters.db import postgresql, sqlite
from ruby_fsm.adapters.db.faults import as_fault
from ruby_fsm.adapters.db.places import Place
from ruby_fsm.adapters.db.postgresql import PostgreSQL
from ruby_fsm.adapters.db.postgresql_faults import as_fault as as_server_fault
from ruby_fsm.errors import Unavailable

Rows = Sequence[tuple[Any, ...]]
Batch = Mapping[sa.Table, Rows]
Put = Callable[[Batch], None]
COUNTED = {"id", "serial"}  # given by the database
CACHE_KB = 262_144  # the index pages of a million rows; SQLite's own 2 MB would be read again


def columns(table: sa.Table) -> tuple[str, ...]:
    """In the order of a row's values."""
    return tuple(column.name for column in table.columns if column.name not in COUNTED)


@contextmanager
def bulk(place: Place) -> Iterator[Put]:
    """Puts a batch in one transaction. Raises Unavailable; also for a row that is there already."""
    try:
        with on_server(place) if isinstance(place, PostgreSQL) else in_file(place) as put:
            yield put
    except (sqlite3.IntegrityError, UniqueViolation) as err:
        raise Unavailable(
            f"{place}: these rows are there already; give another --seed to make others"
        ) from err
    except sqlite3.Error as err:
        raise as_fault(err) from err
    except psycopg.Error as err:
        raise Unavailable(f"{place}: {as_server_fault(err)}") from err


@contextmanager
def in_file(place: Any) -> Iterator[Put]:
    connection = sqlite.connect_writer(place)

    def put(batch: Batch) -> None:
        connection.execute("BEGIN IMMEDIATE")
        try:
            for table, rows in batch.items():
                connection.executemany(insert_of(table), rows)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    try:
        connection.execute(f"PRAGMA cache_size=-{CACHE_KB}")
        yield put
    finally:
        connection.close()


def insert_of(table: sa.Table) -> str:
    names = columns(table)
    marks = ", ".join("?" * len(names))
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - ours


@contextmanager
def on_server(place: PostgreSQL) -> Iterator[Put]:
    with postgresql.connect(place, options="") as connection:

        def put(batch: Batch) -> None:
            with connection.transaction(), connection.cursor() as cursor:
                for table, rows in batch.items():
                    with cursor.copy(copy_of(table)) as copy:
                        for row in rows:
                            copy.write_row(row)

        yield put


def copy_of(table: sa.Table) -> sql.Composed:
    names = sql.SQL(", ").join(map(sql.Identifier, columns(table)))
    return sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), names)
