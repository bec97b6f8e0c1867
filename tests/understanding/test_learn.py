"""Learning the head: the same bytes each time, families held out whole, rows turned to examples."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import rich_click as click

from ruby_fsm.cli.risk import risk
from ruby_fsm.cli.risk_train import COMMAND
from ruby_fsm.understanding.risk.corpus import examples_of, out_of_family, taught
from ruby_fsm.understanding.risk.learn import Example, learn
from ruby_fsm.understanding.risk.tables import data

DATA = Path(__file__).parents[1] / "data" / "risk"
ROWS = [
    {"text": text, "group": group, "family": family}
    for family in ("one", "two-", "three-", "four", "five", "six")
    for text, group in (
        (f"the goat of {family} is grim", "crisis"),
        (f"the goat of {family} eats grass", "none"),
        (f"no goat of {family} is grim", "screen"),
    )
]


def test_weights_tell_danger_from_calm() -> None:
    calm = [Example(frozenset(("the", "sun")), is_danger=False)] * 3
    grim = [Example(frozenset(("the", "grim")), is_danger=True)] * 3

    weights, _ = learn(calm + grim)

    assert weights["grim"] > 0 > weights["sun"]


def test_learning_twice_gives_the_same_weights_and_chance_features_none() -> None:
    examples = [one for row in map(taught, ROWS) for one in row.windows]

    first, second = learn(examples), learn(list(examples))

    assert first == second
    assert "four eats grass" not in first[0]


def test_row_in_danger_teaches_one_window_and_a_calm_row_all() -> None:
    long = " ".join(["sun"] + ["tea and bread with jam"] * 12)
    rows = [taught({"text": long, "group": g, "family": g}) for g in ("crisis", "none")]

    assert [len(row.windows) for row in rows] == [3, 3]
    assert len(list(examples_of(rows))) == 1 + 3


def test_scores_are_learnt_without_the_rows_own_family() -> None:
    scores = out_of_family([taught(row) for row in ROWS], folds=3)

    assert len(scores) == len(ROWS)
    assert sum(scores[0::3]) > sum(scores[1::3])


def test_fresh_rows_weigh_more_and_doubtful_ones_less() -> None:
    worth = {(r["family"], r["group"]): taught(r).windows[0].worth for r in ROWS}

    assert worth["two-", "crisis"] > worth["one", "crisis"] > worth["one", "screen"]


def test_command_writes_weights_and_their_card(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in ROWS))

    risk.main(args=["train", str(file), "--out", str(tmp_path)], standalone_mode=False)

    card = json.loads((tmp_path / "head.json").read_text())
    assert card["weights"] == len((tmp_path / "head.tsv").read_text().splitlines())
    assert (card["rows"], card["command"]) == (len(ROWS), COMMAND)


def test_command_shows_scores_learnt_out_of_family(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in ROWS))

    risk.main(args=["train", str(file), "--check"], standalone_mode=False)

    assert "raised of crisis" in capsys.readouterr().out


def test_row_without_a_label_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('{"text": "x"}\n')

    with pytest.raises(click.BadParameter, match=r"rows\.jsonl, row 1.*no label"):
        risk.main(args=["train", str(file)], standalone_mode=False)


def test_shipped_weights_come_of_the_rows_in_the_repository(tmp_path: Path) -> None:
    files = [*sorted((DATA / "train").glob("*.jsonl")), DATA / "lines.jsonl"]
    arguments = ["train", *map(str, files), "--out", str(tmp_path)]

    risk.main(args=arguments, standalone_mode=False)

    assert (tmp_path / "head.tsv").read_bytes() == data("head.tsv")
    assert (tmp_path / "head.json").read_bytes() == data("head.json")
