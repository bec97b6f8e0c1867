"""`ruby-fsm safety`: what an authority or a board is told of danger, in counts alone."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime

import rich_click as click

from ruby_fsm.adapters.db.beside import open_reader
from ruby_fsm.adapters.db.places import place_of
from ruby_fsm.app.safety import SafetyReport, safety_report
from ruby_fsm.cli.exits import FINE
from ruby_fsm.config.environment import load_settings
from ruby_fsm.config.keys import keyring

FIRST_YEAR, LAST_YEAR = 2000, 2200


@click.group()
def safety() -> None:
    """Count what became of danger."""


@safety.command()
@click.option(
    "--year",
    required=True,
    type=click.IntRange(FIRST_YEAR, LAST_YEAR),
    help="The year in which the calls were accepted, in UTC.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def report(year: int, *, as_json: bool) -> int:
    """Count the calls, crises and escalations of a year, without a name, a number or an id.

    It reads the database beside a running service. What retention has deleted is not counted.
    """
    found = asyncio.run(counted(year))
    if as_json:
        click.echo(json.dumps({"year": year, **asdict(found)}, indent=2))
    else:
        for line in lines(year, found):
            click.echo(line)
    return FINE


async def counted(year: int) -> SafetyReport:
    settings = load_settings()
    span = [round(datetime(one, 1, 1, tzinfo=UTC).timestamp() * 1000) for one in (year, year + 1)]
    async with open_reader(place_of(settings.database_url), keyring(settings)) as reader:
        return await safety_report(reader, *span)


def lines(year: int, found: SafetyReport) -> Iterator[str]:
    yield f"{year}: {found.calls} calls, {found.answered} answered"
    yield f"crises: {found.crises}"
    yield from table("  by level", found.crises_by_level)
    yield from table("  by category", found.crises_by_category)
    yield f"escalations: {found.escalations}, {found.acknowledged} acknowledged"
    yield from table("  acknowledged by", found.acknowledged_by_way)
    for channel, outcomes in sorted(found.steps_by_channel.items()):
        yield from table(f"  steps by {channel}", outcomes)
    median = "none" if found.median_s is None else f"{found.median_s:g} s"
    yield f"median time to acknowledge: {median}"


def table(title: str, counts: Mapping[str, int]) -> Iterator[str]:
    if counts:
        yield f"{title}: " + ", ".join(f"{name} {counts[name]}" for name in sorted(counts))
