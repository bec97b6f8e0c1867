"""Who may be dialled next: free slots handed on at the pace, in the unit that counted them."""

from __future__ import annotations

from ruby_fsm.app.ports import Engine, Unit
from ruby_fsm.app.records import Job
from ruby_fsm.core.policy import Numbers


def hand_on(unit: Unit, engine: Engine, now_ms: int, numbers: Numbers) -> dict[str, int]:
    """Give every free slot to the next in line, in the unit that counted them.

    The pace is one row advanced here, so that no two dials start closer than it allows.
    Returns the due time, ms, of each dial granted, by call id.
    """
    granted: dict[str, int] = {}
    free = max(0, numbers.live_calls - unit.slots_used())
    for call_id, attempt in unit.next_in_line(now_ms, free) if free else ():
        due_ms = max(now_ms, unit.next_dial_ms())
        unit.set_next_dial_ms(due_ms + round(1000 / numbers.pace_per_s))
        unit.grant_slot(call_id, attempt, now_ms)
        args: dict[str, str | int] = {"call": call_id, "attempt": attempt}
        engine.at(unit, Job(f"dial:{call_id}:{attempt}", due_ms, "dial", args))
        granted[call_id] = due_ms
    return granted


def due_job(call_id: str, attempt: int, due_ms: int) -> Job:
    """Wakes the queue when an attempt falls due: a retry, or a call not wanted before a time."""
    args: dict[str, str | int] = {"call": call_id, "attempt": attempt}
    return Job(f"due:{call_id}:{attempt}", due_ms, "due", args)
