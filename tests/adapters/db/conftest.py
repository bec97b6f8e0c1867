"""Fixtures of the store's tests: a real SQLite file each."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ruby_fsm.adapters.db.store import Store
from tests.adapters.db.store_world import opened
from tests.fakes_clock import VirtualClock


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
async def store(tmp_path: Path, clock: VirtualClock) -> AsyncIterator[Store]:
    async with opened(tmp_path / "ruby.db", clock=clock) as store:
        yield store
