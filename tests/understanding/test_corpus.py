"""The held-out rows are whole, unchanged and as many as their card says; no detector runs here."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest

from ruby_fsm.understanding.assessment import Category, Intent, Level, Mood
from tests.understanding.data import DATA, LINES

HELD_OUT = DATA / "risk" / "held_out.jsonl"
# A test split that changes measures something else: change both, and say so in the changelog.
SHA256 = "ff9736a6515e68208427f0cb5fa5c4ceff723ac35a8f310bb34040e42145892d"

Row = dict[str, str]
FIELDS = {"text", "level", "category", "group", "family", "kind", "source"}
LEVELS_OF_GROUP = {
    "crisis": {Level.MODERATE, Level.HIGH, Level.IMMINENT},
    "none": {Level.NONE, Level.LOW},
    "screen": {Level.LOW},
}
AT_LEAST = {"crisis": 900, "none": 900, "screen": 200}
MOST_OF_A_FAMILY = 8
ALIKE = 0.5


def read(path: Path) -> list[Row]:
    rows = path.read_text(encoding="utf-8").splitlines()
    return [{key: str(value) for key, value in json.loads(row).items()} for row in rows]


ROWS = read(HELD_OUT)


def words(text: str) -> list[str]:
    kept = (letter if letter.isalnum() or letter in " '" else " " for letter in text.lower())
    return "".join(kept).split()


def grams(text: str) -> frozenset[tuple[str, ...]]:
    """Runs of five words; a shorter text is one run."""
    found = words(text)
    return frozenset(tuple(found[i : i + 5]) for i in range(max(1, len(found) - 4)))


def alike(rows: list[str], others: list[str]) -> list[tuple[str, str]]:
    """Pairs whose runs of five words overlap by more than half."""
    held: dict[tuple[str, ...], set[str]] = {}
    for other in others:
        for gram in grams(other):
            held.setdefault(gram, set()).add(other)
    return [
        (row, other)
        for row in rows
        for other in set[str]().union(*(held.get(gram, set()) for gram in grams(row)))
        if row != other and len(grams(row) & grams(other)) > ALIKE * len(grams(row) | grams(other))
    ]


def test_file_is_the_one_that_was_committed() -> None:
    assert hashlib.sha256(HELD_OUT.read_bytes()).hexdigest() == SHA256


def test_every_row_has_every_field_and_nothing_else() -> None:
    assert [row for row in ROWS if set(row) != FIELDS or not all(row.values())] == []


def test_levels_and_categories_are_those_of_the_assessor() -> None:
    known = {category.value for category in Category} - {Category.UNASSESSED.value}

    assert {row["category"] for row in ROWS} <= known
    assert {row["level"].upper() for row in ROWS} == {level.name for level in Level}


def test_level_of_each_row_fits_its_group() -> None:
    misfits = [r for r in ROWS if Level[r["level"].upper()] not in LEVELS_OF_GROUP[r["group"]]]

    assert misfits == []


def test_no_text_is_written_twice() -> None:
    said = Counter(" ".join(words(row["text"])) for row in ROWS)

    assert [text for text, times in said.items() if times > 1] == []


def test_no_row_is_nearly_another_or_nearly_a_training_line() -> None:
    texts = [row["text"] for row in ROWS]

    assert alike(texts, texts) == []
    assert alike(texts, [line.text for line in LINES]) == []


@pytest.mark.parametrize("group", AT_LEAST)
def test_each_group_has_as_many_rows_as_claimed(group: str) -> None:
    assert sum(row["group"] == group for row in ROWS) >= AT_LEAST[group]


def test_danger_is_buried_in_many_long_turns() -> None:
    long = [r for r in ROWS if r["group"] == "crisis" and len(r["text"].split()) > 30]

    assert len(long) >= 250


def test_there_are_many_families_and_none_is_large() -> None:
    families = Counter(row["family"] for row in ROWS)

    assert len(families) >= 300
    assert max(families.values()) <= MOST_OF_A_FAMILY


LATER = {
    *(Intent.HELLO, Intent.BACK_CHANNEL, Intent.HOLD_ON, Intent.SCREENING, Intent.VOICEMAIL),
}


@pytest.mark.parametrize(
    ("name", "key", "known", "at_least"),
    [
        # What came after that split was written stands in the tests of the line.
        ("intent/traps.jsonl", "intent", {"none", *(i.value for i in set(Intent) - LATER)}, 260),
        ("mood/held_out.jsonl", "mood", {m.value for m in Mood}, 320),
    ],
)
def test_smaller_splits_name_every_value_and_no_other(
    name: str, key: str, known: set[str], at_least: int
) -> None:
    rows = read(DATA / name)

    assert {row[key] for row in rows} == known
    assert len({row["text"] for row in rows}) == len(rows) >= at_least


def test_topics_split_has_ten_rows_of_each_of_twenty_topics() -> None:
    rows = read(DATA / "topics" / "held_out.jsonl")
    topics = Counter(row["topic"] for row in rows)

    assert len({row["text"] for row in rows}) == len(rows) >= 200
    assert len(topics) == 20
    assert min(topics.values()) >= 10


def test_no_row_is_like_one_that_is_trained_on() -> None:
    taught = [
        row["text"]
        for path in sorted((DATA / "risk" / "train").glob("*.jsonl"))
        for row in read(path)
    ]

    assert len(taught) > 10_000
    assert alike([row["text"] for row in ROWS], taught) == []
