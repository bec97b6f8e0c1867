"""Bring a database to the schema of this version, or say how it differs. Synchronous."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from ruby_fsm.adapters.db.faults import unavailable
from ruby_fsm.adapters.db.places import Place, is_made, migration_engine
from ruby_fsm.adapters.db.tables import METADATA
from ruby_fsm.errors import Unavailable

VERSION_TABLE = "ruby_schema"
LOCK = "ruby:schema"


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or (name or "").startswith("ruby_")


SETTINGS: dict[str, Any] = {
    "target_metadata": METADATA,
    "version_table": VERSION_TABLE,
    "include_name": _is_ours,  # others may keep their tables in the same file
    "render_as_batch": True,
    "transactional_ddl": True,
}


def upgrade(place: Place) -> None:
    """To the newest schema, all of it or nothing. Raises Unavailable."""
    with unavailable(place), migration_engine(place).begin() as connection:
        _one_at_a_time(connection)
        _refuse_newer(connection, place)
        command.upgrade(_config(connection), "head")


def current(place: Place) -> str:
    """The revision the database stands at, '' for an empty one. Raises Unavailable."""
    with unavailable(place), _existing(place).connect() as connection:
        return stands_at(connection)


def head() -> str:
    """The newest revision this version knows."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def differences(place: Place) -> list[str]:
    """How the database's tables differ from what this version needs; empty: not at all."""
    with unavailable(place), _existing(place).connect() as connection:
        _refuse_newer(connection, place)
        options = {name: value for name, value in SETTINGS.items() if name != "target_metadata"}
        context = MigrationContext.configure(connection, opts=options)
        return [str(found) for found in compare_metadata(context, METADATA)]


def _existing(place: Place) -> sa.Engine:
    if not is_made(place):
        raise Unavailable(f"{place}: no database there; `ruby-fsm db upgrade` makes one")
    return migration_engine(place)


def _one_at_a_time(connection: sa.Connection) -> None:
    """On SQLite the transaction began with the lock."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (LOCK,))


def _config(connection: sa.Connection | None = None) -> Config:
    config = Config()
    folder = Path(__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def stands_at(connection: sa.Connection) -> str:
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    return context.get_current_revision() or ""


def _refuse_newer(connection: sa.Connection, place: Place) -> None:
    at = stands_at(connection)
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if at and at not in known:
        raise Unavailable(
            f"{place}: its schema {at!r} is newer than this version's {head()!r}. "
            "Install the newer ruby-fsm again, or restore the backup made before it"
        )
