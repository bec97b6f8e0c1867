"""A line of the log for whoever was turned away: who, what, why; never a token or an address.

Bounded in each minute, for whoever is turned away may come as often as he likes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import structlog

from ruby_fsm.app.ports import Clock
from ruby_fsm.errors import CallNotFound, NotAllowed, NotAuthenticated, RequestError

NOBODY = "nobody"
MOST = 60  # lines of each kind
WITHIN_MS = 60_000

log = structlog.get_logger("ruby_fsm.access")


@dataclass(slots=True)
class Refusals:
    """One for a process. Each kind has its own bound: a flood of one does not hide another."""

    clock: Clock
    most: int = MOST
    since_ms: dict[str, int] = field(default_factory=dict[str, int])
    seen: Counter[str] = field(default_factory=Counter[str])

    def note(self, error: RequestError, route: str, method: str) -> None:
        """`route`: the path as the table of endpoints has it, '' for one that is in none."""
        if self._is_within(error.type):
            log.warning("refused", status=error.status, method=method, route=route, **told(error))

    def _is_within(self, kind: str) -> bool:
        now_ms = self.clock.now_ms()
        if now_ms - self.since_ms.get(kind, now_ms - WITHIN_MS) >= WITHIN_MS:
            if (unwritten := self.seen[kind] - self.most) > 0:
                log.warning("refused_more", why=kind, count=unwritten)
            self.since_ms[kind], self.seen[kind] = now_ms, 0
        self.seen[kind] += 1
        return self.seen[kind] <= self.most


def told(error: RequestError) -> dict[str, Any]:
    """Who was refused, and why, in words of ours."""
    match error:
        case NotAuthenticated(who=who, why=why):
            return {"who": who or NOBODY, "why": why}
        case NotAllowed(who=who, needs=needs):
            return {"who": who, "why": f"its scopes lack {' or '.join(needs) or 'any'}"}
        case CallNotFound(who=who):
            return {"who": who, "why": "another token's call"}
        case _:
            return {"who": NOBODY, "why": str(error)}
