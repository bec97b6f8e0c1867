"""A view as DOT for Graphviz. Each arrow runs through a card that says what it stands for.

Ids are stable (`st_crisis`, `mv_crisis_closing`), so that a page can mark where a call stands on
the committed drawing without a renderer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ruby_fsm.core.call import CallState
from ruby_fsm.core.machine import TABLE, Row
from ruby_fsm.core.marks import Marks
from ruby_fsm.core.views import (
    HEARS,
    TALK,
    TALKING,
    TITLES,
    Arrow,
    Line,
    View,
    answered,
    arrows,
    described,
    staying,
)

INK, PALE, PAPER = "#1f2933", "#52606d", "#ffffff"
DANGER, DANGER_FILL = "#a8071a", "#fff1f0"
USUAL, USUAL_FILL = "#0b5394", "#eaf3fb"
# The same where the reader asked for a dark page; every ink keeps a contrast of 4.5 on its fill.
DARK = {
    INK: "#e6edf3",
    PALE: "#a3b1bf",
    PAPER: "#10161d",
    DANGER: "#ff8f87",
    DANGER_FILL: "#3b1619",
    USUAL: "#84bdf5",
    USUAL_FILL: "#12283d",
}
# A monospaced face is as wide on every machine, so no label outgrows its card.
FACE = "Courier New"
LINES_MOST = 34  # characters; more is wrapped
COLUMN_MOST = 6  # answers beneath each other
Look = tuple[str, float, str]  # colour, width in points, style
APART = " " * 4
BREAK = '<BR ALIGN="LEFT"/>'
HEAVY = 8
USUAL_MOVES = {
    (CallState.QUEUED, CallState.GREETING),
    (CallState.GREETING, CallState.LISTENING),
    (CallState.LISTENING, CallState.RESPONDING),
    (CallState.RESPONDING, CallState.LISTENING),
    (TALK, CallState.CLOSING),
    (CallState.CLOSING, CallState.ENDED),
}
# Nobody but a machine takes the usual way from here by what the telephone does.
MACHINES = (View.TELEPHONE, (TALK, CallState.CLOSING))
# The state in a frame an arrow is fastened to: the one on the side that it goes to.
FASTENED = {(TALK, CallState.CRISIS): CallState.LISTENING}
# Inches between neighbours: the least with which no arrow runs along a frame or another arrow.
SPREAD = {View.TELEPHONE: 0.65}
# Inches a card is high at least: as its neighbour, whose arrow would else squeeze past above it.
HIGH: dict[tuple[View, Arrow], float] = {(View.WHOLE, (CallState.CLOSING, CallState.CRISIS)): 0.86}
HEAD = (
    f'bgcolor="{PAPER}"; compound=true; splines=ortho; ranksep=0.3; pad=0.3;',
    f'fontname="{FACE}"; fontcolor="{INK}"; fontsize=16; labelloc=t;',
    f'node [shape=box, style="rounded,filled", fontname="{FACE}", fontsize=11];',
    f'node [fontcolor="{INK}", margin="0.12,0.08"];',
    f'edge [fontname="{FACE}", arrowsize=0.8];',
)


def dot(view: View, marks: Marks | None = None, table: Sequence[Row] = TABLE) -> str:
    """A whole DOT document."""
    marks = marks or Marks()
    drawn = dict(sorted(arrows(view, table).items()))
    about = "" if marks.title and view is View.WHOLE else TITLES[view]
    title = ": ".join(part for part in (marks.title, about) if part)
    lines = [
        *HEAD,
        f"nodesep={SPREAD.get(view, 0.3)};",
        f"label=<{heading_of(title, is_marked=marks.widths is not None)}>;",
        *nodes(view, drawn, marks, staying(view, table)),
        *(line for arrow in drawn for line in edges(arrow, look(arrow, marks, view))),
        *kept_in_order(view),
    ]
    return "digraph machine {\n  " + "\n  ".join(lines) + "\n}\n"


def kept_in_order(view: View) -> list[str]:
    """The talk reads downwards also where a view has no move within it."""
    if view is not View.TELEPHONE:
        return []
    down = " -> ".join([*TALKING, CallState.CLOSING])
    return [
        f"{down} [style=invis, weight={HEAVY}];",
        f"{CallState.RESPONDING} -> {CallState.CRISIS} [style=invis];",
    ]


# --- title and key -------------------------------------------------------------------------------
def heading_of(title: str, *, is_marked: bool) -> str:
    """The title, and beneath it what colours and cards mean."""
    inks = {USUAL: "the usual way", DANGER: "danger", PALE: "other ways"}
    drawn = [f'<FONT COLOR="{ink}"><B>-- {meaning} --</B></FONT>' for ink, meaning in inks.items()]
    worded = ["<B>fact</B> [only if] / then", "<I>what the person hears</I>"]
    worded += ["dotted: not gone"] if is_marked else []
    rows = [f"<B>{escaped(title)}</B>", *(small(APART.join(part)) for part in (drawn, worded))]
    return table_of(centred(row) for row in rows)


def small(html: str) -> str:
    return f'<FONT POINT-SIZE="10" COLOR="{PALE}">{html}</FONT>'


# --- states --------------------------------------------------------------------------------------
def nodes(
    view: View,
    drawn: dict[Arrow, list[Row]],
    marks: Marks,
    answers: dict[CallState, list[Row]],
) -> list[str]:
    """States and cards, those of the talk in their frames."""
    boxes = {x: box(x, answers.get(x, []), marks) for x in CallState if shown(x, view)}
    cards = {
        arrow: card(arrow, rows, look(arrow, marks, view), marks.note(*arrow), height(view, arrow))
        for arrow, rows in drawn.items()
    }
    inside = [cards.pop(arrow) for arrow in drawn if set(arrow) <= {TALK, *TALKING}]
    talk = [boxes.pop(x) for x in TALKING]
    if view is View.CRISIS:  # nothing leads from one to another, so they fit in one row
        talk.append("{rank=same; " + " -> ".join(TALKING) + " [style=invis]}")
    return [*boxes.values(), *frame([*talk, *inside]), *cards.values()]


def shown(state: CallState, view: View) -> bool:
    return view is not View.CRISIS or state is not CallState.QUEUED


def frame(held: Sequence[str]) -> list[str]:
    return [
        f"subgraph cluster_{TALK} {{",
        f'  id="st_{TALK}"; label="{TALK}"; labeljust=l; fontsize=11; fontcolor="{PALE}";',
        f'  style="rounded,dashed"; color="{PALE}"; margin=10;',
        *(f"  {one}" for one in held),
        "}",
    ]


def box(state: CallState, rows: Sequence[Row], marks: Marks) -> str:
    danger = state is CallState.CRISIS
    border, fill = (DANGER, DANGER_FILL) if danger else (USUAL, USUAL_FILL)
    is_faint = bool(marks.visited) and state not in marks.visited
    cells = [
        centred(f'<FONT POINT-SIZE="15"><B>{state}</B></FONT>'),
        centred(f'<FONT COLOR="{PALE}"><I>{escaped(HEARS[state])}</I></FONT>'),
        *(
            centred(f'<FONT COLOR="{border}"><B>{escaped(x)}</B></FONT>')
            for x in marks.visited.get(state, ())
        ),
        *columns(rows),
    ]
    return (
        f'{state} [id="st_{state}", label=<{table_of(cells)}>, color="{border}", '
        f'fillcolor="{PAPER if is_faint else fill}", tooltip="{state}", '
        f'style="rounded,filled{",dashed" if is_faint else ""}", '
        f"penwidth={2.6 if danger and not is_faint else 1.4}];"
    )


def columns(rows: Sequence[Row]) -> list[str]:
    """What a state answers without being left, in as many columns as it takes."""
    told = [text_of(line) for line in answered(rows)]
    if not told:
        return []
    step = -(-len(told) // -(-len(told) // COLUMN_MOST))
    parts = [told[i : i + step] for i in range(0, len(told), step)]
    cells = "".join(f'<TD VALIGN="TOP">{column(part)}</TD>' for part in parts)
    return [f'<TR><TD><TABLE BORDER="0" CELLSPACING="2"><TR>{cells}</TR></TABLE></TD></TR>']


def column(told: Sequence[str]) -> str:
    return table_of(
        f'<TR><TD ALIGN="LEFT"><FONT POINT-SIZE="10">{text}</FONT></TD></TR>' for text in told
    )


def centred(html: str) -> str:
    return f"<TR><TD>{html}</TD></TR>"


def table_of(cells: Iterable[str]) -> str:
    return f'<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="1">{"".join(cells)}</TABLE>'


# --- moves ---------------------------------------------------------------------------------------
def height(view: View, arrow: Arrow) -> str:
    least = HIGH.get((view, arrow))
    return f"height={least}, " if least else ""


def card(
    arrow: Arrow, rows: Sequence[Row], seen: Look, notes: Sequence[str], high: str = ""
) -> str:
    ink, _, style = seen
    lines = described(arrow[0], rows)
    told = [
        (heading(line) if n == 0 or lines[n - 1].where != line.where else "") + text_of(line)
        for n, line in enumerate(lines)
    ]
    told += [f"<B>{escaped(note)}</B>{BREAK}" for note in notes]
    cells = [f'<TR><TD ALIGN="LEFT"><FONT COLOR="{ink}">{text}</FONT></TD></TR>' for text in told]
    return (
        f'{card_id(arrow)} [id="{card_id(arrow)}", label=<{table_of(cells)}>, color="{ink}", '
        f'style="filled,{style}", fillcolor="{PAPER}", fontsize=9.5, penwidth=0.7, '
        f'margin="0.05,0.03", {high}tooltip="{arrow[0]} to {arrow[1]}"];'
    )


def card_id(arrow: Arrow) -> str:
    return f"mv_{arrow[0]}_{arrow[1]}"


def edges(arrow: Arrow, seen: Look) -> list[str]:
    """Into the card and out of it, each written downwards, so that the order of states holds."""
    start, dest = arrow
    ink, width, style = seen
    weight = HEAVY if arrow in USUAL_MOVES else 1
    same = f'color="{ink}", penwidth={width:.2f}, style="{style}", weight={weight}'
    begins = FASTENED.get(arrow, CallState.RESPONDING) if start == TALK else CallState(start)
    order, middle = list(CallState), card_id(arrow)
    if order.index(dest) < order.index(begins):
        held = f", lhead=cluster_{start}" if start == TALK else ""
        return [
            f"{dest} -> {middle} [dir=back, {same}];",
            f"{middle} -> {begins} [dir=none, {same}{held}];",
        ]
    held = f", ltail=cluster_{start}" if start == TALK else ""
    return [
        f"{begins} -> {middle} [dir=none, {same}{held}];",
        f"{middle} -> {dest} [{same}];",
    ]


def look(arrow: Arrow, marks: Marks, view: View = View.WHOLE) -> Look:
    """Danger stands out first, then the usual way."""
    ink, width = PALE, 1.2
    if CallState.CRISIS in arrow:
        ink, width = DANGER, 2.4
    elif arrow in USUAL_MOVES and (view, arrow) != MACHINES:
        ink, width = USUAL, 2.2
    if marks.widths is None:
        return ink, width, "solid"
    drawn = marks.widths.get(arrow)
    return (ink, drawn, "solid") if drawn else (PALE, 0.8, "dotted")


def heading(line: Line) -> str:
    return f"<I>in {' and '.join(line.where)}</I>{BREAK}" if line.where else ""


def text_of(line: Line) -> str:
    """Facts bold, the guard in brackets, outputs after a stroke, each on its own line."""
    guard = [f"  [{worded(line.guard)}]"] if line.guard else []
    below = [*guard, *(f"  / {worded(output)}" for output in line.outputs)]
    told = f"<B>{BREAK.join(wrapped(line.facts))}</B>{BREAK}"
    return told + "".join(one + BREAK for one in below)


def worded(function_name: str) -> str:
    """`hold_back_goodbye` as it is read."""
    return escaped(function_name.replace("_", " "))


def wrapped(words: Sequence[str]) -> list[str]:
    """The words, comma-separated, in lines that a card can hold."""
    lines = [""]
    for i, word in enumerate(words):
        text = word + ("," if i < len(words) - 1 else "")
        if lines[-1] and len(lines[-1]) + len(text) > LINES_MOST:
            lines.append("")
        lines[-1] = f"{lines[-1]} {text}".strip()
    return lines


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
