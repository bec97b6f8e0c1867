"""Ids nobody can guess and nobody is given twice."""

from __future__ import annotations

import secrets
from collections.abc import Callable

ID_BYTES = 16


class RandomIds:
    """`random_bytes(n)` gives n unpredictable bytes."""

    def __init__(self, random_bytes: Callable[[int], bytes] = secrets.token_bytes) -> None:
        self._random_bytes = random_bytes

    def call_id(self) -> str:
        return f"CL{self._random_bytes(ID_BYTES).hex()}"

    def request_id(self) -> str:
        return f"RQ{self._random_bytes(ID_BYTES).hex()}"
