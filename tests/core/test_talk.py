"""What the moves of a conversation write: turns, silences, patience, limits, last words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ruby_fsm.core import events as e
from ruby_fsm.core.call import Call, CallState, EndReason
from ruby_fsm.core.effects import AskReply, Listen, LookAgain, Suppress, Transfer
from ruby_fsm.core.machine import decide
from ruby_fsm.core.phrases import pick
from ruby_fsm.understanding.assessment import Intent, Mood
from tests.core.kit import NOW, call_in, reply, speech, told, words
from tests.strategies import NO_KEYS, POLICY, WITH_HUMAN

SILENT = e.SilenceHeard(NOW)


def test_two_different_prompts_and_the_third_silence_says_goodbye() -> None:
    first = decide(call_in("listening", heard=1), SILENT, POLICY)
    second = decide(first.call, SILENT, POLICY)
    third = decide(second.call, SILENT, POLICY)

    assert words(first) != words(second)
    assert words(third) == ["silence goodbye"]
    assert third.call.closing_for is EndReason.SILENCE


def test_speech_starts_the_count_of_silences_anew_and_the_prompt_still_differs() -> None:
    first = decide(call_in("listening"), SILENT, POLICY)
    talked = decide(first.call, speech(), POLICY)
    again = decide(decide(talked.call, reply(), POLICY).call, SILENT, POLICY)

    assert again.call.silences == 1
    assert words(again) != words(first)


def test_each_speech_asks_for_one_reply_to_everything_said() -> None:
    first = decide(call_in("listening"), speech(), POLICY)
    second = decide(first.call, speech(), POLICY)

    assert (first.ask, second.ask) == (AskReply(1), AskReply(2))
    assert second.call.open_turn == 2
    assert decide(second.call, reply(1), POLICY).call.state is CallState.RESPONDING
    assert decide(second.call, reply(2), POLICY).call.state is CallState.LISTENING


@pytest.mark.parametrize(
    "event",
    [
        reply(),
        e.ReplyFailed(NOW, 1),
        e.LimitReached(NOW),
        e.EndRequested(NOW, "a"),
        speech("", Intent.GOODBYE),
        speech("", Intent.WANTS_HUMAN),
    ],
)
def test_the_open_turn_is_closed_with_the_state(event: e.Event) -> None:
    assert decide(call_in("responding"), event, POLICY).call.open_turn is None


def test_unclear_words_are_asked_for_once_then_answered_and_then_asked_for_again() -> None:
    unclear = speech(confidence=0.2)
    asked = decide(call_in("listening"), unclear, POLICY)
    answered = decide(asked.call, unclear, POLICY)
    heard = decide(answered.call, reply(1), POLICY)
    again = decide(heard.call, unclear, POLICY)

    assert told(asked.effects) == "ask_again listen"
    assert answered.ask == AskReply(1)
    assert told(again.effects) == "ask_again notice listen"
    assert words(again)[-1] == "key help"


def test_one_filler_a_turn() -> None:
    first = decide(call_in("responding"), e.ReplyDelayed(NOW, 1), POLICY)
    second = decide(first.call, e.ReplyDelayed(NOW, 1), POLICY)

    assert (first.call.filler_turn, len(words(first))) == (1, 1)
    assert second.verbs == (LookAgain(1),)


@pytest.mark.parametrize(
    "event", [e.SilenceHeard(NOW), e.KeyPressed(NOW, "5"), e.AnswerLost(NOW, 1)]
)
def test_between_two_looks_for_a_reply_lies_a_second(event: e.Event) -> None:
    assert decide(call_in("responding"), event, POLICY).verbs[-1] == LookAgain(1)


@pytest.mark.parametrize(("heavy", "listen"), [(False, Listen(8, 2)), (True, Listen(12, 2))])
def test_a_heavy_turn_is_followed_by_more_patience(heavy: bool, listen: Listen) -> None:
    decision = decide(call_in("responding", heavy=heavy), reply(), POLICY)

    assert decision.verbs[-1] == listen


@pytest.mark.parametrize("mood", Mood)
@pytest.mark.parametrize("event", [speech("", Intent.GOODBYE), e.EndRequested(NOW, "a")])
def test_the_goodbye_is_of_the_mood_and_said_to_its_end(mood: Mood, event: e.Event) -> None:
    said = decide(call_in("listening", mood=mood), event, POLICY)

    assert words(said)[0].startswith(f"goodbye {mood}")
    assert not getattr(said.verbs[0], "barge_in", True)


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (speech("", Intent.GOODBYE), EndReason.GOODBYE),
        (e.KeyPressed(NOW, "9"), EndReason.GOODBYE),
        (speech("", Intent.OPT_OUT), EndReason.OPT_OUT),
        (e.KeyPressed(NOW, "8"), EndReason.OPT_OUT),
        (e.LimitReached(NOW), EndReason.TIME_LIMIT),
        (e.EndRequested(NOW, "a"), EndReason.END_REQUESTED),
    ],
)
def test_a_closing_call_knows_why(event: e.Event, reason: EndReason) -> None:
    call = decide(call_in("listening"), event, POLICY).call

    assert call.closing_for is reason
    assert call.end_reason is None


@pytest.mark.parametrize(
    "state", ["greeting", "listening", "responding", "crisis", "closing", "ended"]
)
@pytest.mark.parametrize(
    ("event", "source"), [(speech("", Intent.OPT_OUT), "words"), (e.KeyPressed(NOW, "8"), "key")]
)
def test_opt_out_suppresses_the_number_in_each_state(
    state: str, event: e.Event, source: str
) -> None:
    decision = decide(call_in(state), event, POLICY)

    assert decision.call.suppressed
    assert decision.writes == (Suppress(source),)
    confirmed = {"crisis": ["opted out", "HIGH plan 0"], "ended": []}
    assert words(decision) == confirmed.get(state, ["opt out"])


def test_a_transfer_rings_for_the_ring_time_and_lasts_an_hour() -> None:
    decision = decide(call_in("listening"), speech("", Intent.WANTS_HUMAN), WITH_HUMAN)

    assert decision.verbs[-1] == Transfer(30, 3600)
    assert decision.call.closing_for is EndReason.HANDED_OVER


def test_a_transfer_nobody_took_leads_back_to_the_talk() -> None:
    closing = decide(call_in("listening"), speech("", Intent.WANTS_HUMAN), WITH_HUMAN).call

    decision = decide(closing, e.TransferEnded(NOW, 1, taken=False), WITH_HUMAN)

    assert words(decision) == ["hand over failed"]
    assert decision.call.closing_for is None


def test_without_a_path_to_a_human_the_line_says_so_honestly() -> None:
    assert words(decide(call_in("responding"), e.KeyPressed(NOW, "0"), POLICY)) == ["no human"]


def owing(state: str) -> Call:
    return call_in(state, owes_warning=True, near_limit=True)


def test_the_warning_is_owed_until_words_are_said() -> None:
    call = decide(call_in("responding"), e.LimitNeared(NOW), POLICY).call
    filler = decide(call, e.ReplyDelayed(NOW, 1), POLICY)
    spoken = decide(filler.call, reply(), POLICY)

    assert (call.near_limit, filler.call.owes_warning) == (True, True)
    assert words(spoken) == ["limit near", "the reply"]


def test_the_last_words_need_no_warning() -> None:
    assert words(decide(owing("listening"), e.LimitReached(NOW), POLICY)) == ["wrap up"]


@pytest.mark.parametrize("digits", ["5", "#", "12", ""])
def test_a_key_without_a_meaning_gets_a_short_help(digits: str) -> None:
    decision = decide(call_in("listening"), e.KeyPressed(NOW, digits), POLICY)

    assert words(decision) == ["key help"]


@pytest.mark.parametrize("digits", ["0", "8", "9", ""])
def test_a_key_that_config_switched_off_means_nothing(digits: str) -> None:
    policy = replace(POLICY, keys=NO_KEYS)

    call = decide(call_in("listening"), e.KeyPressed(NOW, digits), policy).call

    assert (call.state, call.suppressed) == (CallState.LISTENING, False)


def test_phrases_go_round_from_a_place_of_each_calls_own() -> None:
    options = ("a", "b", "c")

    for call_id in ("CL1", "CL2", "CL3"):
        picked = [pick(options, call_id, turn) for turn in range(4)]
        assert sorted(picked[:3]) == list(options)
        assert picked[3] == picked[0]
    assert len({pick(options, f"CL{n}", 0) for n in range(50)}) == 3


@pytest.mark.parametrize(
    ("state", "is_live", "is_on_the_line"),
    [
        ("queued", True, False),
        ("greeting", True, True),
        ("crisis", True, True),
        ("closing", True, True),
        ("ended", False, False),
    ],
)
def test_live_is_all_but_ended_and_on_the_line_is_live_but_queued(
    state: str, is_live: bool, is_on_the_line: bool
) -> None:
    call = call_in(state)

    assert (call.is_live, call.is_on_the_line) == (is_live, is_on_the_line)
