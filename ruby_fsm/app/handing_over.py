"""The human whom a person is connected with: asked for a key first, and then theirs."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from enum import Enum, auto

from ruby_fsm.app.desk import Desk
from ruby_fsm.app.ports import Clock, Unit, Units
from ruby_fsm.app.records import Record
from ruby_fsm.app.ringing import is_rung
from ruby_fsm.app.timing import within
from ruby_fsm.core.call import Call, CallState, EndReason
from ruby_fsm.core.events import HumanAccepted, HumanDialled, HumanUnreached, RingFact
from ruby_fsm.errors import Unavailable
from ruby_fsm.understanding.assessment import Level

UNIT_S = 3.0  # what every webhook's unit has
KEY = "1"
TOGETHER_MS = 20_000  # by then the person has heard who comes, and is in the room
ALONE_MS = 10_000  # what the end of a room may take to be told
BY = "handover, by key"


class Handed(Enum):
    """What becomes of the human's leg: a Dial's is joined, one of its own led into a room.

    `STRANGER`: it belongs to no call of ours.
    """

    ASK = auto()
    JOIN = auto()
    ROOM = auto()
    PASS = auto()
    OVER = auto()
    STRANGER = auto()


@dataclass(frozen=True, slots=True)
class Leg:
    """The human's leg as its webhook tells it; `parent_sid` is the person's, '' for not told.

    `ring`: the number of a leg of its own, whose sid is `sid`; 0 for the second leg of a Dial.
    """

    call_ref: str
    parent_sid: str
    keys: str = ""
    ring: int = 0
    sid: str = ""


class HandingOver:
    """Whoever presses the key has the call: every open escalation of it is theirs too."""

    def __init__(self, units: Units, desk: Desk, clock: Clock) -> None:
        self.units = units
        self.desk = desk
        self.clock = clock

    async def heard(self, leg: Leg) -> tuple[Handed, Level]:
        """What to do with the leg, and the danger the person is in.

        Without the store a key still joins them: the person waits, and a human is there. On a leg
        of its own the key is asked for again: only the store can lead the person to the room.
        """
        running = asyncio.ensure_future(self.units.run(lambda unit: self._heard(unit, leg)))
        try:
            if await within(self.clock, UNIT_S, running):
                return running.result()
        except Unavailable:
            pass
        running.add_done_callback(lambda done: done.cancelled() or done.exception())
        return without_store(leg), Level.NONE

    async def ended(self, leg: Leg) -> None:
        """A leg of its own is over. Raises Unavailable: Twilio tells it again."""
        await self.units.run(lambda unit: self._ended(unit, leg))

    def _heard(self, unit: Unit, leg: Leg) -> tuple[Handed, Level]:
        call_id = unit.resolve(leg.call_ref)
        record = unit.load(call_id) if call_id else None
        if record is None or not is_parent(unit, record, leg.parent_sid):
            return Handed.STRANGER, Level.NONE
        call = record.call
        if leg.ring:
            return self._rung(unit, record, leg), call.risk
        if not is_waiting(call):
            return Handed.OVER, call.risk
        handed = asked_for(leg)
        if handed is Handed.JOIN:
            self._take(unit, call.call_id)
        return handed, call.risk

    def _rung(self, unit: Unit, record: Record, leg: Leg) -> Handed:
        """A leg of its own; its webhook may come before Twilio's answer that names its sid."""
        if not is_awaited(record.call, leg):
            return Handed.OVER
        if not record.call.ring_sid:
            self._feed(unit, record, HumanDialled(self.clock.now_ms(), leg.ring, leg.sid))
        handed = asked_for(leg)
        if handed is not Handed.JOIN:
            return handed
        if not record.call.joined:
            self._lead_to_room(unit, record.call.call_id, leg.ring)
        return Handed.ROOM

    def _lead_to_room(self, unit: Unit, call_id: str, ring: int) -> None:
        """The escalations are the human's, the person is led there; a look sees that both came."""
        self._take(unit, call_id)
        record, now_ms = unit.load(call_id), self.clock.now_ms()
        assert record is not None
        self._feed(unit, record, HumanAccepted(now_ms, ring))
        self.desk.settler.orders.look_at_human(unit, call_id, ring, now_ms + TOGETHER_MS)

    def _ended(self, unit: Unit, leg: Leg) -> None:
        """Of two who were together the end of the room tells, or else a look soon after."""
        call_id = unit.resolve(leg.call_ref)
        record = unit.load(call_id) if call_id else None
        if record is None or not is_awaited(record.call, leg):
            return
        now_ms = self.clock.now_ms()
        if record.call.joined:
            orders = self.desk.settler.orders
            orders.look_at_human(unit, record.call.call_id, leg.ring, now_ms + ALONE_MS)
        else:
            self._feed(unit, record, HumanUnreached(now_ms, leg.ring))

    def _feed(self, unit: Unit, record: Record, fact: RingFact) -> None:
        self.desk.settler.feed(unit, record, fact, f"ring:{record.call.n + 1}")

    def _take(self, unit: Unit, call_id: str) -> None:
        for escalation in unit.escalations_of(call_id):
            if escalation.acknowledged_ms is None:
                now_ms = self.clock.now_ms()
                self.desk.acknowledge_in(unit, escalation.escalation_id, BY, now_ms)


def asked_for(leg: Leg) -> Handed:
    if not leg.keys:
        return Handed.ASK
    return Handed.JOIN if leg.keys == KEY else Handed.PASS


def without_store(leg: Leg) -> Handed:
    handed = asked_for(leg)
    return Handed.ASK if leg.ring and handed is Handed.JOIN else handed


def is_awaited(call: Call, leg: Leg) -> bool:
    """Whether it is the one leg that rings for the person, or is in the room with them."""
    return is_rung(call, leg.ring) and call.ring_sid in {"", leg.sid}


def is_parent(unit: Unit, record: Record, sid: str) -> bool:
    """The leg was made by this call's own line."""
    made = unit.attempt(record.call.call_id, record.call.attempt)
    return not sid or (made is not None and made.sid == sid)


def is_waiting(call: Call) -> bool:
    """Whether the person can still be connected."""
    is_closing = call.state is CallState.CLOSING and call.closing_for is EndReason.HANDED_OVER
    return is_closing or call.state is CallState.CRISIS
