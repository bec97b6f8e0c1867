"""One service for all tests that only ask and are refused; it starts once."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.web.kit import BEARER
from tests.world import Ruby, ruby


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Ruby]:
    """A service with a token set, in the hands of every test of one module."""
    async with ruby(tmp_path_factory.mktemp("shared"), ruby_api_token=BEARER) as it:
        it.api.headers["Authorization"] = f"Bearer {BEARER}"
        yield it
