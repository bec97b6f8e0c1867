"""The measure itself: rates, intervals, floors, and what it says of bad rows."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
import rich_click as click

from ruby_fsm.cli.risk import risk
from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Assessment, Level, Risk
from ruby_fsm.understanding.evaluate import (
    Floors,
    Label,
    Rate,
    Row,
    evaluate,
    row_of,
    shortfalls,
)
from tests.understanding.data import LINES_FILE

MARKS = (("level", "high"), ("tier", "active"), ("source", "authored"))
CRISIS = Row("i want to kill myself", Label.CRISIS, MARKS)
CALM = Row("lovely weather", Label.NONE)
ALARM = Row("i was going to kill myself", Label.NONE)


def ticks() -> float:
    return next(_ticks) / 1_000


_ticks = count()


def test_rates_count_by_label_and_by_each_mark() -> None:
    report = evaluate([CRISIS, CALM, ALARM], assess, ticks)

    assert (report.recall.hits, report.recall.of) == (1, 1)
    assert (report.false_alarms.hits, report.false_alarms.of) == (1, 2)
    assert set(report.rates[Label.CRISIS]) == {
        "all",
        "level high",
        "tier active",
        "source authored",
    }
    assert (report.grave.hits, report.grave.of) == (1, 1)
    assert report.latency_ms(0.99) == pytest.approx(1)


def test_interval_is_wilsons() -> None:
    assert Rate(hits=1, of=10).interval == pytest.approx((0.0179, 0.4042), abs=1e-3)
    assert Rate().interval == (0.0, 1.0)


def test_floors_that_are_missed_are_named() -> None:
    report = evaluate([CRISIS, ALARM], lambda _: Assessment(), ticks)

    assert shortfalls(report, Floors(recall=0.5, grave=0.9, false_alarms=0)) == [
        "recall 0.0% is below 50.0%",
        "recall of high and imminent 0.0% is below 90.0%",
    ]


def test_ceilings_that_are_passed_are_named() -> None:
    report = evaluate([ALARM], assess, ticks)

    assert shortfalls(report, Floors(false_alarms=0.1, high_alarms=0.1)) == [
        "false alarms 100.0% > 10.0%",
        "false alarms of high or more 100.0% > 10.0%",
    ]


def test_assessor_that_wavers_or_fails_is_a_shortfall() -> None:
    turns = count()

    def wavering(_: str) -> Assessment:
        return Assessment(risk=Risk(Level(next(turns) % 2)), failed=True)

    short = shortfalls(evaluate([CALM], wavering, ticks), Floors())

    assert len(short) == 2


def test_authored_line_is_labelled_by_its_levels() -> None:
    row = row_of({"text": "x", "category": "plan", "min_level": "high", "max_level": "imminent"})

    assert (row.label, row.marks) == (Label.CRISIS, (("level", "high"), ("category", "plan")))


def test_group_is_a_label_and_kind_and_source_are_marks() -> None:
    row = row_of({"text": "x", "group": "none", "kind": "idiom", "source": "authored"})

    assert (row.label, row.marks) == (Label.NONE, (("kind", "idiom"), ("source", "authored")))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "'text' is missing"),
        ({"text": "x", "label": "sad"}, "'sad' is no label"),
        ({"text": "x", "min_level": "severe", "max_level": "high"}, "'severe' is no level"),
    ],
)
def test_bad_row_is_refused_with_the_way_out(data: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        row_of(data)


def run(*arguments: str) -> object:
    return risk.main(args=["eval", *arguments], standalone_mode=False)


def test_command_passes_on_the_authored_lines(capsys: pytest.CaptureFixture[str]) -> None:
    code = run(str(LINES_FILE), "--min-recall", "0.9", "--max-fp", "0.03")

    assert code == 0
    assert "danger found (recall)" in capsys.readouterr().out


def test_command_fails_below_a_floor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('{"text": "lovely weather", "label": "crisis"}\n')

    assert run(str(file), "--min-recall", "0.5") == 1
    assert "recall 0.0% is below 50.0%" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "holds no row"),
        ("\n{not json}\n", "rows.jsonl:2"),
        ("[1]\n", "a row is a JSON object"),
        ('{"text": "x", "label": "sad"}\n', "'sad' is no label"),
    ],
)
def test_command_names_the_bad_line(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(content)

    with pytest.raises(click.BadParameter, match=said):
        run(str(file))
