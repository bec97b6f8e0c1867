"""The steps of an escalation path, one after another, until a human acknowledges."""

from __future__ import annotations

from dataclasses import replace

from ruby_fsm.app.policies import Policies
from ruby_fsm.app.ports import Alert, Alerts, Clock, Unit, Units
from ruby_fsm.app.records import Escalation, Job, StepTaken
from ruby_fsm.app.settle import Settler
from ruby_fsm.errors import AlertError

SENT = "sent"


class Escalating:
    """Each step is told at least once: a second alert is better than none."""

    def __init__(self, units: Units, alerts: Alerts, clock: Clock, settler: Settler) -> None:
        self.units = units
        self.alerts = alerts
        self.clock = clock
        self.settler = settler

    @property
    def policies(self) -> Policies:
        return self.settler.policies

    async def step(self, job: Job) -> None:
        escalation_id, step = str(job.args["escalation"]), int(job.args["step"])
        alert = await self.units.run(lambda unit: self._alert(unit, escalation_id, step))
        if alert is None:
            return
        try:
            await self.alerts.send(alert)
            outcome = SENT
        except AlertError:
            outcome = "failed"
        await self.units.run(lambda unit: self._taken(unit, alert, outcome))

    def _alert(self, unit: Unit, escalation_id: str, step: int) -> Alert | None:
        """None when a human has it, the step was taken, or the path has no such step."""
        escalation = unit.escalation(escalation_id)
        if escalation is None or escalation.acknowledged_ms is not None:
            return None
        path = self.policies.newest.crisis.path(escalation.level)
        if not len(escalation.steps) < step <= len(path):
            return None
        told = path[step - 1]
        return Alert(
            escalation_id=escalation_id,
            call_id=escalation.call_id,
            level=escalation.level,
            category=escalation.category,
            step=step,
            contact=told.contact,
            channel=told.channel,
        )

    def _taken(self, unit: Unit, alert: Alert, outcome: str) -> None:
        """Record the step, and put the next one at the deadline of this one's acknowledgement."""
        escalation = unit.escalation(alert.escalation_id)
        if escalation is None or len(escalation.steps) >= alert.step:
            return
        now_ms = self.clock.now_ms()
        taken = StepTaken(alert.step, alert.contact, alert.channel, now_ms, outcome)
        escalation = replace(escalation, steps=(*escalation.steps, taken))
        unit.save_escalation(escalation)
        self._next(unit, escalation, alert, now_ms if outcome != SENT else None)

    def _next(self, unit: Unit, escalation: Escalation, alert: Alert, now_ms: int | None) -> None:
        path = self.policies.newest.crisis.path(escalation.level)
        if escalation.acknowledged_ms is not None or alert.step >= len(path):
            return
        due_ms = now_ms or self.clock.now_ms() + path[alert.step - 1].wait_s * 1000
        self.settler.orders.step_at(unit, alert.escalation_id, alert.step + 1, due_ms)
