"""How a human takes an escalation without REST: by a key, by a message, by a link."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeVar

from ruby_fsm.app.desk import Desk
from ruby_fsm.app.escalating import RECENT_MS, held_with_call
from ruby_fsm.app.links import Linked, Links
from ruby_fsm.app.ports import Clock, Unit, Units
from ruby_fsm.app.records import Escalation, StepTaken, Telling
from ruby_fsm.app.settle import Settler
from ruby_fsm.app.timing import within
from ruby_fsm.config.escalation import NOBODY
from ruby_fsm.errors import Unavailable

T = TypeVar("T")
UNIT_S = 3.0  # what every webhook's unit has
KEY = "1"
# Twilio itself heeds all but the first two, and sends such a number nothing more.
NO = {"no", "n", "stop", "stopall", "unsubscribe", "cancel", "end", "quit", "optout", "revoke"}
CODE = re.compile(r"\b([0-9a-f]{6})-([0-9]{1,4})\b")


class Took(Enum):
    """What came of it. `STRANGER`: nobody who was told."""

    TAKEN = auto()
    OVER = auto()
    PASSED = auto()
    STRANGER = auto()


@dataclass(frozen=True, slots=True)
class Shown:
    """What a link shows of its escalation."""

    escalation: Escalation
    contact: str


class Taking:
    """`by` of what is taken names the contact's role and the way, never a number."""

    def __init__(self, units: Units, desk: Desk, settler: Settler, clock: Clock, links: Links):
        self.units = units
        self.desk = desk
        self.settler = settler
        self.clock = clock
        self.links = links

    async def _in_time(self, work: Callable[[Unit], T]) -> T:
        """Twilio waits no longer. Raises Unavailable; what was begun goes on and may still take."""
        running = asyncio.ensure_future(self.units.run(work))
        if not await within(self.clock, UNIT_S, running):
            running.add_done_callback(lambda done: done.cancelled() or done.exception())
            raise Unavailable("the store did not answer in time")
        return running.result()

    # --- the telephone ---------------------------------------------------------------------------
    async def pressed(self, escalation_id: str, step: int, sid: str, keys: str) -> Took:
        """Only the key 1 takes it."""
        return await self._in_time(lambda unit: self._pressed(unit, escalation_id, step, sid, keys))

    def _rings(
        self, unit: Unit, escalation_id: str, step: int, sid: str
    ) -> tuple[Took, Telling | StepTaken | None]:
        held = held_with_call(unit, escalation_id)
        told = next((one for one in told_of(held[0]) if one.step == step), None) if held else None
        # Its sid is known once Twilio's answer to the POST is written; the webhook may be first.
        if held is None or told is None or told.channel != "call" or told.ref not in {"", sid}:
            return Took.STRANGER, None
        return (Took.PASSED if held[0].acknowledged_ms is None else Took.OVER), told

    def _pressed(self, unit: Unit, escalation_id: str, step: int, sid: str, keys: str) -> Took:
        took, told = self._rings(unit, escalation_id, step, sid)
        if told is not None and keys == KEY:
            return self._take(unit, escalation_id, f"{told.contact}, by key")
        return took

    # --- messages --------------------------------------------------------------------------------
    async def texted(self, number: str, body: str) -> tuple[Took, str]:
        """What a message from that number does, and the id of the escalation it is about.

        Any reply but 'no' takes the one whose code it names, else the newest that was sent there.
        """
        return await self._in_time(lambda unit: self._texted(unit, number, body))

    def _texted(self, unit: Unit, number: str, body: str) -> tuple[Took, str]:
        since_ms = self.clock.now_ms() - RECENT_MS
        sent = [
            (one, told)
            for one in unit.recent_escalations(since_ms)
            for told in told_of(one)
            if told.channel == "sms" and number == self._number(told.contact)
        ]
        if not sent:
            return Took.STRANGER, ""
        escalation, told = chosen(sent, body)
        made = escalation.escalation_id
        if is_no(body):
            if is_newest(escalation, told.step):
                self.settler.orders.take_step(unit, made, self.clock.now_ms())
            return Took.PASSED, made
        return self._take(unit, made, f"{told.contact}, by message"), made

    def _number(self, contact: str) -> str:
        return self.settler.policies.newest.contacts.get(contact, NOBODY).sms

    # --- links -----------------------------------------------------------------------------------
    async def shown(self, token: str) -> Shown | None:
        """What the link stands for, None for a bad one. Looking at it takes nothing."""
        linked = self.links.read(token, self.clock.now_ms())
        return await self.units.run(lambda unit: _shown(unit, linked)) if linked else None

    async def linked(self, token: str) -> Took:
        linked = self.links.read(token, self.clock.now_ms())
        if linked is None:
            return Took.STRANGER
        return await self.units.run(lambda unit: self._linked(unit, linked))

    def _linked(self, unit: Unit, linked: Linked) -> Took:
        shown = _shown(unit, linked)
        if shown is None:
            return Took.STRANGER
        if shown.escalation.acknowledged_ms is not None:
            return Took.OVER
        return self._take(unit, linked.escalation_id, f"{shown.contact}, by link")

    def _take(self, unit: Unit, escalation_id: str, by: str) -> Took:
        """TAKEN also when the very same is told again: Twilio may send a webhook twice."""
        taken = self.desk.acknowledge_in(unit, escalation_id, by, self.clock.now_ms())
        return Took.TAKEN if taken.acknowledged_by == by else Took.OVER


def told_of(escalation: Escalation) -> Iterator[Telling | StepTaken]:
    """Every step somebody was told of, the newest first; one being told is one of them."""
    if escalation.telling is not None:
        yield escalation.telling
    yield from (one for one in reversed(escalation.steps) if one.outcome in {"sent", "unknown"})


def _shown(unit: Unit, linked: Linked) -> Shown | None:
    escalation = unit.escalation(linked.escalation_id)
    if escalation is None:
        return None
    told = next((one for one in told_of(escalation) if one.step == linked.step), None)
    return Shown(escalation, told.contact) if told else None


def chosen(
    sent: list[tuple[Escalation, Telling | StepTaken]], body: str
) -> tuple[Escalation, Telling | StepTaken]:
    """The one whose code stands in the reply, else the newest nobody has, else the newest."""
    codes = {found[1] for found in CODE.finditer(body.lower())}
    named = [one for one in sent if one[0].escalation_id[2:8] in codes]
    waiting = [one for one in sent if one[0].acknowledged_ms is None]
    return next(iter(named or waiting or sent))


def is_no(body: str) -> bool:
    """Whether the first word says no; anything else, a blank too, takes it."""
    words = re.findall(r"[a-z]+", body.lower())
    return bool(words) and words[0] in NO


def is_newest(escalation: Escalation, step: int) -> bool:
    """Whether nobody was told after that step: the path need not be hurried twice."""
    return step == len(escalation.steps) + (escalation.telling is not None)
