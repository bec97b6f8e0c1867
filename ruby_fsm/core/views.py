"""Which rows a drawing shows, and from where to where each of its arrows runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, get_args

from ruby_fsm.core.call import CallState
from ruby_fsm.core.events import TerminalFact
from ruby_fsm.core.machine import TABLE, TELEPHONE, Row

# Drawn as one frame: what leads out of all three is one arrow.
TALK = "talk"
TALKING = (CallState.GREETING, CallState.LISTENING, CallState.RESPONDING)
HEARS = {
    CallState.QUEUED: "nothing yet",
    CallState.GREETING: "who is calling, how to stop it, a greeting",
    CallState.LISTENING: "quiet: it is their turn",
    CallState.RESPONDING: "one short filler at most",
    CallState.CRISIS: "the safety conversation",
    CallState.CLOSING: "the last sentence",
    CallState.ENDED: "the line is down",
}
TERMINAL = frozenset(fact.__name__ for fact in get_args(TerminalFact))

Arrow = tuple[str, CallState]  # from a state or from the frame


class View(StrEnum):
    """What a drawing shows."""

    WHOLE = "whole"
    TELEPHONE = "telephone"
    CRISIS = "crisis"


TITLES = {
    View.WHOLE: "Every move of a call",
    View.TELEPHONE: "What the telephone does to a call",
    View.CRISIS: "Danger: into the crisis, within it, out of it",
}


class Line(NamedTuple):
    """A line of a label: facts, the guard they share, and what they ask for.

    `where` names the states of the frame it holds in, if not in all of them.
    """

    where: tuple[str, ...]
    facts: tuple[str, ...]
    guard: str  # '' for none
    outputs: tuple[str, ...]


def arrows(view: View = View.WHOLE, table: Sequence[Row] = TABLE) -> dict[Arrow, list[Row]]:
    """The rows of a view that lead to another state, by where their arrow begins and ends.

    Between two states runs one arrow at most, their own or the frame's: so a move in a call's log
    tells its arrow.
    """
    framed = {row.dest for row in table if row.dest and set(TALKING) <= set(row.sources)}
    drawn: dict[Arrow, list[Row]] = {}
    for row in table:
        if row.dest is not None:
            for start in starts(row.sources, row.dest, is_framed=row.dest in framed):
                if shows(view, row, start):
                    drawn.setdefault((start, row.dest), []).append(row)
    return drawn


def starts(sources: Sequence[CallState], dest: CallState, *, is_framed: bool) -> list[str]:
    """Each source, those of the talk as their frame if the way to `dest` begins there."""
    begins = (TALK if is_framed and x in TALKING else x for x in sources if x is not dest)
    return list(dict.fromkeys(begins))


def shows(view: View, row: Row, start: str) -> bool:
    if view is View.TELEPHONE:
        return row.event in {one.event for one in TELEPHONE}
    return view is View.WHOLE or CallState.CRISIS in (start, row.dest)


def staying(view: View, table: Sequence[Row] = TABLE) -> dict[CallState, list[Row]]:
    """Rows that are answered without leaving the state, where the view is about them."""
    held: dict[CallState, list[Row]] = {}
    for row in table:
        for state in row.sources if row.dest is None and row.does else ():
            if view is not View.WHOLE and shows(view, row, state):
                held.setdefault(state, []).append(row)
    return held


def arrow_of(
    start: CallState, dest: CallState, fact: str, drawn: Mapping[Arrow, Sequence[Row]]
) -> Arrow | None:
    """The arrow that a move of a call ran along; None when none is drawn for it."""
    own, framed = (start, dest), (TALK, dest)
    arrow = framed if start in TALKING and framed in drawn else own
    return arrow if fact in facts_of(drawn.get(arrow, ())) else None


def facts_of(rows: Iterable[Row]) -> list[str]:
    return list(dict.fromkeys(row.event.__name__ for row in rows))


def sources_of(start: str) -> tuple[CallState, ...]:
    """The states an arrow begins in."""
    return TALKING if start == TALK else (CallState(start),)


def described(start: str, rows: Iterable[Row]) -> list[Line]:
    """A line for each guard, by where it holds; all ends of a line together go by one name."""
    alike: dict[object, list[Row]] = {}
    for row in rows:
        alike.setdefault((where(start, row), row.when), []).append(row)
    lines = [line_of(where(start, same[0]), same) for same in alike.values()]
    return sorted(lines, key=lambda line: line.where)


def answered(rows: Iterable[Row]) -> list[Line]:
    """A line for each guard and answer."""
    alike: dict[object, list[Row]] = {}
    for row in rows:
        alike.setdefault((row.when, row.does), []).append(row)
    return [line_of((), same) for same in alike.values()]


def where(start: str, row: Row) -> tuple[str, ...]:
    """The states of the frame that a row holds in; empty for all, or without a frame."""
    held = tuple(x for x in TALKING if x in row.sources) if start == TALK else ()
    return held if len(held) < len(TALKING) else ()


def line_of(states: tuple[str, ...], rows: Sequence[Row]) -> Line:
    facts = facts_of(rows)
    if set(facts) >= TERMINAL:
        facts = ["line down", *(x for x in facts if x not in TERMINAL)]
    when = rows[0].when
    outputs = dict.fromkeys(name(row.does) for row in rows if row.does)
    return Line(states, tuple(facts), name(when) if when else "", tuple(outputs))


def name(function: Callable[..., object]) -> str:
    return function.__name__
