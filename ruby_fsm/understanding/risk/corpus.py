"""Turn labelled rows into examples for the linear head, and learn its weights from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import fsum
from typing import NamedTuple

from ruby_fsm.understanding.evaluate import row_of
from ruby_fsm.understanding.normalise import normalise
from ruby_fsm.understanding.risk.features import see
from ruby_fsm.understanding.risk.grade import grade
from ruby_fsm.understanding.risk.head import COLUMNS, MIDDLE, UNIT, windows
from ruby_fsm.understanding.risk.kinds import KINDS, kind_of
from ruby_fsm.understanding.risk.learn import Example, Task, learn, task_of

# Calm rows are fewer than they are on a real line. A gentle check is due on doubtful ones, no
# alarm: they teach a little less. Lines that a test holds to their levels teach more.
WORTH = {"crisis": 1.0, "none": 1.5, "screen": 0.7}
HELD_WORTH = 3.0
# What an error costs in each view, and what the sum of their margins is worth in log-odds.
STRENGTHS = (0.05, 0.05, 0.03)
ODDS_OF_MARGIN = 4.0
# Weights that come to less than this many bytes in every column say nothing.
LEAST = 2
MOST = 127

Views = tuple[frozenset[str], ...]


class Taught(NamedTuple):
    """A row as the head learns it: its windows; danger is in at least one, or in none.

    `lengths` counts the words of each window.
    """

    group: str
    kind: int
    worth: float
    windows: tuple[Views, ...]
    lengths: tuple[int, ...]


class Learnt(NamedTuple):
    """Weights in bytes by feature, and the bias of each column."""

    weights: dict[str, bytes]
    bias: list[int]


def taught(row: Mapping[str, object]) -> Taught:
    """A row of the corpus. Raises ValueError where it has no text or label."""
    text, group = str(row["text"]), row_of(row).label.value
    words = normalise(text)
    rules = grade(words).all
    spans = tuple(windows(len(words)))
    views = tuple(see(words[start:end], rules).views for start, end in spans)
    lengths = tuple(end - start for start, end in spans)
    worth = WORTH[group] * (HELD_WORTH if "min_level" in row else 1.0)
    return Taught(group, kind_of(str(row.get("category", ""))), worth, views, lengths)


def learnt(rows: Sequence[Taught]) -> Learnt:
    """The weights of every view and column: first of danger as such, then again with each kind.

    The first time a row in danger teaches its first window, then the one that scored highest.
    """
    picked = [(row, views) for row in rows for views in _at_first(row)]
    scores = _first_scores(rows, picked)
    picked = [(row, views) for row in rows for views in _picked(row, scores)]
    sums: dict[str, list[float]] = {}
    bias = [0.0] * COLUMNS
    for view, strength in enumerate(STRENGTHS):
        examples = _examples(picked, view)
        task = task_of(examples)
        columns = list(_columns(task, examples, picked, strength))
        for name, column in zip(task.names, zip(*columns, strict=True), strict=False):
            before = sums.get(name, [0.0] * COLUMNS)
            sums[name] = [a + b for a, b in zip(before, column, strict=True)]
        bias = [before + column[-1] for before, column in zip(bias, columns, strict=True)]
    weights = {name: [_in_units(value) for value in sums[name]] for name in sorted(sums)}
    kept = {n: w for n, w in weights.items() if max(map(abs, w)) >= LEAST}
    packed = {n: bytes(max(-MOST, min(v, MOST)) + MIDDLE for v in w) for n, w in kept.items()}
    return Learnt(packed, [_in_units(value) for value in bias])


def _in_units(weight: float) -> int:
    return round(weight * ODDS_OF_MARGIN * UNIT)


Picked = tuple[Taught, Views]


def _at_first(row: Taught) -> tuple[Views, ...]:
    return row.windows[:1] if row.group == "crisis" else row.windows


def _picked(row: Taught, scores: Mapping[int, float]) -> tuple[Views, ...]:
    if row.group != "crisis":
        return row.windows
    return (max(row.windows, key=lambda views: scores[id(views)]),)


def _first_scores(rows: Sequence[Taught], picked: Sequence[Picked]) -> dict[int, float]:
    """What a first, plain look makes of each window of a row in danger."""
    scores: dict[int, float] = {}
    for view, strength in enumerate(STRENGTHS):
        examples = _examples(picked, view)
        task = task_of(examples)
        weights = learn(task, examples, strength, [True] * len(examples))
        known = dict(zip(task.names, weights, strict=False))
        for views in (views for row in rows for views in row.windows if row.group == "crisis"):
            found = fsum(known.get(name, 0.0) for name in views[view])
            scores[id(views)] = scores.get(id(views), 0.0) + round(found, 6)
    return scores


def _examples(picked: Sequence[Picked], view: int) -> list[Example]:
    return [Example(views[view], row.group == "crisis", row.worth) for row, views in picked]


def _columns(
    task: Task, examples: Sequence[Example], picked: Sequence[Picked], strength: float
) -> Iterator[list[float]]:
    """Danger against no danger, then each kind of it against no danger."""
    yield learn(task, examples, strength, [True] * len(examples))
    for kind in range(len(KINDS)):
        part = [row.group != "crisis" or row.kind == kind for row, _ in picked]
        yield learn(task, examples, strength, part)
