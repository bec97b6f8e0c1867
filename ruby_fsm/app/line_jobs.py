"""Acting on a line from outside a webhook: say something now, or put it down."""

from __future__ import annotations

from dataclasses import dataclass

from ruby_fsm.app.ports import Clock, Phone, Unit, Units
from ruby_fsm.app.records import Job
from ruby_fsm.errors import PhoneError


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
        leg = await self._leg(job)
        if leg is not None:
            await self.phone.redirect(leg.sid, leg.call_id, leg.doc)

    async def hang_up(self, job: Job) -> None:
        leg = await self._leg(job)
        if leg is not None:
            await self.phone.hang_up(leg.sid, cancel=bool(job.args["cancel"]))

    async def _leg(self, job: Job) -> Leg | None:
        """Raises PhoneError, to be tried again, while the sid of a dial is not known yet."""
        leg = await self.units.run(lambda unit: self._check(unit, job))
        if leg is not None and not leg.sid:
            raise PhoneError("the sid of this dial is not known yet", retryable=True)
        return leg

    def _check(self, unit: Unit, job: Job) -> Leg | None:
        record = unit.load(str(job.args["call"]))
        if record is None or record.call.state.value != job.args["state"]:
            return None
        call = record.call
        made = unit.attempt(call.call_id, call.attempt)
        if made is None or (made.placing_ms is None and not made.sid):
            return None
        if made.sid and not unit.begin_sending(job.key, self.clock.now_ms()):
            return None
        return Leg(call.call_id, made.sid, call.doc)
