"""Fixtures of the store's tests: a real SQLite file each, or a real PostgreSQL database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ruby_fsm.adapters.db.store import Store
from tests.adapters.db.store_world import opened
from tests.fakes_clock import VirtualClock
from tests.postgresql import DATABASES, fresh_database


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture(params=DATABASES)
async def store(
    request: pytest.FixtureRequest, tmp_path: Path, clock: VirtualClock
) -> AsyncIterator[Store]:
    place = fresh_database() if request.param == "postgresql" else tmp_path / "ruby.db"
    async with opened(place, clock=clock) as store:
        yield store
