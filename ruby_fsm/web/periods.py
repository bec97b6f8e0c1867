"""A span of time as a query names it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from ruby_fsm.errors import Fault
from ruby_fsm.web.reading import invalid
from ruby_fsm.web.schemas import milliseconds, moment

DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Period:
    """From `since_ms` on and before `until_ms`."""

    since_ms: int
    until_ms: int

    @classmethod
    def of(cls, since: str, until: str, now_ms: int) -> Self:
        """By default the day that ends now. Raises InvalidRequest with every fault."""
        faults: list[Fault] = []
        until_ms = at_ms("until", until, now_ms + 1, faults)
        since_ms = at_ms("since", since, until_ms - DAY_MS, faults)
        if not faults and since_ms >= until_ms:
            faults.append(Fault("/since", "is not before until"))
        if faults:
            raise invalid(faults)
        return cls(since_ms, until_ms)


def at_ms(name: str, value: str, default_ms: int, faults: list[Fault]) -> int:
    if not value:
        return default_ms
    try:
        return milliseconds(moment(value))
    except ValueError as error:
        # In a query a plus means a blank: the offset of a time written +02:00 arrives torn.
        faults.append(Fault(f"/{name}", f"{error}; a + in it is written %2B"))
    return default_ms
