"""How a script goes: what was said by whom, what this turn holds, and what was not as written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeGuard

from ruby_fsm.simulator.callee import Digits, HangUp, Input, Silence, Speech
from ruby_fsm.simulator.script import Script
from ruby_fsm.simulator.steps import Act, Hear, Step


@dataclass(frozen=True, slots=True)
class Played:
    """How a script went. `transcript` holds (who, words), who being caller or callee."""

    script: Script
    transcript: tuple[tuple[str, str], ...]
    unmet: tuple[str, ...]
    status: str

    @property
    def passed(self) -> bool:
        return not self.unmet


class Notes:
    """Taken while a script is played; `turn`: what the caller said since the callee's last act."""

    def __init__(self) -> None:
        self.transcript: list[tuple[str, str]] = []
        self.unmet: list[str] = []
        self._turn: list[str] = []

    @property
    def turn(self) -> str:
        return " ".join(self._turn)

    def begin_turn(self) -> None:
        self._turn = []

    def heard(self, text: str) -> None:
        self._turn.append(text)
        self.transcript.append(("caller", text))

    def acted(self, act: Input) -> None:
        """The callee's act ends the turn."""
        self.begin_turn()
        match act:
            case Speech():
                self.transcript.append(("callee", act.text))
            case Digits():
                self.transcript.append(("callee", f"[{act.keys}]"))
            case Silence() | HangUp():
                self.transcript.append(("callee", f"[{type(act).__name__.lower()}]"))

    def miss(self, step: Step, why: str) -> None:
        self.unmet.append(f"{step.at}: {why}")

    def check(self, step: Hear) -> None:
        """Note each word that was to be heard and was not, or the reverse."""
        for words in step.words:
            if words.found_in(self.turn) == step.forbidden:
                how = "was heard" if step.forbidden else "was not heard"
                self.miss(step, f"{words.text!r} {how} in {self.turn!r}")

    def is_passed(self, step: Step) -> TypeGuard[Hear]:
        """Tell whether the callee need not wait for more: all is heard, or nothing is to be."""
        return isinstance(step, Hear) and (
            step.forbidden or all(words.found_in(self.turn) for words in step.words)
        )

    def why(self, step: Step) -> str:
        """Why the callee gave up waiting for it."""
        match step:
            case Hear():
                missing = [words.text for words in step.words if not words.found_in(self.turn)]
                return f"{missing[0]!r} was not heard in {self.turn!r}"
            case Act(over=words) if words is not None:
                return f"{words.text!r} was not said in {self.turn!r}"
            case _:
                return f"it never came to this; heard was {self.turn!r}"

    def so_far(self, script: Script, status: str) -> Played:
        return Played(script, tuple(self.transcript), tuple(self.unmet), status)


def leading(notes: Notes, steps: Sequence[Step]) -> list[Hear]:
    """The steps at the beginning that are heard already."""
    passed: list[Hear] = []
    for step in steps:
        if not notes.is_passed(step):
            break
        passed.append(step)
    return passed
