"""`ruby-fsm people`: what the running service keeps of one person, shown or erased."""

from __future__ import annotations

import json
from urllib.parse import quote

import rich_click as click
from click.exceptions import Exit

from ruby_fsm.cli.calls import Api, url_option
from ruby_fsm.cli.exits import CHECK_FAILED


def path_of(person: str) -> str:
    return f"/ai-calling/people/{quote(person, safe='')}"


@click.group()
def people() -> None:
    """What is kept of a person: a number (E.164) or a user id."""


@people.command()
@click.argument("person")
@url_option
def export(person: str, url: str) -> None:
    """Print everything kept of PERSON as JSON."""
    click.echo(json.dumps(Api(url).ask("GET", path_of(person)), indent=2, ensure_ascii=False))


@people.command()
@click.argument("person")
@click.option("--yes", is_flag=True, help="Do not ask; there is no way back.")
@url_option
def erase(person: str, yes: bool, url: str) -> None:
    """Erase what is kept of PERSON; the bare course of each call stays."""
    if not (yes or click.confirm("Erase every word, name and number of this person?")):
        click.echo("Nothing was erased.", err=True)
        raise Exit(CHECK_FAILED)
    answer = Api(url).ask("DELETE", path_of(person))
    count = answer["calls"]
    calls = "1 call" if count == 1 else f"{count} calls"
    click.echo(f"{calls} emptied. Backups made before still hold what stood there.")
