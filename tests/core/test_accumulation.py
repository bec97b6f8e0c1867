"""What the utterances of one call add up to: risk that never falls, mood that follows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ruby_fsm.core import events as e
from ruby_fsm.core.call import Call, CallState
from ruby_fsm.core.machine import decide
from ruby_fsm.core.policy import Policy
from ruby_fsm.core.risk import accumulate
from ruby_fsm.understanding.assessment import Assessment, Category, Level, Mood, MoodReading, Risk
from tests.core.kit import EVERYWHERE, NOW, call_in, danger, second_opinion, speech
from tests.strategies import POLICY


def after(call: Call, *events: e.Event, policy: Policy = POLICY) -> Call:
    for event in events:
        call = decide(call, event, policy).call
    return call


def weak(category: Category = Category.PASSIVE_WISH) -> e.SpeechHeard:
    return speech(level=Level.LOW, category=category)


@pytest.mark.parametrize("state", EVERYWHERE)
@pytest.mark.parametrize("event", [danger(Level.MODERATE), second_opinion(Level.MODERATE)])
def test_risk_rises_and_is_assessed_in_every_state(state: str, event: e.Event) -> None:
    call = call_in(state, risk=Level.NONE)

    assert after(call, event).risk is Level.MODERATE


@pytest.mark.parametrize("state", EVERYWHERE)
def test_risk_never_falls(state: str) -> None:
    call = call_in(state, risk=Level.IMMINENT)

    assert after(call, speech(), danger(Level.MODERATE)).risk is Level.IMMINENT


def test_the_category_is_that_of_the_words_that_set_the_risk() -> None:
    call = after(call_in("listening"), danger(), speech(category=Category.HYPERBOLE))

    assert call.category is Category.INTENT


def test_three_weak_signs_make_a_moderate_one() -> None:
    two = after(call_in("listening"), weak(), weak(Category.PAST))
    three = after(two, weak(Category.DENIAL))

    assert (two.risk, two.state) == (Level.LOW, CallState.LISTENING)
    assert (three.risk, three.state) == (Level.MODERATE, CallState.CRISIS)


@pytest.mark.parametrize("category", [Category.NONE, Category.HYPERBOLE])
def test_figures_of_speech_are_no_signs(category: Category) -> None:
    call = after(call_in("listening"), *(weak(category) for _ in range(5)))

    assert call.state is CallState.RESPONDING


def test_weak_signs_enter_crisis_once_and_not_anew_after_a_resolution() -> None:
    """In danger is a new height; the fourth weak sign lifts nothing."""
    call = after(call_in("listening"), weak(), weak(), weak(), e.CrisisResolved(NOW, "a"), weak())

    assert call.state is CallState.RESPONDING


def test_config_may_lower_the_level_at_which_crisis_begins() -> None:
    low = replace(POLICY, crisis_at=Level.LOW)

    decision = decide(call_in("listening"), weak(), low)

    assert decision.call.state is CallState.CRISIS
    assert "IMMINENT say" in str(decision.effects)  # a level without words of its own


@pytest.mark.parametrize("state", EVERYWHERE)
def test_each_utterance_is_counted_and_ends_a_run_of_silences(state: str) -> None:
    call = after(call_in(state, heard=3, silences=1), speech(stale=True))

    assert (call.heard, call.silences) == (4, 0)


def test_a_key_ends_a_run_of_silences_too() -> None:
    call = after(call_in("listening", silences=2), e.KeyPressed(NOW, "1"))

    assert (call.silences, call.heard) == (0, 0)


@pytest.mark.parametrize(("confidence", "mood"), [(0.3, Mood.SAD), (0.29, Mood.HAPPY)])
def test_the_mood_follows_a_reading_that_is_sure_enough(confidence: float, mood: Mood) -> None:
    reading = MoodReading(Mood.SAD, -0.2, confidence)
    event = e.SpeechHeard(NOW, "", 1.0, Assessment(mood=reading))

    assert after(call_in("listening", mood=Mood.HAPPY), event).mood is mood


@pytest.mark.parametrize(
    ("assessment", "heavy"),
    [
        (Assessment(Risk(Level.LOW)), True),
        (Assessment(mood=MoodReading(Mood.SAD, -0.8, 1.0)), True),
        (Assessment(mood=MoodReading(Mood.SAD, -0.7, 1.0)), False),
    ],
)
def test_a_turn_is_heavy_by_risk_or_by_a_dark_mood(assessment: Assessment, heavy: bool) -> None:
    assert after(call_in("listening"), e.SpeechHeard(NOW, "", 1.0, assessment)).heavy is heavy


def test_a_slower_opinion_counts_no_utterance() -> None:
    call, raised = accumulate(call_in("listening", silences=1), second_opinion(), POLICY)

    assert (call.heard, call.silences, raised) == (0, 1, True)


def test_only_a_new_height_raises() -> None:
    call = call_in("listening", risk=Level.HIGH)

    assert accumulate(call, danger(Level.HIGH), POLICY)[1] is False
    assert accumulate(call, danger(Level.IMMINENT), POLICY)[1] is True
