"""What is drawn over a view: one call's way, or how many calls went along each arrow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ruby_fsm.core.call import CallState
from ruby_fsm.core.machine import Row
from ruby_fsm.core.views import Arrow, arrow_of

SHOWN = 3  # steps named on an arrow; the rest are counted
THIN, THICK = 1.0, 6.0  # points


class Move(NamedTuple):
    """One move of a call."""

    at_ms: int
    fact: str
    start: CallState
    dest: CallState


class Count(NamedTuple):
    """How many calls went along an arrow, and how many times all together."""

    calls: int
    times: int


@dataclass(frozen=True, slots=True)
class Marks:
    """Notes on arrows and states, line by line; an arrow without a width is drawn dotted.

    Nothing is dotted or faint while `widths` is None: a view by itself.
    """

    title: str = ""
    notes: Mapping[Arrow, Sequence[str]] = field(default_factory=dict)
    visited: Mapping[CallState, Sequence[str]] = field(default_factory=dict)
    widths: Mapping[Arrow, float] | None = None
    strays: Sequence[Move] = ()
    """Moves that today's table does not have."""

    def note(self, start: str, dest: CallState) -> Sequence[str]:
        return self.notes.get((start, dest), ())


def way(ref: str, moves: Sequence[Move], drawn: Mapping[Arrow, Sequence[Row]]) -> Marks:
    """The way of the call `ref`: its steps numbered from 1, timed from the first one."""
    steps: dict[Arrow, list[str]] = {}
    entered: dict[CallState, list[str]] = {}
    strays: list[Move] = []
    began_ms = moves[0].at_ms if moves else 0
    for n, move in enumerate(moves, 1):
        when = minutes(move.at_ms - began_ms)
        entered.setdefault(move.dest, []).append(f"{n} at {when}")
        if arrow := arrow_of(move.start, move.dest, move.fact, drawn):
            steps.setdefault(arrow, []).append(f"{n} at {when}: {move.fact}")
        else:
            strays.append(move)
    visited = {state: [f"step {shortened(lines)}"] for state, lines in entered.items()}
    first = moves[0].start if moves else CallState.QUEUED
    visited.setdefault(first, ["the beginning"])
    notes = {arrow: few(lines) for arrow, lines in steps.items()}
    return Marks(f"The way of {ref}", notes, visited, dict.fromkeys(notes, 2.4), tuple(strays))


def traffic(title: str, counts: Mapping[Arrow, Count], calls: int) -> Marks:
    """How many of `calls` calls went along each arrow: its width, and a line on it."""
    most = max((count.calls for count in counts.values()), default=0)
    notes = {arrow: [counted(count, calls)] for arrow, count in counts.items()}
    widths = {
        arrow: THIN + (THICK - THIN) * count.calls / most
        for arrow, count in counts.items()
        if count.calls
    }
    return Marks(title, notes, {}, widths)


def counted(count: Count, calls: int) -> str:
    if not count.calls:
        return "no call"
    share = f"{count.calls} of {calls} calls, {count.calls / calls:.0%}"
    return share if count.times == count.calls else f"{share}, {count.times} times"


def few(lines: Sequence[str]) -> list[str]:
    """All of them, or the first ones and how many more."""
    if len(lines) <= SHOWN + 1:
        return list(lines)
    return [*lines[:SHOWN], f"and {len(lines) - SHOWN} times more"]


def shortened(lines: Sequence[str]) -> str:
    if len(lines) == 1:
        return lines[0]
    return f"{lines[0]}, {len(lines)} times"


def minutes(ms: int) -> str:
    """`1:05` for 65 s."""
    return f"{ms // 60_000}:{ms // 1000 % 60:02}"
