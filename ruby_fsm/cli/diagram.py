"""`ruby-fsm diagram`: draw the machine, one call's way or the traffic; tell stale drawings."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import rich_click as click
from click.exceptions import Exit

from ruby_fsm.adapters.db.moves import open_moves
from ruby_fsm.adapters.db.places import Place, place_of
from ruby_fsm.cli.drawings import stale, write
from ruby_fsm.cli.exits import CHECK_FAILED
from ruby_fsm.cli.graphviz import svg
from ruby_fsm.cli.program import program
from ruby_fsm.config.environment import load_settings
from ruby_fsm.core import marks as marking
from ruby_fsm.core.diagram import mermaid, page
from ruby_fsm.core.dot import dot
from ruby_fsm.core.marks import Marks, Move
from ruby_fsm.core.views import TITLES, View, arrows
from ruby_fsm.errors import CallNotFound

FOLDER = Path("diagrams")
MERMAID, DOT, SVG = "mermaid", "dot", "svg"
VIEWS = [view.value for view in View]
SUFFIXES = {".mmd": MERMAID, ".dot": DOT, ".gv": DOT, ".svg": SVG}
DATES = click.DateTime(("%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ"))
ONE_AT_A_TIME = "--write, --check, --call and --traffic exclude each other: choose one"
OF_FOLDERS = "FOLDER goes with --write and --check; a drawing goes to a file with -o FILE"
OF_DRAWINGS = "--view, --format and -o belong to one drawing; --write and --check are about all"
OF_TRAFFIC = "--since and --until belong to --traffic"


@click.command()
@click.option("--view", type=click.Choice(VIEWS), help="What to draw; whole by default.")
@click.option(
    "--format", "kind", type=click.Choice([MERMAID, DOT, SVG]), help="By default mermaid."
)
@click.option("--call", "ref", metavar="ID", help="Draw the way of one call, by call id or sid.")
@click.option("--traffic", is_flag=True, help="Draw how many calls went along each arrow.")
@click.option("--since", type=DATES, metavar="TIME", help="Count from this day or time (UTC).")
@click.option("--until", type=DATES, metavar="TIME", help="Count before it (UTC).")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="To a file; an .svg needs graphviz-pure.",
)
@click.option("--write", "is_write", is_flag=True, help="Write every drawing into FOLDER.")
@click.option("--check", "is_check", is_flag=True, help="Exit 1 if one in FOLDER is stale.")
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path))
def diagram(
    *,
    view: str | None,
    kind: str | None,
    ref: str | None,
    traffic: bool,
    since: datetime | None,
    until: datetime | None,
    output: Path | None,
    is_write: bool,
    is_check: bool,
    folder: Path | None,
) -> None:
    """Draw the states and every move from the table that the machine runs on.

    Without an option it prints the page of all of them. FOLDER is `diagrams` unless another is
    named. --call and --traffic read the database that `serve` writes; they hold no number, no name
    and no word that was said.
    """
    is_drawing = bool(view or kind or output)
    refuse(sum((is_write, is_check, bool(ref), traffic)) > 1, ONE_AT_A_TIME)
    refuse(bool(folder) and not (is_write or is_check), OF_FOLDERS)
    refuse(is_drawing and (is_write or is_check), OF_DRAWINGS)
    refuse(bool(since or until) and not traffic, OF_TRAFFIC)
    if is_write:
        for file in write(folder or FOLDER):
            click.echo(f"{file}: written")
    elif is_check:
        look_at(folder or FOLDER)
    elif not (is_drawing or ref or traffic):
        click.echo(page(), nl=False)
    else:
        shown = View(view or View.WHOLE)
        marks = marks_of(shown, ref, traffic, since, until)
        give(drawn(shown, kind or kind_of(output), marks), output)


def refuse(is_wrong: bool, message: str) -> None:
    if is_wrong:
        raise click.UsageError(message)


def look_at(folder: Path) -> None:
    wrong = stale(folder)
    for file, what in wrong.items():
        click.echo(f"{file}: {what}", err=True)
    if wrong:
        click.echo(f"write them with: {program()} diagram --write", err=True)
        raise Exit(CHECK_FAILED)
    click.echo(f"{folder}: up to date")


def kind_of(output: Path | None) -> str:
    if output is None:
        return MERMAID
    kind = SUFFIXES.get(output.suffix)
    if kind is None:
        wanted = ", ".join(SUFFIXES)
        raise click.UsageError(f"-o {output}: no format goes with that name; end it with {wanted}")
    return kind


def drawn(view: View, kind: str, marks: Marks) -> str:
    match kind:
        case "dot":
            return dot(view, marks)
        case "svg":
            return svg(dot(view, marks), marks.title or TITLES[view])
        case _:
            return mermaid(view=view, marks=marks) + "\n"


def give(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise click.UsageError(f"-o {output}: {error.strerror}") from error
    click.echo(f"{output}: written")


# --- what is drawn over a view -------------------------------------------------------------------
def marks_of(
    view: View, ref: str | None, traffic: bool, since: datetime | None, until: datetime | None
) -> Marks:
    if not (ref or traffic):
        return Marks()
    place = place_of(load_settings().database_url)
    if ref:
        found, moves = asyncio.run(way_of(place, ref))
        marks = marking.way(found, moves, arrows(view))
        tell_strays(marks.strays, view)
        return marks
    return asyncio.run(traffic_of(place, view, since, until))


async def way_of(place: Place, ref: str) -> tuple[str, Sequence[Move]]:
    async with open_moves(place) as moves:
        call_id = await moves.found(ref)
        if not call_id:
            raise CallNotFound(
                f"no call has this id in {place}; a demo's summary names it, an API's answer too"
            )
        return call_id, await moves.way(call_id)


async def traffic_of(
    place: Place, view: View, since: datetime | None, until: datetime | None
) -> Marks:
    since_ms, until_ms = milliseconds(since, 0), milliseconds(until, 1 << 62)
    refuse(since_ms >= until_ms, "--since is not before --until")
    async with open_moves(place) as moves:
        calls = await moves.calls(since_ms, until_ms)
        counts = await moves.counts(arrows(view), since_ms, until_ms)
    span = [f"since {since:%Y-%m-%d %H:%M}"] if since else []
    span += [f"until {until:%Y-%m-%d %H:%M}"] if until else []
    title = f"{calls} {'call' if calls == 1 else 'calls'} {' '.join(span)}".strip()
    return marking.traffic(title, counts, calls)


def milliseconds(moment: datetime | None, default: int) -> int:
    return int(moment.replace(tzinfo=UTC).timestamp() * 1000) if moment else default


def tell_strays(strays: Sequence[Move], view: View) -> None:
    """A view leaves out moves; the whole one leaves out only those of an older table."""
    if strays:
        which = "that today's table does not have" if view is View.WHOLE else "outside this view"
        click.echo(f"{len(strays)} moves {which} are not drawn", err=True)
