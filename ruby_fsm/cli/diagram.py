"""`ruby-fsm diagram`: draw the machine, or tell whether the committed drawing is stale."""

from __future__ import annotations

from pathlib import Path

import rich_click as click
from click.exceptions import Exit

from ruby_fsm.cli.exits import CHECK_FAILED
from ruby_fsm.core.diagram import page

FILE = "states.md"


@click.command()
@click.option("--write", is_flag=True, help=f"Write {FILE} into FOLDER.")
@click.option("--check", is_flag=True, help=f"Exit 1 if {FILE} in FOLDER is missing or stale.")
@click.argument("folder", default="diagrams", type=click.Path(file_okay=False, path_type=Path))
def diagram(folder: Path, write: bool, check: bool) -> None:
    """Print the states and every move, drawn from the table the machine runs on.

    FOLDER is `diagrams` unless another is named.
    """
    if write and check:
        raise click.UsageError("--write and --check exclude each other: choose one")
    file = folder / FILE
    if write:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(page(), encoding="utf-8", newline="\n")
        click.echo(f"{file}: written")
    elif check:
        compare(file)
    else:
        click.echo(page(), nl=False)


def compare(file: Path) -> None:
    found = file.read_text(encoding="utf-8") if file.is_file() else None
    if found == page():
        click.echo(f"{file}: up to date")
        return
    what = "missing" if found is None else "stale: the table has changed since it was drawn"
    click.echo(f"{file}: {what}; write it with: ruby-fsm diagram --write", err=True)
    raise Exit(CHECK_FAILED)
