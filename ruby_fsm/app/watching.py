"""The watchdog: asks Twilio about every line that should have been heard from, and ends the lost.

One indexed query a tick; no timer of its own for any call.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress

from ruby_fsm.app.hooks import status_fact
from ruby_fsm.app.placing import hand_on
from ruby_fsm.app.ports import Clock, Phone, Unit, Units
from ruby_fsm.app.records import Record
from ruby_fsm.app.settle import Settler
from ruby_fsm.core.call import Call, CallState
from ruby_fsm.core.events import CallCompleted, DialRefused, Event, WatchdogExpired
from ruby_fsm.errors import PhoneError, Unavailable

TICK_S = 5.0
# How long those that one process looks after are left alone by the others: longer than Twilio's
# REST side may take, and short enough if that process dies meanwhile.
CLAIM_MS = 20_000
AGAIN_MS = 60_000  # how soon a line in progress is looked at again
UNKNOWN_MS = 600_000  # how long Twilio may know nothing of a line before it is given up
FORGET_MS = 18_000_000  # five hours: past Twilio's own bound of a call
BATCH = 50
MOST_BATCHES = 20
FOR_EVER_MS = 2**53
MOST_ADOPTED = 10_000
LOG = logging.getLogger("ruby_fsm.watching")
STANDING = frozenset({"queued", "initiated", "ringing", "in-progress"})


class Watchdog:
    """`ticked_ms` is the clock's at the end of the last whole tick, for health; 0 before any.

    `patience_ms`: how long the carrier may know nothing of a line before it is given up.
    """

    def __init__(
        self,
        units: Units,
        phone: Phone,
        clock: Clock,
        settler: Settler,
        *,
        patience_ms: int = UNKNOWN_MS,
    ) -> None:
        self.patience_ms = patience_ms
        self.units = units
        self.phone = phone
        self.clock = clock
        self.settler = settler
        self.ticked_ms = 0
        self._unknown_since: dict[str, int] = {}

    async def run(self) -> None:
        with suppress(Unavailable):
            await self.adopt()
        while True:
            with suppress(Unavailable):  # health says so, and the next tick tries again
                await self.tick()
            await self.clock.sleep(TICK_S)

    async def adopt(self) -> None:
        """After a start: ask at once about every line that was up when the process before ended."""
        await self.units.run(self._adopt)

    def _adopt(self, unit: Unit) -> None:
        for call_id in unit.overdue(FOR_EVER_MS, MOST_ADOPTED):
            leg = self._leg(unit, call_id)
            if leg is not None and leg[1]:
                unit.push_alive(call_id, 0)

    async def tick(self) -> None:
        """Move the queue, then look after whoever has not been heard from."""
        now_ms = self.clock.now_ms()
        self._forget(now_ms)
        await self.units.run(self._hand_on)
        for _ in range(MOST_BATCHES):
            overdue = await self.units.run(lambda unit: claimed(unit, now_ms))
            await self._look_after_all(overdue)
            if len(overdue) < BATCH:
                break
        self.ticked_ms = self.clock.now_ms()

    def _hand_on(self, unit: Unit) -> None:
        orders = self.settler.orders
        hand_on(unit, orders.engine, self.clock.now_ms(), orders.numbers)

    async def _look_after_all(self, overdue: Sequence[str]) -> None:
        """Side by side: a REST side that hangs for one line must not leave the others alone."""
        looks = [self.look_after(call_id) for call_id in overdue]
        for error in await asyncio.gather(*looks, return_exceptions=True):
            if isinstance(error, Unavailable):
                raise error
            if isinstance(error, Exception):
                LOG.error("unhandled %s while looking after a call", type(error).__name__)

    def _forget(self, now_ms: int) -> None:
        """Lines that were heard from again, or ended, since Twilio knew nothing of them."""
        for call_id, since_ms in tuple(self._unknown_since.items()):
            if now_ms - since_ms > FORGET_MS:
                del self._unknown_since[call_id]

    async def look_after(self, call_id: str) -> None:
        leg = await self.units.run(lambda unit: self._leg(unit, call_id))
        if leg is None:
            return
        record, sid = leg
        fact = await self._verdict(record, sid)
        if fact is None:
            again_ms = self.clock.now_ms() + AGAIN_MS
            await self.units.run(lambda unit: unit.push_alive(call_id, again_ms))
        else:
            await self.units.run(lambda unit: self._feed(unit, record.call, fact))

    def _leg(self, unit: Unit, call_id: str) -> tuple[Record, str] | None:
        record = unit.load(call_id)
        if record is None or not record.call.is_live:
            return None
        made = unit.attempt(call_id, record.call.attempt)
        return record, made.sid if made else ""

    async def _verdict(self, record: Record, sid: str) -> Event | None:
        """What has become of the line; None: it stands, or it is too early to say."""
        call, now_ms = record.call, self.clock.now_ms()
        if call.state is CallState.QUEUED and not sid:
            is_over = now_ms >= call.expires_ms
            return DialRefused(now_ms, "expired") if is_over else None
        status = await self._status(sid)
        if status in STANDING:
            self._unknown_since.pop(call.call_id, None)
            return None
        if status:
            fact = status_fact(status, now_ms, call.attempt)
            return fact or CallCompleted(now_ms, call.attempt)
        since_ms = self._unknown_since.setdefault(call.call_id, now_ms)
        return WatchdogExpired(now_ms) if now_ms - since_ms >= self.patience_ms else None

    async def _status(self, sid: str) -> str:
        """Twilio's word, '' while it can't be asked."""
        if not sid:
            return ""
        try:
            return await self.phone.status(sid)
        except PhoneError:
            return ""

    def _feed(self, unit: Unit, asked: Call, fact: Event) -> None:
        record = unit.load(asked.call_id)
        if record is None or not record.call.is_live:
            return
        if isinstance(fact, WatchdogExpired) and record.call.n != asked.n:
            return  # heard from while Twilio was being asked
        settled = self.settler.feed(unit, record, fact, f"watch:{record.call.n + 1}")
        if settled.record.call.is_live:
            unit.push_alive(asked.call_id, fact.at_ms + UNKNOWN_MS)
        else:
            self._unknown_since.pop(asked.call_id, None)


def claimed(unit: Unit, now_ms: int) -> Sequence[str]:
    """The next of those that were not heard from, for this process to look after."""
    found = unit.overdue(now_ms, BATCH)
    for call_id in found:
        unit.push_alive(call_id, now_ms + CLAIM_MS)
    return found
