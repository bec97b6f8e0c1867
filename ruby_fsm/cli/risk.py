"""`ruby-fsm risk`: measure how well danger in words is seen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import rich_click as click
from rich.console import Console
from rich.table import Table

from ruby_fsm.cli.exits import CHECK_FAILED, FINE
from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.evaluate import (
    Label,
    Rate,
    Report,
    Row,
    evaluate,
    row_of,
    shortfalls,
)

TITLES = {
    Label.CRISIS: "danger found (recall)",
    Label.NONE: "false alarms",
    Label.SCREEN: "doubtful rows raised (only reported)",
}


@click.group()
def risk() -> None:
    """Measure how well danger in words is seen."""


@risk.command("eval")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--min-recall", type=click.FloatRange(0, 1), default=0.0, help="Floor, 0 to 1.")
@click.option("--max-fp", type=click.FloatRange(0, 1), default=1.0, help="Ceiling, 0 to 1.")
def evaluate_file(file: Path, min_recall: float, max_fp: float) -> int:
    """Assess each row of FILE (JSON lines) and print recall and false alarms.

    A row is {"text", "label": crisis|none|screen, "tier", "source"}. Moderate and above counts as
    raised. Leaves with 1 where a floor is missed.
    """
    rows = list(_rows(file))
    if not rows:
        raise click.BadParameter(f"{file} holds no row", param_hint="FILE")
    report = evaluate(rows, assess, perf_counter)
    _show(report)
    short = shortfalls(report, min_recall, max_fp)
    for sentence in short:
        click.echo(f"ruby-fsm: {sentence}", err=True)
    return CHECK_FAILED if short else FINE


def _rows(file: Path) -> Iterator[Row]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise click.BadParameter(f"{file} is not UTF-8 text", param_hint="FILE") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _row(line, f"{file}:{number}")


def _row(line: str, place: str) -> Row:
    try:
        data = json.loads(line)
        if not isinstance(data, dict):
            raise click.BadParameter(f"{place}: a row is a JSON object", param_hint="FILE")
        return row_of(data)
    except ValueError as error:
        raise click.BadParameter(f"{place}: {error}", param_hint="FILE") from None


def _show(report: Report) -> None:
    console = Console()
    for label, title in TITLES.items():
        if report.rates[label]["all"].of:
            console.print(_table(title, report.rates[label]))
    alarms, (low, high) = report.high_alarms, report.high_alarms.interval
    console.print(
        f"graded high or more on rows without danger: {alarms.hits} of {alarms.of}"
        f" ({alarms.share:.2%}, 95 % interval {low:.2%} to {high:.2%})"
    )
    console.print(
        f"time a row: half within {report.latency_ms(0.5):.2f} ms,"
        f" 99 % within {report.latency_ms(0.99):.2f} ms;"
        f" assessed differently the second time: {report.unsteady}"
    )


def _table(title: str, rates: dict[str, Rate]) -> Table:
    table = Table("", "raised", "of", "share", "95 % interval", title=title, title_justify="left")
    for key, rate in sorted(rates.items()):
        low, high = rate.interval
        table.add_row(
            key, str(rate.hits), str(rate.of), f"{rate.share:.1%}", f"{low:.1%} to {high:.1%}"
        )
    return table
