"""The authored lines and the hostile strings that several tests read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from ruby_fsm.understanding.assessment import Category, Intent, Level

DATA = Path(__file__).parent.parent / "data"
LINES_FILE = DATA / "risk" / "lines.jsonl"


class Line(NamedTuple):
    """An authored utterance and what the assessor must make of it."""

    text: str
    category: Category
    lowest: Level
    highest: Level


class Trap(NamedTuple):
    """An authored utterance and what it asks of the call, most often nothing."""

    text: str
    intents: frozenset[Intent]


def _rows(path: Path) -> list[str]:
    return [row for row in path.read_text(encoding="utf-8").splitlines() if row]


def _line(row: str) -> Line:
    data = json.loads(row)
    levels = (Level[data[key].upper()] for key in ("min_level", "max_level"))
    return Line(data["text"], Category(data["category"]), *levels)


def _trap(row: str) -> Trap:
    data = json.loads(row)
    return Trap(data["text"], frozenset(map(Intent, data["intents"])))


LINES = [_line(row) for row in _rows(LINES_FILE)]
TRAPS = [_trap(row) for row in _rows(DATA / "risk" / "traps.jsonl")]
HOSTILE: list[str] = [json.loads(row) for row in _rows(DATA / "hostile" / "blns.jsonl")]
