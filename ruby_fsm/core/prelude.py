"""Facts fed before a fact, in the same unit, so that the log tells the whole way."""

from __future__ import annotations

from ruby_fsm.core.call import Call, CallState
from ruby_fsm.core.events import (
    AnswerLost,
    CallAnswered,
    Event,
    GreetingEnded,
    LimitNeared,
    LimitReached,
    PersonFact,
    ReplyFact,
    SpeechHeard,
)
from ruby_fsm.core.policy import Policy
from ruby_fsm.core.risk import accumulate

TALKING = frozenset({CallState.LISTENING, CallState.RESPONDING})


def led_by(call: Call, event: Event, policy: Policy) -> Event | None:
    """The fact that must come first, None if `event` may come now; ask again after each."""
    if call.state is CallState.QUEUED and tells_of_an_answer(call, event):
        return CallAnswered(event.at_ms, call.attempt)
    if not isinstance(event, PersonFact):
        return None
    if call.state is CallState.GREETING:
        return GreetingEnded(event.at_ms)
    met = limit_met(call, event.at_ms, policy) if call.state in TALKING else None
    return None if met and in_danger(call, event, policy) else met


def tells_of_an_answer(call: Call, event: Event) -> bool:
    """Only an answered line brings such a fact: the answer's own webhook was lost or is late."""
    if isinstance(event, AnswerLost):
        return event.attempt == call.attempt
    return isinstance(event, PersonFact | ReplyFact)


def limit_met(call: Call, at_ms: int, policy: Policy) -> Event | None:
    """The clock of a conversation is read when the person speaks, and never in crisis."""
    if at_ms >= call.limit_ms:
        return LimitReached(at_ms)
    if not call.near_limit and at_ms >= call.limit_ms - policy.numbers.call_warning_s * 1000:
        return LimitNeared(at_ms)
    return None


def in_danger(call: Call, event: Event, policy: Policy) -> bool:
    if not isinstance(event, SpeechHeard):
        return False
    _, raised = accumulate(call, event, policy)
    return raised or event.assessment.risk.level >= policy.crisis_at
