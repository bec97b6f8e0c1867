"""The steps of an escalation path, one after another, until a human acknowledges."""

from __future__ import annotations

from dataclasses import replace

from ruby_fsm.app.policies import Policies
from ruby_fsm.app.ports import Alert, Alerts, Clock, Unit, Units
from ruby_fsm.app.records import Job, StepTaken
from ruby_fsm.app.settle import Settler
from ruby_fsm.errors import AlertError

SENT, FAILED = "sent", "failed"


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
        """Raises AlertError where the last step could not be told: it is tried until it is."""
        escalation_id, step = str(job.args["escalation"]), int(job.args["step"])
        alert = await self.units.run(lambda unit: self._alert(unit, escalation_id, step))
        if alert is None:
            return
        outcome = SENT
        try:
            await self.alerts.send(alert)
        except AlertError:
            if self._is_last(alert):
                raise
            outcome = FAILED
        await self.units.run(lambda unit: self._taken(unit, job.key, alert, outcome))

    def _is_last(self, alert: Alert) -> bool:
        return alert.step >= len(self.policies.newest.crisis.path(alert.level))

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

    def _taken(self, unit: Unit, key: str, alert: Alert, outcome: str) -> None:
        """Record the step, and put the next one at the deadline of this one's acknowledgement."""
        escalation = unit.escalation(alert.escalation_id)
        if escalation is None or len(escalation.steps) >= alert.step:
            return
        now_ms = self.clock.now_ms()
        taken = StepTaken(alert.step, alert.contact, alert.channel, now_ms, outcome)
        escalation = replace(escalation, steps=(*escalation.steps, taken))
        unit.save_escalation(escalation)
        # A job cancelled while it ran: a human has it, and what was told stands alone.
        is_wanted = unit.begin_sending(key, now_ms) and escalation.acknowledged_ms is None
        if is_wanted and not self._is_last(alert):
            wait_s = self._wait_s(alert) if outcome == SENT else 0
            due_ms = now_ms + wait_s * 1000
            self.settler.orders.step_at(unit, alert.escalation_id, alert.step + 1, due_ms)

    def _wait_s(self, alert: Alert) -> int:
        return self.policies.newest.crisis.path(alert.level)[alert.step - 1].wait_s
