"""How long each document can last: `alive_until` of "Time", to the millisecond."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ruby_fsm.core import events as e
from ruby_fsm.core.machine import decide
from ruby_fsm.core.policy import Numbers
from ruby_fsm.understanding.assessment import Intent
from tests.core.kit import NOW, call_in, danger, speech
from tests.strategies import POLICY, WITH_HUMAN

CAP_AND_MARGIN_MS = 75_000  # 60 s of speech and 15 s
WORD_MS = 400  # 2.5 words a second


def lasts_ms(call_state: str, event: e.Event, **fields: object) -> int:
    return decide(call_in(call_state, **fields), event, POLICY).call.alive_until_ms - NOW


def test_words_then_the_wait_for_speech_then_a_long_speech_and_a_margin() -> None:
    event = e.ReplyReady(NOW, 1, "one two three four five", "companion", 9)

    assert lasts_ms("responding", event) == 5 * WORD_MS + 10_000 + CAP_AND_MARGIN_MS


def test_after_a_heavy_turn_the_wait_is_longer() -> None:
    event = e.ReplyReady(NOW, 1, "", "companion", 9)

    assert lasts_ms("responding", event, heavy=True) == 14_000 + CAP_AND_MARGIN_MS


def test_in_crisis_the_wait_is_longest_and_the_resources_are_said_slowly() -> None:
    words_ms = 4 * WORD_MS + WORD_MS * 5 // 4

    assert lasts_ms("listening", danger()) == words_ms + 18_000 + CAP_AND_MARGIN_MS


def test_a_transfer_lasts_its_time_limit_and_a_minute() -> None:
    call = call_in("listening")
    decision = decide(call, speech("", Intent.WANTS_HUMAN), WITH_HUMAN)

    assert decision.call.alive_until_ms == NOW + 2 * WORD_MS + 3_600_000 + 60_000


def test_looking_again_lasts_its_pause() -> None:
    assert lasts_ms("responding", e.SilenceHeard(NOW)) == 1_000 + CAP_AND_MARGIN_MS


def test_last_words_last_their_speaking_time() -> None:
    assert lasts_ms("listening", e.LimitReached(NOW)) == 2 * WORD_MS + CAP_AND_MARGIN_MS


@pytest.mark.parametrize("event", [e.LimitNeared(NOW), e.OperatorJoined(NOW, "a"), speech()])
def test_a_fact_that_says_nothing_changes_nothing(event: e.Event) -> None:
    call = call_in("listening", alive_until_ms=NOW + 5)

    assert decide(call, event, POLICY).call.alive_until_ms == NOW + 5


@pytest.mark.parametrize("fact", [e.CallPlaced, e.CallRinging, e.LineUp])
def test_a_placed_call_lasts_its_ring_and_a_minute(
    fact: type[e.CallPlaced | e.CallRinging | e.LineUp],
) -> None:
    call = decide(call_in("queued"), fact(NOW, 1), POLICY).call

    assert call.alive_until_ms == NOW + 90_000
    assert call.placed_ms == NOW


def test_no_document_lasts_past_twilios_own_four_hours() -> None:
    """A transfer begun late would else keep a dead call for an hour more than its bound."""
    began = {"answered_ms": NOW - 14_000_000}
    for call, fact in (
        (call_in("listening", **began), speech("", Intent.WANTS_HUMAN)),
        (call_in("crisis", rings=1, rung_ms=NOW, **began), e.HumanAccepted(NOW, 1)),
    ):
        decision = decide(call, fact, WITH_HUMAN)

        assert decision.call.alive_until_ms == NOW + 400_000


def test_a_room_lasts_as_long_as_a_transfer() -> None:
    call = call_in("crisis", rings=1, rung_ms=NOW)
    decision = decide(call, e.HumanAccepted(NOW, 1), WITH_HUMAN)

    assert decision.call.alive_until_ms == NOW + 2 * WORD_MS + 3_600_000 + 60_000


def test_the_pace_of_speech_is_a_number_of_the_config() -> None:
    slow = replace(POLICY, numbers=replace(Numbers(), words_per_s=1.0))
    decision = decide(call_in("listening"), e.LimitReached(NOW), slow)

    assert decision.call.alive_until_ms == NOW + 2_000 + CAP_AND_MARGIN_MS
