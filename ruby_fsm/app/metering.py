"""Numbers drawn from what was kept: counted after the commit, so that none tells of what was not.

One line of the log of this process for each move, too: call, event, from, to.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from ruby_fsm.app import measures as m
from ruby_fsm.app.ports import Meter, Phone, Placement
from ruby_fsm.app.records import Kept, LogRow
from ruby_fsm.core.call import CallState
from ruby_fsm.core.effects import Say
from ruby_fsm.core.events import ReplyFailed, ReplyReady
from ruby_fsm.errors import PhoneError

LOG = logging.getLogger("ruby_fsm.calls")
# The two moves of every turn: many, and of interest to nobody who does not look for them.
A_TURN = {CallState.LISTENING, CallState.RESPONDING}


class Metering:
    def __init__(self, meter: Meter) -> None:
        self.meter = meter

    def kept(self, units: Sequence[Kept]) -> None:
        """What one commit kept."""
        self.meter.observe(m.UNITS, len(units))
        for unit in units:
            for row in unit.rows:
                self._row(row)
            for reason in unit.ended:
                self.meter.count(m.ENDED, reason)
            for waited_ms in unit.acknowledged_after_ms:
                self.meter.observe(m.ACKNOWLEDGED, waited_ms / 1000)

    def _row(self, row: LogRow) -> None:
        name = type(row.event).__name__
        if row.seq is not None:
            self.meter.count(m.MOVES, row.from_state.value, name, row.to_state.value)
        for verb in row.verbs:
            if isinstance(verb, Say):
                self.meter.count(m.LINES, verb.line.value)
        match row.event:
            case ReplyReady(source=source, took_ms=took_ms):
                self.meter.count(m.REPLIES, source)
                self.meter.observe(m.REPLY_TIME, took_ms / 1000)
                self.meter.observe(m.STORE_TIME, (row.event.store_ms or 0) / 1000)
                self.meter.observe(m.UNDERSTOOD, (row.event.understood_ms or 0) / 1000)
            case ReplyFailed():
                self.meter.count(m.REPLY_FAILED)
            case _:
                pass


def told_moves(kept: Kept) -> None:
    """A line for each move."""
    for row in kept.rows:
        if row.seq is not None:
            name = type(row.event).__name__
            level = logging.DEBUG if {row.from_state, row.to_state} == A_TURN else logging.INFO
            LOG.log(level, "%s: %s, %s to %s", row.call_id, name, row.from_state, row.to_state)


class MeteredPhone:
    """A Phone whose failures are counted, by what was asked of it."""

    def __init__(self, phone: Phone, meter: Meter) -> None:
        self.phone = phone
        self.meter = meter

    async def place(self, placement: Placement) -> str:
        with failures(self.meter, "place"):
            return await self.phone.place(placement)

    async def status(self, sid: str) -> str:
        with failures(self.meter, "status"):
            return await self.phone.status(sid)

    async def find(self, placement: Placement, since_ms: int) -> str | None:
        with failures(self.meter, "find"):
            return await self.phone.find(placement, since_ms)

    async def ring(self, placement: Placement) -> str:
        with failures(self.meter, "ring"):
            return await self.phone.ring(placement)

    async def rung(self, placement: Placement, since_ms: int) -> Sequence[str]:
        with failures(self.meter, "rung"):
            return await self.phone.rung(placement, since_ms)

    async def redirect(self, sid: str, call_id: str, doc: int) -> None:
        with failures(self.meter, "redirect"):
            await self.phone.redirect(sid, call_id, doc)

    async def hang_up(self, sid: str, *, cancel: bool = False) -> None:
        with failures(self.meter, "hang_up"):
            await self.phone.hang_up(sid, cancel=cancel)


@contextmanager
def failures(meter: Meter, request: str) -> Iterator[None]:
    """Counts a PhoneError that passes, and lets it pass."""
    try:
        yield
    except PhoneError:
        meter.count(m.TWILIO, request)
        raise
