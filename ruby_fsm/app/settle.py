"""One unit of work: load, feed the facts, record, and write what the moves asked for.

Synchronous, without side effects, safe to run again: the writer may commit many units together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ruby_fsm.app.ordering import Orders
from ruby_fsm.app.policies import Policies
from ruby_fsm.app.ports import Unit
from ruby_fsm.app.records import Document, LogRow, Record
from ruby_fsm.core.call import Call, CallState
from ruby_fsm.core.effects import ScheduleAttempt, Suppress, Verb
from ruby_fsm.core.events import AnswerLost, AttemptScheduled, DialRefused, Event
from ruby_fsm.core.machine import Decision, decide
from ruby_fsm.core.policy import Policy
from ruby_fsm.core.prelude import led_by
from ruby_fsm.core.tongue import spoken_at


@dataclass(frozen=True, slots=True)
class Settled:
    """What a cause came to: the call now, its document, or the turn whose reply is to be made.

    `is_ours`: this process holds the lease of that reply; another may be making it. `cause`: what
    the answer is to be recorded under, None where this webhook left no row.
    """

    record: Record
    document: Document | None
    turn: int | None = None
    is_ours: bool = True
    cause: str | None = None


class Settler:
    """Feeds facts to calls inside units; knows no clock and no network."""

    def __init__(self, policies: Policies, orders: Orders, instance: str) -> None:
        self.policies = policies
        self.orders = orders
        self.instance = instance

    def feed(
        self, unit: Unit, record: Record, event: Event, cause: str, key: str | None = None
    ) -> Settled:
        """Meet the call with `event` and what must come before it; record all of it."""
        policy = self.policies.of(unit, record)
        decisions = quieted(tuple(chain(record.call, event, policy)))
        call = decisions[-1].call
        waits = any(d.ask for d in decisions) and call.open_turn is not None
        spoke = any(d.verbs for d in decisions)
        doc = call.doc if spoke or call.is_live else 0
        for decision in decisions:
            is_last, is_asked_for = decision is decisions[-1], decision.event is event
            row = row_of(decision, cause, key if is_asked_for else None)
            unit.append(replace(row, doc=doc if is_last and not waits else None))
        unit.save(call)
        record = replace(record, call=call)
        self._perform(unit, record, decisions)
        if waits:
            return self.await_reply(unit, record, event.at_ms, cause)
        return Settled(record, self.document(unit, record, doc))

    def repeat(self, unit: Unit, record: Record, cause: str, now_ms: int) -> Settled:
        """The answer this cause got before; its turn, if the reply is still being made."""
        call = record.call
        doc = unit.answered(call.call_id, cause)
        if doc is None and call.open_turn is not None:
            return self.await_reply(unit, record, now_ms, cause)
        if doc is None:
            doc = call.doc if call.is_live else 0
            unit.close_cause(call.call_id, cause, doc)
        return Settled(record, self.document(unit, record, doc))

    def await_reply(
        self, unit: Unit, record: Record, now_ms: int, cause: str | None = None
    ) -> Settled:
        """The open turn, and whether this process may make its reply: by a lease that runs out."""
        call = record.call
        assert call.open_turn is not None
        hard_s = self.policies.of(unit, record).numbers.reply_hard_s
        until_ms = now_ms + round(hard_s * 1000)
        turn = call.open_turn
        is_ours = unit.take_reply(call.call_id, turn, self.instance, now_ms, until_ms)
        return Settled(record, None, turn, is_ours, cause)

    def document(self, unit: Unit, record: Record, doc: int) -> Document:
        call = record.call
        return Document(
            call_id=call.call_id,
            attempt=call.attempt,
            n=doc,
            verbs=unit.verbs_of(call.call_id, doc) if doc else (),
            name=record.person.user_name,
            language=spoken_at(call, doc) or record.person.language,
            config_hash=record.config_hash,
            is_over=not call.is_on_the_line,
        )

    def _perform(self, unit: Unit, record: Record, decisions: Sequence[Decision]) -> None:
        for decision in decisions:
            self.orders.carry_out(unit, record, decision)
            if any(isinstance(x, Suppress) for x in decision.effects):
                self._cancel_queued(unit, record, decision.event.at_ms)

    def _cancel_queued(self, unit: Unit, record: Record, at_ms: int) -> None:
        """Nobody who asked not to be called is called by what was queued before."""
        for call_id in unit.queued_to(record.person.to_number):
            other = unit.load(call_id)
            if other is not None and call_id != record.call.call_id:
                refused = DialRefused(at_ms, "suppressed")
                self.feed(unit, other, refused, f"suppressed:{call_id}")


def chain(call: Call, event: Event, policy: Policy) -> Iterator[Decision]:
    """The facts fed before, the fact itself, and the one that follows from it."""
    while lead := led_by(call, event, policy):
        decision = decide(call, lead, policy)
        call = decision.call
        yield decision
    decision = decide(call, event, policy)
    yield decision
    for write in decision.writes:
        if isinstance(write, ScheduleAttempt):
            yield decide(decision.call, AttemptScheduled(event.at_ms, write.due_ms), policy)


def quieted(decisions: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """A move to crisis, or a document made anew, drops the verbs of the rows before it."""
    begins_anew = [i for i, d in enumerate(decisions) if is_crisis(d) or is_anew(d)]
    last = begins_anew[-1] if begins_anew else 0
    return tuple(
        replace(d, effects=tuple(x for x in d.effects if not isinstance(x, Verb)))
        if i < last
        else d
        for i, d in enumerate(decisions)
    )


def is_crisis(decision: Decision) -> bool:
    return decision.moved and decision.call.state is CallState.CRISIS


def is_anew(decision: Decision) -> bool:
    """What the fallback URL is told stands for all that was not heard before."""
    return isinstance(decision.event, AnswerLost)


def row_of(decision: Decision, cause: str, key: str | None) -> LogRow:
    call = decision.call
    return LogRow(
        call_id=call.call_id,
        n=call.n,
        seq=call.seq if decision.moved else None,
        event_key=key,
        cause=cause,
        event=decision.event,
        at_ms=decision.event.at_ms,
        from_state=decision.before,
        to_state=call.state,
        verbs=decision.verbs,
        asks=decision.ask.turn if decision.ask else None,
    )
