"""What humans do to a call: end it, judge a danger over, join, acknowledge."""

from __future__ import annotations

from dataclasses import replace

from ruby_fsm.app.escalating import held_with_call
from ruby_fsm.app.ports import Clock, Unit, Units
from ruby_fsm.app.records import Escalation, Record
from ruby_fsm.app.settle import Settler
from ruby_fsm.app.trail import Act, Entry
from ruby_fsm.core.call import CallState
from ruby_fsm.core.events import (
    CrisisResolved,
    EndRequested,
    EscalationAcknowledged,
    Event,
    OperatorJoined,
)
from ruby_fsm.errors import CallNotFound, CrisisNeedsForce, EscalationNotFound, NotInCrisis

ByHand = EndRequested | CrisisResolved | OperatorJoined
NOT_FOUND = "No call has this id; it is CL or CA and 32 hex digits."


class Desk:
    """`by` names the token that asked, never a person's number."""

    def __init__(self, units: Units, settler: Settler, clock: Clock) -> None:
        self.units = units
        self.settler = settler
        self.clock = clock

    async def end(
        self, ref: str, by: str, *, force: bool = False, reason: str = "", only: str | None = None
    ) -> Record:
        """Raises CallNotFound, and CrisisNeedsForce for a call in crisis.

        `only`: no other token's call is there for who asks.
        """
        event = EndRequested(self.clock.now_ms(), by, force, reason)
        return await self.units.run(lambda unit: self._end(unit, ref, event, only))

    async def resolve(self, ref: str, by: str, reason: str) -> Record:
        """Raises CallNotFound, NotInCrisis."""
        event = CrisisResolved(self.clock.now_ms(), by, reason)
        act = Act.CRISIS_RESOLVED
        return await self.units.run(lambda unit: self._in_crisis(unit, ref, event, act))

    async def join(self, ref: str, by: str, reason: str) -> Record:
        """Raises CallNotFound, NotInCrisis."""
        event = OperatorJoined(self.clock.now_ms(), by, reason)
        act = Act.CRISIS_JOINED
        return await self.units.run(lambda unit: self._in_crisis(unit, ref, event, act))

    async def acknowledge(self, escalation_id: str, by: str, asks: str = "") -> Escalation:
        """A human has it; the second time changes nothing. Raises EscalationNotFound.

        `asks`: the token, for the audit trail, where `by` is a person's own word.
        """
        now_ms = self.clock.now_ms()
        return await self.units.run(
            lambda unit: self.acknowledge_in(unit, escalation_id, by, now_ms, asks)
        )

    def _end(self, unit: Unit, ref: str, event: EndRequested, only: str | None) -> Record:
        record = found(unit, ref)
        if only is not None and only != record.owner:
            raise CallNotFound(NOT_FOUND, only)
        if not record.call.is_live:
            return record
        if record.call.state is CallState.CRISIS and not event.force:
            raise CrisisNeedsForce(
                'A person in danger is on the line. To end it all the same, send {"force": true, '
                '"reason": "..."}; the resources are said first.'
            )
        if record.call.state is not CallState.CRISIS:
            return self._feed(unit, record, event)
        return self._audited(unit, record, event, Act.CALL_ENDED_BY_FORCE)

    def _in_crisis(self, unit: Unit, ref: str, event: ByHand, act: Act) -> Record:
        record = found(unit, ref)
        if record.call.state is not CallState.CRISIS:
            raise NotInCrisis(f"The call is in state {record.call.state.value}.")
        return self._audited(unit, record, event, act)

    def acknowledge_in(
        self, unit: Unit, escalation_id: str, by: str, now_ms: int, asks: str = ""
    ) -> Escalation:
        """The same, in a unit that has more to do. Raises EscalationNotFound."""
        held = held_with_call(unit, escalation_id)
        if held is None:
            raise EscalationNotFound("No escalation has this id; it is ES and 32 hex digits.")
        escalation, record = held
        if escalation.acknowledged_ms is not None:
            return escalation
        escalation = replace(escalation, acknowledged_ms=now_ms, acknowledged_by=by)
        unit.save_escalation(escalation)
        self.settler.orders.notices.acknowledged(unit, escalation)
        event = EscalationAcknowledged(now_ms, by, escalation.number)
        self._feed(unit, record, event)
        unit.audit(Entry(now_ms, asks or by, Act.ESCALATION_ACKNOWLEDGED, escalation_id))
        return escalation

    def _audited(self, unit: Unit, record: Record, event: ByHand, act: Act) -> Record:
        after = self._feed(unit, record, event)
        unit.audit(Entry(event.at_ms, event.by, act, record.call.call_id))
        return after

    def _feed(self, unit: Unit, record: Record, event: Event) -> Record:
        cause = f"desk:{record.call.n + 1}"
        return self.settler.feed(unit, record, event, cause).record


def found(unit: Unit, ref: str) -> Record:
    call_id = unit.resolve(ref)
    record = unit.load(call_id) if call_id else None
    if record is None:
        raise CallNotFound(NOT_FOUND)
    return record
