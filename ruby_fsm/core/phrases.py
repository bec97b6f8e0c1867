"""Choosing among phrases: deterministic, and two in a row differ wherever there are two."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32


def pick(options: Sequence[str], call_id: str, turn: int) -> str:
    """The phrase for this turn: each call begins at a place of its own and goes round."""
    return options[(crc32(call_id.encode()) + turn) % len(options)]
