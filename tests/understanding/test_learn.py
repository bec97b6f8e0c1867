"""Learning the head: the same bytes each time, files held out whole, rows turned to examples."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import pytest
import rich_click as click

from ruby_fsm.cli.risk import risk
from ruby_fsm.cli.risk_train import COMMAND
from ruby_fsm.understanding.risk.corpus import learnt, taught
from ruby_fsm.understanding.risk.head import COLUMNS, MIDDLE
from ruby_fsm.understanding.risk.kinds import KINDS, kind_of
from ruby_fsm.understanding.risk.learn import SEEN, Example, learn, task_of
from ruby_fsm.understanding.risk.tables import data

DATA = Path(__file__).parents[1] / "data" / "risk"
ROWS = [
    {"text": text, "group": group, "category": "abuse" if group == "crisis" else "none"}
    for family in ("one", "two", "three", "four", "five", "six")
    for text, group in (
        (f"the goat of {family} is grim", "crisis"),
        (f"the goat of {family} eats grass", "none"),
        (f"no goat of {family} is grim", "screen"),
    )
]
LONG = "sun " + "tea and bread with jam " * 12


def weights_of(examples: Sequence[Example]) -> dict[str, float]:
    task = task_of(examples)
    found = learn(task, examples, 0.1, [True] * len(examples))
    return dict(zip(task.names, found, strict=False))


def test_weights_tell_danger_from_calm() -> None:
    calm = [Example(frozenset(("the", "sun")), is_danger=False)] * SEEN
    grim = [Example(frozenset(("the", "grim")), is_danger=True)] * SEEN

    weights = weights_of(calm + grim)

    assert weights["grim"] > 0 > weights["sun"]


def test_example_that_takes_no_part_teaches_nothing() -> None:
    calm = [Example(frozenset(("the", "sun")), is_danger=False)] * SEEN
    grim = [Example(frozenset(("the", "grim")), is_danger=True)] * SEEN
    task = task_of(calm + grim)

    weights = learn(task, calm + grim, 0.1, [True] * SEEN + [False] * SEEN)

    assert weights[task.names.index("grim")] == 0.0


def test_learning_twice_gives_the_same_weights_and_chance_features_none() -> None:
    rows = [taught(row) for row in ROWS]

    first, second = learnt(rows), learnt(list(rows))

    assert first == second
    assert "four eats grass" not in first.weights
    assert {len(row) for row in first.weights.values()} == {COLUMNS}


def test_each_kind_is_learnt_by_weights_of_its_own() -> None:
    row = learnt([taught(row) for row in ROWS]).weights["is grim $"]

    abuse = 1 + kind_of("abuse")
    assert row[abuse] > MIDDLE
    assert row[abuse] > row[1 + kind_of("medical")]


def test_every_category_of_a_kind_finds_it() -> None:
    assert [kind_of(kind[-1]) for kind in KINDS] == list(range(len(KINDS)))
    assert kind_of("none") == 0


def test_row_in_danger_teaches_by_the_window_that_shows_it() -> None:
    grim = [{**row, "text": f"{LONG} {row['text']}"} for row in ROWS if row["group"] == "crisis"]
    calm = [row for row in ROWS if row["group"] != "crisis"] + [{"text": LONG, "group": "none"}] * 3

    weights = learnt([taught(row) for row in grim + calm + ROWS]).weights

    assert weights["grim $"][0] > MIDDLE
    assert weights["and bread with"][0] <= MIDDLE


def test_calm_rows_weigh_more_and_doubtful_ones_less() -> None:
    worth = {row["group"]: taught(row).worth for row in ROWS}

    assert worth["none"] > worth["crisis"] > worth["screen"]


def test_command_writes_weights_and_their_card(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in ROWS))

    risk.main(args=["train", str(file), "--out", str(tmp_path)], standalone_mode=False)

    card = json.loads((tmp_path / "head.json").read_text())
    names, raw = (tmp_path / "head.txt").read_bytes(), (tmp_path / "head.bin").read_bytes()
    assert card["sha256"] == sha256(names + raw).hexdigest()
    assert card["features"] == len(names.splitlines()) == len(raw) // COLUMNS
    assert (card["rows"], card["command"]) == (len(ROWS), COMMAND)
    assert card["taught_by"] == sha256(file.read_bytes()).hexdigest()


def test_folder_of_the_weights_is_made_and_one_that_cannot_be_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in ROWS))

    risk.main(args=["train", str(file), "--out", str(tmp_path / "a/b")], standalone_mode=False)

    assert (tmp_path / "a/b/head.json").exists()
    with pytest.raises(click.BadParameter, match="Not a directory"):
        risk.main(args=["train", str(file), "--out", str(file / "c")], standalone_mode=False)


def test_command_shows_scores_of_a_file_that_it_did_not_learn_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("kept", "apart"):
        rows = "".join(json.dumps(row) + "\n" for row in ROWS)
        (tmp_path / f"{name}.jsonl").write_text(rows)
    kept, apart = str(tmp_path / "kept.jsonl"), str(tmp_path / "apart.jsonl")

    risk.main(args=["train", kept, apart, "--apart", apart], standalone_mode=False)

    assert "apart: from    0: raised of crisis 100.0%, none 0.0%" in capsys.readouterr().out


def test_row_without_a_label_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('{"text": "x"}\n')

    with pytest.raises(click.BadParameter, match=r"rows\.jsonl, row 1.*no label"):
        risk.main(args=["train", str(file)], standalone_mode=False)


def test_shipped_weights_name_the_rows_in_the_repository() -> None:
    """To learn them anew takes minutes: `.ci/run` does, and compares the bytes."""
    files = sorted([*(DATA / "train").glob("*.jsonl"), DATA / "lines.jsonl"])

    taught_by = sha256(b"".join(file.read_bytes() for file in files)).hexdigest()

    assert json.loads(data("head.json"))["taught_by"] == taught_by
