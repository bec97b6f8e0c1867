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
from ruby_fsm.adapters.db.sqlite import migration_engine
from ruby_fsm.adapters.db.tables import RubyRow
from ruby_fsm.errors import Unavailable

VERSION_TABLE = "ruby_schema"


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or (name or "").startswith("ruby_")


SETTINGS: dict[str, Any] = {
    "target_metadata": RubyRow.metadata,
    "version_table": VERSION_TABLE,
    "include_name": _is_ours,  # others may keep their tables in the same file
    "render_as_batch": True,
    "transactional_ddl": True,
}


def upgrade(path: Path) -> None:
    """To the newest schema, all of it or nothing. Raises Unavailable."""
    with unavailable(path), migration_engine(path).begin() as connection:
        _refuse_newer(connection, path)
        command.upgrade(_config(connection), "head")


def current(path: Path) -> str:
    """The revision the database stands at, '' for an empty one. Raises Unavailable."""
    with unavailable(path), _existing(path).connect() as connection:
        return stands_at(connection)


def head() -> str:
    """The newest revision this version knows."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def differences(path: Path) -> list[str]:
    """How the database's tables differ from what this version needs; empty: not at all."""
    with unavailable(path), _existing(path).connect() as connection:
        _refuse_newer(connection, path)
        options = {name: value for name, value in SETTINGS.items() if name != "target_metadata"}
        context = MigrationContext.configure(connection, opts=options)
        return [str(found) for found in compare_metadata(context, RubyRow.metadata)]


def _existing(path: Path) -> sa.Engine:
    if not path.is_file():
        raise Unavailable(f"{path}: no database there; `ruby-fsm db upgrade` makes one")
    return migration_engine(path)


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


def _refuse_newer(connection: sa.Connection, path: Path) -> None:
    at = stands_at(connection)
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if at and at not in known:
        raise Unavailable(
            f"{path}: its schema {at!r} is newer than this version's {head()!r}. "
            "Install the newer ruby-fsm again, or restore the backup made before it"
        )
