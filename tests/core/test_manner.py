"""Manners of a telephone: how long is waited, what a machine may hear, who it is that calls."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from ruby_fsm.core import events as e
from ruby_fsm.core.call import Call, CallState, EndReason
from ruby_fsm.core.effects import Line, Listen, Say
from ruby_fsm.core.machine import decide
from ruby_fsm.core.policy import Policy
from ruby_fsm.understanding.assessment import Intent, Level
from tests.core.kit import NOW, call_in, reply, speech, told, words
from tests.strategies import PHRASES, POLICY, calls, policies

HOUR_MS = 3_600_000
SILENT = e.SilenceHeard(NOW)
NAMED = replace(
    POLICY,
    phrases=replace(
        PHRASES,
        disclosure="Hello, {name}, this is Ruby.",
        reprompts=("Are you there, {name}?", "I am here, {name}."),
        safe_lines=("Tell me more, {name}.", "Go on, {name}."),
    ),
)


def test_whoever_asks_to_wait_is_waited_for_until_they_are_back() -> None:
    held = decide(call_in("listening"), speech("", Intent.HOLD_ON), POLICY)
    still = decide(held.call, SILENT, POLICY)
    back = decide(still.call, e.KeyPressed(NOW, "5"), POLICY)

    assert held.verbs[-1] == still.verbs[-1] == Listen(60, 2)
    assert back.verbs[-1] == Listen(8, 2)
    assert not decide(still.call, speech(), POLICY).call.holding


def test_no_name_is_said_before_a_person_was_heard() -> None:
    answered = decide(call_in("queued"), e.CallAnswered(NOW, 1), NAMED)
    listening = decide(answered.call, e.GreetingEnded(NOW), NAMED)
    prompted = decide(listening.call, SILENT, NAMED)
    heard = decide(decide(prompted.call, speech(), NAMED).call, e.ReplyFailed(NOW, 1), NAMED)

    assert words(answered)[0] == "Hello, this is Ruby."
    assert "name" not in words(prompted)[0]
    assert "{name}" in words(heard)[0]


def test_what_nobody_hears_ends_without_a_private_word() -> None:
    given_up = decide(call_in("listening", silences=2), SILENT, POLICY)
    plain = replace(POLICY, phrases=replace(PHRASES, unheard_goodbye=""))

    assert words(given_up) == ["unheard goodbye"]
    assert words(decide(call_in("listening", silences=2), SILENT, plain)) == ["silence goodbye"]


def test_it_is_said_again_who_calls_after_three_hours_and_not_before() -> None:
    call = call_in("responding", disclosed_ms=NOW - 3 * HOUR_MS)
    again = decide(call, reply(), POLICY)
    later = replace(again.call, state=call.state, open_turn=1)

    assert told(again.effects) == "disclosure reply listen"
    assert words(again)[0] == "identity"
    assert told(decide(later, reply(), POLICY).effects) == "reply listen"
    nearly = call_in("responding", disclosed_ms=NOW - 3 * HOUR_MS + 1)
    assert told(decide(nearly, reply(), POLICY).effects) == "reply listen"


def test_it_is_said_again_in_a_crisis_of_three_hours() -> None:
    call = call_in("crisis", disclosed_ms=NOW - 3 * HOUR_MS)

    assert told(decide(call, speech(), POLICY).effects) == "disclosure crisis listen"
    assert told(decide(call, SILENT, POLICY).effects) == "crisis listen"


def test_who_asks_who_it_is_in_the_middle_of_more_hears_it_before_the_reply() -> None:
    asks = speech("", Intent.WHO_ARE_YOU)
    long = replace(asks, assessment=replace(asks.assessment, words=20))
    asked = decide(call_in("listening", greeted=True), long, POLICY)

    assert told(asked.effects) == "ask_reply"
    assert words(decide(asked.call, reply(), POLICY)) == ["identity", "the reply"]


def test_what_a_screener_and_a_mailbox_said_is_struck() -> None:
    low = speech("", Intent.SCREENING, level=Level.LOW)
    screened = decide(call_in("listening"), low, POLICY).call
    left = decide(
        screened, replace(low, assessment=speech("", Intent.VOICEMAIL).assessment), POLICY
    )

    assert (screened.struck_n, screened.risk, screened.heavy) == (screened.n, Level.NONE, False)
    assert (left.call.struck_n, left.call.closing_for) == (left.call.n, EndReason.MACHINE)


def test_without_words_of_its_own_a_language_has_the_disclosure_and_the_wait() -> None:
    bare = replace(PHRASES, identity="", screening="", holding="")
    policy = replace(POLICY, phrases=bare)
    call = call_in("listening", greeted=True)

    assert words(decide(call, speech("", Intent.WHO_ARE_YOU), policy)) == ["disclosure"]
    assert words(decide(call, speech("", Intent.SCREENING), policy)) == ["disclosure"]
    assert decide(call, speech("", Intent.HOLD_ON), policy).verbs == (Listen(60, 2),)


@given(calls(), policies())
def test_the_first_words_of_every_call_say_who_calls_and_cannot_be_spoken_over(
    call: Call, policy: Policy
) -> None:
    """Whatever the call was told of before; nobody is named, for a machine may hear it."""
    queued = replace(call, state=CallState.QUEUED, heard=0)
    answered = decide(queued, e.CallAnswered(NOW, queued.attempt), policy)
    first = answered.verbs[0]

    assert isinstance(first, Say)
    assert (first.line, first.barge_in) == (Line.DISCLOSURE, False)
    assert not any("{name}" in text for text in words(answered))
