"""What the telephone's moves write: attempts, slots, end reasons, what a machine said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ruby_fsm.core import events as e
from ruby_fsm.core.call import Call, CallState, EndReason
from ruby_fsm.core.effects import (
    Dial,
    FreeSlot,
    HangUp,
    HangUpLine,
    Postpone,
    Say,
    ScheduleAttempt,
)
from ruby_fsm.core.machine import decide
from ruby_fsm.core.policy import Numbers
from ruby_fsm.understanding.assessment import Category, Intent, Level, Mood
from tests.core.kit import LIVE, NOW, ON_THE_LINE, call_in, danger, speech, words
from tests.strategies import POLICY, WITH_MESSAGE

BUSY_AND_UNANSWERED = [e.CallBusy, e.CallUnanswered]


def test_the_answer_starts_the_clock_of_the_conversation() -> None:
    call = decide(call_in("queued"), e.CallAnswered(NOW, 1), POLICY).call

    assert (call.answered_ms, call.limit_ms) == (NOW, NOW + 30 * 60_000)


def test_the_greeting_says_who_is_calling_before_anything_else_and_uninterrupted() -> None:
    first, greeting, _ = decide(call_in("queued"), e.CallAnswered(NOW, 1), POLICY).verbs

    assert isinstance(first, Say)
    assert (first.text, first.barge_in) == ("disclosure", False)
    assert isinstance(greeting, Say)
    assert greeting.barge_in


@pytest.mark.parametrize("mood", Mood)
@pytest.mark.parametrize(("is_returning", "kind"), [(False, "greeting"), (True, "returning")])
def test_the_greeting_is_of_the_mood_once_a_person_is_there(
    mood: Mood, is_returning: bool, kind: str
) -> None:
    call = call_in("queued", initial_mood=mood, is_returning=is_returning)

    answered = decide(call, e.CallAnswered(NOW, 1), POLICY)
    begun = decide(answered.call, e.GreetingEnded(NOW), POLICY)
    greeted = decide(begun.call, speech("hello", Intent.HELLO), POLICY)

    assert words(answered)[1].startswith("greeting neutral")
    assert words(greeted)[0].startswith(f"{kind} {mood}")


@pytest.mark.parametrize("fact", BUSY_AND_UNANSWERED)
@pytest.mark.parametrize(("attempt", "wait_s"), [(1, 300), (2, 1800)])
def test_a_busy_or_silent_number_is_tried_again_after_5_and_30_minutes(
    fact: type[e.CallBusy | e.CallUnanswered], attempt: int, wait_s: int
) -> None:
    decision = decide(call_in("queued", attempt=attempt), fact(NOW, attempt), POLICY)

    assert decision.effects == (FreeSlot(attempt), ScheduleAttempt(NOW + wait_s * 1000))


def test_more_attempts_than_waits_use_the_last_wait() -> None:
    policy = replace(POLICY, numbers=replace(Numbers(), attempts=9, retry_waits_s=(60, 120)))

    decision = decide(call_in("queued", attempt=7), e.CallBusy(NOW, 7), policy)

    assert ScheduleAttempt(NOW + 120_000) in decision.effects


def test_a_scheduled_attempt_is_the_next_and_dials_when_due() -> None:
    due_ms = NOW + 300_000
    waiting = call_in("queued", placed_ms=NOW, alive_until_ms=NOW)

    decision = decide(waiting, e.AttemptScheduled(NOW, due_ms), POLICY)

    assert decision.effects == (Dial(2, due_ms),)
    assert (decision.call.attempt, decision.call.due_ms) == (2, due_ms)
    assert decision.call.placed_ms is None
    assert decision.call.alive_until_ms == waiting.expires_ms


def test_a_dial_put_off_is_the_same_attempt_later_and_uses_none_up() -> None:
    due_ms = NOW + 36_000_000
    granted = call_in("queued", attempt=3, due_ms=NOW, expires_ms=NOW + 86_400_000)

    decision = decide(granted, e.DialPostponed(NOW, "calling_hours", due_ms), POLICY)

    assert decision.effects == (Postpone(3, due_ms),)
    assert (decision.call.attempt, decision.call.due_ms) == (3, due_ms)
    assert (decision.moved, decision.call.alive_until_ms) == (False, granted.expires_ms)


def test_an_attempt_due_after_the_queues_time_to_live_waits_for_its_turn() -> None:
    due_ms = NOW + 300_000
    call = call_in("queued", expires_ms=NOW)

    assert decide(call, e.AttemptScheduled(NOW, due_ms), POLICY).call.alive_until_ms == due_ms


def test_the_time_of_placing_is_that_of_the_first_word_of_it() -> None:
    call = decide(call_in("queued"), e.CallPlaced(NOW, 1), POLICY).call
    call = decide(call, e.CallRinging(NOW + 9, 1), POLICY).call

    assert call.placed_ms == NOW
    assert call.alive_until_ms == NOW + 9 + 90_000


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (e.CallBusy(NOW, 3), EndReason.BUSY),
        (e.CallUnanswered(NOW, 3), EndReason.NO_ANSWER),
        (e.CallFailed(NOW, 3, "13224"), EndReason.FAILED),
        (e.CallFailed(NOW, 3, "unknown_outcome"), EndReason.UNKNOWN_OUTCOME),
        (e.CallCanceled(NOW, 3), EndReason.CANCELED),
        (e.CallCompleted(NOW, 3), EndReason.FAILED),
        (e.EndRequested(NOW, "a"), EndReason.CANCELED),
        (e.DialRefused(NOW, "suppressed"), EndReason.SUPPRESSED),
        (e.DialRefused(NOW, "expired"), EndReason.EXPIRED),
        (e.DialRefused(NOW, "region"), EndReason.REFUSED),
        (e.WatchdogExpired(NOW), EndReason.LOST),
    ],
)
def test_a_queued_call_ends_with_the_reason_of_the_fact(event: e.Event, reason: EndReason) -> None:
    decision = decide(call_in("queued", attempt=3), event, POLICY)

    assert decision.call.end_reason is reason
    assert decision.call.ended_ms == NOW
    assert decision.writes == (FreeSlot(3),)


@pytest.mark.parametrize("state", LIVE)
@pytest.mark.parametrize("event", [e.CallCompleted(NOW, 1), e.WatchdogExpired(NOW)])
def test_a_call_that_was_closing_ends_for_that_reason(state: str, event: e.Event) -> None:
    call = call_in(state, closing_for=EndReason.GOODBYE, answered_ms=NOW - 15_000_000)

    assert decide(call, event, POLICY).call.end_reason is EndReason.GOODBYE


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (e.CallCompleted(NOW, 1), EndReason.HUNG_UP_IN_CRISIS),
        (e.CallFailed(NOW, 1), EndReason.FAILED),
    ],
)
def test_hanging_up_in_crisis_is_a_reason_of_its_own(event: e.Event, reason: EndReason) -> None:
    assert decide(call_in("crisis"), event, POLICY).call.end_reason is reason


@pytest.mark.parametrize(
    ("duration_s", "reason"),
    [(None, EndReason.HUNG_UP), (14_399, EndReason.HUNG_UP), (14_400, EndReason.TIME_LIMIT)],
)
def test_a_line_that_twilio_cuts_at_its_limit_was_not_hung_up(
    duration_s: int | None, reason: EndReason
) -> None:
    event = e.CallCompleted(NOW, 1, duration_s)

    assert decide(call_in("listening"), event, POLICY).call.end_reason is reason


def test_hanging_up_after_a_human_resolved_the_crisis_is_an_ordinary_end() -> None:
    call = decide(call_in("crisis"), e.CrisisResolved(NOW, "a"), POLICY).call

    ended = decide(call, e.CallCompleted(NOW, 1), POLICY).call

    assert ended.end_reason is EndReason.HUNG_UP


@pytest.mark.parametrize(("state", "cancel"), [("queued", True), ("listening", False)])
def test_the_watchdog_cancels_what_may_still_ring_and_completes_what_was_answered(
    state: str, cancel: bool
) -> None:
    decision = decide(call_in(state), e.WatchdogExpired(NOW), POLICY)

    assert HangUpLine(cancel) in decision.effects


@pytest.mark.parametrize("event", [e.EndRequested(NOW, "a"), e.DialRefused(NOW, "suppressed")])
def test_a_dial_that_may_be_ringing_is_cancelled_with_its_call(event: e.Event) -> None:
    assert HangUpLine(cancel=True) in decide(call_in("queued"), event, POLICY).effects


def heard_by_a_machine(state: str, **fields: object) -> Call:
    return call_in(
        state,
        heard=1,
        initial_mood=Mood.SAD,
        mood=Mood.HAPPY,
        risk=Level.HIGH,
        category=Category.INTENT,
        weak_signs=2,
        heavy=True,
        **fields,
    )


@pytest.mark.parametrize(
    "state", ["queued", "greeting", "listening", "responding", "closing", "ended"]
)
def test_what_a_machine_said_is_struck_from_mood_risk_and_memory(state: str) -> None:
    before = heard_by_a_machine(state)

    call = decide(before, e.MachineAnswered(NOW, 1, "machine_start"), POLICY).call

    assert (call.risk, call.category, call.weak_signs) == (Level.NONE, Category.NONE, 0)
    assert (call.mood, call.heavy) == (Mood.SAD, False)
    assert call.struck_n == call.n


@pytest.mark.parametrize("state", ["queued", "greeting", "listening", "responding", "closing"])
def test_a_call_that_reached_a_machine_ends_as_one(state: str) -> None:
    call = decide(heard_by_a_machine(state), e.MachineAnswered(NOW, 1, "fax"), POLICY).call

    assert call.closing_for is EndReason.MACHINE
    assert decide(call, e.CallCompleted(NOW, 1), POLICY).call.end_reason is EndReason.MACHINE


def test_a_machine_verdict_after_the_end_does_not_change_the_reason() -> None:
    before = heard_by_a_machine("ended", end_reason=EndReason.HUNG_UP)

    call = decide(before, e.MachineAnswered(NOW, 1, "fax"), POLICY).call

    assert call.end_reason is EndReason.HUNG_UP
    assert call.closing_for is None


@pytest.mark.parametrize("heard", [0, 1, 2])
def test_a_machine_verdict_in_crisis_strikes_nothing(heard: int) -> None:
    before = call_in("crisis", heard=heard)

    call = decide(before, e.MachineAnswered(NOW, 1, "fax"), POLICY).call

    assert (call.risk, call.struck_n) == (Level.HIGH, 0)


@pytest.mark.parametrize("state", ["listening", "responding", "closing", "ended"])
def test_a_machine_verdict_after_the_second_utterance_strikes_nothing(state: str) -> None:
    before = replace(heard_by_a_machine(state), heard=2)

    call = decide(before, e.MachineAnswered(NOW, 1, "fax"), POLICY).call

    assert (call.risk, call.state) == (Level.HIGH, before.state)


@pytest.mark.parametrize("state", ["queued", "greeting"])
def test_a_machine_hears_nothing_or_the_one_neutral_message(state: str) -> None:
    event = e.MachineAnswered(NOW, 1, "machine_end_beep")

    assert decide(call_in(state), event, POLICY).verbs == (HangUp(),)
    assert words(decide(call_in(state), event, WITH_MESSAGE)) == ["machine message"]


def test_a_machine_told_with_the_answer_counts_as_answered() -> None:
    call = decide(call_in("queued"), e.MachineAnswered(NOW, 1, "fax"), POLICY).call

    assert call.answered_ms == NOW


@pytest.mark.parametrize("state", ON_THE_LINE)
def test_a_lost_answer_makes_a_document_but_not_a_new_base(state: str) -> None:
    """A fallback's key adds the newest document not made by AnswerLost."""
    decision = decide(call_in(state, doc=3, doc_base=2), e.AnswerLost(NOW, 1), POLICY)

    assert (decision.call.doc, decision.call.doc_base) == (6, 2)


@pytest.mark.parametrize("state", [state for state in LIVE if state != "crisis"])
def test_a_line_nobody_hears_from_ends(state: str) -> None:
    assert decide(call_in(state), e.WatchdogExpired(NOW), POLICY).call.state is CallState.ENDED


def test_after_danger_the_end_of_the_line_still_ends_the_call() -> None:
    call = decide(call_in("listening"), danger(), POLICY).call

    assert decide(call, e.CallCompleted(NOW, 1), POLICY).call.state is CallState.ENDED
