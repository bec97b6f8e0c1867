"""`ruby-fsm understanding`: measure how well mood, topics and intents are understood."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import rich_click as click

from ruby_fsm.cli.exits import CHECK_FAILED, FINE
from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.scores import Score, scores_of

SHARE = click.FloatRange(0, 1)


@click.group()
def understanding() -> None:
    """Measure how well mood, topics and intents are understood."""


@understanding.command("eval")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--min-mood", type=SHARE, default=0.0, help="Floor of the macro-F1, 0 to 1.")
@click.option("--min-topics", type=SHARE, default=0.0, help="Floor of the top-1, 0 to 1.")
@click.option("--min-intent", type=SHARE, default=0.0, help="Floor of intents found, 0 to 1.")
@click.option("--min-quiet", type=SHARE, default=0.0, help="Floor of traps not fallen into.")
def evaluate_files(files: tuple[Path, ...], **floors: float) -> int:
    """Measure on the labelled lines of FILES; exit 1 where a figure is below its floor.

    A row is {"text": ..., "mood": "sad"}, or "topic", or "intent" in place of "mood".
    """
    is_low = False
    for file in files:
        for score in measured(file):
            floor = floors[f"min_{score.key}"]
            is_low |= score.value < floor
            click.echo(line_of(file, score, floor))
    return CHECK_FAILED if is_low else FINE


def measured(file: Path) -> tuple[Score, ...]:
    try:
        return scores_of(read_rows(file), assess)
    except ValueError as error:
        raise click.UsageError(f"{file}: {error}") from error


def read_rows(file: Path) -> Sequence[Mapping[str, str]]:
    """ValueError where a line is no JSON object."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]
    if not all(isinstance(row, dict) for row in rows):
        raise ValueError("each line is a JSON object")
    return rows


def line_of(file: Path, score: Score, floor: float) -> str:
    told = f"{score.what}: {score.value:.3f} over {score.rows} lines ({file.name})"
    return told if score.value >= floor else f"{told}, below the floor of {floor}"
