"""What each word after `run.py` starts, and that the started program is left to itself."""

import os
import signal
from pathlib import Path

import pytest

from tests.house.tiny import House
from tools import commands

ECHO = ["import os, sys", "print(os.getcwd(), *sys.argv[1:], sep='|')"]


@pytest.mark.parametrize(("words", "expected"), [([], 2), (["help"], 0), (["--help"], 0)])
def test_help_needs_no_environment(house: House, words: list[str], expected: int) -> None:
    code, out, _ = house.run(*words)

    assert code == expected
    assert "run.py demo" in out
    assert not house.venv.exists()


@pytest.mark.parametrize("expected", [0, 1, 130])
def test_exit_code_of_the_program_is_ours(house: House, expected: int) -> None:
    assert house.run("exit", str(expected))[0] == expected


def test_signal_reaches_the_program_itself(house: House) -> None:
    with house.start("wait") as process:
        assert process.stdout is not None
        program = int(process.stdout.readline())
        os.kill(program, signal.SIGTERM)

        assert process.wait() == -signal.SIGTERM
    assert program == process.pid


def test_file_beside_the_person_does_not_shadow_a_library(house: House, tmp_path: Path) -> None:
    (tmp_path / "signal.py").write_text("raise SystemExit('shadowed')")

    assert house.run("exit", "0", cwd=tmp_path)[0] == 0


def test_python_path_does_not_reach_the_program(house: House, tmp_path: Path) -> None:
    _, out, _ = house.run("path", env={"PYTHONPATH": str(tmp_path / "junk")})

    assert str(tmp_path / "junk") not in out.splitlines()


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("PIP_USER", "1", "0"),
        ("PIP_TARGET", "somewhere", "None"),
        ("PIP_REQUIRE_VIRTUALENV", "1", "None"),
        ("UV_SYSTEM_PYTHON", "1", "None"),
        ("VIRTUAL_ENV", "another", "None"),
        ("PIP_INDEX_URL", "http://127.0.0.1/simple", "http://127.0.0.1/simple"),
        ("PIP_CERT", "ca.pem", "ca.pem"),
        ("UV_DEFAULT_INDEX", "http://127.0.0.1/simple", "http://127.0.0.1/simple"),
        ("HTTPS_PROXY", "http://127.0.0.1:1", "http://127.0.0.1:1"),
        ("TWILIO_ACCOUNT_SID", "AC0", "AC0"),
    ],
)
def test_variables_that_lead_astray_go_and_those_that_reach_packages_stay(
    name: str, given: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, given)

    assert str(commands.environment().get(name)) == expected


def test_words_after_test_go_to_pytest_in_the_checkout(house: House, tmp_path: Path) -> None:
    house.module("pytest", ECHO)

    _, out, _ = house.run("test", "-k", "two words", cwd=tmp_path)

    shared = "-n|auto|--maxprocesses|4|--dist|loadgroup"
    assert out == f"{house.root}|{shared}|-k|two words\n"


def test_tests_are_measured_when_asked(house: House) -> None:
    house.module("coverage", ECHO)

    _, out, _ = house.run("test", "tests/core", env={"RUBY_FSM_COVERAGE": "1"})

    shared = "-n|auto|--maxprocesses|4|--dist|loadgroup"
    assert out == f"{house.root}|run|-m|pytest|{shared}|tests/core\n"


def gates(house: House, **codes: int) -> None:
    house.module("ruff", ["import sys", f"sys.exit({codes.get('ruff', 0)})"])
    house.module("mypy", ["import sys", f"print('no type'); sys.exit({codes.get('mypy', 0)})"])
    house.module("importlinter.cli", ["def lint_imports_command(): pass"])
    (house.root / "ruby_fsm" / "__main__.py").write_text("")


def test_check_names_each_gate_and_shows_no_words_of_those_that_pass(house: House) -> None:
    gates(house)

    code, out, _ = house.run("check")

    assert code == 0
    verdicts = [tuple(line.split()[:2]) for line in out.splitlines()]
    names = ("format", "lint", "types", "floors", "diagrams")
    assert verdicts == [(name, "ok") for name in names]


def test_check_goes_on_after_a_failed_gate_and_ends_1(house: House) -> None:
    gates(house, ruff=1, mypy=2)

    code, out, _ = house.run("check")

    assert code == 1
    assert [line.split()[0] for line in out.splitlines() if " failed " in line] == [
        "format",
        "lint",
        "types",
    ]
    assert "no type" in out
    assert "diagrams ok" in out


def test_check_takes_no_further_words(house: House) -> None:
    code, _, err = house.run("check", "everything")

    assert code == 2
    assert "'everything'" in err
