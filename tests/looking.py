"""The rows as another process would find them, by a connection of its own."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa

from ruby_fsm.adapters.db.places import Place, migration_engine, place_of
from ruby_fsm.adapters.db.postgresql import PostgreSQL, connect
from ruby_fsm.adapters.db.statements import Spelling
from ruby_fsm.adapters.db.tables import METADATA
from tests.account import database_of

Connection = sqlite3.Connection | psycopg.Connection[Any]


def place_in(data: Path) -> Place:
    """Where a service under test with this data folder keeps its rows."""
    return place_of(database_of(data) or data / "ruby.db")


def looking(place: Place) -> Connection:
    if isinstance(place, PostgreSQL):
        return connect(place)  # a unit holds the calls it reads, and so writes their locks
    return sqlite3.connect(f"{place.absolute().as_uri()}?mode=ro", uri=True)


def spelling_of(place: Place) -> Spelling:
    return Spelling.POSTGRESQL if isinstance(place, PostgreSQL) else Spelling.SQLITE


def every_row(place: Place) -> dict[str, list[tuple[Any, ...]]]:
    """Of every table of ours, in an order that can be compared."""
    engine = migration_engine(place)
    with engine.connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(sa.select(table))), key=repr)
            for table in METADATA.sorted_tables
        }
