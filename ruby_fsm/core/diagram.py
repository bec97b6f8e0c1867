"""The table drawn: a mermaid diagram of the moves, and every row as markdown."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from ruby_fsm.core.call import CallState
from ruby_fsm.core.events import TerminalFact
from ruby_fsm.core.machine import ANY, LIVE, ON_THE_LINE, TABLE, Row

HEARS = {
    CallState.QUEUED: "nothing yet",
    CallState.GREETING: "who is calling, how to stop it, a greeting",
    CallState.LISTENING: "quiet: it is their turn",
    CallState.RESPONDING: "one short filler at most",
    CallState.CRISIS: "the safety conversation",
    CallState.CLOSING: "the last sentence",
    CallState.ENDED: "the line is down",
}
# Drawn as one frame, so that what leads out of all three is one arrow.
FRAME = "talk"
FRAMED = (CallState.GREETING, CallState.LISTENING, CallState.RESPONDING)
STYLES = (
    "classDef danger fill:#fde3e0,stroke:#b3261e,stroke-width:3px,color:#410e0b",
    "classDef over fill:#eceff1,stroke:#78909c,stroke-dasharray:4 3,color:#263238",
    "class crisis danger",
    "class ended over",
)
GROUPS = {ANY: "any", LIVE: "live", ON_THE_LINE: "on the line"}
TERMINAL = frozenset(fact.__name__ for fact in get_args(TerminalFact))

PAGE = """\
# The states of a call

Drawn by `ruby-fsm diagram --write` from the table in `ruby_fsm/core/machine.py`; a test fails when
this page is older than the table. What the states mean and why the table is as it is:
[the call as a state machine](../docs/explanation/state-machine.md).

## The moves

An arrow carries `Facts [guard] / outputs`, a line for each guard; an arrow that begins at the
frame holds for every state in it. "Line down" is any of CallCompleted, CallBusy, CallUnanswered,
CallFailed and CallCanceled. Rows that stay in a state stand only in the table below.

The usual way is queued, greeting, listening and responding by turns, closing, ended. Danger leads
to crisis from every state on the line.

```mermaid
{mermaid}
```

## Every row

The first row of a fact and a state whose guard holds wins. "Live" is every state but ended, "on the
line" is live but queued. A row without an output records the fact and nothing else.

{rows}
"""


def page(table: tuple[Row, ...] = TABLE) -> str:
    """The whole of `diagrams/states.md`."""
    return PAGE.format(mermaid=mermaid(table), rows=markdown(table))


# --- the diagram -------------------------------------------------------------------------------
def mermaid(table: tuple[Row, ...] = TABLE) -> str:
    """One arrow for each pair that rows lead between; the frame's arrows hold for all in it."""
    drawn = arrows(table)
    pairs = [(source, dest) for source in (*CallState, FRAME) for dest in CallState]
    lines = (
        "stateDiagram-v2",
        *boxes(),
        *STYLES,
        f"[*] --> {CallState.QUEUED}",
        *(f"{a} --> {b} : {label(drawn[a, b])}" for a, b in pairs if (a, b) in drawn),
        f"{CallState.ENDED} --> [*]",
    )
    return "\n    ".join(lines)


def boxes() -> list[str]:
    """Every state by its name and what the person hears."""
    named = {state: f'state "{state}<br/>({HEARS[state]})" as {state}' for state in CallState}
    framed = [f"    {named.pop(state)}" for state in FRAMED]
    return [*named.values(), f"state {FRAME} {{", *framed, "}"]


def arrows(table: tuple[Row, ...]) -> dict[tuple[str, str], list[Row]]:
    """Rows that lead to another state, by where their arrow begins and ends."""
    drawn: dict[tuple[str, str], list[Row]] = {}
    for row in table:
        if row.dest is not None:
            for start in starts(row.sources, row.dest):
                drawn.setdefault((start, row.dest), []).append(row)
    return drawn


def starts(sources: tuple[CallState, ...], dest: CallState) -> list[str]:
    if set(FRAMED) <= set(sources) and dest not in FRAMED:
        return [FRAME, *(x for x in sources if x not in FRAMED)]
    return [x for x in sources if x is not dest]


def label(rows: list[Row]) -> str:
    """`Facts [guard] / outputs`, a line for each guard."""
    guards = dict.fromkeys(row.when for row in rows)
    return "<br/>".join(described([row for row in rows if row.when is when]) for when in guards)


def described(rows: list[Row]) -> str:
    """Rows of one guard; all the ends of a line together go by one name."""
    events = dict.fromkeys(row.event.__name__ for row in rows)
    if events.keys() >= TERMINAL:
        events = {"line down": None, **{x: None for x in events if x not in TERMINAL}}
    outputs = dict.fromkeys(name(row.does) for row in rows if row.does)
    guard = f" [{name(rows[0].when)}]" if rows[0].when else ""
    return ", ".join(events) + guard + (f" / {', '.join(outputs)}" if outputs else "")


def name(function: Callable[..., object]) -> str:
    return function.__name__


# --- the table ---------------------------------------------------------------------------------
def markdown(table: tuple[Row, ...] = TABLE) -> str:
    head = ("| row | fact | in | guard | goes to | and |", "|---|---|---|---|---|---|")
    return "\n".join([*head, *(line(n, row) for n, row in enumerate(table))])


def line(number: int, row: Row) -> str:
    cells = (
        str(number),
        row.event.__name__,
        GROUPS.get(row.sources, ", ".join(row.sources)),
        code(row.when),
        row.dest or "stays",
        code(row.does),
    )
    return f"| {' | '.join(cells)} |".replace("|  |", "| |")


def code(function: Callable[..., object] | None) -> str:
    return f"`{name(function)}`" if function else ""
