"""Webhooks whose unit never came to an end: kept in the process until the store is back.

Bounded: an outage of hours must not fill the memory, and the newest words matter most.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ruby_fsm.app.hooks import Hook

MOST = 2_000


class Backlog:
    """Oldest first, each webhook once. `lost` hears of each one that had to give way."""

    def __init__(self, lost: Callable[[], None], most: int = MOST) -> None:
        self._lost = lost
        self._most = most
        self._kept: dict[str, Hook] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def keep(self, hook: Hook) -> None:
        self._kept.setdefault(hook.token, hook)
        if len(self._kept) > self._most:
            self._kept.pop(next(iter(self._kept)))
            self._lost()

    def all(self) -> tuple[Hook, ...]:
        return tuple(self._kept.values())

    def of(self, call_ref: str, sid: str) -> tuple[Hook, ...]:
        """What waits for the same call, as far as its addresses tell."""
        return tuple(
            hook
            for hook in self._kept.values()
            if (hook.call_ref == call_ref if call_ref else hook.sid == sid)
        )

    def drop(self, hooks: Iterable[Hook]) -> None:
        for hook in hooks:
            self._kept.pop(hook.token, None)
