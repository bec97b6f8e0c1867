"""`ruby-fsm risk train`: learn the weights of the linear head anew from labelled rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import rich_click as click

from ruby_fsm.cli.exits import FINE
from ruby_fsm.cli.risk import risk, rows_of
from ruby_fsm.understanding import risk as package
from ruby_fsm.understanding.evaluate import Label
from ruby_fsm.understanding.risk.corpus import Taught, examples_of, out_of_family, taught
from ruby_fsm.understanding.risk.learn import learn

DATA = Path(package.__file__).parent / "data"
COMMAND = "ruby-fsm risk train tests/data/risk/train/*.jsonl tests/data/risk/lines.jsonl"
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
# By scores learnt without each row's family (--check): what false alarms docs/safety.md allows.
RAISE_AT, SURE_AT = 275, 500


@risk.command("train")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=DATA)
@click.option("--raise-at", type=int, default=RAISE_AT, help="Score that raises, in hundredths.")
@click.option("--sure-at", type=int, default=SURE_AT, help="Score that trusts a lead's level.")
@click.option("--check", is_flag=True, help="Only show scores learnt without each row's family.")
def train(files: tuple[Path, ...], out: Path, *, raise_at: int, sure_at: int, check: bool) -> int:
    """Learn the weights of the linear head from FILES, and write head.tsv and its card head.json.

    The same rows give the same bytes, on any machine. Needs a minute, and no library.
    """
    rows = [row for file in sorted(files) for row in _taught(file)]
    if check:
        _show(rows, out_of_family(rows))
        return FINE
    weights, bias = learn(list(examples_of(rows)))
    raw = "".join(f"{name}\t{weight}\n" for name, weight in sorted(weights.items())).encode()
    card = {
        "sha256": sha256(raw).hexdigest(),
        "bias": bias,
        "raise_at": raise_at,
        "sure_at": sure_at,
        "rows": len(rows),
        "weights": len(weights),
        "command": COMMAND,
    }
    (out / "head.tsv").write_bytes(raw)
    (out / "head.json").write_text(json.dumps(card, indent=2) + "\n")
    click.echo(f"{len(weights)} weights from {len(rows)} rows, sha256 {card['sha256']}")
    return FINE


def _taught(file: Path) -> Iterator[Taught]:
    for number, row in enumerate(rows_of(file), 1):
        try:
            yield taught(row)
        except ValueError as error:
            raise click.BadParameter(f"{file}, row {number}: {error}", param_hint="FILES") from None


def _show(rows: Sequence[Taught], scores: Sequence[int]) -> None:
    """How many rows each threshold would raise, by the head alone."""
    for at in range(0, 601, 50):
        shares = []
        for label in Label:
            found = [s >= at for row, s in zip(rows, scores, strict=True) if row.group == label]
            shares.append(f"{label.value} {sum(found) / max(len(found), 1):.1%}")
        click.echo(f"from {at:>3}: raised of {', '.join(shares)}")
