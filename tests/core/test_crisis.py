"""What danger writes: who is told and how often, what is said first, and how a crisis may end."""

from __future__ import annotations

import pytest

from ruby_fsm.core import events as e
from ruby_fsm.core.call import CallState, EndReason
from ruby_fsm.core.effects import (
    Escalate,
    EscalateStep,
    Join,
    LetGoHuman,
    Listen,
    RingHuman,
    Say,
    SayNow,
    StandDown,
)
from ruby_fsm.core.machine import decide
from ruby_fsm.understanding.assessment import Category, Intent, Level
from tests.core.kit import NOW, call_in, danger, second_opinion, speech, words
from tests.strategies import POLICY, WITH_HUMAN

RESOLVED = e.CrisisResolved(NOW, "a")
GOODBYE = speech("", Intent.GOODBYE)


@pytest.mark.parametrize("level", [Level.MODERATE, Level.HIGH, Level.IMMINENT])
def test_danger_is_answered_with_the_words_of_its_level(level: Level) -> None:
    decision = decide(call_in("listening"), danger(level), POLICY)

    assert words(decision) == [f"{level.name} say", "resources", f"{level.name} ask"]
    assert decision.verbs[-1] == Listen(15, 3)
    assert decision.call.resources_said


def test_nobody_speaks_over_the_resources() -> None:
    says = [x for x in decide(call_in("listening"), danger(), POLICY).verbs if isinstance(x, Say)]

    assert [say.barge_in for say in says] == [False, False, True]


def test_escalation_follows_a_new_height_not_each_sentence() -> None:
    first = decide(call_in("listening"), danger(Level.MODERATE), POLICY)
    same = decide(first.call, danger(Level.MODERATE), POLICY)
    higher = decide(same.call, danger(Level.IMMINENT), POLICY)

    assert Escalate(1, Level.MODERATE, Category.INTENT) in first.effects
    assert not any(isinstance(x, Escalate) for x in same.effects)
    assert Escalate(2, Level.IMMINENT, Category.INTENT) in higher.effects


def test_danger_nobody_was_told_of_is_told_even_where_it_is_no_new_height() -> None:
    decision = decide(call_in("crisis", escalated=Level.NONE), danger(), POLICY)

    assert Escalate(2, Level.HIGH, Category.NONE) in decision.effects


def test_a_slower_opinion_starts_the_count_of_silences_anew() -> None:
    decision = decide(call_in("listening", silences=2), second_opinion(), POLICY)

    assert decision.call.silences == 0


def test_the_next_danger_after_a_resolution_escalates_anew() -> None:
    call = decide(call_in("crisis"), RESOLVED, POLICY).call

    decision = decide(call, danger(Level.MODERATE), POLICY)

    assert decision.call.state is CallState.CRISIS
    assert Escalate(2, Level.HIGH, Category.NONE) in decision.effects


def test_a_resolution_keeps_the_risk_and_calls_the_path_off() -> None:
    decision = decide(call_in("crisis", silences=2, crisis_goodbyes=1), RESOLVED, POLICY)

    assert decision.effects == (StandDown(None),)
    assert (decision.call.risk, decision.call.escalated) == (Level.HIGH, Level.NONE)
    assert (decision.call.silences, decision.call.crisis_goodbyes) == (0, 0)


@pytest.mark.parametrize(
    ("left_ms", "limit_ms"), [(-1, 300_000), (299_999, 300_000), (300_001, 300_001)]
)
def test_after_a_resolution_the_limit_is_at_least_five_minutes_away(
    left_ms: int, limit_ms: int
) -> None:
    call = call_in("crisis", limit_ms=NOW + left_ms, near_limit=True, owes_warning=True)

    resolved = decide(call, RESOLVED, POLICY).call

    assert resolved.limit_ms == NOW + limit_ms
    assert not resolved.near_limit
    assert not resolved.owes_warning


def test_the_plan_goes_on_step_by_step_and_round() -> None:
    call, said = call_in("crisis"), []
    for _ in range(4):
        decision = decide(call, speech(), POLICY)
        call = decision.call
        said += words(decision)

    assert said == ["HIGH plan 0", "HIGH plan 1", "HIGH plan 2", "HIGH plan 0"]


@pytest.mark.parametrize(
    ("taken", "last"), [(0, "HIGH ask"), (1, "HIGH plan 0"), (3, "HIGH plan 2"), (4, "HIGH plan 0")]
)
def test_who_asks_for_it_again_hears_the_resources_and_what_was_asked_last(
    taken: int, last: str
) -> None:
    decision = decide(call_in("crisis", plan_step=taken), speech("", Intent.REPEAT), POLICY)

    assert words(decision) == ["resources", last]
    assert decision.call.plan_step == taken


def test_resources_that_were_never_said_are_said_whole() -> None:
    call = call_in("crisis", resources_said=False)

    assert words(decide(call, danger(), POLICY)) == ["resources", "HIGH plan 0"]


@pytest.mark.parametrize("state", ["listening", "crisis"])
def test_danger_in_answer_to_an_old_document_reaches_the_line_by_a_redirect(state: str) -> None:
    """Twilio plays a newer document by then, and ignores this answer."""
    assert SayNow() in decide(call_in(state), danger(stale=True), POLICY).effects
    assert SayNow() not in decide(call_in(state), danger(), POLICY).effects


def test_a_new_height_begins_its_own_plan() -> None:
    call = decide(call_in("crisis", plan_step=2), danger(Level.IMMINENT), POLICY).call

    assert words(decide(call, speech(), POLICY)) == ["IMMINENT plan 0"]


def test_danger_again_gets_the_resources_and_the_next_of_the_plan() -> None:
    assert words(decide(call_in("crisis"), danger(), POLICY)) == ["resources again", "HIGH plan 0"]


def test_the_first_goodbye_gets_the_direct_question_and_the_second_closes() -> None:
    first = decide(call_in("crisis"), GOODBYE, POLICY)
    second = decide(first.call, GOODBYE, POLICY)

    assert words(first) == ["crisis goodbye first", "resources", "HIGH ask"]
    assert first.call.state is CallState.CRISIS
    assert words(second) == ["resources", "crisis goodbye"]
    assert second.call.closing_for is EndReason.CRISIS_GOODBYE


def test_a_new_height_counts_goodbyes_anew() -> None:
    call = decide(call_in("crisis", crisis_goodbyes=1), danger(Level.IMMINENT), POLICY).call

    assert decide(call, GOODBYE, POLICY).call.state is CallState.CRISIS


def test_every_third_silence_takes_the_path_a_step_on_and_never_hangs_up() -> None:
    call, steps = call_in("crisis"), []
    for n in range(9):
        decision = decide(call, e.SilenceHeard(NOW), POLICY)
        call = decision.call
        if EscalateStep(1) in decision.effects:
            steps.append(n + 1)

    assert steps == [3, 6, 9]
    assert call.state is CallState.CRISIS


def test_two_silences_in_a_row_are_asked_about_in_different_words() -> None:
    first = decide(call_in("crisis"), e.SilenceHeard(NOW), POLICY)

    assert words(first) != words(decide(first.call, e.SilenceHeard(NOW), POLICY))


def test_danger_breaks_a_call_off_from_closing() -> None:
    call = call_in("closing", closing_for=EndReason.GOODBYE, silences=2)

    decision = decide(call, danger(), POLICY)

    assert decision.call.closing_for is None
    assert decision.call.silences == 0


def test_danger_ends_the_open_turn_and_its_reply_is_never_spoken() -> None:
    call = decide(call_in("responding"), danger(), POLICY).call

    late = decide(call, e.ReplyReady(NOW, 1, "model text", "openai", 9), POLICY)

    assert call.open_turn is None
    assert late.verbs == ()


@pytest.mark.parametrize("event", [danger(), second_opinion()])
def test_nobody_in_crisis_is_warned_of_the_time(event: e.Event) -> None:
    call = call_in("responding", owes_warning=True, near_limit=True)

    assert "limit near" not in words(decide(call, event, POLICY))


@pytest.mark.parametrize(
    "event", [e.EscalationAcknowledged(NOW, "a", 1), e.OperatorJoined(NOW, "a")]
)
def test_a_human_who_is_there_is_told_of_with_the_next_document(event: e.Event) -> None:
    told = decide(call_in("crisis"), event, POLICY)
    spoken = decide(told.call, speech(), POLICY)

    assert told.verbs == ()
    assert words(spoken) == ["human here", "HIGH plan 0"]
    assert words(decide(spoken.call, speech(), POLICY)) == ["HIGH plan 1"]


@pytest.mark.parametrize("event", [danger(Level.IMMINENT), speech("", Intent.WANTS_HUMAN)])
def test_that_a_human_is_there_is_said_before_anything_else(event: e.Event) -> None:
    call = call_in("crisis", owes_human_here=True)

    decision = decide(call, event, WITH_HUMAN)

    assert words(decision)[0] == "human here"
    assert words(decision).count("human here") == 1
    assert not decision.call.owes_human_here


def test_an_acknowledgement_calls_off_the_next_step_of_its_own_escalation() -> None:
    acknowledged = decide(call_in("crisis"), e.EscalationAcknowledged(NOW, "a", 2), POLICY)
    joined = decide(call_in("crisis"), e.OperatorJoined(NOW, "a"), POLICY)

    assert acknowledged.writes == (StandDown(2),)
    assert joined.writes == (StandDown(None),)


@pytest.mark.parametrize("state", ["queued", "listening", "closing", "ended"])
def test_outside_crisis_an_acknowledgement_promises_nobody(state: str) -> None:
    call = decide(call_in(state), e.EscalationAcknowledged(NOW, "a", 1), POLICY).call

    assert not call.owes_human_here


def test_a_second_acknowledgement_forgets_no_promise() -> None:
    call = call_in("listening", owes_human_here=True)

    assert decide(call, e.EscalationAcknowledged(NOW, "a", 1), POLICY).call.owes_human_here


def test_a_transfer_in_crisis_that_nobody_took_goes_a_step_on() -> None:
    decision = decide(call_in("crisis"), e.TransferEnded(NOW, 1, taken=False), POLICY)

    assert words(decision) == ["hand over failed", "resources"]
    assert EscalateStep(1) in decision.effects


def test_a_human_who_took_the_crisis_has_taken_it_over() -> None:
    call = decide(call_in("crisis"), e.TransferEnded(NOW, 1, taken=True), POLICY).call

    assert call.closing_for is EndReason.HANDED_OVER


def test_who_asks_for_a_human_hears_where_help_is_and_the_talk_goes_on_while_it_rings() -> None:
    decision = decide(call_in("crisis"), speech("", Intent.WANTS_HUMAN), WITH_HUMAN)

    assert words(decision) == ["resources", "ringing human", "HIGH plan 0"]
    assert isinstance(decision.verbs[-1], Listen)


def test_asking_again_rings_nobody_twice_and_a_lost_ring_is_made_again_after_a_while() -> None:
    call = decide(call_in("crisis"), speech("", Intent.WANTS_HUMAN), WITH_HUMAN).call
    again = decide(call, speech("", Intent.WANTS_HUMAN, at_ms=NOW + 89_999), WITH_HUMAN)
    later = decide(call, speech("", Intent.WANTS_HUMAN, at_ms=NOW + 90_000), WITH_HUMAN)

    assert words(again) == ["resources again", "still ringing", "HIGH plan 1"]
    assert RingHuman(1) not in again.effects
    assert RingHuman(2) in later.effects


def test_who_is_led_to_a_human_is_not_told_of_an_older_one() -> None:
    call = call_in("crisis", rings=1, rung_ms=NOW, owes_human_here=True, owes_unreached=True)
    joined = decide(call, e.HumanAccepted(NOW, 1), WITH_HUMAN)
    back = decide(joined.call, e.TransferEnded(NOW, 1, taken=False), WITH_HUMAN)

    assert words(joined) == ["human joins"]
    assert joined.verbs[-1] == Join(1, 3600)
    assert words(back) == ["hand over failed", "resources"]


def test_a_human_who_took_it_and_is_gone_again_has_the_danger_told_anew() -> None:
    call = call_in("crisis", rings=1, rung_ms=NOW, ring_sid="CA1", joined=True)
    decision = decide(call, e.HumanUnreached(NOW, 1), WITH_HUMAN)

    assert Escalate(2, Level.HIGH, Category.NONE) in decision.effects
    assert LetGoHuman(1, "CA1") in decision.effects
    assert (decision.call.rung_ms, decision.call.joined) == (0, False)


def test_an_operator_who_ends_a_crisis_is_the_reason_of_its_end() -> None:
    decision = decide(call_in("crisis"), e.EndRequested(NOW, "a", force=True), POLICY)

    assert words(decision) == ["resources", "crisis goodbye"]
    assert decision.call.closing_for is EndReason.END_REQUESTED


def test_danger_after_the_end_is_recorded_assessed_and_escalated() -> None:
    decision = decide(call_in("ended"), danger(Level.IMMINENT), POLICY)

    assert decision.call.risk is Level.IMMINENT
    assert Escalate(1, Level.IMMINENT, Category.INTENT) in decision.effects
    assert words(decision) == ["IMMINENT say", "resources"]
