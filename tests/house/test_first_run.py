"""The first run prepares the environment once, whole, and alone; later runs leave it in peace."""

import contextlib
import importlib.util
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.house.tiny import House
from tools import environment
from tools.commands import BlockedError


def test_first_run_installs_the_lock_by_hash_and_then_the_checkout(house: House) -> None:
    code, _, _ = house.run("exit", "0")

    assert code == 0
    created, locked, editable = house.asked()
    assert created.startswith("venv ")
    assert "--require-hashes" in locked
    assert locked.endswith("requirements.txt")
    assert "--no-deps --no-build-isolation --editable" in editable


def test_first_run_says_what_it_does_on_stderr_only(house: House) -> None:
    _, out, err = house.run("exit", "0")

    assert out == ""
    assert [line.split()[1] for line in err.splitlines()] == ["preparing", "ready"]


def test_second_run_is_silent_and_installs_nothing(house: House) -> None:
    house.run("exit", "0")
    before = house.asked()

    code, out, err = house.run("exit", "0")

    assert (code, out, err) == (0, "", "")
    assert house.asked() == before


@pytest.mark.parametrize("word", ["test", "diagram"])
def test_what_needs_more_adds_the_development_lock_and_other_words_keep_it(
    house: House, word: str
) -> None:
    house.module("pytest", [])
    house.run("exit", "0")

    house.run(word)
    added = house.asked()[3:]
    house.run("exit", "0")

    assert "requirements-dev.txt" in added[0]
    assert not any(line.startswith("venv ") for line in added)
    assert house.asked()[3:] == added


def test_oracles_add_their_lock_and_other_words_keep_it(
    house: House,
) -> None:
    house.module("pytest", [])
    house.run("test")

    house.run("oracles")
    added = house.asked()[3:]
    house.run("test")

    assert "requirements-oracles.txt" in added[0]
    assert house.asked()[3:] == added


@pytest.mark.parametrize("name", environment.INPUTS)
def test_changed_input_is_installed_into_the_same_environment(house: House, name: str) -> None:
    house.run("exit", "0")
    (house.root / name).write_text("# another\n")

    house.run("exit", "0")

    assert [line.split()[0] for line in house.asked()[3:]] == ["pip", "pip"]


def test_moved_checkout_is_installed_again(house: House) -> None:
    house.run("exit", "0")
    moved = House(house.root.with_name("moved"), house.bin, house.log)
    house.root.rename(moved.root)

    _, out, _ = moved.run("path")

    assert str(moved.root) in out.splitlines()
    assert str(house.root) not in out.splitlines()


def test_installation_broken_off_is_made_anew(house: House) -> None:
    house.run("exit", "0")
    (house.venv / "ruby-fsm.stamp").write_text(environment.UNFINISHED)
    (house.venv / "half-unpacked").touch()

    code, _, _ = house.run("exit", "3")

    assert code == 3
    assert not (house.venv / "half-unpacked").exists()


def test_lost_interpreter_is_mended(house: House) -> None:
    house.run("exit", "0")
    python = house.venv / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3.11")

    code, _, _ = house.run("exit", "3")

    assert code == 3


def test_environment_whose_interpreter_became_another_is_made_anew(house: House) -> None:
    house.run("exit", "0")
    python = house.venv / "bin" / "python"
    other = house.bin / "python-after-an-upgrade"
    other.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    other.chmod(0o755)
    python.unlink()
    python.symlink_to(other)

    code, _, err = house.run("exit", "3")

    assert code == 3
    assert "preparing" in err


def test_of_two_first_runs_at_once_the_second_waits_and_installs_nothing(
    house: House, tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    os.mkfifo(gate)

    with contextlib.ExitStack() as stack:
        opened = os.open(gate, os.O_RDWR)
        stack.callback(os.close, opened)
        first = stack.enter_context(house.start("exit", "3", env={"HOUSE_GATE": str(gate)}))
        assert first.stderr is not None
        begun = first.stderr.readline()
        second = stack.enter_context(house.start("exit", "4"))
        stack.callback(os.write, opened, b"...")  # runs before both are waited for
        assert second.stderr is not None
        waiting = second.stderr.readline()

    assert "preparing" in begun
    assert "another run is preparing" in waiting
    assert (first.returncode, second.returncode) == (3, 4)
    assert len(house.asked()) == 3


@pytest.fixture
def heeded_ctrl_c() -> Iterator[None]:
    """A shell's background job ignores Ctrl-C and hands that down; a handler ends the legacy."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heeded_ctrl_c")
def test_ctrl_c_while_preparing_ends_130_without_a_traceback(house: House, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    os.mkfifo(gate)

    process = house.start("exit", "0", env={"HOUSE_GATE": str(gate)})
    with process, gate.open("wb"):  # opens once uv stands at the gate
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate()

    assert process.returncode == 130
    assert "interrupted" in err
    assert "Traceback" not in err


def test_pip_takes_over_where_uv_fails(house: House) -> None:
    """The lock is empty and the index off, so pip fails in its turn, at the checkout itself."""
    env = {"HOUSE_UV_FAILS": "venv", "PIP_NO_INDEX": "1"}

    code, _, err = house.run("exit", "0", env=env)

    assert code == 69
    assert "uv said:\nthe index is out of reach" in err
    assert "preparing the environment failed" in err
    assert (house.venv / "ruby-fsm.stamp").read_text() == environment.UNFINISHED
    assert house.run("exit", "3")[0] == 3


def test_folder_that_is_no_environment_is_refused_and_left_alone(
    house: House, tmp_path: Path
) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear").touch()

    code, _, err = house.run("exit", "0", env={"RUBY_FSM_VENV": str(tmp_path / "letters")})

    assert code == 78
    assert str(tmp_path / "letters") in err
    assert [file.name for file in (tmp_path / "letters").iterdir()] == ["dear"]


def test_environment_can_stand_elsewhere(house: House, tmp_path: Path) -> None:
    code, _, _ = house.run("exit", "3", env={"RUBY_FSM_VENV": str(tmp_path / "other" / "venv")})

    assert code == 3
    assert (tmp_path / "other" / "venv" / "pyvenv.cfg").exists()
    assert not house.venv.exists()


def test_checkout_without_its_lock_is_told_in_words(house: House) -> None:
    (house.root / "requirements.txt").unlink()

    code, _, err = house.run("exit", "0")

    assert code == 69
    assert "requirements.txt" in err
    assert "Traceback" not in err


def made_nevertheless(venv: Path, _: str | None) -> None:
    pytest.fail(f"{venv} was made on a full disk")


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def test_full_disk_is_told_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 10**12, 100 * 2**20))
    monkeypatch.setattr(environment, "create", made_nevertheless)

    with pytest.raises(BlockedError, match="needs 480 MB, its disk has 100 MB free") as caught:
        environment.prepare(tmp_path / "venv", None, "run")

    assert caught.value.code == 69
    assert not (tmp_path / "venv").exists()


def test_python_without_ensurepip_and_pip_names_the_one_line_to_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(environment, "base_python", lambda: "/nowhere/python3")
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"

    with pytest.raises(BlockedError, match="neither ensurepip nor pip") as caught:
        environment.create(tmp_path / "venv", None)

    assert caught.value.code == 69
    assert str(caught.value).endswith(f"sudo apt-get install -y python{version}-venv")
    assert not (tmp_path / "venv").exists()
