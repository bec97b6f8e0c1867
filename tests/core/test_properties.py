"""What holds for any call, any fact and any policy, also for those no history leads to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from transitions import Machine

from ruby_fsm.core import events as e
from ruby_fsm.core.call import Call, CallState, changed
from ruby_fsm.core.effects import (
    HangUp,
    Join,
    Line,
    Listen,
    LookAgain,
    RingHuman,
    Say,
    SayNow,
    Transfer,
    Verb,
)
from ruby_fsm.core.machine import TABLE, Decision, Row, decide, make_machine
from ruby_fsm.core.policy import Policy
from ruby_fsm.core.prelude import in_danger
from ruby_fsm.understanding.assessment import Intent
from tests.core.kit import unit, winner
from tests.strategies import FACTS, POLICY, calls, facts, policies

CONTROL = Listen | LookAgain | Transfer | Join | HangUp
ON_THE_LINE = {CallState(x) for x in ("greeting", "listening", "responding", "crisis", "closing")}


def place(verbs: tuple[Verb, ...], line: Line) -> int | None:
    """Where the first words of this kind stand."""
    return next((n for n, x in enumerate(verbs) if isinstance(x, Say) and x.line is line), None)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.__name__)
@given(data=st.data(), call=calls(), policy=policies())
def test_decide_takes_any_fact_and_does_the_same_twice(
    fact: type[e.Fact], data: st.DataObject, call: Call, policy: Policy
) -> None:
    event = data.draw(FACTS[fact])

    first = decide(call, event, policy)

    assert decide(call, event, policy) == first


PLAIN = make_machine(TABLE, Machine)


@given(calls(), facts(), policies())
def test_the_lean_event_decides_as_the_library_does(
    call: Call, event: e.Event, policy: Policy
) -> None:
    assert decide(call, event, policy) == decide(call, event, policy, PLAIN)


def test_a_fact_whose_every_row_refuses_it_moves_nothing() -> None:
    table = (Row(e.SilenceHeard, (CallState.LISTENING,), CallState.CLOSING, when=lambda _: False),)
    call = Call("CL1", 0, state=CallState.LISTENING)

    for machine in (make_machine(table), make_machine(table, Machine)):
        decision = decide(call, e.SilenceHeard(1), POLICY, machine)

        assert decision.call.state is CallState.LISTENING
        assert decision.effects == ()


@given(calls(), st.integers())
def test_a_changed_call_is_as_the_standard_library_would_make_it(call: Call, number: int) -> None:
    made = changed(call, turn=number, near_limit=True)

    assert made == replace(call, turn=number, near_limit=True)
    assert vars(made).keys() == vars(call).keys()


@given(calls(), facts(), policies())
def test_the_first_row_whose_guard_holds_says_where_the_call_goes(
    call: Call, event: e.Event, policy: Policy
) -> None:
    """Invariant 1, TABLE."""
    row = winner(call, event, policy)

    assert row is not None
    assert decide(call, event, policy).call.state is (row.dest or call.state)


@given(calls(), facts(), policies())
def test_ended_is_never_left_and_queued_never_returned_to(
    call: Call, event: e.Event, policy: Policy
) -> None:
    """Invariant 5, ABSORB."""
    after = decide(call, event, policy).call

    if call.state is CallState.ENDED:
        assert after.state is CallState.ENDED
        assert (after.end_reason, after.ended_ms) == (call.end_reason, call.ended_ms)
    if call.state is not CallState.QUEUED:
        assert after.state is not CallState.QUEUED


@given(calls(), facts(), policies())
def test_the_counters_of_the_log_have_no_gap(call: Call, event: e.Event, policy: Policy) -> None:
    """Invariant 3, GAPLESS."""
    decision = decide(call, event, policy)
    after = decision.call

    assert after.n == call.n + 1
    assert after.seq == call.seq + (after.state is not call.state)
    assert after.doc == (after.n if decision.verbs else call.doc)
    lost = isinstance(event, e.AnswerLost)
    assert after.doc_base == (after.n if decision.verbs and not lost else call.doc_base)


@given(calls(), facts(), policies())
def test_a_call_that_ends_says_why_and_when_and_frees_its_slot(
    call: Call, event: e.Event, policy: Policy
) -> None:
    decision = decide(call, event, policy)

    if decision.moved and decision.call.state is CallState.ENDED:
        assert decision.call.end_reason is not None
        assert decision.call.ended_ms == event.at_ms
        assert "FreeSlot" in [type(x).__name__ for x in decision.writes]


@given(calls(), facts(), policies())
def test_risk_never_falls_but_by_a_machine_verdict_before_the_second_utterance(
    call: Call, event: e.Event, policy: Policy
) -> None:
    """Invariant 20, STICKY."""
    after = decide(call, event, policy).call

    machine = {Intent.SCREENING, Intent.VOICEMAIL}
    by_ear = isinstance(event, e.SpeechHeard) and event.assessment.intents & machine
    if not by_ear and not (isinstance(event, e.MachineAnswered) and call.heard < 2):
        assert after.risk >= call.risk


@given(calls(), FACTS[e.SpeechHeard], policies())
def test_words_of_danger_are_answered_with_the_resources(
    call: Call, event: e.Event, policy: Policy
) -> None:
    """Invariant 21, PREEMPT."""
    decision = decide(call, event, policy)

    if in_danger(call, event, policy) and call.state is not CallState.QUEUED:
        assert place(decision.verbs, Line.RESOURCES) is not None
        assert place(decision.verbs, Line.REPLY) is None
        if call.state in ON_THE_LINE:
            assert decision.call.state is CallState.CRISIS


@given(calls(), FACTS[e.SpeechHeard], policies())
def test_danger_is_met_in_crisis_with_all_that_is_fed_before_it(
    call: Call, event: e.Event, policy: Policy
) -> None:
    decision = unit(call, event, policy)[-1]

    if in_danger(call, event, policy) and call.is_live:
        assert decision.call.state is CallState.CRISIS
        assert decision.call.resources_said


@given(calls(), facts(), policies())
def test_nothing_but_the_resources_and_crisis_words_is_said_in_crisis(
    call: Call, event: e.Event, policy: Policy
) -> None:
    decision = decide(call, event, policy)

    if decision.call.state is CallState.CRISIS:
        said = {x.line for x in decision.verbs if isinstance(x, Say)}
        assert said <= {Line.CRISIS, Line.RESOURCES, Line.NOTICE, Line.DISCLOSURE}
        assert not any(isinstance(x, HangUp) for x in decision.verbs)
        assert decision.ask is None


@given(calls(), facts(), policies())
def test_a_crisis_is_never_hung_up_on_before_the_resources_are_spoken(
    call: Call, event: e.Event, policy: Policy
) -> None:
    """Invariant 22, NO-DROP; a human who took the line over may close it."""
    decision = decide(call, event, policy)

    taken = isinstance(event, e.TransferEnded) and event.taken
    if call.state is CallState.CRISIS and HangUp() in decision.verbs and not taken:
        said = place(decision.verbs, Line.RESOURCES)
        assert said is not None
        assert said < decision.verbs.index(HangUp())


@given(calls(), facts(), policies())
def test_each_document_ends_with_one_order_to_the_line(
    call: Call, event: e.Event, policy: Policy
) -> None:
    decision = decide(call, event, policy)

    if decision.verbs:
        assert isinstance(decision.verbs[-1], CONTROL)
        assert sum(isinstance(x, CONTROL) for x in decision.verbs) == 1


@given(calls(), facts(), policies())
def test_who_is_with_a_human_is_led_away_by_the_end_of_that_alone(
    call: Call, event: e.Event, policy: Policy
) -> None:
    if call.state is not CallState.CRISIS or not call.joined:
        return
    decision = decide(call, event, policy)

    if decision.call.joined:
        assert SayNow() not in decision.effects
        assert not any(isinstance(x, Listen) for x in decision.verbs)


@given(calls(), facts(), policies())
def test_a_human_is_rung_or_waited_for_in_crisis_alone(
    call: Call, event: e.Event, policy: Policy
) -> None:
    decision = decide(call, event, policy)

    if decision.call.state is not CallState.CRISIS:
        assert (decision.call.rung_ms, decision.call.joined) == (0, False)
    if any(isinstance(x, RingHuman) for x in decision.effects):
        assert decision.call.rings == call.rings + 1
        assert isinstance(decision.verbs[-1], Listen), "the person is not left with a ringing tone"


@given(calls(), facts(), policies())
def test_a_closing_call_is_put_down_or_handed_over(
    call: Call, event: e.Event, policy: Policy
) -> None:
    decision = decide(call, event, policy)

    if decision.moved and decision.call.state is CallState.CLOSING:
        assert isinstance(decision.verbs[-1], HangUp | Transfer)
        assert decision.call.closing_for is not None


@given(calls(), facts(), policies())
def test_a_line_is_put_down_only_in_closing_or_after_the_end(
    call: Call, event: e.Event, policy: Policy
) -> None:
    decision = decide(call, event, policy)

    if HangUp() in decision.verbs:
        assert decision.call.state in {CallState.CLOSING, CallState.ENDED}


@given(calls(), facts(), policies())
def test_only_responding_has_an_open_turn(call: Call, event: e.Event, policy: Policy) -> None:
    decision = decide(call, event, policy)

    if decision.call.state is not CallState.RESPONDING:
        assert decision.call.open_turn is None
    if decision.ask:
        assert decision.ask.turn == decision.call.open_turn == call.turn + 1


@given(
    calls(), st.one_of(FACTS[e.SpeechHeard], FACTS[e.KeyPressed], FACTS[e.SilenceHeard]), policies()
)
def test_a_waiting_line_is_never_left_without_a_word_or_an_order(
    call: Call, event: e.Event, policy: Policy
) -> None:
    decision = decide(call, event, policy)

    if decision.call.state is CallState.RESPONDING:
        assert decision.verbs or decision.ask


@given(calls(), facts(), policies())
def test_the_facts_before_a_fact_end_and_lead_to_it(
    call: Call, event: e.Event, policy: Policy
) -> None:
    decisions = unit(call, event, policy)

    assert decisions[-1].event is event
    assert len(decisions) <= 4
    assert [d.call.n for d in decisions] == list(range(call.n + 1, call.n + len(decisions) + 1))


@given(calls(), facts(), policies())
def test_an_opt_out_is_never_taken_back(call: Call, event: e.Event, policy: Policy) -> None:
    decision: Decision = decide(call, event, policy)

    assert decision.call.suppressed >= call.suppressed
