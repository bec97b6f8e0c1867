"""The gentle check: what is said below danger is asked about once, and its answer is heard."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ruby_fsm.core import events as e
from ruby_fsm.core.call import Call, CallState
from ruby_fsm.core.effects import AskReply, Escalate
from ruby_fsm.core.machine import decide
from ruby_fsm.understanding.assessment import Category, Intent, Level
from tests.core.kit import NOW, call_in, names, second_opinion, speech, unit, words
from tests.strategies import POLICY

DENIAL, PAST, OTHER = Category.DENIAL, Category.PAST, Category.THIRD_PARTY
UNSURE = Category.INDIRECT
OWN_QUESTION = {DENIAL, PAST, OTHER}
NO_QUESTION = {Category.NONE, Category.HYPERBOLE}
YES = speech("yes", says_yes=True)
RESOLVED = e.CrisisResolved(NOW, "a")


def about(category: Category) -> e.SpeechHeard:
    return speech(level=Level.LOW, category=category)


def asked(category: Category = DENIAL, state: str = "listening") -> Call:
    return decide(call_in(state), about(category), POLICY).call


@pytest.mark.parametrize(
    ("category", "text"),
    [
        (DENIAL, "check denial"),
        (PAST, "check past"),
        (OTHER, "check third party"),
        *((kind, "check unsure") for kind in Category if kind not in OWN_QUESTION | NO_QUESTION),
    ],
)
def test_each_kind_has_a_question_of_its_own(category: Category, text: str) -> None:
    decision = decide(call_in("listening"), about(category), POLICY)

    assert words(decision) == [text]
    assert decision.ask is None


def test_the_same_is_never_asked_twice_in_a_call_but_another_kind_is() -> None:
    again = decide(asked(DENIAL), about(DENIAL), POLICY)
    another = decide(asked(DENIAL), about(OTHER), POLICY)

    assert again.effects == (AskReply(1),)
    assert words(another) == ["check third party"]
    assert another.call.checked == (DENIAL, OTHER)


@pytest.mark.parametrize("nothing", sorted(NO_QUESTION))
def test_a_figure_of_speech_is_not_asked_about(nothing: Category) -> None:
    assert decide(call_in("listening"), about(nothing), POLICY).effects == (AskReply(1),)


def test_all_that_is_unsure_is_one_kind() -> None:
    call = asked(Category.METHOD)

    assert call.checked == (UNSURE,)
    assert decide(call, about(Category.ABUSE), POLICY).effects == (AskReply(1),)


def test_what_has_no_words_in_this_language_gets_the_usual_reply() -> None:
    silent = replace(POLICY, phrases=replace(POLICY.phrases, checks={}))

    decision = decide(call_in("listening"), about(DENIAL), silent)

    assert decision.effects == (AskReply(1),)


def test_a_check_takes_the_place_of_the_reply_that_is_being_made() -> None:
    call = asked(DENIAL, "responding")

    assert (call.state, call.open_turn) == (CallState.LISTENING, None)
    assert decide(call, e.ReplyReady(NOW, 1, "late", "companion", 40), POLICY).verbs == ()


@pytest.mark.parametrize(
    ("category", "level", "meant"),
    [
        (DENIAL, Level.MODERATE, Category.IDEATION),
        (PAST, Level.MODERATE, Category.IDEATION),
        (OTHER, Level.HIGH, OTHER),
        (Category.METHOD, Level.MODERATE, UNSURE),
    ],
)
def test_a_yes_to_the_check_is_danger(category: Category, level: Level, meant: Category) -> None:
    decision = decide(asked(category), YES, POLICY)

    assert decision.call.state is CallState.CRISIS
    assert Escalate(1, level, meant) in decision.effects
    assert "resources" in words(decision)


def test_words_graver_than_a_yes_keep_their_own_grade() -> None:
    grave = speech(level=Level.IMMINENT, category=Category.BEHAVIOUR, says_yes=True)

    assert decide(asked(), grave, POLICY).call.risk is Level.IMMINENT


def test_a_yes_is_danger_again_after_a_human_resolved_the_last_one() -> None:
    calm = decide(decide(asked(DENIAL), YES, POLICY).call, RESOLVED, POLICY).call
    call = decide(calm, about(PAST), POLICY).call

    decision = decide(call, YES, POLICY)

    assert decision.call.state is CallState.CRISIS
    assert Escalate(2, Level.MODERATE, Category.IDEATION) in decision.effects


def test_a_yes_past_the_time_limit_is_heard_before_the_goodbye() -> None:
    late = replace(YES, at_ms=asked().limit_ms + 1)

    assert names(unit(asked(), late)) == ["SpeechHeard"]


def test_a_yes_is_heard_after_the_question_was_said_again() -> None:
    again = decide(asked(), speech("", Intent.REPEAT), POLICY)

    assert again.effects == ()
    assert decide(again.call, YES, POLICY).call.state is CallState.CRISIS


def test_a_yes_is_heard_after_a_plea_to_say_it_again() -> None:
    unclear = decide(asked(), speech(confidence=0.1), POLICY)

    assert words(unclear)[0].startswith("ask again")
    assert decide(unclear.call, YES, POLICY).call.state is CallState.CRISIS


@pytest.mark.parametrize(
    "between",
    [
        e.SilenceHeard(NOW),
        e.KeyPressed(NOW, "5"),
        e.AnswerLost(NOW, 1),
        speech("", Intent.WANTS_HUMAN),
    ],
    ids=lambda event: type(event).__name__,
)
def test_a_yes_to_a_later_question_is_no_answer_to_the_check(between: e.Event) -> None:
    call = decide(asked(), between, POLICY).call

    decision = decide(call, YES, POLICY)

    assert call.state is CallState.LISTENING
    assert decision.effects == (AskReply(1),)


@pytest.mark.parametrize(
    "between",
    [
        e.CallRinging(NOW, 1),
        e.LimitNeared(NOW),
        second_opinion(Level.LOW),
        speech(stale=True),
        e.SilenceHeard(NOW, stale=True),
    ],
    ids=lambda event: type(event).__name__,
)
def test_what_says_nothing_on_the_line_leaves_the_question_open(between: e.Event) -> None:
    call = decide(asked(), between, POLICY).call

    assert decide(call, YES, POLICY).call.state is CallState.CRISIS


def test_a_yes_to_an_old_document_answers_nothing() -> None:
    decision = decide(asked(), replace(YES, stale=True), POLICY)

    assert (decision.call.state, decision.call.risk) == (CallState.LISTENING, Level.LOW)


def test_a_yes_that_nobody_asked_for_is_an_ordinary_answer() -> None:
    assert decide(call_in("listening"), YES, POLICY).effects == (AskReply(1),)


def test_any_other_answer_ends_the_question() -> None:
    answered = decide(asked(), speech("not at all"), POLICY).call
    replied = decide(answered, e.ReplyReady(NOW, 1, "good", "companion", 40), POLICY).call

    assert decide(replied, YES, POLICY).effects == (AskReply(2),)
