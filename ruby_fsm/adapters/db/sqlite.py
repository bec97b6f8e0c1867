"""How this service opens SQLite: the path behind a setting, the pragmas, three kinds of door."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from ruby_fsm.errors import ConfigError, Unavailable

# Below the 3 s a unit has from the arrival of its webhook.
BUSY_MS = 2500
READERS = 4
# FULL: a power cut loses no acknowledged danger; kill -9 loses nothing in either mode.
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={BUSY_MS}", "foreign_keys=ON")
# What is overwritten or deleted leaves no byte in the file.
SECURE = "secure_delete=ON"
# The inner pages of many past calls: with SQLite's own 2 MB each turn would read them again.
CACHE_KB = 16_384


def database_path(path_or_url: str | Path) -> Path:
    """The file behind `sqlite:///file` or a plain path. Raises ConfigError."""
    text = str(path_or_url)
    scheme, separator, rest = text.partition("://")
    if not separator:
        path = text
    elif scheme in {"sqlite", "sqlite+aiosqlite"} and "?" not in rest:
        path = rest.removeprefix("/")
    else:
        raise ConfigError(f"RUBY_DATABASE_URL: {scheme}://… is none; write sqlite:///path/to/file")
    if path in {"", ":memory:"}:
        raise ConfigError("RUBY_DATABASE_URL: names no file; write sqlite:///path/to/file")
    return Path(path).expanduser()


def connect_writer(path: Path) -> sqlite3.Connection:
    """The one connection that writes; it never makes the file. Transactions are the caller's."""
    uri = f"{path.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_MS / 1000)
    try:
        for pragma in (*PRAGMAS, SECURE, f"cache_size=-{CACHE_KB}"):
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def scrub(path: Path) -> None:
    """Fold the journal into the file and cut it to nothing. Raises Unavailable while it is read."""
    connection = connect_writer(path)
    try:
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.close()
    if busy:
        raise Unavailable("The journal is being read; what was erased leaves it a little later")


def backup(path: Path, to: Path) -> None:
    """A copy of one moment, without free pages, while others write. Raises Unavailable."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as source:
            source.execute("VACUUM INTO ?", (str(to),))
    except sqlite3.Error as err:
        raise Unavailable(f"{to}: {err}") from err


def migration_engine(path: Path) -> sa.Engine:
    """Every transaction takes the write lock at once, so that a schema change is all or nothing."""
    engine = sa.create_engine(f"sqlite:///{path}", poolclass=sa.NullPool, hide_parameters=True)
    _prepare(engine, begin="BEGIN IMMEDIATE", pragmas=PRAGMAS)
    return engine


def reading_engine(path: Path) -> AsyncEngine:
    """A small pool whose connections can't write."""
    engine = create_async_engine(
        f"sqlite+aiosqlite:///{path}",
        pool_size=READERS,
        max_overflow=0,
        pool_timeout=BUSY_MS / 1000,
        hide_parameters=True,
    )
    _prepare(engine.sync_engine, begin="BEGIN", pragmas=(*PRAGMAS[2:], "query_only=ON"))
    return engine


def _prepare(engine: sa.Engine, *, begin: str, pragmas: tuple[str, ...]) -> None:
    def on_connect(connection: DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None  # else the driver emits a BEGIN of its own
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def on_begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    sa.event.listen(engine, "connect", on_connect)
    sa.event.listen(engine, "begin", on_begin)
