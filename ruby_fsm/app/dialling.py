"""From a granted slot to one dial: the fence before the POST, and the answer that was lost."""

from __future__ import annotations

import asyncio
import logging

from ruby_fsm.app.dial_gate import DialGate
from ruby_fsm.app.dial_records import Outcome, Verdict
from ruby_fsm.app.placing import hand_on
from ruby_fsm.app.ports import Clock, Engine, Phone, Placement, Unit, Units
from ruby_fsm.app.records import Job, Record
from ruby_fsm.app.settle import Settler
from ruby_fsm.app.timing import within
from ruby_fsm.core.call import Call, CallState, EndReason
from ruby_fsm.core.events import CallFailed, CallPlaced, DialPostponed, DialRefused
from ruby_fsm.errors import PhoneError

LOG = logging.getLogger("ruby_fsm.dialling")
# When a dial without an answer is looked for at Twilio, ms after it: twice over a minute.
LOOK_S = 0.1  # how often the row of a dial is looked at that another process may make
LOOKS_MS = {1: 5_000, 2: 55_000}


class Dialler:
    """Makes the dials that were granted a slot: each attempt is placed once, or looked for.

    `is_shared`: another process may make the dial, so that who waits for its sid looks at the row.
    """

    def __init__(
        self,
        units: Units,
        phone: Phone,
        engine: Engine,
        clock: Clock,
        settler: Settler,
        *,
        gate: DialGate,
        is_shared: bool = False,
    ) -> None:
        self.units = units
        self.phone = phone
        self.engine = engine
        self.clock = clock
        self.settler = settler
        self.gate = gate
        self.is_shared = is_shared
        self._expected: dict[str, asyncio.Future[str]] = {}

    # --- telling who waits for the sid ----------------------------------------------------------
    def expect(self, call_id: str) -> asyncio.Future[str]:
        """Hears Twilio's sid once this process has placed the call, '' if it could not."""
        placed: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._expected[call_id] = placed
        return placed

    def forget(self, call_id: str) -> None:
        self._expected.pop(call_id, None)

    async def placed_within(self, call_id: str, placed: asyncio.Future[str], seconds: float) -> str:
        """The sid, '' if it took longer."""
        looks_s = LOOK_S if self.is_shared else seconds
        until_ms = self.clock.now_ms() + seconds * 1000
        while (left_s := (until_ms - self.clock.now_ms()) / 1000) > 0:
            if await within(self.clock, min(looks_s, left_s), placed):
                return placed.result()
            if self.is_shared and (sid := await self.units.run(lambda unit: sid_of(unit, call_id))):
                return sid
        return ""

    # --- jobs --------------------------------------------------------------------------------

    async def due(self, _: Job) -> None:
        """A retry or a later call has fallen due: let the queue move."""
        now_ms = self.clock.now_ms()
        numbers = self.settler.policies.numbers
        await self.units.run(lambda unit: hand_on(unit, self.engine, now_ms, numbers))

    async def dial(self, job: Job) -> None:
        """Place one attempt. Raises PhoneError when it was surely not placed: try again."""
        call_id, attempt = str(job.args["call"]), int(job.args["attempt"])
        placement = await self.units.run(lambda unit: self._fence(unit, call_id, attempt))
        if placement is None:
            return
        sid = ""
        try:
            sid = await self.phone.place(placement)
            await self.units.run(lambda unit: self.adopt(unit, call_id, attempt, sid))
        except PhoneError as error:
            await self._not_placed(placement, error)
        finally:
            self._tell(call_id, sid)

    def _tell(self, call_id: str, sid: str) -> None:
        """Twilio's sid, or '' for whoever need not wait for one any more."""
        placed = self._expected.get(call_id)
        if placed is not None and not placed.done():
            placed.set_result(sid)

    def _fence(self, unit: Unit, call_id: str, attempt: int) -> Placement | None:
        """The intent, committed before the POST: checked against everything that may forbid it."""
        record, made = unit.load(call_id), unit.attempt(call_id, attempt)
        if record is None or made is None or made.sid:
            return None
        if made.placing_ms is not None:  # an earlier run may have dialled before it died
            self._look_later(unit, call_id, attempt, 1)
            return None
        if record.call.state is not CallState.QUEUED or record.call.attempt != attempt:
            return None
        now_ms = self.clock.now_ms()
        verdict = self.gate.at_dial(unit, record, now_ms)
        if forbidden := forbidden_by(verdict, record.call, now_ms):
            self.settler.feed(unit, record, forbidden, f"refused:{attempt}:{record.call.n}")
            return None
        unit.fence(call_id, attempt, now_ms)
        self.gate.count(unit, record, attempt, now_ms)
        return placement_of(record, attempt, self.settler.policies.numbers.ring_s)

    def adopt(self, unit: Unit, call_id: str, attempt: int, sid: str) -> bool:
        """Twilio has it: keep the sid, and put the line down if the call has ended meanwhile.

        False for a sid that belongs to another dial, or a dial that has another sid.
        """
        record = unit.load(call_id)
        if record is None or not unit.bind_sid(call_id, attempt, sid):
            return False
        placed = CallPlaced(self.clock.now_ms(), attempt)
        settled = self.settler.feed(unit, record, placed, f"placed:{attempt}")
        if not settled.record.call.is_live:
            self.settler.orders.hang_up_late(unit, settled.record, placed.at_ms)
        return True

    async def _not_placed(self, placement: Placement, error: PhoneError) -> None:
        call_id, attempt = placement.call_id, placement.attempt
        if error.retryable and not error.unknown:
            await self.units.run(lambda unit: unit.unfence(call_id, attempt))
            raise error
        LOG.warning("dial %s of call %s: %s", attempt, call_id, error)
        if error.unknown:
            await self.units.run(lambda unit: self._look_later(unit, call_id, attempt, 1))
        else:
            await self.units.run(lambda unit: self._fail(unit, call_id, attempt, str(error.code)))

    def _fail(self, unit: Unit, call_id: str, attempt: int, code: str) -> None:
        record, made = unit.load(call_id), unit.attempt(call_id, attempt)
        if record is not None and made is not None and not made.sid:
            failed = CallFailed(self.clock.now_ms(), attempt, code)
            self.settler.feed(unit, record, failed, f"failed:{attempt}")

    # --- an answer that was lost --------------------------------------------------------------
    def _look_later(
        self, unit: Unit, call_id: str, attempt: int, look: int, *, is_sure: bool = True
    ) -> None:
        """Looked for twice over 60 s: Twilio's lists are eventually consistent, never redialled.

        `is_sure`: no other dial to this number was out that could be taken for this one.
        """
        args: dict[str, str | int] = {
            "call": call_id,
            "attempt": attempt,
            "look": look,
            "sure": int(is_sure),
        }
        due_ms = self.clock.now_ms() + LOOKS_MS[look]
        self.engine.at(unit, Job(f"look:{call_id}:{attempt}:{look}", due_ms, "look", args))

    async def look(self, job: Job) -> None:
        call_id, attempt = str(job.args["call"]), int(job.args["attempt"])
        found = await self.units.run(lambda unit: self._looked_for(unit, call_id, attempt))
        if found is None:
            return
        placement, since_ms = found
        sid = await self.phone.find(placement, since_ms)
        await self.units.run(lambda unit: self._found(unit, placement, sid, job))

    def _looked_for(self, unit: Unit, call_id: str, attempt: int) -> tuple[Placement, int] | None:
        """None once its sid is known. A call that has ended is looked for too: it may ring on."""
        record, made = unit.load(call_id), unit.attempt(call_id, attempt)
        if record is None or made is None or made.sid or made.placing_ms is None:
            return None
        ring_s = self.settler.policies.numbers.ring_s
        return placement_of(record, attempt, ring_s), made.placing_ms

    def _found(self, unit: Unit, placement: Placement, sid: str | None, job: Job) -> None:
        call_id, attempt = placement.call_id, placement.attempt
        is_sure = bool(job.args["sure"]) and not has_rival(unit, placement)
        if is_sure and sid is not None and self.adopt(unit, call_id, attempt, sid):
            return
        look = int(job.args["look"])
        if look < max(LOOKS_MS):
            self._look_later(unit, call_id, attempt, look + 1, is_sure=is_sure)
        else:
            self._fail(unit, call_id, attempt, EndReason.UNKNOWN_OUTCOME.value)


def sid_of(unit: Unit, call_id: str) -> str:
    """Of the first attempt; '' while it has none."""
    made = unit.attempt(call_id, 1)
    return made.sid if made else ""


def has_rival(unit: Unit, placement: Placement) -> bool:
    """Whether another call to this number waits for its sid as well."""
    for call_id in unit.queued_to(placement.to_number):
        record = unit.load(call_id)
        if record is None or call_id == placement.call_id:
            continue
        made = unit.attempt(call_id, record.call.attempt)
        if made is not None and made.placing_ms is not None and not made.sid:
            return True
    return False


def forbidden_by(verdict: Verdict, call: Call, now_ms: int) -> DialRefused | DialPostponed | None:
    """Why this dial may not be made now or ever: what time cures waits, as long as the call may."""
    rule = verdict.rule.value if verdict.rule else ""
    if verdict.outcome is Outcome.REFUSED:
        return DialRefused(now_ms, rule)
    if max(now_ms, verdict.until_ms) >= call.expires_ms:
        return DialRefused(now_ms, "expired")
    return DialPostponed(now_ms, rule, verdict.until_ms) if rule else None


def placement_of(record: Record, attempt: int, ring_s: int) -> Placement:
    return Placement(
        to_number=record.person.to_number,
        from_number=record.from_number,
        call_id=record.call.call_id,
        attempt=attempt,
        ring_s=ring_s,
    )
