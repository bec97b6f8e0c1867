"""What the telephone's own moves ask for: placing, trying again, ending, machines."""

from __future__ import annotations

from ruby_fsm.core.call import CallState, EndReason, changed
from ruby_fsm.core.effects import (
    Dial,
    FreeSlot,
    HangUp,
    HangUpLine,
    Line,
    Postpone,
    Say,
    SayNow,
    ScheduleAttempt,
)
from ruby_fsm.core.events import (
    AttemptScheduled,
    CallBusy,
    CallCanceled,
    CallCompleted,
    CallFailed,
    CallUnanswered,
    DialPostponed,
    DialRefused,
    Fact,
    MachineAnswered,
)
from ruby_fsm.core.step import Step
from ruby_fsm.understanding.assessment import Category, Level

CARRIER_LIMIT_S = 14_400  # Twilio's TimeLimit where none is asked for: it hangs up by itself
ENDINGS: dict[type[Fact], EndReason] = {
    CallBusy: EndReason.BUSY,
    CallUnanswered: EndReason.NO_ANSWER,
    CallFailed: EndReason.FAILED,
    CallCanceled: EndReason.CANCELED,
    CallCompleted: EndReason.HUNG_UP,
}
REFUSALS = {"expired": EndReason.EXPIRED, "suppressed": EndReason.SUPPRESSED}


def note_placed(step: Step) -> None:
    """Twilio has it: it rings for so long and no longer."""
    numbers = step.policy.numbers
    until_ms = step.event.at_ms + (numbers.ring_s + numbers.ring_margin_s) * 1000
    placed_ms = step.call.placed_ms or step.event.at_ms
    step.call = changed(step.call, placed_ms=placed_ms, alive_until_ms=until_ms)


def try_again_later(step: Step) -> None:
    call, waits = step.call, step.policy.numbers.retry_waits_s
    wait_s = waits[min(call.attempt - 1, len(waits) - 1)]
    step.emit(FreeSlot(call.attempt), ScheduleAttempt(step.event.at_ms + wait_s * 1000))


def schedule(step: Step) -> None:
    assert isinstance(step.event, AttemptScheduled)
    due_ms = step.event.due_ms
    step.call = changed(
        step.call,
        attempt=step.call.attempt + 1,
        due_ms=due_ms,
        placed_ms=None,
        alive_until_ms=max(step.call.expires_ms, due_ms),
    )
    step.emit(Dial(step.call.attempt, due_ms))


def postpone(step: Step) -> None:
    """The same attempt, later: it was not dialled, so none is used up."""
    assert isinstance(step.event, DialPostponed)
    due_ms, call = step.event.due_ms, step.call
    step.call = changed(call, due_ms=due_ms, alive_until_ms=max(call.expires_ms, due_ms))
    step.emit(Postpone(call.attempt, due_ms))


# --- the end -----------------------------------------------------------------------------------
def finish(step: Step, reason: EndReason) -> None:
    step.call = changed(step.call, ended_ms=step.event.at_ms, end_reason=reason)
    step.emit(FreeSlot(step.call.attempt))


def end_by_telephone(step: Step) -> None:
    finish(step, reason_of(step))


def reason_of(step: Step) -> EndReason:
    """Why the line is down: what we were closing for, or what the telephone says."""
    call, event = step.call, step.event
    if call.closing_for is not None:
        return call.closing_for
    if isinstance(event, CallFailed) and event.code == EndReason.UNKNOWN_OUTCOME:
        return EndReason.UNKNOWN_OUTCOME
    if isinstance(event, CallCompleted) and call.escalated is not Level.NONE:
        return EndReason.HUNG_UP_IN_CRISIS
    if isinstance(event, CallCompleted) and (event.duration_s or 0) >= CARRIER_LIMIT_S:
        return EndReason.TIME_LIMIT
    if isinstance(event, CallCompleted) and call.answered_ms is None:
        return EndReason.FAILED  # up and down again, and none of our answers ever reached it
    return ENDINGS[type(event)]


def cancel(step: Step) -> None:
    finish(step, EndReason.CANCELED)
    step.emit(HangUpLine(cancel=True))


def refuse(step: Step) -> None:
    assert isinstance(step.event, DialRefused)
    finish(step, REFUSALS.get(step.event.policy, EndReason.REFUSED))
    step.emit(HangUpLine(cancel=True))


def give_up_line(step: Step) -> None:
    finish(step, step.call.closing_for or EndReason.LOST)
    step.emit(HangUpLine(cancel=step.call.answered_ms is None))


# --- machines ------------------------------------------------------------------------------------
def strike(step: Step) -> None:
    """What a machine said counts for nothing: not for mood, not for risk, not for memory."""
    call = step.call
    step.call = changed(
        call,
        struck_n=call.n + 1,
        mood=call.initial_mood,
        risk=Level.NONE,
        category=Category.NONE,
        weak_signs=0,
        heavy=False,
    )


def leave_machine_in_answer(step: Step) -> None:
    """Told with the answer webhook, so the document itself ends the call."""
    step.call = changed(step.call, answered_ms=step.event.at_ms, closing_for=EndReason.MACHINE)
    strike(step)
    _say_machine_message(step)


def leave_machine(step: Step) -> None:
    """Told by the detector's own callback, whose answer Twilio ignores: act on the line."""
    step.call = changed(step.call, closing_for=EndReason.MACHINE)
    strike(step)
    _say_machine_message(step)
    step.emit(SayNow() if _machine_message(step) else HangUpLine())


def leave_mailbox(step: Step) -> None:
    """Known by its greeting: the answer to these words ends the call."""
    step.call = changed(step.call, closing_for=EndReason.MACHINE)
    strike(step)
    _say_machine_message(step)


def leave_screener(step: Step) -> None:
    """What it said is struck already."""
    step.call = changed(step.call, closing_for=EndReason.MACHINE)
    step.emit(HangUp())


def _machine_message(step: Step) -> str:
    """A fax has no ears."""
    is_fax = isinstance(step.event, MachineAnswered) and step.event.kind == "fax"
    return "" if is_fax else step.policy.machine_message


def _say_machine_message(step: Step) -> None:
    if message := _machine_message(step):
        step.emit(Say(message, Line.MACHINE, barge_in=False))
    step.emit(HangUp())


def strike_in_closing(step: Step) -> None:
    strike(step)
    if step.state is CallState.CLOSING:
        step.call = changed(step.call, closing_for=EndReason.MACHINE)
