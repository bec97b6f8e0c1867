"""The locks are whole: pinned, hashed, true to pyproject.toml, and bound to no registry."""

import itertools
import re
import tomllib
from collections.abc import Iterator

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tiny import CHECKOUT

LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-oracles.txt")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def entries(lock: str) -> Iterator[str]:
    """Each requirement of a lock with its hashes, as one line."""
    text = (CHECKOUT / lock).read_text().replace("\\\n", " ")
    return (line for line in text.splitlines() if line.strip())


def pins(lock: str) -> dict[str, str]:
    parsed = [Requirement(entry.split("--hash")[0].strip()) for entry in entries(lock)]
    return {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in parsed}


def declared() -> Iterator[tuple[str, str]]:
    """(lock, requirement) of all that pyproject.toml asks for."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
    asked = project["project"]["dependencies"] + project["build-system"]["requires"]
    yield from zip(itertools.repeat(LOCKS[0]), asked, strict=False)
    for lock, group in zip(LOCKS[1:], ("dev", "oracles"), strict=True):
        yield from zip(itertools.repeat(lock), project["dependency-groups"][group], strict=False)


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_names_no_address(lock: str) -> None:
    text = (CHECKOUT / lock).read_text()

    assert "://" not in text
    assert not re.search(r"^\s*-(?!-hash)", text, re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_one_version_and_hashes(lock: str) -> None:
    for entry in entries(lock):
        assert re.match(r"[a-z0-9-]+==[^\s;*]+( ; .+)?\s+--hash", entry), entry[:80]
        assert (
            HASH.sub("", entry.partition("--hash")[1] + entry.partition("--hash")[2]).strip() == ""
        )


@pytest.mark.parametrize(("lock", "asked"), list(declared()), ids=lambda value: value.split(">")[0])
def test_lock_holds_a_version_that_pyproject_allows(lock: str, asked: str) -> None:
    requirement = Requirement(asked)

    version = pins(lock).get(canonicalize_name(requirement.name))

    assert version, f"{asked} is not in {lock}; refresh the locks, see CONTRIBUTING.md"
    assert requirement.specifier.contains(version, prereleases=True)


@pytest.mark.parametrize(("small", "large"), list(itertools.pairwise(LOCKS)))
def test_two_locks_agree(small: str, large: str) -> None:
    one, other = pins(small), pins(large)

    assert {name: other[name] for name in one.keys() & other.keys()} == {
        name: one[name] for name in one.keys() & other.keys()
    }
