"""`ruby-fsm db`: upgrade, current, check."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ruby_fsm.adapters.db import migrate
from ruby_fsm.adapters.db.guard import only_process
from ruby_fsm.cli.db import db
from ruby_fsm.cli.noting import noted_start
from ruby_fsm.config.limits import LimitsSection, Rate
from ruby_fsm.config.load import load
from ruby_fsm.errors import Unavailable
from tests.world import settings_for


def run(*words: str) -> Result:
    return CliRunner().invoke(db, words)


def test_upgrade_makes_a_database_and_says_where_it_stands(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new/ruby.db"

    first, again = run("upgrade", "--database", url), run("upgrade", "--database", url)

    assert f"{migrate.head()}; came from nothing" in first.output
    assert f"{migrate.head()}; was up to date" in again.output
    assert (first.exit_code, again.exit_code) == (0, 0)


def test_upgrade_keeps_off_a_database_in_use(tmp_path: Path) -> None:
    path = tmp_path / "ruby.db"
    with only_process(path):
        result = run("upgrade", "--database", str(path))

    assert isinstance(result.exception, Unavailable)
    assert migrate.current(path) == ""


def test_current_tells_the_revision_and_the_newest(tmp_path: Path) -> None:
    path = tmp_path / "ruby.db"
    path.touch()
    empty = run("current", "--database", str(path))
    migrate.upgrade(path)

    assert f"empty; newest: {migrate.head()}" in empty.output
    assert (
        f"{migrate.head()}; newest: {migrate.head()}"
        in run("current", "--database", str(path)).output
    )


def test_current_of_a_missing_database_names_the_way_out(tmp_path: Path) -> None:
    result = run("current", "--database", str(tmp_path / "none.db"))

    assert isinstance(result.exception, Unavailable)
    assert "ruby-fsm db upgrade" in str(result.exception)


def test_check_is_fine_after_upgrade_and_1_on_a_difference(tmp_path: Path) -> None:
    path = tmp_path / "ruby.db"
    migrate.upgrade(path)
    fine = run("check", "--database", str(path))
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE ruby_pace")
    connection.close()
    differs = run("check", "--database", str(path))

    assert (fine.exit_code, differs.exit_code) == (0, 1)
    assert "fine" in fine.output
    assert "ruby_pace" in differs.output


def test_the_database_of_the_settings_is_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RUBY_DATA", str(tmp_path / "mine"))
    monkeypatch.delenv("RUBY_DATABASE_URL", raising=False)

    result = run("upgrade")

    assert result.exit_code == 0, result.output
    assert (tmp_path / "mine" / "ruby.db").is_file()


def test_an_upgrade_stands_in_the_audit_trail_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUBY_DATA", str(tmp_path))
    path = tmp_path / "ruby.db"
    for _ in range(2):
        run("upgrade", "--database", str(path))

    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT who, act, detail FROM ruby_audit").fetchall()
    connection.close()
    [(who, act, detail)] = rows
    assert (who, act) == ("command line", "database upgraded")
    assert migrate.head() in detail


def test_a_start_is_in_the_trail_where_config_or_keys_are_others(tmp_path: Path) -> None:
    usual, rate = load(None), Rate(calls=7, within_s=60)
    other = usual.model_copy(update={"limits": LimitsSection(overall=rate)})
    settings = settings_for(tmp_path, ruby_database_url="")
    for config in (usual, usual, other, other, usual):
        noted_start(settings, config)

    with sqlite3.connect(tmp_path / "ruby.db") as connection:
        rows = connection.execute("SELECT act, detail FROM ruby_audit ORDER BY n").fetchall()
    connection.close()
    assert [act for act, _ in rows] == ["config changed"] * 3
    assert rows[0] == rows[2] != rows[1]
