"""The steps of an escalation path, one after another, until a human acknowledges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import structlog

from ruby_fsm.app.links import Links
from ruby_fsm.app.paths import Place, Way
from ruby_fsm.app.ports import Alert, Alerts, Clock, Unit, Units
from ruby_fsm.app.records import Escalation, Job, Record, StepTaken, Telling
from ruby_fsm.app.settle import Settler
from ruby_fsm.errors import AlertError

SENT, FAILED, UNKNOWN, OFF_DUTY = "sent", "failed", "unknown", "off duty"
# A message that was sent stands in the carrier's list by then; its answer is waited for 10 s.
SETTLED_MS = 15_000
TRIES = 2
RECENT_MS = 26 * 3600 * 1000  # longer than any path is gone

log = structlog.get_logger("ruby_fsm.escalating")


@dataclass(frozen=True, slots=True)
class Told:
    """A step to tell, its fence committed. `since_ms`: when it may first have been sent.

    `is_again`: an earlier run set the fence, and nobody knows what came of it.
    """

    alert: Alert
    since_ms: int
    is_again: bool


class Escalating:
    """A step is told once where the carrier keeps lists, else at least once, always by its key."""

    def __init__(
        self, units: Units, alerts: Alerts, clock: Clock, settler: Settler, links: Links
    ) -> None:
        self.units = units
        self.alerts = alerts
        self.clock = clock
        self.settler = settler
        self.links = links

    async def step(self, job: Job) -> None:
        escalation_id, step = str(job.args["escalation"]), int(job.args["step"])
        told = await self.units.run(lambda unit: self._fence(unit, escalation_id, step))
        if told is None:
            return
        outcome, ref = await self._tell(told)
        _note(told.alert, outcome)
        await self.units.run(lambda unit: self._taken(unit, told.alert, outcome, ref))

    async def unheard(self, job: Job) -> None:
        """The last deadline of the path is over: if nobody has it, the team's systems are told."""
        escalation_id = str(job.args["escalation"])
        await self.units.run(lambda unit: self._unheard(unit, escalation_id))

    # --- what is decided in a unit ---------------------------------------------------------------
    def _fence(self, unit: Unit, escalation_id: str, step: int) -> Told | None:
        """The intent, committed before anything is sent; None where there is nothing to tell."""
        held = held_with_call(unit, escalation_id)
        if held is None or not is_next(held[0], step):
            return None
        escalation, now_ms = held[0], self.clock.now_ms()
        place = Way(self.settler.policies.newest, *held).place(step, now_ms)
        if not place.is_wanted:
            self._go_on(unit, held, place, OFF_DUTY, "")
            return None
        before = escalation.telling
        if before is not None and before.step == step:
            return Told(self._alert(escalation, before), before.at_ms, is_again=True)
        telling = Telling(step, place.step.contact, place.step.channel, now_ms)
        unit.save_escalation(replace(escalation, telling=telling))
        return Told(self._alert(escalation, telling), now_ms, is_again=False)

    def _alert(self, escalation: Escalation, telling: Telling) -> Alert:
        made = escalation.escalation_id
        return Alert(
            escalation_id=made,
            call_id=escalation.call_id,
            level=escalation.level,
            category=escalation.category,
            step=telling.step,
            contact=telling.contact,
            channel=telling.channel,
            opened_ms=escalation.opened_ms,
            link=self.links.of(made, telling.step, telling.at_ms),
        )

    def _taken(self, unit: Unit, alert: Alert, outcome: str, ref: str) -> None:
        held = held_with_call(unit, alert.escalation_id)
        if held is None or len(held[0].steps) >= alert.step:
            return
        place = Way(self.settler.policies.newest, *held).place(alert.step, self.clock.now_ms())
        self._go_on(unit, held, place, outcome, ref)

    def _go_on(
        self, unit: Unit, held: tuple[Escalation, Record], place: Place, outcome: str, ref: str
    ) -> None:
        """Record the step, and put the next one at the deadline of this one's acknowledgement."""
        escalation, now_ms = held[0], self.clock.now_ms()
        told = escalation.telling
        # What was told stands, also where the config has changed since.
        step = told if told is not None and told.step == place.n else place.step
        is_told = outcome == SENT
        if told is not None and told.step == place.n and told.fate and is_told:
            outcome = told.fate
            is_told = not self.settler.policies.newest.crisis.hurries
        taken = StepTaken(place.n, step.contact, step.channel, now_ms, outcome, ref)
        escalation = replace(escalation, steps=(*escalation.steps, taken), telling=None)
        way = Way(self.settler.policies.newest, escalation, held[1])
        before, through_ms = escalation, way.through_ms(place, now_ms, is_told=is_told)
        escalation = replace(escalation, through_ms=through_ms)
        unit.save_escalation(escalation)
        if before.through_ms is None:
            self.settler.orders.notices.goes_through(unit, escalation)
        if escalation.acknowledged_ms is not None:
            return
        due_ms = way.next_ms(place, now_ms, is_told=is_told)
        if due_ms is None:
            log.error("escalation_given_up", escalation_id=escalation.escalation_id)
            return
        self.settler.orders.step_at(unit, escalation, place.n + 1, due_ms)

    def _unheard(self, unit: Unit, escalation_id: str) -> None:
        held = held_with_call(unit, escalation_id)
        if held is not None and held[0].acknowledged_ms is None:
            self.settler.orders.notices.exhausted(unit, held[0])

    # --- what is sent ----------------------------------------------------------------------------
    async def _tell(self, told: Told) -> tuple[str, str]:
        """How it went, and the carrier's id. What may have been sent is looked for first."""
        for _ in range(TRIES):
            try:
                if told.is_again and (ref := await self._found(told)):
                    return SENT, ref
                return SENT, await self.alerts.send(told.alert)
            except AlertError as error:
                log.warning("alert_failed", channel=told.alert.channel, detail=str(error))
                if not error.unknown:
                    return FAILED, ""
                told = replace(told, is_again=True)
        return UNKNOWN, ""

    async def _found(self, told: Told) -> str:
        """What an earlier run sent, '' for nothing: then it is sent now."""
        if told.alert.channel not in {"call", "sms"}:
            return ""
        await self.clock.sleep((told.since_ms + SETTLED_MS - self.clock.now_ms()) / 1000)
        found = await self.alerts.find(told.alert, told.since_ms)
        return await self.units.run(lambda unit: self._claimed(unit, told.alert, found))

    def _claimed(self, unit: Unit, alert: Alert, found: Sequence[str]) -> str:
        """The first that is no other call's and no other step's, and from now on this one's."""
        held = held_with_call(unit, alert.escalation_id)
        if held is None or held[0].telling is None or held[0].telling.step != alert.step:
            return ""
        since_ms = self.clock.now_ms() - RECENT_MS
        others = {ref for one in unit.recent_escalations(since_ms) for ref in refs_of(one)}
        others.add(held[1].call.ring_sid)  # the same human may be rung for the person as well
        free = (x for x in found if x not in others and unit.resolve(x) is None)
        if ref := held[0].telling.ref or next(free, ""):
            unit.save_escalation(replace(held[0], telling=replace(held[0].telling, ref=ref)))
        return ref


def held_with_call(unit: Unit, escalation_id: str) -> tuple[Escalation, Record] | None:
    """The escalation and its call, held against other units until this one ends."""
    found = unit.escalation(escalation_id)
    record = unit.load(found.call_id) if found else None
    escalation = unit.escalation(escalation_id)
    return (escalation, record) if escalation and record else None


def is_next(escalation: Escalation, step: int) -> bool:
    """Whether nobody has it, and this very step is the one to be taken."""
    return escalation.acknowledged_ms is None and len(escalation.steps) == step - 1


def refs_of(escalation: Escalation) -> Iterator[str]:
    """The carrier's ids of all that was sent for it."""
    if escalation.telling is not None:
        yield escalation.telling.ref
    yield from (taken.ref for taken in escalation.steps)


def _note(alert: Alert, outcome: str) -> None:
    """Each step but those that are a line of the log themselves."""
    if alert.channel != "log" or outcome != SENT:
        names = ("escalation_id", "call_id", "step", "channel")
        log.info("escalation_step", outcome=outcome, **{x: getattr(alert, x) for x in names})
