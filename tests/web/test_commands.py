"""Each command of the contract answers, and each exit code means what it says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import rich_click as click

from ruby_fsm.cli import exits, main
from ruby_fsm.cli.demo import play
from ruby_fsm.cli.main import cli, run
from ruby_fsm.errors import PhoneError
from tests.served import clean_environment

ROOT = Path(__file__).parents[2]
SHORT = """\
name: A short call
steps:
  - say: "goodbye"
expect: {end_reason: goodbye}
"""


def left(words: list[str]) -> int:
    """The code with which the command leaves, whichever way it does."""
    try:
        return run(words)
    except SystemExit as leaving:
        return int(str(leaving.code))


@pytest.mark.contract("commands.run_py", "exits.0")
def test_run_py_names_its_words_and_hands_the_others_on() -> None:
    told = subprocess.run(
        [sys.executable, "run.py", "--help"],
        cwd=ROOT,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    for word in ("demo", "test", "check", "any other word goes to `ruby-fsm`"):
        assert word in told


@pytest.mark.contract("commands.demo", "exits.0")
async def test_the_demo_plays_a_whole_call(tmp_path: Path) -> None:
    script = tmp_path / "short.yaml"
    script.write_text(SHORT)

    assert await play(script, tmp_path / "data") == exits.FINE


@pytest.mark.contract("commands.config", "exits.0", "exits.78")
def test_config_check_tells_a_good_file_from_a_faulty_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faulty = tmp_path / "config.yaml"
    faulty.write_text((ROOT / "config.yaml").read_text().replace("at: moderate", "at: never"))

    assert left(["config", "check", str(ROOT / "config.yaml")]) == 0
    assert left(["config", "check", str(faulty)]) == 78
    assert "crisis.at" in capsys.readouterr().err
    assert left(["config", "schema"]) == 0
    assert '"properties"' in capsys.readouterr().out


@pytest.mark.contract("commands.diagram", "exits.1")
def test_diagram_draws_and_tells_a_stale_drawing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert left(["diagram"]) == 0
    assert "stateDiagram" in capsys.readouterr().out
    (tmp_path / "states.md").write_text("stale")
    assert left(["diagram", "--check", str(tmp_path)]) == 1


@pytest.mark.contract("commands.db", "exits.0", "exits.69")
def test_db_makes_names_and_checks_the_schema(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = ["--database", str(tmp_path / "ruby.db")]

    assert left(["db", "check", *database]) == 69
    for word in ("upgrade", "current", "check"):
        assert left(["db", word, *database]) == 0
    assert "fine" in capsys.readouterr().out


def test_every_command_of_the_contract_is_there_with_help() -> None:
    wanted = {"demo", "serve", "config", "doctor", "call", "calls", "end", "diagram", "db", "token"}

    assert wanted <= set(cli.commands)
    assert all(command.help for command in cli.commands.values())


@pytest.mark.contract("exits.2")
@pytest.mark.parametrize("words", [["nothing"], ["call"], ["serve", "--port", "many"], ["--no"]])
def test_wrong_usage_leaves_with_2(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert left(words) == 2


@pytest.mark.contract("exits.69")
def test_a_service_that_is_not_there_leaves_with_69(capsys: pytest.CaptureFixture[str]) -> None:
    assert left(["calls", "--url", "http://127.0.0.1:9"]) == 69
    assert " serve'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (RuntimeError("a secret"), 70),
        (KeyboardInterrupt(), 130),
        (PhoneError("Twilio does not answer", retryable=True), 75),
    ],
    ids=["bug", "ctrl-c", "try later"],
)
@pytest.mark.contract("exits.70", "exits.75", "exits.130")
def test_a_bug_ctrl_c_and_an_upstream_have_their_codes(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    raised: BaseException,
    code: int,
) -> None:
    @click.command()
    def broken() -> None:
        raise raised

    monkeypatch.setitem(main.cli.commands, "broken", broken)

    assert left(["broken"]) == code
    assert "a secret" not in capsys.readouterr().err
