"""One fact meeting one call: the model that `transitions` moves, and how outputs write on it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ruby_fsm.core.call import Call, CallState
from ruby_fsm.core.effects import Effect, Line, Listen, Say
from ruby_fsm.core.events import Event
from ruby_fsm.core.policy import Phrases, Policy
from ruby_fsm.core.tongue import phrases_of


@dataclass(slots=True)
class Step:
    """`call` has the fact's risk already in it.

    `raised`: to a new height, in danger; or the gentle check was answered with a yes.
    """

    call: Call
    event: Event
    policy: Policy
    raised: bool
    state: CallState
    effects: list[Effect] = field(default_factory=list[Effect])

    @property
    def phrases(self) -> Phrases:
        """In the language that is spoken now."""
        return phrases_of(self.call, self.policy)

    def emit(self, *effects: Effect) -> None:
        self.effects += effects


def listen_for(step: Step) -> Listen:
    """How patiently to listen: longer in crisis and after a heavy turn, longest where asked to."""
    numbers = step.policy.numbers
    if step.state is CallState.CRISIS:
        return Listen(numbers.start_crisis_s, numbers.end_crisis_s)
    if step.call.holding:
        return Listen(numbers.start_hold_s, numbers.end_s)
    return Listen(numbers.start_heavy_s if step.call.heavy else numbers.start_s, numbers.end_s)


def notice(text: str) -> Say:
    return Say(text, Line.NOTICE)
