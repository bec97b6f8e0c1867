"""The drawing says what the table says, and the committed page is the drawing of today's table."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ruby_fsm.core.call import CallState
from ruby_fsm.core.diagram import label, markdown, mermaid, page
from ruby_fsm.core.machine import TABLE, Row
from ruby_fsm.core.views import TALK, TALKING, sources_of, starts

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
            if source in TALKING:
                drawn.append(ARROWS.get((TALK, row.dest), ""))
            assert any(row.does is None or row.does.__name__ in text for text in drawn)
            assert any(row.when is None or f"[{row.when.__name__}]" in text for text in drawn)


def test_no_arrow_leads_where_no_row_does() -> None:
    states = set(CallState)
    for source, dest in ARROWS:
        if "[*]" in (source, dest):
            continue
        sources = sources_of(source)
        assert dest in states
        assert any(row.dest == dest and set(sources) & set(row.sources) for row in TABLE)


def test_the_way_begins_at_queued_and_is_over_at_ended() -> None:
    assert ("[*]", "queued") in ARROWS
    assert ("ended", "[*]") in ARROWS
    assert not any(a == "ended" and b != "[*]" for a, b in ARROWS)


def test_crisis_is_drawn_in_a_colour_of_its_own() -> None:
    assert "class crisis danger" in mermaid()


def test_an_arrow_from_all_talking_states_begins_at_their_frame() -> None:
    queued, greeting, listening, responding, crisis, closing, _ = CallState

    talk = (greeting, listening, responding)

    assert starts((*talk, closing), crisis, is_framed=True) == [TALK, closing]
    assert starts((listening, responding), closing, is_framed=True) == [TALK]
    assert starts((queued, listening, responding), listening, is_framed=False) == [
        queued,
        responding,
    ]


def test_facts_with_one_guard_share_a_line() -> None:
    danger = [row for row in MOVING if row.dest is CallState.CRISIS]

    assert (
        label(TALK, danger) == "SpeechHeard, RiskRaised [is_in_danger] / intervene, intervene_now"
    )


def test_every_end_of_a_line_goes_by_one_name() -> None:
    assert ARROWS["crisis", "ended"].startswith("line down [is_this_attempt] / end_by_telephone")


def test_every_row_stands_in_the_table() -> None:
    lines = markdown().splitlines()[2:]

    assert [int(line.split("|")[1]) for line in lines] == list(range(len(TABLE)))
    for line, row in zip(lines, TABLE, strict=True):
        assert f"| {row.event.__name__} |" in line
        assert f"| {row.dest or 'stays'} |" in line
