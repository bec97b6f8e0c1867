"""Invariant 6, LIVENESS: with Twilio silent for ever, every call ends within its bound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruby_fsm.core import events as e
from ruby_fsm.core.call import Call, CallState, EndReason
from ruby_fsm.core.machine import decide
from ruby_fsm.core.policy import Policy
from ruby_fsm.understanding.assessment import Intent
from tests.core.kit import NOW, call_in, danger, speech, unit
from tests.core.silence import TICKS_MS, UNKNOWN_MS, abandoned
from tests.strategies import CALL_ID, DAY_MS, POLICY, WITH_HUMAN, calls, policies

MINUTE_MS = 60_000
TALK_MS = 45 * MINUTE_MS
LONGEST_MS = 255 * MINUTE_MS  # 4 h 15 min
FULL_REPLY = " ".join(["word"] * 45)
# What a person may do while the line stands, and how late in the document they do it (percent).
TURNS = st.lists(
    st.tuples(
        st.sampled_from(["talk", "key", "silence", "danger", "resolve"]), st.integers(0, 100)
    ),
    max_size=60,
)


def ended_ms(call: Call, now_ms: int, policy: Policy = POLICY) -> int:
    end = abandoned(call, now_ms, policy)
    assert end.state is CallState.ENDED
    assert end.ended_ms is not None
    return end.ended_ms


def answered() -> Call:
    call = Call(CALL_ID, created_ms=NOW, expires_ms=NOW + DAY_MS)
    return decide(call, e.CallAnswered(NOW, 1), POLICY).call


def after(call: Call, doing: str, at_ms: int) -> Call:
    """The person does it at `at_ms`; a reply, as long as replies may be, comes 6 s later."""
    if doing == "danger":
        return spoken(call, at_ms)
    if doing == "resolve":
        return decide(call, e.CrisisResolved(at_ms, "a"), POLICY).call
    if doing == "talk":
        call = unit(call, speech(at_ms=at_ms))[-1].call
        reply = e.ReplyReady(at_ms + 6_000, call.turn, FULL_REPLY, "companion", 6_000)
        return decide(call, reply, POLICY).call
    event = e.KeyPressed(at_ms, "5") if doing == "key" else e.SilenceHeard(at_ms)
    return unit(call, event)[-1].call


def spoken(call: Call, at_ms: int) -> Call:
    words = danger()
    event = e.SpeechHeard(at_ms, words.text, words.confidence, words.assessment)
    return unit(call, event)[-1].call


@given(TURNS)
def test_a_talk_that_twilio_forgets_ends_within_its_bound(turns: list[tuple[str, int]]) -> None:
    """45 minutes from the answer; four hours and a quarter where there was danger."""
    call, now_ms, was_in_danger = answered(), NOW, False
    for doing, late in turns:
        now_ms += (call.alive_until_ms - now_ms) * late // 100
        call = after(call, doing, now_ms)
        was_in_danger |= call.state is CallState.CRISIS
        bound_ms = LONGEST_MS if was_in_danger else TALK_MS
        assert ended_ms(call, now_ms) - NOW <= bound_ms


def test_a_person_who_never_stops_talking_is_within_the_bound_too() -> None:
    call, now_ms = answered(), NOW
    while call.state is not CallState.CLOSING:
        now_ms = call.alive_until_ms
        call = after(call, "talk", now_ms)

    assert ended_ms(call, now_ms) - NOW <= TALK_MS


@given(st.integers(0, 14_399))
def test_a_crisis_or_its_transfer_ends_within_four_hours_and_a_quarter(late_s: int) -> None:
    call = decide(answered(), danger(), POLICY).call
    at_ms = NOW + late_s * 1000

    wants_human = unit(call, speech("", Intent.WANTS_HUMAN, at_ms=at_ms), WITH_HUMAN)[-1].call

    assert ended_ms(wants_human, at_ms) - NOW <= LONGEST_MS
    assert ended_ms(spoken(call, at_ms), at_ms) - NOW <= LONGEST_MS


def test_a_crisis_is_not_given_up_before_twilios_own_end() -> None:
    call = decide(answered(), danger(), POLICY).call

    assert ended_ms(call, NOW) - NOW >= 240 * MINUTE_MS


@pytest.mark.parametrize("fact", [e.CallPlaced, e.CallRinging, e.LineUp])
def test_a_placed_call_that_twilio_forgets_is_asked_for_after_ring_and_a_minute(
    fact: type[e.CallPlaced | e.CallRinging | e.LineUp],
) -> None:
    call = decide(call_in("queued"), fact(NOW, 1), POLICY).call

    assert ended_ms(call, NOW) - NOW <= 90_000 + UNKNOWN_MS + TICKS_MS


def test_a_call_that_is_never_placed_expires_a_day_after_it_was_first_due() -> None:
    call = Call(CALL_ID, created_ms=NOW, expires_ms=NOW + DAY_MS, alive_until_ms=NOW + DAY_MS)

    end = abandoned(call, NOW, POLICY)

    assert (end.ended_ms, end.end_reason) == (NOW + DAY_MS, EndReason.EXPIRED)


def test_a_retry_that_is_never_placed_expires_with_its_call() -> None:
    call = call_in("queued", placed_ms=NOW)
    busy = decide(call, e.CallBusy(NOW, 1), POLICY)
    waiting = decide(busy.call, e.AttemptScheduled(NOW, NOW + 300_000), POLICY).call

    assert ended_ms(waiting, NOW) == call.expires_ms


@given(calls(), policies())
def test_no_call_whatever_outlives_the_watchdog(call: Call, policy: Policy) -> None:
    assert abandoned(call, NOW + DAY_MS, policy).state is CallState.ENDED
