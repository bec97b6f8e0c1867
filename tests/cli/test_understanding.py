"""`ruby-fsm understanding eval`: figures over labelled lines, and the floors they are held to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ruby_fsm.cli.understanding import understanding
from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.scores import macro_f1, scores_of

MOODS = [
    {"text": "i am so happy today", "mood": "happy"},
    {"text": "i feel so sad", "mood": "sad"},
    {"text": "the bus comes at nine", "mood": "happy"},
]
INTENTS = [
    {"text": "goodbye", "intent": "goodbye"},
    {"text": "the goodbye party was nice", "intent": "none"},
    {"text": "the bus comes at nine", "intent": "opt_out"},
]
TOPICS = [{"text": "my dog and my cat", "topic": "pets"}, {"text": "well", "topic": "money"}]


def evaluated(tmp_path: Path, rows: object, *options: str) -> Result:
    file = tmp_path / "rows.jsonl"
    lines = rows if isinstance(rows, list) else [rows]
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return CliRunner().invoke(understanding, ["eval", str(file), *options], standalone_mode=False)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (MOODS, "macro-F1 of 2 moods: 0.833 over 3 lines (rows.jsonl)"),
        (INTENTS, "intents found (recall): 0.500 over 2 lines"),
        (INTENTS, "traps that ask for nothing, heard so: 1.000 over 1 lines"),
        (TOPICS, "first topic right (top-1): 0.500 over 2 lines"),
    ],
)
def test_each_kind_of_label_has_its_figure(
    tmp_path: Path, rows: list[dict[str, str]], told: str
) -> None:
    result = evaluated(tmp_path, rows)

    assert told in result.output
    assert result.return_value == 0


@pytest.mark.parametrize(
    ("rows", "option"),
    [(MOODS, "--min-mood"), (TOPICS, "--min-topics"), (INTENTS, "--min-intent")],
)
def test_a_figure_below_its_floor_is_said_and_fails(
    tmp_path: Path, rows: list[dict[str, str]], option: str
) -> None:
    result = evaluated(tmp_path, rows, option, "0.9")

    assert "below the floor of 0.9" in result.output
    assert result.return_value == 1


@pytest.mark.parametrize(
    "rows", [[], [{"text": "hm"}], [{"mood": "sad"}], [3], [MOODS[0], TOPICS[0]]]
)
def test_rows_without_a_label_are_named(tmp_path: Path, rows: list[object]) -> None:
    result = evaluated(tmp_path, rows)

    assert result.exception is not None
    assert "rows.jsonl" in str(result.exception)


def test_macro_f1_is_the_mean_over_the_labels() -> None:
    assert macro_f1([("a", "a"), ("a", "b"), ("b", "b")]) == pytest.approx(2 / 3)
    assert macro_f1([]) == 0
    assert scores_of(MOODS, assess)[0].rows == 3
