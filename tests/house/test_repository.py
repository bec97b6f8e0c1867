"""What the tracked files may not hold, and what a checkout must."""

import os
import re
import subprocess

import pytest

from tests.house.tiny import CHECKOUT

# The second is written in pieces, so that this file does not find itself.
MACHINE = re.compile(r"(?<![\w.}~-])/(?:work|root|tmp|home/[a-z]+)/")
HOSTILE = "tests/data/hostile/"  # strings others collected to break programs, kept as they are
REGISTRIES = re.compile("|".join(["py" + r"pi\.org", "python" + "hosted", r"registry\." + "npmjs"]))


def tracked() -> list[str]:
    if not (CHECKOUT / ".git").exists():
        pytest.skip("no git here: what is tracked cannot be told from what is not")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    return [name for name in listed.stdout.split("\0") if (CHECKOUT / name).is_file()]


def found(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:120]}"
        for name in tracked()
        if not name.startswith(HOSTILE)
        for number, line in enumerate(text(name).splitlines(), 1)
        if pattern.search(line)
    ]


def text(name: str) -> str:
    return (CHECKOUT / name).read_text(encoding="utf-8", errors="replace")


def test_no_tracked_file_names_a_place_on_one_machine() -> None:
    assert found(MACHINE) == []


def test_no_tracked_file_names_a_package_registry() -> None:
    assert found(REGISTRIES) == []


@pytest.mark.parametrize("line", ["see /work" + "/x", '"/root' + '/a"', "=/home" + "/ann/b"])
def test_place_on_one_machine_would_be_noticed(line: str) -> None:
    assert MACHINE.search(line)


@pytest.mark.parametrize("name", ["run.py", ".ci/run"])
def test_program_can_be_started_as_it_is(name: str) -> None:
    assert os.access(CHECKOUT / name, os.X_OK)
    assert text(name).startswith("#!/usr/bin/env ")


def test_changelog_entries_of_two_branches_are_both_kept() -> None:
    assert "CHANGELOG.md merge=union" in text(".gitattributes").splitlines()


def test_licence_is_the_declared_one() -> None:
    assert text("LICENSE").startswith("MIT License\n")
    assert "ruby_fsm contributors" in text("LICENSE")
    assert '\nlicense = "MIT"\n' in text("pyproject.toml")


def test_environment_and_its_lock_stay_out_of_git() -> None:
    assert {".venv/", ".venv.lock"} <= set(text(".gitignore").splitlines())
