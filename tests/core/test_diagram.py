"""The drawing says what the table says, and the committed page is the drawing of today's table."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from ruby_fsm.cli.diagram import diagram
from ruby_fsm.core.call import CallState
from ruby_fsm.core.diagram import FRAME, FRAMED, label, markdown, mermaid, page, starts
from ruby_fsm.core.machine import TABLE, Row

ROOT = Path(__file__).resolve().parents[2]
ARROW = re.compile(r"^ +(\S+) --> (\S+)(?: : (.+))?$", re.MULTILINE)
ARROWS = {(a, b): text for a, b, text in ARROW.findall(mermaid())}
MOVING = [row for row in TABLE if row.dest is not None]


def test_the_committed_page_is_drawn_from_todays_table(
    golden: Callable[[Path, str], None],
) -> None:
    golden(ROOT / "diagrams" / "states.md", page())


@pytest.mark.parametrize("row", MOVING, ids=lambda row: f"{row.event.__name__}-{row.dest}")
def test_every_row_that_moves_is_on_an_arrow(row: Row) -> None:
    assert row.dest is not None
    for source in row.sources:
        if source is not row.dest:
            drawn = [ARROWS.get((source, row.dest), "")]
            if source in FRAMED:
                drawn.append(ARROWS.get((FRAME, row.dest), ""))
            assert any(row.does is None or row.does.__name__ in text for text in drawn)
            assert any(row.when is None or f"[{row.when.__name__}]" in text for text in drawn)


def test_no_arrow_leads_where_no_row_does() -> None:
    states = set(CallState)
    for source, dest in ARROWS:
        if "[*]" in (source, dest):
            continue
        sources = FRAMED if source == FRAME else (CallState(source),)
        assert dest in states
        assert any(row.dest == dest and set(sources) <= set(row.sources) for row in TABLE)


def test_the_way_begins_at_queued_and_is_over_at_ended() -> None:
    assert ("[*]", "queued") in ARROWS
    assert ("ended", "[*]") in ARROWS
    assert not any(a == "ended" and b != "[*]" for a, b in ARROWS)


def test_crisis_is_drawn_in_a_colour_of_its_own() -> None:
    assert "class crisis danger" in mermaid()


def test_an_arrow_from_all_talking_states_begins_at_their_frame() -> None:
    queued, greeting, listening, responding, crisis, closing, _ = CallState

    assert starts((greeting, listening, responding, closing), crisis) == [FRAME, closing]
    assert starts((listening, responding), closing) == [listening, responding]
    assert starts((queued, listening, responding), listening) == [queued, responding]


def test_facts_with_one_guard_share_a_line() -> None:
    danger = [row for row in MOVING if row.dest is CallState.CRISIS]

    assert label(danger) == "SpeechHeard, RiskRaised [is_in_danger] / intervene, intervene_now"


def test_every_end_of_a_line_goes_by_one_name() -> None:
    assert ARROWS["crisis", "ended"].startswith("line down [is_this_attempt] / end_by_telephone")


def test_every_row_stands_in_the_table() -> None:
    lines = markdown().splitlines()[2:]

    assert [int(line.split("|")[1]) for line in lines] == list(range(len(TABLE)))
    for line, row in zip(lines, TABLE, strict=True):
        assert f"| {row.event.__name__} |" in line
        assert f"| {row.dest or 'stays'} |" in line


# --- the command ---------------------------------------------------------------------------------
def test_the_command_prints_the_page() -> None:
    assert CliRunner().invoke(diagram).stdout == page()


def test_check_says_what_is_missing_and_how_to_write_it(tmp_path: Path) -> None:
    result = CliRunner().invoke(diagram, ["--check", str(tmp_path)])

    assert result.exit_code == 1
    assert "missing" in result.stderr
    assert "ruby-fsm diagram --write" in result.stderr


def test_what_is_written_is_up_to_date_until_it_is_changed(tmp_path: Path) -> None:
    folder = tmp_path / "drawn"
    written = CliRunner().invoke(diagram, ["--write", str(folder)])
    fresh = CliRunner().invoke(diagram, ["--check", str(folder)])
    (folder / "states.md").write_text(page() + "x", encoding="utf-8")
    stale = CliRunner().invoke(diagram, ["--check", str(folder)])

    assert (written.exit_code, fresh.exit_code, stale.exit_code) == (0, 0, 1)
    assert "stale" in stale.stderr


def test_to_write_and_to_check_at_once_is_refused() -> None:
    assert CliRunner().invoke(diagram, ["--write", "--check"]).exit_code == 2
