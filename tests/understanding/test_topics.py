"""What an utterance is about, the most named first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.normalise import normalise
from ruby_fsm.understanding.topics import topics_of

LINES = Path(__file__).parents[1] / "data" / "topics" / "lines.jsonl"


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("my boss at the office gave me more work and my mom called", ("work", "family")),
        ("i can't sleep because of the rent", ("sleep", "money")),
        ("the garden is lovely", ("hobby",)),
        ("it is nine o'clock", ()),
    ],
)
def test_topics_are_named_by_weight(text: str, topics: tuple[str, ...]) -> None:
    assert assess(text).topics == topics


def test_word_within_a_word_names_nothing() -> None:
    assert topics_of(normalise("i'm networking")) == ()


def test_at_most_three_topics_are_named() -> None:
    assert len(assess("work family sleep money garden rain god dog").topics) == 3


def test_first_topic_of_the_authored_lines_is_named() -> None:
    rows = [json.loads(row) for row in LINES.read_text(encoding="utf-8").splitlines()]

    named = [assess(row["text"]).topics[:1] == (row["topic"],) for row in rows]

    assert sum(named) / len(named) >= 0.95
