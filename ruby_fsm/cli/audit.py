"""`ruby-fsm audit`: read the trail of privileged reads and acts, and prove it whole."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime

import rich_click as click

from ruby_fsm.adapters.db.beside import open_reader
from ruby_fsm.adapters.db.places import Place
from ruby_fsm.app.trail import Head, Kept, faults
from ruby_fsm.cli.db import chosen, database_option
from ruby_fsm.cli.exits import CHECK_FAILED
from ruby_fsm.config.environment import load_settings
from ruby_fsm.config.keys import Keys, keyring


@click.group()
def audit() -> None:
    """The audit trail: who read what is not theirs, who did what can't be undone."""


@audit.command("list")
@click.option(
    "--last", default=50, show_default=True, type=click.IntRange(1, 100_000), help="So many rows."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@database_option
def list_(last: int, as_json: bool, database: str | None) -> None:
    """Print the newest rows, oldest first."""
    rows = asyncio.run(rows_of(chosen(database), keyring(load_settings()), last))
    for row in reversed(rows):
        click.echo(json_of(row) if as_json else line_of(row))


@audit.command()
@click.option("--seen", metavar="N:HASH", help="A mark that `verify` printed before.")
@database_option
def verify(seen: str | None, database: str | None) -> None:
    """Walk the whole trail and say where it was changed, cut or reordered; exit 1 if it was.

    It prints the mark of the last row. Keep that elsewhere and give it as --seen next time: then a
    database put back to an older state shows, too.
    """
    mark = mark_of(seen) if seen else None
    found, head = asyncio.run(verified(chosen(database), keyring(load_settings()), mark))
    for fault in found:
        click.echo(fault, err=True)
    if found:
        raise SystemExit(CHECK_FAILED)
    click.echo(f"{head.n} rows, whole and unchanged; mark: {head.n}:{head.hash}")


def mark_of(seen: str) -> tuple[int, str]:
    n, colon, mark = seen.partition(":")
    if not (colon and n.isascii() and n.isdigit() and mark):
        raise click.BadParameter("write it as `verify` printed it, N:HASH", param_hint="--seen")
    return int(n), mark


async def rows_of(place: Place, keys: Keys, last: int) -> list[Kept]:
    async with open_reader(place, keys) as reader:
        return await reader.audit_page(last, None)


async def verified(
    place: Place, keys: Keys, mark: tuple[int, str] | None
) -> tuple[list[str], Head]:
    async with open_reader(place, keys) as reader:
        found, head = await faults(reader, reader.hash)
        if mark is not None:
            rows = await reader.audit_page(1, mark[0] + 1)
            if not rows or (rows[0].n, rows[0].hash) != mark:
                found.append(f"row {mark[0]} is not the one that was seen before")
        return found, head


def line_of(row: Kept) -> str:
    at = datetime.fromtimestamp(row.at_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")
    detail = "" if row.detail == "{}" else row.detail
    return f"{row.n:>6}  {at}  {row.who:<20}  {row.act:<24}  {row.target}  {detail}".rstrip()


def json_of(row: Kept) -> str:
    told = {
        "n": row.n,
        "at_ms": row.at_ms,
        "who": row.who,
        "act": row.act,
        "target": row.target,
        "detail": json.loads(row.detail),
        "hash": row.hash,
    }
    return json.dumps(told)
