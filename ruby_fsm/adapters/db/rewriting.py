"""Files written anew, so that nothing of what was erased is left in them.

PostgreSQL leaves the old bytes of a row in its page until something else needs the room.
"""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
from psycopg.errors import InsufficientPrivilege

from ruby_fsm.adapters.db import postgresql, sqlite
from ruby_fsm.adapters.db.places import HOLDING, Place
from ruby_fsm.adapters.db.postgresql import PostgreSQL
from ruby_fsm.adapters.db.postgresql_faults import as_fault
from ruby_fsm.errors import Unavailable

# Whoever waits for a table makes all wait who come after: calls as well, so not for long.
WAIT = "-c lock_timeout=2000"
# Files that were replaced go with a checkpoint, and with it the log that led up to it.
HASTENED = ("SELECT pg_switch_wal()", "CHECKPOINT") * 2


def rewrite(place: Place) -> bool:
    """Each table that holds something of a person, with its indexes. Nobody uses one meanwhile.

    False: the server's own log keeps old pages until a checkpoint, which this account may not ask
    for. Raises Unavailable.
    """
    if not isinstance(place, PostgreSQL):
        sqlite.scrub(place)
        return True
    try:
        with postgresql.connect(place, WAIT) as connection:
            for statement in statements():
                connection.execute(statement)
            return hastened(connection)
    except psycopg.Error as err:
        raise Unavailable(f"{place}: {as_fault(err)}") from err


def statements() -> Iterator[bytes]:
    for table in HOLDING:
        yield f"VACUUM FULL {table}".encode()


def hastened(connection: psycopg.Connection[tuple[object, ...]]) -> bool:
    try:
        for statement in HASTENED:
            connection.execute(statement.encode())
    except InsufficientPrivilege:
        return False
    return True
