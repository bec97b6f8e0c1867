"""The list of what a release installs is valid CycloneDX, whole, and names no place here."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.docs.blocks import ROOT
from tests.house.test_locks import declared, pins
from tests.oracles.needed import needed

needed("cyclonedx", "cyclonedx_py")

from cyclonedx.schema import SchemaVersion  # noqa: E402 - where it is absent, all is skipped
from cyclonedx.validation.json import JsonStrictValidator  # noqa: E402 - likewise

LOCK = "requirements.txt"


@cache
def text() -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tools.sbom"], cwd=ROOT, capture_output=True, check=True
    )
    return done.stdout.decode()


@cache
def components() -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in json.loads(text())["components"]}


def test_it_is_valid_cyclonedx() -> None:
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text()) is None


def test_each_has_the_version_of_the_lock_its_hashes_and_a_licence() -> None:
    locked = pins(LOCK)
    for name, one in components().items():
        assert one["version"] == locked[canonicalize_name(name)]
        assert one["purl"].startswith("pkg:pypi/")
        hashes = [found for ref in one["externalReferences"] for found in ref["hashes"]]
        assert all(re.fullmatch(r"[0-9a-f]{64}", found["content"]) for found in hashes)
        assert hashes
    absent = [name for name, one in components().items() if not one.get("licenses")]
    assert all("sys_platform" in line or "platform" in line for line in lines_of(absent)), absent


def lines_of(names: list[str]) -> list[str]:
    """The lines of the lock of packages that only other systems need, which are not installed."""
    lines = (ROOT / LOCK).read_text().splitlines()
    return [line for line in lines if line.split("==")[0] in names]


def test_all_that_is_asked_for_is_in_it_and_what_only_builds_is_not() -> None:
    wanted = [asked for lock, asked in declared() if lock == LOCK]
    names = {canonicalize_name(Requirement(asked).name) for asked in wanted}
    there = {canonicalize_name(name) for name in components()}

    assert names - there == {"hatchling", "editables"}
    root, *others = json.loads(text())["dependencies"]
    assert len(root["dependsOn"]) == len(names) - 2
    assert len(others) == len(components())


def test_no_place_of_this_computer_and_no_index_stands_in_it() -> None:
    told = json.loads(text())
    rest = json.dumps({name: told[name] for name in ("components", "dependencies")})

    assert str(ROOT) not in text()
    assert str(Path.home()) not in text()
    assert "file:" not in text()
    assert "://" not in rest


def test_the_same_lock_gives_the_same_file() -> None:
    again = subprocess.run(
        [sys.executable, "-m", "tools.sbom"], cwd=ROOT, capture_output=True, check=True
    )

    assert again.stdout.decode() == text()
