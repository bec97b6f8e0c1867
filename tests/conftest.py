"""What every test may use: golden files, and how long Hypothesis searches."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import postgresql

Golden = Callable[[Path, str], None]

# No deadlines: a slow machine is no fault. HYPOTHESIS_PROFILE chooses; CI=true means `ci`.
for name, examples in (("dev", 50), ("ci", 300), ("nightly", 5000)):
    settings.register_profile(
        name,
        max_examples=examples,
        deadline=None,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
usual = "ci" if os.environ.get("CI") == "true" else "dev"
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", usual))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write golden files anew; review the diff"
    )


def pytest_sessionfinish() -> None:
    """Here and not at exit: a worker of pytest-xdist ends without its exit handlers."""
    postgresql.TO_STOP.close()


@pytest.fixture(scope="module", autouse=True)
def no_database_left() -> Iterator[None]:
    """Set up before all other fixtures, so that it ends after those that hold a connection."""
    yield
    postgresql.drop_databases()


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a text with the committed file, or write the file under --update-golden."""

    def check(path: Path, text: str) -> None:
        if request.config.getoption("--update-golden"):
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.is_file(), f"{path.name} is missing; make it with --update-golden"
        assert text == path.read_text(encoding="utf-8"), f"{path.name} is stale: --update-golden"

    return check
