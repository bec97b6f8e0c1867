"""The schema's history leads to exactly the tables that the code expects."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from ruby_fsm.adapters.db import migrate
from ruby_fsm.adapters.db.sqlite import migration_engine
from ruby_fsm.adapters.db.tables import METADATA, TABLES
from ruby_fsm.errors import Unavailable


def schema_of(path: Path) -> set[tuple[str, str, str]]:
    connection = sqlite3.connect(path)
    found = connection.execute("SELECT type, name, tbl_name FROM sqlite_master").fetchall()
    connection.close()
    return {tuple(one) for one in found}


def test_the_migrations_make_the_tables_of_the_models(tmp_path: Path) -> None:
    path = tmp_path / "ruby.db"

    migrate.upgrade(path)

    assert migrate.differences(path) == []


def test_a_difference_is_told(tmp_path: Path) -> None:
    path = tmp_path / "ruby.db"
    migrate.upgrade(path)
    with sqlite3.connect(path) as connection:
        connection.execute("ALTER TABLE ruby_jobs DROP COLUMN sending_ms")
        connection.execute("CREATE TABLE ruby_strange (id)")
    connection.close()

    told = "\n".join(migrate.differences(path))

    assert "sending_ms" in told
    assert "ruby_strange" in told


def statements_of(path: Path) -> set[str]:
    connection = sqlite3.connect(path)
    rows = connection.execute(
        "SELECT sql FROM sqlite_master WHERE name <> 'ruby_schema'"
    ).fetchall()
    connection.close()
    return {" ".join(row[0].replace("\t", " ").split()) for row in rows if row[0]}


def test_what_a_comparison_overlooks_is_the_models_too(tmp_path: Path) -> None:
    migrated, made = tmp_path / "migrated.db", tmp_path / "made.db"
    migrate.upgrade(migrated)
    METADATA.create_all(migration_engine(made))

    assert statements_of(migrated) == statements_of(made)


def test_a_second_upgrade_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ruby.db"
    migrate.upgrade(path)
    before = schema_of(path)

    migrate.upgrade(path)

    assert schema_of(path) == before
    assert migrate.current(path) == migrate.head()


def test_tables_of_other_software_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ruby.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE workflow_status (id)")
    connection.close()

    migrate.upgrade(path)

    assert migrate.differences(path) == []
    assert ("table", "workflow_status", "workflow_status") in schema_of(path)


def test_an_upgrade_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ruby.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE ruby_pace (in_the_way)")
    connection.close()
    before = schema_of(path)

    with pytest.raises(AssertionError, match="already exists"):
        migrate.upgrade(path)

    assert schema_of(path) == before


def test_a_missing_database_is_named_and_not_made(tmp_path: Path) -> None:
    path = tmp_path / "ruby.db"

    with pytest.raises(Unavailable, match="no database there"):
        migrate.current(path)

    assert not path.exists()


def test_every_table_has_our_prefix() -> None:
    assert all(name.startswith("ruby_") for name in TABLES)


def test_the_revisions_are_one_line() -> None:
    scripts = ScriptDirectory(str(Path(migrate.__file__).parent / "migrations"))

    revisions = [script.revision for script in scripts.walk_revisions()]

    assert sorted(revisions, reverse=True) == revisions
    assert len(scripts.get_heads()) == 1
