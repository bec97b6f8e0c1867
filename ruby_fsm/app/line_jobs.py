"""Acting on a line from outside a webhook: say something now, or put it down."""

from __future__ import annotations

from dataclasses import dataclass

from ruby_fsm.app.ports import Clock, Phone, Unit, Units
from ruby_fsm.app.records import Job


@dataclass(frozen=True, slots=True)
class Leg:
    """The telephone leg of a call and its newest document."""

    call_id: str
    sid: str
    doc: int


class LineJobs:
    """Each first checks, in a unit, that the state is still the one that ordered it."""

    def __init__(self, units: Units, phone: Phone, clock: Clock) -> None:
        self.units = units
        self.phone = phone
        self.clock = clock

    async def say_now(self, job: Job) -> None:
        leg = await self.units.run(lambda unit: self._leg(unit, job))
        if leg is not None:
            await self.phone.redirect(leg.sid, leg.call_id, leg.doc)

    async def hang_up(self, job: Job) -> None:
        leg = await self.units.run(lambda unit: self._leg(unit, job))
        if leg is not None:
            await self.phone.hang_up(leg.sid, cancel=bool(job.args["cancel"]))

    def _leg(self, unit: Unit, job: Job) -> Leg | None:
        """None too for a dial whose sid is not known yet: who learns it puts the line down."""
        record = unit.load(str(job.args["call"]))
        if record is None or record.call.state.value != job.args["state"]:
            return None
        call = record.call
        made = unit.attempt(call.call_id, call.attempt)
        if made is None or not made.sid:
            return None
        if not unit.begin_sending(job.key, self.clock.now_ms()):
            return None
        return Leg(call.call_id, made.sid, call.doc)
