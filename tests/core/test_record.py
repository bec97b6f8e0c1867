"""The counters of the log that every decision keeps: rows, moves, documents."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest

from ruby_fsm.core import events as e
from ruby_fsm.core.call import Call
from ruby_fsm.core.machine import decide
from tests.core.kit import NOW, call_in, speech
from tests.strategies import CALL_ID, POLICY


def test_every_fact_is_a_row_and_every_move_is_numbered() -> None:
    call = Call(CALL_ID, created_ms=NOW)
    events: list[e.Event] = [
        e.CallPlaced(NOW, 1),
        e.CallAnswered(NOW, 1),
        e.GreetingEnded(NOW),
        speech(),
        e.ReplyDelayed(NOW, 1),
        e.ReplyReady(NOW, 1, "the reply", "companion", 9),
        e.EndRequested(NOW, "a"),
        e.CallCompleted(NOW, 1),
    ]
    rows = []
    for event in events:
        call = decide(call, event, POLICY).call
        rows.append((call.n, call.seq, call.doc, call.state.value))

    assert rows == [
        (1, 0, 0, "queued"),
        (2, 1, 2, "greeting"),
        (3, 2, 2, "listening"),
        (4, 3, 2, "responding"),
        (5, 3, 5, "responding"),
        (6, 4, 6, "listening"),
        (7, 5, 7, "closing"),
        (8, 6, 7, "ended"),
    ]


def test_a_stay_in_the_same_state_is_no_move() -> None:
    decision = decide(call_in("listening", seq=3), e.KeyPressed(NOW, "0"), POLICY)

    assert not decision.moved
    assert decision.call.seq == 3


def test_a_decision_leaves_the_call_it_met_as_it_was() -> None:
    call = call_in("listening")
    before = tuple(getattr(call, field.name) for field in fields(call))

    decide(call, speech(), POLICY)

    assert tuple(getattr(call, field.name) for field in fields(call)) == before
    with pytest.raises(FrozenInstanceError):
        call.n = 9  # type: ignore[misc]  # the point of the test
