"""docs/security.md passes over no requirement, counts right, and names only tests there are."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from tests.docs.blocks import ROOT

PAGE = "docs/security.md"
VERDICTS = ("met", "partly", "not met", "does not apply")
ID = re.compile(r"V\d{1,2}\.\d{1,2}\.\d{1,2}")
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
REASON_WORDS = 3
HEADS = {"1": "ASVS, level 1", "2": "ASVS, level 2"}
LEFT_OUT = "Level 2, left out"


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement."""

    id: str
    verdict: str
    shown_by: str

    @property
    def tests(self) -> list[tuple[str, str]]:
        """File and function of each test that is named."""
        return TEST.findall(self.shown_by)

    @property
    def reason(self) -> str:
        return TEST.sub("", self.shown_by).strip(" ,;")


@cache
def text() -> str:
    return (ROOT / PAGE).read_text(encoding="utf-8")


def cells(heading: str) -> list[list[str]]:
    """The rows of the table below a heading, or at the head of the page for ''."""
    part = text().partition(f"\n## {heading}\n")[2] if heading else text()
    lines = [line for line in part.partition("\n## ")[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@cache
def rows(level: str) -> tuple[Row, ...]:
    return tuple(Row(name, *rest) for name, _, *rest in cells(HEADS[level]))


ROWS = [*rows("1"), *rows("2")]


@cache
def standard() -> dict[str, str]:
    """Every id of ASVS 5.0.0 with its level: a line of the file is a section and its levels."""
    lines = (ROOT / "tests/data/asvs-5.0.0.txt").read_text(encoding="utf-8").split("\n")
    sections = [line.split() for line in lines if line]
    return {f"{name}.{n}": level for name, all_ in sections for n, level in enumerate(all_, 1)}


def left_out() -> Iterator[str]:
    for ids, _ in cells(LEFT_OUT):
        yield from ids.split(", ")


@cache
def functions(path: str) -> frozenset[str]:
    """The tests of a file, in classes too."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    found = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, found))


def is_there(path: str, name: str) -> bool:
    return (ROOT / path).is_file() and name in functions(path)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_every_row_has_a_verdict_and_a_test_or_a_reason(row: Row) -> None:
    assert ID.fullmatch(row.id)
    assert row.verdict in VERDICTS
    assert row.tests or len(row.reason.split()) >= REASON_WORDS
    if row.verdict in {"partly", "not met"}:
        assert row.reason, "what is lacking?"


def test_every_test_that_is_named_is_there() -> None:
    named = TEST.findall(text())

    assert len(named) > len(ROWS) // 2
    assert [f"{path}::{name}" for path, name in named if not is_there(path, name)] == []
    assert text().count(".py::") == len(named), "one is written in another form"


def test_a_test_that_is_not_there_would_be_found() -> None:
    here = "tests/docs/test_security.py"

    assert is_there(here, "test_a_test_that_is_not_there_would_be_found")
    assert not is_there(here, "test_of_nothing")
    assert not is_there("tests/docs/test_nothing.py", "test_of_nothing")


def test_no_requirement_of_level_1_and_2_is_passed_over_or_told_twice() -> None:
    for level, told in {
        "1": [row.id for row in rows("1")],
        "2": [*(row.id for row in rows("2")), *left_out()],
    }.items():
        asked = [name for name, its in standard().items() if its == level]

        assert len(told) == len(set(told))
        assert set(told) ^ set(asked) == set()
    assert Counter(standard().values()) == {"1": 70, "2": 183, "3": 92}


def test_requirements_stand_in_the_order_of_the_standard() -> None:
    order = list(standard())

    for level in HEADS:
        told = [row.id for row in rows(level)]
        assert told == sorted(told, key=order.index)


def test_every_group_left_out_says_why() -> None:
    assert [ids for ids, why in cells(LEFT_OUT) if len(why.split()) < REASON_WORDS] == []


@pytest.mark.parametrize("level", HEADS)
def test_the_totals_at_the_head_are_those_of_the_table(level: str) -> None:
    shown = {name: [int(one) for one in counts] for name, *counts in cells("")}
    counted = Counter(row.verdict for row in rows(level))

    assert shown[f"level {level}"] == [counted[verdict] for verdict in VERDICTS]
