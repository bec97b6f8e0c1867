"""A line of "What moves": a call meets a fact, goes somewhere, and asks for something."""

from __future__ import annotations

from dataclasses import dataclass

from ruby_fsm.core.call import Call
from ruby_fsm.core.events import Event
from ruby_fsm.core.machine import decide
from ruby_fsm.core.policy import Policy
from tests.core.kit import told
from tests.strategies import POLICY


@dataclass(frozen=True, slots=True)
class Move:
    """`does`: the effects in order, a Say by its kind of line; `name` is the test's id."""

    name: str
    call: Call
    event: Event
    goes_to: str
    does: str
    policy: Policy = POLICY

    def check(self) -> None:
        decision = decide(self.call, self.event, self.policy)

        assert decision.call.state.value == self.goes_to
        assert told(decision.effects) == self.does
        assert decision.moved == (self.call.state.value != self.goes_to)


def move(
    name: str, call: Call, event: Event, goes_to: str, does: str = "", *, policy: Policy = POLICY
) -> Move:
    """`stays` for the state the call is in."""
    state = call.state.value
    event_name = type(event).__name__
    goes = state if goes_to == "stays" else goes_to
    return Move(f"{state} | {event_name}{name} | {goes_to}", call, event, goes, does, policy)
