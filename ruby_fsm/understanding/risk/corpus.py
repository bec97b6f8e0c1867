"""Turn labelled rows into examples for the linear head, and hold whole families out of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from ruby_fsm.understanding.evaluate import row_of
from ruby_fsm.understanding.normalise import normalise
from ruby_fsm.understanding.risk.features import see
from ruby_fsm.understanding.risk.grade import grade
from ruby_fsm.understanding.risk.head import Head, windows
from ruby_fsm.understanding.risk.learn import Example, learn

# Rows written after the leads were: what leads find there is worth more than where they come from.
FRESH = ("two-", "three-")
FRESH_WORTH = 2.0
# A gentle check is due on these, no alarm: they teach a little less.
SCREEN_WORTH = 0.7
FOLDS = 6


class Taught(NamedTuple):
    """A row as the head learns it: its windows; danger is in at least one, or in none."""

    family: str
    group: str
    windows: tuple[Example, ...]


def taught(row: Mapping[str, object]) -> Taught:
    """A row of the corpus. Raises ValueError where it has no text or label.

    A row without a family is one of its own.
    """
    text, group = str(row["text"]), row_of(row).label.value
    words = normalise(text)
    rules = grade(words)
    family = str(row.get("family", text))
    worth = FRESH_WORTH if family.startswith(FRESH) else 1.0
    if group == "screen":
        worth *= SCREEN_WORTH
    examples = (
        Example(
            frozenset(feature.name for feature in see(words[start:end], rules).features),
            group == "crisis",
            worth,
        )
        for start, end in windows(len(words))
    )
    return Taught(family, group, tuple(examples))


def examples_of(rows: Sequence[Taught]) -> Iterator[Example]:
    """Of a calm row every window; of a row in danger the only one, or the first of several."""
    for row in rows:
        yield from row.windows if row.group != "crisis" else row.windows[:1]


def out_of_family(rows: Sequence[Taught], folds: int = FOLDS) -> list[int]:
    """Each row's score by weights learnt without its family."""
    scores = [0] * len(rows)
    for fold in range(folds):
        kept = [row for row in rows if _fold(row.family, folds) != fold]
        weights, bias = learn(list(examples_of(kept)))
        head = Head(weights, bias, 0, 0)
        for at, row in enumerate(rows):
            if _fold(row.family, folds) == fold:
                scores[at] = max(_score(window, head) for window in row.windows)
    return scores


def _score(window: Example, head: Head) -> int:
    return head.bias + sum(head.weights.get(name, 0) for name in window.features)


def _fold(family: str, folds: int) -> int:
    return int.from_bytes(sha256(family.encode()).digest()[:4], "big") % folds
