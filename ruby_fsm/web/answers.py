"""What the endpoints that change something answer; the others' answers are app/views."""

from __future__ import annotations

from dataclasses import dataclass

from ruby_fsm.app.accepting import Accepted, Wait
from ruby_fsm.app.analytics import when
from ruby_fsm.app.records import Escalation, Record

PLACED = "Ruby is calling."
WAITS = {
    Wait.NOT_BEFORE: "Accepted; it waits for its time.",
    Wait.CAPACITY: "Accepted; it waits for a free line.",
    Wait.PACE: "Accepted; it waits for its turn.",
    Wait.CALLING_HOURS: "Accepted; it waits for calling hours.",
    Wait.CAP: "Accepted; it waits until it may be dialled again.",
    Wait.SPEND: "Accepted; it waits until a call may be paid for again.",
    Wait.COOL_DOWN: "Accepted; it waits a while after a call that nobody answered.",
}


@dataclass(frozen=True, slots=True)
class Initiated:
    """A call accepted. `call_sid` is Twilio's where it is known already, else the `call_id`.

    The last three are null when nothing keeps it waiting; `scheduled_for` is the earliest it may be
    placed.
    """

    success: bool
    call_sid: str
    call_id: str
    status: str
    state: str
    to: str
    from_number: str
    message: str
    webhook_url: str
    queue_position: int | None = None
    scheduled_for: str | None = None
    waiting_for: str | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """`end_reason` is null while the goodbye is being said."""

    success: bool
    call_sid: str
    call_id: str
    state: str
    end_reason: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The first who has it stays named, however often it is acknowledged."""

    success: bool
    escalation_id: str
    call_id: str
    acknowledged_at: str
    acknowledged_by: str


def initiated(accepted: Accepted, public_url: str) -> Initiated:
    record, waits = accepted.record, accepted.waiting_for
    call_id = record.call.call_id
    return Initiated(
        success=True,
        call_sid=accepted.sid or call_id,
        call_id=call_id,
        status="queued",
        state=record.call.state.value,
        to=record.person.to_number,
        from_number=record.from_number,
        message=WAITS[waits] if waits else PLACED,
        webhook_url=f"{public_url}/voice/webhook/answer",
        queue_position=accepted.position if waits else None,
        scheduled_for=when(accepted.scheduled_ms) if waits else None,
        waiting_for=waits.value if waits else None,
    )


def ended(record: Record, sid: str) -> Ended:
    call = record.call
    message = "Ruby says goodbye and hangs up." if call.is_live else "It has ended."
    reason = call.end_reason.value if call.end_reason else None
    return Ended(True, sid, call.call_id, call.state.value, reason, message)


def acknowledged(escalation: Escalation) -> Acknowledged:
    at_ms = escalation.acknowledged_ms
    assert at_ms is not None, "it was just acknowledged"
    return Acknowledged(
        True,
        escalation.escalation_id,
        escalation.call_id,
        when(at_ms),
        escalation.acknowledged_by,
    )
