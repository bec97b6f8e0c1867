"""`serve` refuses what would let strangers in, in words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.served import clean_environment


def served(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ruby_fsm", "serve", *words],
        env=clean_environment(RUBY_DATA=str(data)),
        cwd=data,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_it_does_not_listen_to_other_machines_without_a_token(tmp_path: Path) -> None:
    ended = served(tmp_path, "--host", "0.0.0.0", "--port", "0")

    assert ended.returncode == 78
    assert "set RUBY_API_TOKEN" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_port_that_is_none_is_refused_by_its_range(tmp_path: Path) -> None:
    ended = served(tmp_path, "--port", "99999")

    assert ended.returncode == 2
    assert "65535" in ended.stderr
