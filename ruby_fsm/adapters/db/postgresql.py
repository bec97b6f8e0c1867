"""How this service opens PostgreSQL: the address, the limits of a connection, one process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.errors import LockNotAvailable
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from ruby_fsm.adapters.db.cursor import without_nul
from ruby_fsm.errors import ConfigError, Unavailable

# Below the 3 s a unit has from the arrival of its webhook.
LIMIT_MS = 2500
LOCKED_MS = 2000  # sooner, so that a lock is told as one
CONNECT_S = 2
READERS = 4
GUARD = "ruby:process"
TOGETHER = {True: "this one must be alone", False: "that one must be alone"}
GONE_MS = 2000  # how long the server may take to notice that the one before has gone
OPTIONS = (
    f"-c statement_timeout={LIMIT_MS} -c lock_timeout={LOCKED_MS} "
    f"-c idle_in_transaction_session_timeout={LIMIT_MS * 4}"
)
READ_ONLY = f"{OPTIONS} -c default_transaction_read_only=on"


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """A database on a server. Its text names host and database, never user or password."""

    url: URL = field(repr=False)

    def __str__(self) -> str:
        host = self.url.host or self.url.query.get("host") or "localhost"
        return f"postgresql://{host}/{self.url.database or ''}"

    @property
    def address(self) -> str:
        """For psycopg: the password in it."""
        plain = self.url.set(drivername="postgresql")
        return plain.render_as_string(hide_password=False)

    @property
    def engine_url(self) -> URL:
        return self.url.set(drivername="postgresql+psycopg")


def postgresql_of(text: str) -> PostgreSQL:
    """Of `postgresql://user:password@host:port/name`. Raises ConfigError, without the password."""
    try:
        url = make_url(text)
    except (sa.exc.ArgumentError, ValueError):
        url = None
    if url is None or not url.database:
        raise ConfigError(
            "RUBY_DATABASE_URL: names no database; write postgresql://user:password@host/name"
        )
    return PostgreSQL(url)


def connect(place: PostgreSQL, options: str = OPTIONS) -> psycopg.Connection[tuple[object, ...]]:
    """A connection whose transactions are the caller's. Raises psycopg.Error."""
    return psycopg.connect(
        place.address,
        autocommit=True,
        connect_timeout=CONNECT_S,
        options=options,
        application_name="ruby-fsm",
        keepalives_idle=5,
        keepalives_interval=2,
        keepalives_count=3,
    )


def migration_engine(place: PostgreSQL) -> sa.Engine:
    return sa.create_engine(place.engine_url, poolclass=sa.NullPool, hide_parameters=True)


def reading_engine(place: PostgreSQL) -> AsyncEngine:
    """A small pool whose connections can't write."""
    engine = create_async_engine(
        place.engine_url,
        pool_size=READERS,
        max_overflow=0,
        pool_timeout=LIMIT_MS / 1000,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"options": READ_ONLY, "connect_timeout": CONNECT_S},
    )
    sa.event.listen(engine.sync_engine, "before_cursor_execute", clean, retval=True)
    return engine


def clean(*before: Any) -> tuple[str, Any]:
    """A statement's values as the server takes them; of SQLAlchemy's arguments two matter."""
    _connection, _cursor, statement, values, *_ = before
    if isinstance(values, dict):
        values = {name: without_nul(value) for name, value in values.items()}
    return statement, values


@contextmanager
def processes(place: PostgreSQL, *, alone: bool) -> Iterator[None]:
    """Hold a session lock, shared with other processes or alone; a killed one's is freed.

    Needs a direct connection, or a pooler in session mode. Raises psycopg.Error, Unavailable.
    """
    lock = "pg_advisory_lock" if alone else "pg_advisory_lock_shared"
    with connect(place, f"-c lock_timeout={GONE_MS}") as held:
        try:
            held.execute(f"SELECT {lock}(hashtextextended(%s, 0))", [GUARD])
        except LockNotAvailable as err:
            raise Unavailable(
                f"{place}: another ruby-fsm uses this database, and {TOGETHER[alone]}. Stop that "
                "one, or give this one a database of its own by RUBY_DATABASE_URL"
            ) from err
        yield
