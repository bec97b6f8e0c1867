"""What became of a call to a human who is told of danger: recorded, and the path hurried if wanted.

Twilio tells it beside the call. If it never does, the deadline of the step stands.
"""

from __future__ import annotations

from dataclasses import replace

from ruby_fsm.app.escalating import SENT, held_with_call
from ruby_fsm.app.ports import Clock, Unit, Units
from ruby_fsm.app.records import Escalation, StepTaken
from ruby_fsm.app.settle import Settler

UNANSWERED = frozenset({"busy", "no-answer", "failed", "canceled"})


class Unanswered:
    """`hurries` of config: whether the next one is told at once, or at the deadline."""

    def __init__(self, units: Units, settler: Settler, clock: Clock) -> None:
        self.units = units
        self.settler = settler
        self.clock = clock

    async def told(self, escalation_id: str, step: int, sid: str, status: str) -> None:
        """Twilio's word for the call `sid`; any that is no failure changes nothing.

        Raises Unavailable: Twilio sends it again.
        """
        fate = status.replace("cancelled", "canceled")
        if fate in UNANSWERED:
            await self.units.run(lambda unit: self._note(unit, escalation_id, step, sid, fate))

    def _note(self, unit: Unit, escalation_id: str, step: int, sid: str, fate: str) -> None:
        held = held_with_call(unit, escalation_id)
        if held is None:
            return
        noted = with_fate(held[0], step, sid, fate)
        if noted is held[0]:
            return
        unit.save_escalation(noted)
        is_newest = noted.telling is None and step == len(noted.steps)
        if is_newest and noted.acknowledged_ms is None and self._hurries:
            self.settler.orders.take_step(unit, escalation_id, self.clock.now_ms())

    @property
    def _hurries(self) -> bool:
        return self.settler.policies.newest.crisis.hurries


def with_fate(escalation: Escalation, step: int, sid: str, fate: str) -> Escalation:
    """The same one where it is no step of it, no call, another call, or known already."""
    telling = escalation.telling
    if telling is not None and telling.step == step and telling.channel == "call":
        is_its = telling.ref in {"", sid} and not telling.fate
        return replace(escalation, telling=replace(telling, fate=fate)) if is_its else escalation
    steps = tuple(
        replace(one, outcome=fate) if is_call(one, step, sid) else one for one in escalation.steps
    )
    return escalation if steps == escalation.steps else replace(escalation, steps=steps)


def is_call(taken: StepTaken, step: int, sid: str) -> bool:
    is_its = taken.step == step and taken.channel == "call" and taken.ref == sid
    return is_its and taken.outcome == SENT
