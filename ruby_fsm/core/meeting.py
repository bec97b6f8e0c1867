"""How a fact meets a call's state: the library's event, without the stations no row uses."""

from __future__ import annotations

from typing import Any

from transitions.core import Event


class Meeting(Event):
    """Tries the moves of a state in their order; the first whose guard holds is made.

    Does what `Event.trigger` does for a machine without hooks, queue and exception handlers, in a
    third of its time: it asks four times a turn, and most of that went into empty lists of
    callbacks. A test holds it to the library's own answer.
    """

    def trigger(self, model: Any, *args: Any, **kwargs: Any) -> bool:
        """Whether a move was made; `model` has the state, the rest goes to guards and outputs."""
        moves: Any = self.transitions[
            model.state.name
        ]  # never names of methods: see `make_machine`
        for move in moves:
            if all(guard.func(*args, **kwargs) == guard.target for guard in move.conditions):
                if move.dest is not None:
                    model.state = self.machine.get_state(move.dest).value
                for output in move.after:
                    output(*args, **kwargs)
                return True
        return False
