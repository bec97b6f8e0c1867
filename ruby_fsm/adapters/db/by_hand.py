"""One unit of work for a command, also beside a running service: a transaction of its own."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import psycopg

from ruby_fsm.adapters.db import migrate, postgresql, sqlite
from ruby_fsm.adapters.db.cursor import Cursor
from ruby_fsm.adapters.db.faults import as_fault
from ruby_fsm.adapters.db.places import Place, is_made, only_process
from ruby_fsm.adapters.db.postgresql import PostgreSQL
from ruby_fsm.adapters.db.postgresql_faults import as_fault as as_server_fault
from ruby_fsm.adapters.db.proofs import prove_keys
from ruby_fsm.adapters.db.seal import Seal
from ruby_fsm.adapters.db.statements import Spelling
from ruby_fsm.adapters.db.store import make_file
from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.app.ports import Clock
from ruby_fsm.config.keys import Keys
from ruby_fsm.errors import Unavailable

T = TypeVar("T")


def by_hand(place: Place, keys: Keys, clock: Clock, work: Callable[[StoreUnit], T]) -> T:
    """Run `work` and commit. Raises Unavailable, ConfigError: other keys than the database's."""
    ready(place)
    seal = Seal(keys, os.urandom)
    spelling = Spelling.POSTGRESQL if isinstance(place, PostgreSQL) else Spelling.SQLITE
    try:
        with transaction(place) as cursor:
            unit = StoreUnit(cursor, seal, clock, spelling)
            prove_keys(unit, seal)
            return work(unit)
    except sqlite3.Error as err:
        raise as_fault(err) from err
    except psycopg.Error as err:
        raise Unavailable(f"{place}: {as_server_fault(err)}") from err


def ready(place: Place) -> None:
    """Of this version's schema. Only a database of another one has to be free for it."""
    if isinstance(place, Path):
        make_file(place)
    if not is_made(place) or migrate.current(place) != migrate.head():
        with only_process(place):
            migrate.upgrade(place)


@contextmanager
def transaction(place: Place) -> Iterator[Cursor]:
    if isinstance(place, PostgreSQL):
        with postgresql.connect(place) as server, server.transaction(), server.cursor() as cursor:
            yield cursor
        return
    connection = sqlite.connect_writer(place)
    try:
        yield from _in_file(connection)
    finally:
        connection.close()


def _in_file(connection: sqlite3.Connection) -> Iterator[Any]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection.cursor()
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
