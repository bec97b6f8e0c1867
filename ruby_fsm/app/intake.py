"""One webhook inside its unit: whose it is, whether it was seen, and the fact it carries."""

from __future__ import annotations

from ruby_fsm.app.context import in_context
from ruby_fsm.app.hooks import PROGRESS, Hook, Kind, fact_of, number
from ruby_fsm.app.ports import Unit
from ruby_fsm.app.records import Document, Record
from ruby_fsm.app.settle import Settled, Settler
from ruby_fsm.core.call import Call
from ruby_fsm.core.events import ReplyDelayed, ReplyFact


class Intake:
    """Synchronous and safe to run again, as all that happens in a unit."""

    def __init__(self, settler: Settler) -> None:
        self.settler = settler

    def take(self, unit: Unit, hook: Hook) -> Settled | None:
        """Record the fact, once; None for a call that is not ours."""
        found = self._found(unit, hook)
        if found is None:
            return None
        record, attempt = found
        call = record.call
        key = hook.key(call)
        cause = unit.seen(call.call_id, key)
        if cause is not None:
            return self.settler.repeat(unit, record, cause, hook.arrived_ms)
        note_news(unit, hook, call, attempt)
        fact = fact_of(in_context(unit, call, hook, self.settler.policies), call, attempt)
        if fact is None and hook.kind is Kind.REPLY:
            if call.open_turn is not None:
                return self.settler.await_reply(unit, record, hook.arrived_ms)
            fact = ReplyDelayed(hook.arrived_ms, 0)  # of no turn: only asks for the newest words
        if fact is None:
            return Settled(record, self.settler.document(unit, record, call.doc))
        return self.settler.feed(unit, record, fact, key, key)

    def close(
        self, unit: Unit, hook: Hook, call_id: str, fact: ReplyFact, cause: str | None
    ) -> Document:
        """Answer the cause, once: who comes second sends what is stored.

        `cause`: under which the webhook was recorded; None for a poll, which may not have been.
        """
        record = unit.load(call_id)
        assert record is not None
        key = hook.key(record.call)
        cause = cause or unit.seen(call_id, key)
        stored = unit.answered(call_id, cause or key)
        if stored is not None:
            return self.settler.document(unit, record, stored)
        fact = of_open_turn(fact, record.call)
        settled = self.settler.feed(unit, record, fact, cause or key, None if cause else key)
        assert settled.document is not None
        return settled.document

    def _found(self, unit: Unit, hook: Hook) -> tuple[Record, int] | None:
        """The call and the attempt this sid belongs to: sid, account and URL must agree."""
        if not hook.sid:
            return None
        record = unit.load(hook.call_ref) if hook.call_ref else None
        if record is None:
            call_id = unit.resolve(hook.call_ref or hook.sid)
            record = unit.load(call_id) if call_id else None
        if record is None:
            return None
        attempt = self._attempt(unit, record, hook)
        return None if attempt is None else (record, attempt)

    def _attempt(self, unit: Unit, record: Record, hook: Hook) -> int | None:
        call = record.call
        for n in range(call.attempt, 0, -1):
            made = unit.attempt(call.call_id, n)
            if made is not None and made.sid == hook.sid:
                return n
        wanted = hook.attempt or call.attempt
        if not unit.bind_sid(call.call_id, wanted, hook.sid):
            return None
        if not call.is_live and hook.kind is Kind.STATUS and hook.status in PROGRESS:
            self.settler.orders.hang_up_late(unit, record, hook.arrived_ms)
        return wanted


def note_news(unit: Unit, hook: Hook, call: Call, attempt: int) -> None:
    """What Twilio says of the attempt, beside the fact."""
    if hook.kind is Kind.STATUS:
        seq = number(hook.form, "SequenceNumber") or 0
        lasted_s = number(hook.form, "CallDuration")
        unit.note_status(call.call_id, attempt, hook.status, seq, lasted_s)
    if answered_by := hook.form.get("AnsweredBy", ""):
        unit.note_answered_by(call.call_id, attempt, answered_by[:32])


def of_open_turn(fact: ReplyFact, call: Call) -> ReplyFact:
    """A reply that a newer turn overtook is not said: whoever waits for it waits for that one."""
    if call.open_turn in {None, fact.turn}:
        return fact
    assert call.open_turn is not None
    return ReplyDelayed(fact.at_ms, call.open_turn)
