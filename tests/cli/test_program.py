"""What a message tells a person to type can be typed where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from ruby_fsm.cli.calls import calls
from ruby_fsm.cli.program import program
from ruby_fsm.errors import Unavailable

ROOT = Path(__file__).parents[2]


def test_a_checkout_is_told_to_run_run_py_and_an_installed_one_its_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for folder, word in ((ROOT, "python3 run.py"), (tmp_path, "ruby-fsm")):
        monkeypatch.chdir(folder)
        said = CliRunner().invoke(calls, ["--url", "http://127.0.0.1:1"])

        assert program() == word
        assert isinstance(said.exception, Unavailable)
        assert f"start it with '{word} serve'" in str(said.exception)
