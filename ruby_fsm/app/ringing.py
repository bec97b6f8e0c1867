"""A human rung for a person in crisis, who meanwhile goes on talking with Ruby.

One leg for one ring, also where the process dies in between: the intent is kept before Twilio is
asked, and what may have been made is looked for before it is made again.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from ruby_fsm.app.escalating import RECENT_MS, SETTLED_MS, refs_of
from ruby_fsm.app.ports import Clock, Phone, Placement, Unit, Units
from ruby_fsm.app.records import Job, Record
from ruby_fsm.app.settle import Settler
from ruby_fsm.app.watching import STANDING
from ruby_fsm.core.call import Call, CallState
from ruby_fsm.core.events import HumanDialled, HumanUnreached, RingFact
from ruby_fsm.errors import PhoneError

LOG = logging.getLogger("ruby_fsm.ringing")
AGAIN_MS = 30_000  # how soon a human who has picked up and not decided is looked at again


@dataclass(frozen=True, slots=True)
class Intent:
    """A leg to make, kept at `since_ms`. `is_again`: an earlier run may have made it."""

    placement: Placement
    since_ms: int
    is_again: bool


class Ringing:
    """`from_number`: what the human sees."""

    def __init__(
        self, units: Units, phone: Phone, clock: Clock, settler: Settler, from_number: str
    ) -> None:
        self.units = units
        self.phone = phone
        self.clock = clock
        self.settler = settler
        self.from_number = from_number

    # --- jobs ------------------------------------------------------------------------------------
    async def ring(self, job: Job) -> None:
        """Raises PhoneError where nobody knows what came of it: to be looked for, then made."""
        call_id, number = ring_of(job)
        intent = await self.units.run(lambda unit: self._fence(unit, call_id, number))
        if intent is None:
            return
        sid = await self._found(intent) if intent.is_again else ""
        if not sid and await self.units.run(lambda unit: self._waits(unit, call_id, number)):
            sid = await self._made(intent)
        await self.units.run(lambda unit: self._rung(unit, call_id, number, sid))

    async def look(self, job: Job) -> None:
        """Whether the human's leg still stands, for a callback that was lost. Raises PhoneError."""
        call_id, number = ring_of(job)
        sid = await self.units.run(lambda unit: self._sid(unit, call_id, number))
        if sid is not None:
            status = await self.phone.status(sid) if sid else ""
            await self.units.run(lambda unit: self._looked(unit, call_id, number, sid, status))

    async def let_go(self, job: Job) -> None:
        """Raises PhoneError: to be tried again."""
        await self.phone.hang_up(str(job.args["sid"]), cancel=True)

    # --- in a unit -------------------------------------------------------------------------------
    def _fence(self, unit: Unit, call_id: str, number: int) -> Intent | None:
        """None where there is nothing to do; what may ring for nobody is looked for as well."""
        record, now_ms = unit.load(call_id), self.clock.now_ms()
        if record is None or record.call.rings != number or record.call.ring_sid:
            return None
        if not is_rung(record.call, number) and not record.call.dialled_ms:
            return None
        to_number = self.settler.policies.newest.handover.number
        if not to_number:
            self._feed(unit, record, HumanUnreached(now_ms, number))
            return None
        ring_s = self.settler.policies.numbers.ring_s
        placement = Placement(to_number, self.from_number, call_id, number, ring_s)
        if record.call.dialled_ms:
            return Intent(placement, record.call.dialled_ms, is_again=True)
        self._feed(unit, record, HumanDialled(now_ms, number))
        return Intent(placement, now_ms, is_again=False)

    def _waits(self, unit: Unit, call_id: str, number: int) -> bool:
        """It was looked for at length: they may have gone meanwhile, or the leg told its sid."""
        record = unit.load(call_id)
        return record is not None and is_rung(record.call, number) and not record.call.ring_sid

    def _rung(self, unit: Unit, call_id: str, number: int, sid: str) -> None:
        """`sid` '': it was surely not made."""
        record, now_ms = unit.load(call_id), self.clock.now_ms()
        if record is None or record.call.ring_sid:
            return
        made = HumanDialled(now_ms, number, sid) if sid else HumanUnreached(now_ms, number)
        self._feed(unit, record, made)

    def _sid(self, unit: Unit, call_id: str, number: int) -> str | None:
        record = unit.load(call_id)
        wanted = record is not None and is_rung(record.call, number)
        return record.call.ring_sid if record is not None and wanted else None

    def _looked(self, unit: Unit, call_id: str, number: int, sid: str, status: str) -> None:
        record, now_ms = unit.load(call_id), self.clock.now_ms()
        if record is None or not is_rung(record.call, number):
            return
        if record.call.ring_sid == sid and status not in STANDING:
            self._feed(unit, record, HumanUnreached(now_ms, number))
        elif not record.call.joined:
            self.settler.orders.look_at_human(unit, call_id, number, now_ms + AGAIN_MS)

    def _feed(self, unit: Unit, record: Record, fact: RingFact) -> None:
        self.settler.feed(unit, record, fact, f"ring:{record.call.n + 1}")

    # --- at Twilio -------------------------------------------------------------------------------
    async def _made(self, intent: Intent) -> str:
        """The sid, '' if it was surely not made. Raises PhoneError if nobody knows."""
        try:
            return await self.phone.ring(intent.placement)
        except PhoneError as error:
            asked = intent.placement
            LOG.warning("ring %s of call %s: %s", asked.attempt, asked.call_id, error)
            if error.unknown:
                raise
            return ""

    async def _found(self, intent: Intent) -> str:
        await self.clock.sleep((intent.since_ms + SETTLED_MS - self.clock.now_ms()) / 1000)
        found = await self.phone.rung(intent.placement, intent.since_ms)
        return await self.units.run(lambda unit: self._unclaimed(unit, found))

    def _unclaimed(self, unit: Unit, found: Sequence[str]) -> str:
        """The first that is no call of ours and no alert's; '' for none."""
        since_ms = self.clock.now_ms() - RECENT_MS
        others = {ref for one in unit.recent_escalations(since_ms) for ref in refs_of(one)}
        return next((x for x in found if x not in others and unit.resolve(x) is None), "")


def ring_of(job: Job) -> tuple[str, int]:
    return str(job.args["call"]), int(job.args["number"])


def is_rung(call: Call, number: int) -> bool:
    """Whether the person waits for this very human, or is on the way to them."""
    is_newest = call.rings == number and call.rung_ms > 0
    return is_newest and call.state is CallState.CRISIS
