"""The rows that teach, and what each of them teaches."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ruby_fsm.understanding.assessment import Intent, Mood
from ruby_fsm.understanding.evaluate import row_of
from ruby_fsm.understanding.normalise import normalise
from ruby_fsm.understanding.risk.kinds import KINDS, kind_of
from ruby_fsm.understanding.topics import TOPICS

DATA = Path(__file__).resolve().parents[2] / "tests" / "data"
NOTHING = "none"
INTENTS = (
    Intent.GOODBYE, Intent.OPT_OUT, Intent.WANTS_HUMAN, Intent.WHO_ARE_YOU, Intent.REPEAT
)  # fmt: skip
# What the logits are of, in their order.
OUTPUTS = {
    "danger": ("danger", "high", "imminent"),
    "kind": tuple(kind[0].value for kind in KINDS),
    "mood": tuple(mood.value for mood in Mood),
    "topic": (NOTHING, *TOPICS),
    "intent": (NOTHING, *(intent.value for intent in INTENTS)),
}
# Rows of danger ask nothing of the call, but for those that were written to do so.
ASKING = frozenset(("requests", "lines"))
HELD_WORTH = 2.0
WORTH = {"crisis": 1.0, "none": 1.5, "screen": 0.7}
# What a row of this group is taught to be: never quite certain, for labels err.
SHARE = {"crisis": 0.97, "none": 0.02, "screen": 0.15}


class Row(NamedTuple):
    """One line. `task` is a key of OUTPUTS ("danger" with its kind), `label` what it is taught."""

    words: str
    task: str
    label: str
    level: str = ""
    kind: int = -1
    worth: float = 1.0
    asks_nothing: bool = False


def rows() -> list[Row]:
    """Every row that may teach."""
    files = sorted((DATA / "risk" / "train").glob("*.jsonl"))
    dangers = [row for file in (*files, DATA / "risk" / "lines.jsonl") for row in _dangers(file)]
    others = [
        row
        for folder, task in (("mood", "mood"), ("topics", "topic"), ("intent", "intent"))
        for name in ("train", "lines")
        for row in _labelled(DATA / folder / f"{name}.jsonl", task)
    ]
    return [row for row in (*dangers, *others) if row.words]


def _lines(file: Path) -> Iterator[dict[str, str]]:
    return map(json.loads, file.read_text(encoding="utf-8").splitlines())


def _dangers(file: Path) -> Iterator[Row]:
    for line in _lines(file):
        row = row_of(line)
        group, category = row.label.value, line.get("category", "")
        knows_kind = group == "crisis" and file.stem != "public"
        yield Row(
            " ".join(normalise(row.text)),
            "danger",
            group,
            dict(row.marks).get("level", ""),
            kind_of(category) if knows_kind else -1,
            WORTH[group] * (HELD_WORTH if "min_level" in line else 1.0),
            file.stem not in ASKING,
        )


def _labelled(file: Path, task: str) -> Iterator[Row]:
    for line in _lines(file):
        yield Row(" ".join(normalise(line["text"])), task, line[task])
