"""Facts fed before a fact, in the same unit, so that the log always tells the whole way."""

from __future__ import annotations

import pytest

from ruby_fsm.core import events as e
from ruby_fsm.core.call import CallState
from ruby_fsm.core.effects import Line, Listen
from ruby_fsm.core.prelude import led_by
from ruby_fsm.understanding.assessment import Category, Intent, Level
from tests.core.kit import NOW, call_in, danger, lines, names, reply, speech, told, unit
from tests.strategies import POLICY

LIMIT_MS = NOW + 1_000_000
WARNING_MS = 120_000


@pytest.mark.parametrize(
    "event", [e.AnswerLost(NOW, 1), reply(), e.ReplyDelayed(NOW, 1), e.ReplyFailed(NOW, 1)]
)
def test_a_fallback_or_a_reply_poll_in_queued_tells_of_the_answer_first(event: e.Event) -> None:
    decisions = unit(call_in("queued"), event)

    assert names(decisions) == ["CallAnswered", type(event).__name__]
    assert decisions[-1].call.state is CallState.GREETING


@pytest.mark.parametrize("event", [speech(), e.KeyPressed(NOW, "5"), e.SilenceHeard(NOW)])
def test_a_sign_of_the_person_in_queued_tells_the_whole_way(event: e.Event) -> None:
    decisions = unit(call_in("queued"), event)

    assert names(decisions) == ["CallAnswered", "GreetingEnded", type(event).__name__]
    assert [d.call.n for d in decisions] == [6, 7, 8]
    assert [d.call.seq for d in decisions][:2] == [1, 2]


def test_danger_in_queued_passes_greeting_and_listening_to_crisis() -> None:
    decisions = unit(call_in("queued"), danger())

    assert [d.call.state.value for d in decisions] == ["greeting", "listening", "crisis"]


def test_the_greeting_ends_with_the_first_sign_of_the_person() -> None:
    assert names(unit(call_in("greeting"), speech())) == ["GreetingEnded", "SpeechHeard"]


def test_a_fallback_of_an_earlier_attempt_is_no_answer() -> None:
    call = call_in("queued", attempt=2)

    decisions = unit(call, e.AnswerLost(NOW, 1))

    assert names(decisions) == ["AnswerLost"]
    assert decisions[-1].call.state is CallState.QUEUED


@pytest.mark.parametrize("state", ["listening", "responding"])
def test_the_warning_comes_two_minutes_before_the_limit_and_once(state: str) -> None:
    at_ms = LIMIT_MS - WARNING_MS
    call = call_in(state, limit_ms=LIMIT_MS)

    assert names(unit(call, speech(at_ms=at_ms - 1))) == ["SpeechHeard"]
    decisions = unit(call, speech(at_ms=at_ms))
    assert names(decisions) == ["LimitNeared", "SpeechHeard"]
    assert names(unit(decisions[-1].call, speech(at_ms=at_ms + 1))) == ["SpeechHeard"]


def test_the_warning_is_said_with_the_next_words() -> None:
    near = LIMIT_MS - WARNING_MS
    asked = unit(call_in("listening", limit_ms=LIMIT_MS), speech(at_ms=near))[-1]

    decision = unit(asked.call, e.ReplyReady(near, 1, "the reply", "companion", 9))[-1]

    assert told(asked.effects) == "ask_reply"
    assert told(decision.effects) == "notice reply listen"
    assert not decision.call.owes_warning


@pytest.mark.parametrize("state", ["listening", "responding"])
@pytest.mark.parametrize(
    "event", [speech(at_ms=LIMIT_MS), e.KeyPressed(LIMIT_MS, "5"), e.SilenceHeard(LIMIT_MS)]
)
def test_a_sign_of_the_person_past_the_limit_wraps_up(state: str, event: e.Event) -> None:
    decisions = unit(call_in(state, limit_ms=LIMIT_MS), event)

    assert names(decisions) == ["LimitReached", type(event).__name__]
    assert decisions[-1].call.state is CallState.CLOSING


def test_an_opt_out_past_the_limit_is_taken_all_the_same() -> None:
    decisions = unit(
        call_in("listening", limit_ms=LIMIT_MS), speech("", Intent.OPT_OUT, at_ms=LIMIT_MS)
    )

    assert decisions[-1].call.suppressed


@pytest.mark.parametrize("event", [danger(), danger(Level.MODERATE)])
def test_no_limit_is_met_before_danger(event: e.SpeechHeard) -> None:
    decisions = unit(call_in("listening", limit_ms=NOW - 1), event)

    assert names(decisions) == ["SpeechHeard"]
    assert decisions[-1].call.state is CallState.CRISIS


@pytest.mark.parametrize("level", [Level.MODERATE, Level.HIGH])
def test_no_limit_is_met_before_danger_no_higher_than_one_a_human_resolved(level: Level) -> None:
    call = call_in("listening", limit_ms=NOW - 1, risk=Level.IMMINENT)

    decisions = unit(call, danger(level))

    assert names(decisions) == ["SpeechHeard"]
    assert decisions[-1].call.state is CallState.CRISIS


def test_no_limit_is_met_before_the_weak_sign_that_makes_danger() -> None:
    call = call_in("listening", limit_ms=NOW - 1, weak_signs=2, risk=Level.LOW)

    decisions = unit(call, speech(level=Level.LOW, category=Category.PASSIVE_WISH))

    assert names(decisions) == ["SpeechHeard"]
    assert decisions[-1].call.state is CallState.CRISIS


@pytest.mark.parametrize("state", ["crisis", "closing", "ended"])
def test_no_limit_is_met_in_crisis_or_after_talking(state: str) -> None:
    assert led_by(call_in(state, limit_ms=NOW - 1), speech(), POLICY) is None


@pytest.mark.parametrize("state", ["listening", "crisis"])
def test_only_a_sign_of_the_person_reads_the_clock(state: str) -> None:
    for event in (reply(), e.WatchdogExpired(NOW), e.CallCompleted(NOW, 1)):
        assert led_by(call_in(state, limit_ms=NOW - 1), event, POLICY) is None


def test_the_greeting_and_the_first_words_make_one_document() -> None:
    """All words in order, then the last order: the person who spoke at once is greeted too."""
    decisions = unit(call_in("queued"), e.SilenceHeard(NOW))
    verbs = [verb for decision in decisions for verb in decision.verbs]

    assert lines(verbs) == [Line.DISCLOSURE, Line.GREETING, Line.REPROMPT]
    assert verbs[-1] == Listen(8, 2)
