"""Every authored line is graded as it should be, and every category and level has enough."""

from __future__ import annotations

from collections import Counter

import pytest

from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Category, Level
from tests.understanding.data import LINES, Line

ENOUGH = 12
NOT_SAID = {Category.UNASSESSED}
# Neighbouring categories may share a line; these say who or when, and may not be confused.
STRICT = {Category.DENIAL, Category.PAST}


@pytest.mark.parametrize("line", LINES, ids=[line.text[:60] for line in LINES])
def test_line_is_graded_within_its_levels(line: Line) -> None:
    found = assess(line.text).risk

    assert line.lowest <= found.level <= line.highest, found


@pytest.mark.parametrize(
    "line",
    [line for line in LINES if line.category in STRICT],
    ids=lambda line: line.text[:60],
)
def test_denial_and_past_are_told_apart(line: Line) -> None:
    assert assess(line.text).risk.category is line.category


@pytest.mark.parametrize("category", [c for c in Category if c not in NOT_SAID])
def test_each_category_has_enough_lines(category: Category) -> None:
    assert Counter(line.category for line in LINES)[category] >= ENOUGH


@pytest.mark.parametrize("level", Level)
def test_each_level_is_reached_by_enough_lines(level: Level) -> None:
    assert Counter(assess(line.text).risk.level for line in LINES)[level] >= ENOUGH


def test_no_line_is_written_twice() -> None:
    assert [text for text, n in Counter(line.text for line in LINES).items() if n > 1] == []
