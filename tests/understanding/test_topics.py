"""What an utterance is about, the most named first."""

from __future__ import annotations

import pytest

from ruby_fsm.understanding.assess import assess


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("my boss at the office gave me more work and my mom called", ("work", "family")),
        ("i can't sleep because of the rent", ("sleep", "money")),
        ("the garden is lovely", ("hobby",)),
        ("it is nine o'clock", ()),
        ("i'm networking", ()),
    ],
)
def test_topics_are_named_by_weight(text: str, topics: tuple[str, ...]) -> None:
    assert assess(text).topics == topics


def test_at_most_three_topics_are_named() -> None:
    assert len(assess("work family sleep money garden rain god dog").topics) == 3
