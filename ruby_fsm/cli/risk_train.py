"""`ruby-fsm risk train`: learn the weights of the linear head anew from labelled rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

import rich_click as click

from ruby_fsm.cli.exits import FINE
from ruby_fsm.cli.risk import risk, rows_of
from ruby_fsm.understanding import risk as package
from ruby_fsm.understanding.evaluate import Label
from ruby_fsm.understanding.risk.corpus import Learnt, Taught, learnt, taught
from ruby_fsm.understanding.risk.head import Head, toll, verdict_of

DATA = Path(package.__file__).parent / "data"
COMMAND = "ruby-fsm risk train tests/data/risk/train/*.jsonl tests/data/risk/lines.jsonl"
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
# By an author held out whole and by the development set; the encoder has its share in the score.
RAISE_AT, HIGH_AT, IMMINENT_AT = 800, 400, 350


@risk.command("train")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=DATA)
@click.option("--raise-at", type=int, default=RAISE_AT, help="Score that raises, in hundredths.")
@click.option("--high-at", type=int, default=HIGH_AT, help="Encoder's odds of a grave danger.")
@click.option("--imminent-at", type=int, default=IMMINENT_AT, help="The same of one just now.")
@click.option("--apart", type=FILE, multiple=True, help="Learn without it; only show its scores.")
def train(files: tuple[Path, ...], out: Path, *, apart: tuple[Path, ...], **marks: int) -> int:
    """Learn the weights of the linear head from FILES, and write them and their card head.json.

    The same rows give the same bytes, on any machine. Needs some minutes, and no library.
    """
    _made(out)
    kept = sorted(file for file in files if file not in apart)
    rows = [row for file in kept for row in _taught(file)]
    found = learnt(rows)
    for file in apart:
        _show(file, Head(found.weights, found.bias, 0, 0, 0))
    if not apart:
        taught_by = sha256(b"".join(file.read_bytes() for file in kept)).hexdigest()
        name = _written(found, out, {**marks, "rows": len(rows), "taught_by": taught_by})
        click.echo(f"{len(found.weights)} features from {len(rows)} rows, sha256 {name}")
    return FINE


def _made(out: Path) -> None:
    """Before the minutes that learning takes, not after them."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.BadParameter(f"{out}: {error.strerror}", param_hint="--out") from None


def _written(found: Learnt, out: Path, marks: Mapping[str, object]) -> str:
    """Write the weights and their card; returns the hash that the card names them by."""
    names, raw = "\n".join(found.weights).encode(), b"".join(found.weights.values())
    card = {
        "sha256": sha256(names + raw).hexdigest(),
        "bias": found.bias,
        **marks,
        "features": len(found.weights),
        "command": COMMAND,
    }
    (out / "head.txt").write_bytes(names)
    (out / "head.bin").write_bytes(raw)
    (out / "head.json").write_text(json.dumps(card, indent=2) + "\n")
    return str(card["sha256"])


def _taught(file: Path) -> Iterator[Taught]:
    for number, row in enumerate(rows_of(file), 1):
        try:
            yield taught(row)
        except ValueError as error:
            raise click.BadParameter(f"{file}, row {number}: {error}", param_hint="FILES") from None


def _show(file: Path, head: Head) -> None:
    """How many rows of `file` each threshold would raise, by the head alone."""
    scored = [(row.group, max(_scores(row, head))) for row in _taught(file)]
    for at in range(-300, 801, 50):
        shares = []
        for label in Label:
            found = [score >= at for group, score in scored if group == label]
            shares.append(f"{label.value} {sum(found) / max(len(found), 1):.1%}")
        click.echo(f"{file.stem}: from {at:>4}: raised of {', '.join(shares)}")


def _scores(row: Taught, head: Head) -> Iterator[int]:
    for words, views in zip(row.lengths, row.windows, strict=True):
        yield verdict_of(frozenset().union(*views), head).score - toll(words, len(row.windows))
