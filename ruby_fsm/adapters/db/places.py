"""Where the rows are: a file of SQLite's, or a database on a PostgreSQL server; who opens which."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from ruby_fsm.adapters.db import guard, postgresql, sqlite
from ruby_fsm.adapters.db.cursor import Cursor
from ruby_fsm.adapters.db.postgresql import PostgreSQL, postgresql_of
from ruby_fsm.adapters.db.postgresql_faults import as_fault
from ruby_fsm.adapters.db.postgresql_writer import PostgresWriter
from ruby_fsm.adapters.db.seal import Seal
from ruby_fsm.adapters.db.statements import Spelling
from ruby_fsm.adapters.db.tables import CALLS, CONSENTS, DIALS, EVENTS, IDEMPOTENCY, VERDICTS
from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.adapters.db.writer import Writer
from ruby_fsm.app.ports import Clock
from ruby_fsm.errors import Unavailable

Place = Path | PostgreSQL
AnyWriter = Writer | PostgresWriter


def place_of(path_or_url: str | Path) -> Place:
    """Behind a setting. Raises ConfigError."""
    if str(path_or_url).startswith(("postgres:", "postgresql:", "postgresql+")):
        return postgresql_of(str(path_or_url))
    return sqlite.database_path(path_or_url)


def migration_engine(place: Place) -> sa.Engine:
    if isinstance(place, PostgreSQL):
        return postgresql.migration_engine(place)
    return sqlite.migration_engine(place)


def reading_engine(place: Place) -> AsyncEngine:
    if isinstance(place, PostgreSQL):
        return postgresql.reading_engine(place)
    return sqlite.reading_engine(place)


def is_made(place: Place) -> bool:
    """Whether there is something to look into; a server's database is made by its operator."""
    return isinstance(place, PostgreSQL) or place.is_file()


@contextmanager
def only_process(place: Place, *, alone: bool = True) -> Iterator[None]:
    """Raises Unavailable: another ruby-fsm is at work there, or nothing is.

    `alone`: False shares a server's database with others that share it; a file is never shared.
    """
    if not isinstance(place, PostgreSQL):
        with guard.only_process(place):
            yield
        return
    try:
        with postgresql.processes(place, alone=alone):
            yield
    except psycopg.Error as err:
        raise Unavailable(f"{place}: {as_fault(err)}") from err


def start_writer(place: Place, seal: Seal, clock: Clock) -> AnyWriter:
    def unit_in(spelling: Spelling) -> Callable[[Cursor], StoreUnit]:
        return lambda cursor: StoreUnit(cursor, seal, clock, spelling)

    if isinstance(place, PostgreSQL):
        return PostgresWriter(lambda: postgresql.connect(place), unit_in(Spelling.POSTGRESQL))
    made = place.stat().st_ino

    def is_there() -> bool:
        try:
            return place.stat().st_ino == made
        except OSError:
            return False

    return Writer(lambda: sqlite.connect_writer(place), unit_in(Spelling.SQLITE), is_there)


# What an erasure empties rows of, or takes rows from.
HOLDING = tuple(one.name for one in (CALLS, EVENTS, IDEMPOTENCY, CONSENTS, VERDICTS, DIALS))


def scrub(place: Place) -> None:
    """Remove what is left in the database's files of values that were overwritten.

    Of PostgreSQL's files only the space is given back, for rewriting them stops every call; see
    `ruby_fsm.adapters.db.rewriting`.
    Raises Unavailable.
    """
    if not isinstance(place, PostgreSQL):
        sqlite.scrub(place)
        return
    try:
        with postgresql.connect(place, "") as connection:
            connection.execute(f"VACUUM {', '.join(HOLDING)}".encode())
    except psycopg.Error as err:
        raise Unavailable(f"{place}: {as_fault(err)}") from err


def backup(place: Place, to: Path) -> None:
    """A copy of one moment at `to`, which must not be there yet. Raises Unavailable."""
    if isinstance(place, PostgreSQL):
        raise Unavailable(
            f"{place}: a server's database is copied by its own tool: "
            f"pg_dump --format=custom --file={to} <RUBY_DATABASE_URL>"
        )
    if to.exists():
        raise Unavailable(f"{to}: is there already; name a new file")
    sqlite.backup(place, to)
    to.chmod(0o600)
