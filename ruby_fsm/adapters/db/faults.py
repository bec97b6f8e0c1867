"""What SQLite says, as a plain sentence for the person who runs the service."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import sqlalchemy as sa

from ruby_fsm.adapters.db import postgresql_faults
from ruby_fsm.errors import Unavailable

GONE = "The database file is gone: put it back or restore the newest backup, then restart"
SENTENCES = {
    "SQLITE_BUSY": "The database is locked by another program: close what else has it open",
    "SQLITE_LOCKED": "The database is locked by another program: close what else has it open",
    "SQLITE_FULL": "The database's disk is full: free some space",
    "SQLITE_READONLY": "The database is read-only: give this user write access to file and folder",
    "SQLITE_PERM": "The database is read-only: give this user write access to file and folder",
    "SQLITE_CANTOPEN": "The database can't be opened: check its path and who may read it",
    "SQLITE_IOERR": "The database's disk reports an error: check the disk and its free space",
    "SQLITE_NOMEM": "The machine is out of memory: the database can't work",
    "SQLITE_CORRUPT": "The database is damaged: restore the newest backup",
    "SQLITE_NOTADB": "The database file is no SQLite database: check its path, or restore a backup",
}


def as_fault(err: sqlite3.Error) -> Exception:
    """Unavailable for what an operator can cure; AssertionError for what only we can."""
    name = getattr(err, "sqlite_errorname", "") or ""
    base = "_".join(name.split("_")[:2])
    if sentence := SENTENCES.get(base):
        return Unavailable(sentence)
    # SQLite names tables and columns here, never values.
    return AssertionError(f"{name or type(err).__name__}: {err}")


@contextmanager
def unavailable(place: object = None) -> Iterator[None]:
    """What SQLAlchemy and the drivers raise inside, as Unavailable; `place` is named if given."""
    where = f"{place}: " if place else ""
    try:
        yield
    except sa.exc.DBAPIError as err:
        cause = err.orig
        fault: Exception = err
        if isinstance(cause, sqlite3.Error):
            fault = as_fault(cause)
        elif isinstance(cause, psycopg.Error):
            fault = postgresql_faults.as_fault(cause)
        if isinstance(fault, Unavailable):
            raise Unavailable(f"{where}{fault}") from err
        raise fault from err
    except sa.exc.TimeoutError as err:
        raise Unavailable(f"{where}All reading connections stay busy: try again later") from err
