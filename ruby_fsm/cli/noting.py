"""The audit trail's row of a command that changes or erases."""

from __future__ import annotations

from ruby_fsm.adapters.clock import SystemClock
from ruby_fsm.adapters.db.by_hand import by_hand
from ruby_fsm.adapters.db.places import Place
from ruby_fsm.app.trail import COMMAND_LINE, Act, Entry
from ruby_fsm.config.keys import Keys


def noted(place: Place, keys: Keys, act: Act, target: str = "", **detail: str | int) -> None:
    """For a command that changes or erases: a row of its own. Raises Unavailable, ConfigError."""
    clock = SystemClock()
    entry = Entry(clock.now_ms(), COMMAND_LINE, act, target, detail)
    by_hand(place, keys, clock, lambda unit: unit.audit(entry))
