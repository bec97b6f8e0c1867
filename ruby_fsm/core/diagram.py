"""The table drawn: a mermaid diagram of the moves, and every row as markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ruby_fsm.core.call import CallState
from ruby_fsm.core.machine import ANY, LIVE, ON_THE_LINE, TABLE, Row
from ruby_fsm.core.marks import Marks
from ruby_fsm.core.views import HEARS, TALK, TALKING, Line, View, arrows, described, name

STYLES = (
    "classDef danger fill:#fde3e0,stroke:#b3261e,stroke-width:3px,color:#410e0b",
    "classDef over fill:#eceff1,stroke:#78909c,stroke-dasharray:4 3,color:#263238",
    "class crisis danger",
    "class ended over",
)
GROUPS = {ANY: "any", LIVE: "live", ON_THE_LINE: "on the line"}

PAGE = """\
# The states of a call

Drawn by `ruby-fsm diagram --write` from the table in `ruby_fsm/core/machine.py`; a test fails when
this page is older than the table. What the states mean and why the table is as it is:
[the call as a state machine](../docs/explanation/state-machine.md).

## The moves

An arrow carries `Facts [guard] / outputs`, a line for each guard; an arrow that begins at the
frame holds for every state in it, or for those that its line names. "Line down" is any of
CallCompleted, CallBusy, CallUnanswered, CallFailed and CallCanceled. Rows that stay in a state
stand only in the table below.

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
def mermaid(
    table: tuple[Row, ...] = TABLE, view: View = View.WHOLE, marks: Marks | None = None
) -> str:
    """One arrow for each pair that rows lead between; a frame's arrows hold for all in it."""
    marks = marks or Marks()
    drawn = arrows(view, table)
    pairs = [(start, dest) for start in (*CallState, TALK) for dest in CallState]
    lines = (
        "stateDiagram-v2",
        *boxes(marks),
        *STYLES,
        f"[*] --> {CallState.QUEUED}",
        *(
            f"{a} --> {b} : {label(a, drawn[a, b], marks.note(a, b))}"
            for a, b in pairs
            if (a, b) in drawn
        ),
        f"{CallState.ENDED} --> [*]",
    )
    return "\n    ".join(lines)


def boxes(marks: Marks) -> list[str]:
    """Every state by its name and what the person hears, those of the talk in their frames."""
    alone = [named(state, marks) for state in CallState if state not in TALKING]
    framed = [f"    {named(state, marks)}" for state in TALKING]
    return [*alone, f"state {TALK} {{", *framed, "}"]


def named(state: CallState, marks: Marks) -> str:
    noted = "".join(f"<br/>{line}" for line in marks.visited.get(state, ()))
    return f'state "{state}<br/>({HEARS[state]}){noted}" as {state}'


def label(start: str, rows: list[Row], note: Iterable[str] = ()) -> str:
    """`Facts [guard] / outputs`, a line for each guard."""
    return "<br/>".join([*(written(line) for line in described(start, rows)), *note])


def written(line: Line) -> str:
    held = f"in {' and '.join(line.where)} " if line.where else ""
    guard = f" [{line.guard}]" if line.guard else ""
    outputs = f" / {', '.join(line.outputs)}" if line.outputs else ""
    return held + ", ".join(line.facts) + guard + outputs


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
