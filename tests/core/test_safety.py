"""Invariants 19 to 24 of a call, in each of its states, whatever fact comes next."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruby_fsm.core import events as e
from ruby_fsm.core.call import Call, CallState
from ruby_fsm.core.effects import Escalate, HangUp, Line, Say
from ruby_fsm.core.machine import decide
from ruby_fsm.core.prelude import led_by
from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Assessment, Category, Intent, Level, Risk
from tests.core.kit import (
    EVERYWHERE,
    NOW,
    ON_THE_LINE,
    call_in,
    danger,
    lines,
    reply,
    second_opinion,
    unit,
)
from tests.strategies import FACTS, POLICY, WITH_HUMAN, facts

EVERY_STATE = pytest.mark.parametrize("state", EVERYWHERE)
FACT = st.data()
# As `assess` grades what it could not understand.
FAILED = Assessment(Risk(Level.MODERATE, Category.UNASSESSED), failed=True)


def ends_in_crisis(state: str) -> bool:
    return state != "ended"


# --- 19 ASSESS-ALL ------------------------------------------------------------------------------
@EVERY_STATE
@pytest.mark.parametrize("stale", [False, True])
@pytest.mark.parametrize("asks", [(), (Intent.GOODBYE,), (Intent.OPT_OUT,), (Intent.REPEAT,)])
def test_19_assess_all_each_utterance_counts_once_in_every_state(
    state: str, stale: bool, asks: tuple[Intent, ...]
) -> None:
    decisions = unit(call_in(state, heard=3), danger(Level.HIGH, *asks, stale=stale))

    after = decisions[-1].call
    assert (after.heard, after.risk) == (4, Level.HIGH)
    assert [d.ask for d in decisions] == [None] * len(decisions), "no reply is asked for"


# --- 20 STICKY ----------------------------------------------------------------------------------
@EVERY_STATE
@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.__name__)
@given(data=FACT)
@settings(max_examples=10)
def test_20_sticky_no_fact_lowers_the_risk_in_any_state(
    state: str, fact: type[e.Fact], data: st.DataObject
) -> None:
    call = call_in(state, risk=Level.HIGH, category=Category.INTENT, heard=2)

    after = decide(call, data.draw(FACTS[fact]), POLICY).call

    assert after.risk >= Level.HIGH


@EVERY_STATE
@pytest.mark.parametrize("heard", [0, 1, 2])
def test_20_sticky_only_a_machine_before_the_second_utterance_takes_it_back(
    state: str, heard: int
) -> None:
    call = call_in(state, risk=Level.HIGH, heard=heard)

    after = decide(call, e.MachineAnswered(NOW, 1, "machine_start"), POLICY).call

    is_struck = heard < 2 and state != "crisis"
    assert after.risk is (Level.NONE if is_struck else Level.HIGH)


# --- 21 PREEMPT ---------------------------------------------------------------------------------
@EVERY_STATE
@pytest.mark.parametrize("stale", [False, True])
def test_21_preempt_danger_is_answered_by_the_resources_in_every_state(
    state: str, stale: bool
) -> None:
    decision = unit(call_in(state), danger(stale=stale))[-1]

    said = lines(decision.verbs)
    assert Line.RESOURCES in said
    assert Line.REPLY not in said
    assert (decision.call.state is CallState.CRISIS) == ends_in_crisis(state)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.__name__)
@given(data=FACT)
def test_21_preempt_no_fact_brings_a_model_s_words_into_a_crisis(
    fact: type[e.Fact], data: st.DataObject
) -> None:
    call = call_in("crisis", turn=1, open_turn=1, resources_said=data.draw(st.booleans()))
    policy = data.draw(st.sampled_from([POLICY, WITH_HUMAN]))

    decision = decide(call, data.draw(FACTS[fact]), policy)

    assert Line.REPLY not in lines(decision.verbs)
    assert decision.ask is None


@pytest.mark.parametrize("state", ON_THE_LINE)
@given(data=FACT)
def test_21_preempt_a_reply_made_before_the_danger_is_not_spoken_after_it(
    state: str, data: st.DataObject
) -> None:
    call = unit(call_in(state), danger())[-1].call

    for fact in data.draw(st.lists(st.sampled_from(REPLIES), min_size=1, max_size=3)):
        decision = decide(call, fact, POLICY)
        call = decision.call
        assert Line.REPLY not in lines(decision.verbs)


REPLIES = [reply(), e.ReplyDelayed(NOW, 1), e.ReplyFailed(NOW, 1), reply(0), reply(2)]


# --- 22 NO-DROP ---------------------------------------------------------------------------------
@EVERY_STATE
@given(data=FACT)
def test_22_no_drop_the_line_is_put_down_only_after_the_resources(
    state: str, data: st.DataObject
) -> None:
    decisions = unit(call_in(state), danger())
    call = decisions[-1].call
    assert call.resources_said

    event = data.draw(facts())
    decision = decide(call, event, POLICY)

    if HangUp() in decision.verbs and call.state is CallState.CRISIS:
        taken = isinstance(event, e.TransferEnded) and event.taken
        assert taken or Line.RESOURCES in lines(decision.verbs)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.__name__)
@given(data=FACT)
def test_22_no_drop_unsaid_resources_come_before_any_end_of_a_crisis(
    fact: type[e.Fact], data: st.DataObject
) -> None:
    call = call_in("crisis", resources_said=False, crisis_goodbyes=data.draw(st.integers(0, 3)))

    event = data.draw(FACTS[fact])
    verbs = decide(call, event, POLICY).verbs

    if HangUp() in verbs and not (isinstance(event, e.TransferEnded) and event.taken):
        before = [x.line for x in verbs[: verbs.index(HangUp())] if isinstance(x, Say)]
        assert Line.RESOURCES in before


@pytest.mark.parametrize("state", ON_THE_LINE)
def test_22_no_drop_the_time_limit_never_ends_a_crisis(state: str) -> None:
    call: Call = unit(call_in(state, limit_ms=NOW - 1), danger())[-1].call

    assert call.state is CallState.CRISIS
    assert led_by(call, e.SilenceHeard(NOW), POLICY) is None
    assert decide(call, e.LimitReached(NOW), POLICY).effects == ()


# --- 24 FAIL-SAFE -------------------------------------------------------------------------------
def test_24_fail_safe_this_is_how_the_assessor_grades_its_own_failure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ruby_fsm.understanding.assess.hear", None)

    assert assess("good morning") == FAILED


@EVERY_STATE
@pytest.mark.parametrize("stale", [False, True])
def test_24_fail_safe_what_could_not_be_assessed_needs_care_in_every_state(
    state: str, stale: bool
) -> None:
    heard = e.SpeechHeard(NOW, "good morning", 1.0, FAILED, stale)
    call = call_in(state, risk=Level.NONE, escalated=Level.NONE)

    decisions = unit(call, heard)

    made = [x for d in decisions for x in d.effects if isinstance(x, Escalate)]
    assert [x.level for x in made] == [Level.MODERATE]
    assert Line.RESOURCES in lines(decisions[-1].verbs)
    assert (decisions[-1].call.state is CallState.CRISIS) == ends_in_crisis(state)


@EVERY_STATE
def test_24_fail_safe_so_does_a_slower_opinion_that_failed(state: str) -> None:
    call = call_in(state, risk=Level.NONE, escalated=Level.NONE)

    after = decide(call, e.RiskRaised(NOW, 1, FAILED), POLICY).call

    assert after.risk is Level.MODERATE
    assert (after.state is CallState.CRISIS) == (state in ON_THE_LINE)
    assert second_opinion(Level.LOW).assessment.risk.level < POLICY.crisis_at
