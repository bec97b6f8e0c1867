"""Carrying out the writes and jobs a move orders, inside its own unit."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from ruby_fsm.app.notices import Notices
from ruby_fsm.app.placing import due_job, hand_on
from ruby_fsm.app.ports import Engine, Unit
from ruby_fsm.app.records import Escalation, Job, Record
from ruby_fsm.core import effects as f
from ruby_fsm.core.call import CallState
from ruby_fsm.core.events import Event
from ruby_fsm.core.machine import Decision
from ruby_fsm.core.policy import Numbers

ON_LINE_JOBS = ("say_now", "hang_up")


def escalation_id(call_id: str, number: int) -> str:
    """`ES` and 32 hex digits, the same for the same danger however often it is worked out."""
    return "ES" + hashlib.sha256(f"{call_id}:{number}".encode()).hexdigest()[:32]


class Orders:
    """Turns effects into rows and jobs; nothing is performed here."""

    def __init__(self, engine: Engine, numbers: Numbers, notices: Notices | None = None) -> None:
        self.engine = engine
        self.numbers = numbers
        self.notices = notices or Notices(engine)

    def carry_out(self, unit: Unit, record: Record, decision: Decision) -> None:
        record_now = replace(record, call=decision.call)
        at_ms = decision.event.at_ms
        if decision.moved and decision.call.state is CallState.CRISIS:
            self._hold_the_line(unit, record_now, at_ms)
        if decision.moved:
            self.notices.moved(unit, decision)
        for effect in decision.effects:
            if isinstance(effect, f.Write):
                self._write(unit, record_now, effect, decision.event)
            elif isinstance(effect, f.Job):
                self._job(unit, record_now, effect, at_ms)

    def _hold_the_line(self, unit: Unit, record: Record, at_ms: int) -> None:
        """Danger cancels what would close the line; what is being sent is followed by the words."""
        if unit.cancel_jobs(record.call.call_id, ON_LINE_JOBS):
            self._on_line(unit, record, "say_now", at_ms)

    def _write(self, unit: Unit, record: Record, write: f.Write, event: Event) -> None:
        call_id, at_ms = record.call.call_id, event.at_ms
        match write:
            case f.Suppress():
                self._suppress(unit, record, write.source, at_ms)
            case f.FreeSlot():
                if unit.free_slot(call_id, write.attempt, at_ms):
                    hand_on(unit, self.engine, at_ms, self.numbers)
            case f.Postpone():
                self._stand_in_line_again(unit, call_id, write, at_ms)
            case f.StandDown():
                self._stand_down(unit, call_id, write.number, event)
            case f.ScheduleAttempt():
                pass  # fed as AttemptScheduled in this same unit

    def _suppress(self, unit: Unit, record: Record, source: str, at_ms: int) -> None:
        number = record.person.to_number
        if unit.suppress(number, at_ms, source):
            known = unit.suppression(number)
            assert known is not None, "it was just put there"
            self.notices.opted_out(unit, known, record.call.call_id)

    def _stand_in_line_again(self, unit: Unit, call_id: str, write: f.Postpone, at_ms: int) -> None:
        later = due_job(call_id, write.attempt, write.due_ms)
        self.engine.cancel(unit, later.key)
        self.engine.at(unit, later)
        if unit.give_back_slot(call_id, write.attempt):
            hand_on(unit, self.engine, at_ms, self.numbers)

    def _job(self, unit: Unit, record: Record, job: f.Job, at_ms: int) -> None:
        call_id = record.call.call_id
        match job:
            case f.Dial():
                unit.add_attempt(call_id, job.attempt)
                self.engine.at(unit, due_job(call_id, job.attempt, job.due_ms))
            case f.Escalate():
                self._escalate(unit, call_id, job, at_ms)
            case f.EscalateStep():
                self.take_step(unit, escalation_id(call_id, job.number), at_ms)
            case f.RingHuman():
                self._ring(unit, call_id, job.number, at_ms)
            case f.LetGoHuman():
                key = f"let_go_human:{call_id}:{job.number}"
                args: dict[str, str | int] = {"call": call_id, "sid": job.sid}
                self.engine.at(unit, Job(key, at_ms, "let_go_human", args))
            case f.SayNow():
                self._on_line(unit, record, "say_now", at_ms)
            case f.HangUpLine():
                self._on_line(unit, record, "hang_up", at_ms, cancel=job.cancel)

    def _on_line(
        self, unit: Unit, record: Record, kind: str, at_ms: int, *, cancel: bool = False
    ) -> None:
        call = record.call
        args: dict[str, str | int] = {
            "call": call.call_id,
            "state": call.state.value,
            "n": call.n,
            "cancel": int(cancel),
        }
        self.engine.at(unit, Job(f"{kind}:{call.call_id}:{call.n}", at_ms, kind, args))

    def _ring(self, unit: Unit, call_id: str, number: int, at_ms: int) -> None:
        """Now, and a look at what became of it once it must be over."""
        args: dict[str, str | int] = {"call": call_id, "number": number}
        self.engine.at(unit, Job(f"ring_human:{call_id}:{number}", at_ms, "ring_human", args))
        lasts_s = self.numbers.ring_s + self.numbers.ring_margin_s
        self.look_at_human(unit, call_id, number, at_ms + lasts_s * 1000)

    def look_at_human(self, unit: Unit, call_id: str, number: int, due_ms: int) -> None:
        args: dict[str, str | int] = {"call": call_id, "number": number}
        key = f"look_human:{call_id}:{number}:{due_ms}"
        self.engine.at(unit, Job(key, due_ms, "look_human", args))

    def hang_up_late(self, unit: Unit, record: Record, at_ms: int) -> None:
        """The sid of a call that has ended meanwhile: no live leg without a live row."""
        self._on_line(unit, record, "hang_up", at_ms, cancel=True)

    def _escalate(self, unit: Unit, call_id: str, effect: f.Escalate, at_ms: int) -> None:
        made = escalation_id(call_id, effect.number)
        opened = Escalation(made, call_id, effect.number, effect.level, effect.category, at_ms)
        unit.save_escalation(opened)
        self.notices.opened(unit, opened)
        self.step_at(unit, opened, 1, at_ms)

    def take_step(self, unit: Unit, made: str, at_ms: int) -> None:
        """The next step now, instead of at its deadline; a path gone through keeps its waits."""
        escalation = unit.escalation(made)
        if escalation is not None and escalation.through_ms is None:
            step = len(escalation.steps) + 1
            self.engine.cancel(unit, step_key(made, step))
            self.step_at(unit, escalation, step, at_ms)

    def step_at(self, unit: Unit, escalation: Escalation, step: int, due_ms: int) -> None:
        made, call_id = escalation.escalation_id, escalation.call_id
        args: dict[str, str | int] = {"escalation": made, "step": step, "call": call_id}
        self.engine.at(unit, Job(step_key(made, step), due_ms, "escalate", args))

    def _stand_down(self, unit: Unit, call_id: str, number: int | None, event: Event) -> None:
        """A human has it: whoever acknowledged, joined the call or judged the danger over."""
        for escalation in unit.escalations_of(call_id):
            if number not in {None, escalation.number}:
                continue
            key = step_key(escalation.escalation_id, len(escalation.steps) + 1)
            self.engine.cancel(unit, key)
            if escalation.acknowledged_ms is None:
                by = str(getattr(event, "by", ""))
                taken = replace(escalation, acknowledged_ms=event.at_ms, acknowledged_by=by)
                unit.save_escalation(taken)
                self.notices.acknowledged(unit, taken)


def step_key(made: str, step: int) -> str:
    return f"escalate:{made}:{step}"
