"""The pattern grammar: whole words, alternatives, options, gaps, and the end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruby_fsm.understanding.phrase import PhraseBook, end_of_match, slots_of
from ruby_fsm.understanding.risk.rules import RULES
from ruby_fsm.understanding.risk.vocabulary import CLASSES as VOCABULARY

CLASSES = {"life": ("my life", "my own life", "life")}


def ends(pattern: str, text: str) -> list[tuple[int, int]]:
    book = PhraseBook([(pattern, None)], CLASSES)
    return [(match.start, match.end) for match in book.find(text.split())]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("quit", "quite quit", [(1, 2)]),
        ("want|wish to", "i wish to", [(1, 3)]),
        ("so? tired", "so tired", [(0, 2), (1, 2)]),
        ("end @life", "end my own life", [(0, 4)]),
        ("want ~2 die", "want to maybe die", [(0, 4)]),
        ("want ~2 die", "want to maybe not die", []),
        ("be over .", "be over", [(0, 2)]),
        ("be over .", "be over soon", []),
        ("be over ~1 .", "be over soon", [(0, 3)]),
        ("be now|.", "be now then", [(0, 2)]),
        ("a b? c? d", "a d", [(0, 2)]),
        ("a b? c? d", "a b c d", [(0, 4)]),
    ],
)
def test_pattern_finds(pattern: str, text: str, expected: list[tuple[int, int]]) -> None:
    assert ends(pattern, text) == expected


@pytest.mark.parametrize("pattern", ["~2 die", "want ~2", "to?", "", "@nothing here"])
def test_pattern_that_can_not_be_meant_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="pattern"):
        slots_of(pattern, CLASSES)


def test_longest_pattern_wins_at_a_place() -> None:
    book = PhraseBook([("my", "short"), ("my own life", "long")], {})

    found = book.find_at(["my", "own", "life"], 0)

    assert found is not None
    assert found.owner == "long"
    assert book.find_at(["other"], 0) is None


SLOTS = [(rule.pattern, slots_of(rule.pattern, VOCABULARY)) for rule in RULES]
BOOK = PhraseBook([(pattern, pattern) for pattern, _ in SLOTS], VOCABULARY)
WORDS = sorted({word for _, slots in SLOTS for slot in slots for word in slot.takes})


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_a_book_finds_what_each_pattern_alone_would(words: list[str]) -> None:
    alone = {
        (pattern, start, end)
        for pattern, slots in SLOTS
        for start in range(len(words))
        if (end := end_of_match(slots, words, start)) > start
    }

    assert set(BOOK.find(words)) == alone
