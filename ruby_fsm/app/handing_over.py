"""The human whom a person is connected with: asked for a key first, and then theirs."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from enum import Enum, auto

from ruby_fsm.app.desk import Desk
from ruby_fsm.app.ports import Clock, Unit, Units
from ruby_fsm.app.records import Record
from ruby_fsm.app.timing import within
from ruby_fsm.core.call import Call, CallState, EndReason
from ruby_fsm.errors import Unavailable
from ruby_fsm.understanding.assessment import Level

UNIT_S = 3.0  # what every webhook's unit has
KEY = "1"
BY = "handover, by key"


class Handed(Enum):
    """What becomes of the human's leg. `STRANGER`: it belongs to no call of ours."""

    ASK = auto()
    JOIN = auto()
    PASS = auto()
    OVER = auto()
    STRANGER = auto()


@dataclass(frozen=True, slots=True)
class Leg:
    """The human's leg as its webhook tells it; `parent_sid` is the person's, '' for not told."""

    call_ref: str
    parent_sid: str
    keys: str = ""


class HandingOver:
    """Whoever presses the key has the call: every open escalation of it is theirs too."""

    def __init__(self, units: Units, desk: Desk, clock: Clock) -> None:
        self.units = units
        self.desk = desk
        self.clock = clock

    async def heard(self, leg: Leg) -> tuple[Handed, Level]:
        """What to do with the leg, and the danger the person is in.

        Without the store a key still joins them: the person waits, and a human is there.
        """
        running = asyncio.ensure_future(self.units.run(lambda unit: self._heard(unit, leg)))
        try:
            if await within(self.clock, UNIT_S, running):
                return running.result()
        except Unavailable:
            pass
        running.add_done_callback(lambda done: done.cancelled() or done.exception())
        return asked_for(leg), Level.NONE

    def _heard(self, unit: Unit, leg: Leg) -> tuple[Handed, Level]:
        call_id = unit.resolve(leg.call_ref)
        record = unit.load(call_id) if call_id else None
        if record is None or not is_parent(unit, record, leg.parent_sid):
            return Handed.STRANGER, Level.NONE
        call = record.call
        if not is_waiting(call):
            return Handed.OVER, call.risk
        handed = asked_for(leg)
        if handed is Handed.JOIN:
            self._take(unit, call.call_id)
        return handed, call.risk

    def _take(self, unit: Unit, call_id: str) -> None:
        for escalation in unit.escalations_of(call_id):
            if escalation.acknowledged_ms is None:
                now_ms = self.clock.now_ms()
                self.desk.acknowledge_in(unit, escalation.escalation_id, BY, now_ms)


def asked_for(leg: Leg) -> Handed:
    if not leg.keys:
        return Handed.ASK
    return Handed.JOIN if leg.keys == KEY else Handed.PASS


def is_parent(unit: Unit, record: Record, sid: str) -> bool:
    """The leg was made by this call's own line."""
    made = unit.attempt(record.call.call_id, record.call.attempt)
    return not sid or (made is not None and made.sid == sid)


def is_waiting(call: Call) -> bool:
    """Whether the person can still be connected."""
    is_closing = call.state is CallState.CLOSING and call.closing_for is EndReason.HANDED_OVER
    return is_closing or call.state is CallState.CRISIS
