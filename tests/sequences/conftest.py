"""`must`: the demands of the sequence that a test is marked with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sequences.kit import Must


@pytest.fixture
def must(request: pytest.FixtureRequest) -> Iterator[Must]:
    (ident,) = request.node.get_closest_marker("sequence").args
    demands = Must(ident)
    yield demands
    demands.check()
