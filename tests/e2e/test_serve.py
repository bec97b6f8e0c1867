"""`serve` refuses what would let strangers in, in words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.served import clean_environment, serving


def served(folder: Path, *words: str, data: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ruby_fsm", "serve", *words],
        env=clean_environment(RUBY_DATA=str(data or folder)),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_it_does_not_listen_to_other_machines_without_a_token(tmp_path: Path) -> None:
    ended = served(tmp_path, "--host", "0.0.0.0", "--port", "0")

    assert ended.returncode == 78
    assert "set RUBY_API_TOKEN" in ended.stderr
    assert "ruby-fsm token create" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_port_that_is_none_is_refused_by_its_range(tmp_path: Path) -> None:
    ended = served(tmp_path, "--port", "99999")

    assert ended.returncode == 2
    assert "65535" in ended.stderr


@pytest.mark.parametrize("role", ["web", "worker"])
def test_a_part_of_the_service_is_refused_on_sqlite_with_the_way_out(
    tmp_path: Path, role: str
) -> None:
    ended = served(tmp_path, "--role", role, "--port", "0")

    assert ended.returncode == 78
    assert f"--role {role}: SQLite serves one process" in ended.stderr
    assert "RUBY_DATABASE_URL=postgresql://" in ended.stderr


def test_a_second_process_on_one_file_is_refused(tmp_path: Path) -> None:
    with serving(tmp_path / "data"):
        ended = served(tmp_path, "--port", "0", data=tmp_path / "data")

    assert ended.returncode == 69
    assert "another ruby-fsm uses this database" in ended.stderr
    assert "RUBY_DATABASE_URL" in ended.stderr
