"""`ruby-fsm risk`: measure how well danger in words is seen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter

import rich_click as click
from rich.console import Console
from rich.table import Table

from ruby_fsm.cli.exits import CHECK_FAILED, FINE
from ruby_fsm.cli.understand import LANGUAGES
from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Lexicon
from ruby_fsm.understanding.evaluate import (
    Floors,
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


SHARE = click.FloatRange(0, 1)


@click.group()
def risk() -> None:
    """Measure how well danger in words is seen."""


@risk.command("eval")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--min-recall", type=SHARE, default=0.0, help="Floor, 0 to 1.")
@click.option("--min-grave", type=SHARE, default=0.0, help="Floor of high and imminent, 0 to 1.")
@click.option("--max-fp", type=SHARE, default=1.0, help="Ceiling, 0 to 1.")
@click.option("--max-high-fp", type=SHARE, default=1.0, help="Ceiling of high or more, 0 to 1.")
@click.option("--processes", type=click.IntRange(0, 8), default=2, help="Fresh ones to compare.")
@click.option("--language", type=LANGUAGES, default="en", help="What the rows are in.")
def evaluate_file(
    file: Path,
    *,
    min_recall: float,
    min_grave: float,
    max_fp: float,
    max_high_fp: float,
    processes: int,
    language: str,
) -> int:
    """Assess each row of FILE (JSON lines) and print recall and false alarms.

    A row is {"text", "label" or "group": crisis|none|screen}, and may name its "level",
    "category", "tier", "kind" and "source", which rates are then given by. Moderate and above
    counts as raised. Leaves with 1 where a floor is missed.
    """
    rows = list(_rows(file))
    if not rows:
        raise click.BadParameter(f"{file} holds no row", param_hint="FILE")
    lexicon = Lexicon(language=language)
    report = evaluate(rows, lambda text: assess(text, lexicon), perf_counter)
    differing = _differing([row.text for row in rows], processes, language)
    _show(report, differing)
    short = list(shortfalls(report, Floors(min_recall, min_grave, max_fp, max_high_fp)))
    if differing:
        short.append(f"{differing} rows were assessed differently by another process")
    for sentence in short:
        click.echo(f"ruby-fsm: {sentence}", err=True)
    return CHECK_FAILED if short else FINE


def _differing(texts: Sequence[str], processes: int, language: str) -> int:
    """How many texts fresh processes, each hashing in its own way, do not tell alike."""
    answers = [_answers(texts, seed, language) for seed in range(1, processes + 1)]
    return sum(len(set(alike)) > 1 for alike in zip(*answers, strict=True))


def _answers(texts: Sequence[str], seed: int, language: str) -> list[str]:
    asked = "".join(" ".join(text.split()) + "\n" for text in texts)
    done = subprocess.run(  # noqa: S603 - this very program, by an option of a closed list
        [sys.executable, "-m", "ruby_fsm", "understand", "--lines", "--language", language],
        input=asked.encode(),
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
        stdout=subprocess.PIPE,
        check=True,
    )
    return done.stdout.decode().splitlines()


def _rows(file: Path) -> Iterator[Row]:
    for number, data in enumerate(rows_of(file), 1):
        try:
            yield row_of(data)
        except ValueError as error:
            raise bad_row(f"{file}, row {number}", error) from None


def rows_of(file: Path) -> Iterator[dict[str, object]]:
    """The rows of a file of JSON lines, as they stand."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise click.BadParameter(f"{file} is not UTF-8 text", param_hint="FILE") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _object(line, f"{file}:{number}")


def _object(line: str, place: str) -> dict[str, object]:
    try:
        data = json.loads(line)
    except ValueError as error:
        raise bad_row(place, error) from None
    if not isinstance(data, dict):
        raise bad_row(place, ValueError("a row is a JSON object"))
    return data


def bad_row(place: str, error: ValueError) -> click.BadParameter:
    """What is wrong with a row, and where it stands."""
    return click.BadParameter(f"{place}: {error}", param_hint="FILE")


def _show(report: Report, differing: int) -> None:
    console = Console()
    for label, title in TITLES.items():
        if report.rates[label]["all"].of:
            console.print(_table(title, report.rates[label]))
    for title, rate in (
        ("high and imminent found", report.grave),
        ("graded high or more on rows without danger", report.high_alarms),
    ):
        low, high = rate.interval
        console.print(
            f"{title}: {rate.hits} of {rate.of}"
            f" ({rate.share:.2%}, 95 % interval {low:.2%} to {high:.2%})"
        )
    console.print(
        f"time a row: half within {report.latency_ms(0.5):.2f} ms,"
        f" 99 % within {report.latency_ms(0.99):.2f} ms;"
        f" assessed differently the second time: {report.unsteady},"
        f" by another process: {differing}"
    )


def _table(title: str, rates: dict[str, Rate]) -> Table:
    table = Table("", "raised", "of", "share", "95 % interval", title=title, title_justify="left")
    for key, rate in sorted(rates.items()):
        low, high = rate.interval
        table.add_row(
            key, str(rate.hits), str(rate.of), f"{rate.share:.1%}", f"{low:.1%} to {high:.1%}"
        )
    return table
