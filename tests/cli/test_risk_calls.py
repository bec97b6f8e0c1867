"""`risk calls`: danger over whole calls, what was missed by name, and what is wrong with a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import rich_click as click

from ruby_fsm.cli.main import cli

CALM, WEAK, DANGER = "the bus was late again", "i am a burden", "i want to kill myself"
SIGNS = ("i feel hopeless", "i am worthless", "they are better off without me")


def call(name: str, group: str, *turns: tuple[str, str]) -> dict[str, object]:
    return {
        "call": name,
        "group": group,
        "turns": [{"text": text, "level": level} for text, level in turns],
    }


def measured(tmp_path: Path, *calls: object, options: tuple[str, ...] = ()) -> int:
    file = tmp_path / "calls.jsonl"
    file.write_text("".join(f"{json.dumps(one)}\n" for one in calls), encoding="utf-8")
    code: int = cli.main(["risk", "calls", str(file), *options], standalone_mode=False)
    return code


TOLD = call("told", "crisis", (CALM, "none"), (DANGER, "moderate"), (CALM, "none"))
EARLY = call("early", "crisis", (DANGER, "low"), (DANGER, "high"))
MISSED = call("missed", "crisis", (CALM, "moderate"), (CALM, "none"))
QUIET = call("quiet", "none", (CALM, "none"))
LOUD = call("loud", "none", (CALM, "none"), (DANGER, "none"))


def test_calls_are_raised_once_and_those_that_went_wrong_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert measured(tmp_path, TOLD, EARLY, MISSED, QUIET, LOUD) == 0

    told = " ".join(capsys.readouterr().out.split())
    assert "in danger │ 2 │ 3 │ 66.7%" in told
    assert "without │ 1 │ 2 │ 50.0%" in told
    assert "in the turn that told it: 1, before it: 1, later: 0" in told
    assert "not heard: missed" in told
    assert "raised without danger: loud" in told


def test_weak_signs_add_up_over_a_call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    turns = [(sign, "low") for sign in SIGNS]

    measured(tmp_path, call("apart", "crisis", turns[0]), call("together", "crisis", *turns))

    assert "not heard: apart" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--min-recall", "0.6", "--max-fp", "0.5"), 0),
        (("--min-recall", "0.7"), 1),
        (("--max-fp", "0.4"), 1),
    ],
)
def test_floors_decide_how_it_leaves(
    tmp_path: Path, options: tuple[str, ...], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert measured(tmp_path, TOLD, EARLY, MISSED, QUIET, LOUD, options=options) == code
    assert ("raised: " in capsys.readouterr().err) is bool(code)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"group": "screen", "turns": [{"text": CALM}]}, "row 1: group is 'screen'"),
        ({"group": "none", "turns": []}, "row 1: turns"),
        ({"group": "none", "turns": [CALM]}, "row 1: a turn has to be"),
        (call("bad", "none", (CALM, "grave")), "row 1: level is 'grave': one of none, low"),
        (["no", "object"], "calls.jsonl:1: a row is a JSON object"),
    ],
)
def test_bad_row_is_named_with_its_place(tmp_path: Path, row: object, said: str) -> None:
    with pytest.raises(click.BadParameter, match=said):
        measured(tmp_path, row)


def test_file_without_calls_is_no_measure(tmp_path: Path) -> None:
    with pytest.raises(click.BadParameter, match="holds no call"):
        measured(tmp_path)
