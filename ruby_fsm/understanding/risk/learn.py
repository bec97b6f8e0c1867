"""Learn the weights of the linear head: support vector machines, the same bits each time.

Dual coordinate descent on the squared hinge (Hsieh et al. 2008), in an order that hashes fix, with
nothing but sums and quotients, so that no library, seed or platform has a say in the outcome.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from math import fsum
from typing import NamedTuple

ROUNDS = 10
# A feature seen in fewer windows is chance.
SEEN = 4


class Example(NamedTuple):
    """The features of one window, whether it is danger, and how much it counts."""

    features: frozenset[str]
    is_danger: bool
    worth: float = 1.0


class Task(NamedTuple):
    """Examples as numbers, learnt from together: which features each has, and in which order."""

    names: Sequence[str]
    rows: Sequence[Sequence[int]]
    order: Sequence[Sequence[int]]


def task_of(examples: Sequence[Example]) -> Task:
    """Number the features that stand in enough examples; the last number is the bias."""
    counts = Counter(name for one in examples for name in one.features)
    names = sorted(name for name, count in counts.items() if count >= SEEN)
    place = {name: at for at, name in enumerate(names)}
    rows = [
        [*sorted(place[name] for name in one.features if name in place), len(names)]
        for one in examples
    ]
    return Task(names, rows, [_shuffled(len(rows), turn) for turn in range(ROUNDS)])


def _shuffled(count: int, turn: int) -> list[int]:
    return sorted(range(count), key=lambda at: sha256(f"{turn}/{at}".encode()).digest())


class _Machine(NamedTuple):
    """A weight for each feature, and how hard each example pulls at those that it has."""

    weights: list[float]
    pulls: list[float]


def learn(
    task: Task, examples: Sequence[Example], strength: float, taking_part: Sequence[bool]
) -> list[float]:
    """A weight for each name and the bias; only examples `taking_part` teach.

    `strength` is what an error costs beside large weights.
    """
    machine = _Machine([0.0] * (len(task.names) + 1), [0.0] * len(examples))
    for order in task.order:
        for at in order:
            if taking_part[at]:
                _step(at, task.rows[at], examples[at], strength, machine)
    return machine.weights


def _step(at: int, row: Sequence[int], one: Example, strength: float, machine: _Machine) -> None:
    weights, pulls = machine
    side = 1.0 if one.is_danger else -1.0
    slack = 0.5 / (strength * one.worth)
    # fsum, since what `sum` makes of floats changed between versions of Python.
    slope = side * fsum(map(weights.__getitem__, row)) - 1.0 + slack * pulls[at]
    if slope >= 0.0 == pulls[at]:
        return
    pull = max(pulls[at] - slope / (len(row) + slack), 0.0)
    move = (pull - pulls[at]) * side
    pulls[at] = pull
    for place in row:
        weights[place] += move
