"""Learn the weights of the linear head: logistic regression, step by step, the same bits each time.

Plain stochastic descent with a step of its own for each feature (AdaGrad, Duchi et al. 2011), in
an order that hashes fix, so that no library, seed or platform has a say in the outcome.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256
from math import exp, sqrt
from typing import NamedTuple

from ruby_fsm.understanding.risk.head import UNIT

ROUNDS = 25
RATE = 0.3
DECAY = 0.00006
# A feature seen in fewer rows is chance; a weight below this many hundredths says nothing.
SEEN = 3
LEAST = 10
STEEPEST = 30.0


class Example(NamedTuple):
    """The features of one row, whether it is danger, and how much it counts."""

    features: frozenset[str]
    is_danger: bool
    worth: float = 1.0


def learn(examples: Sequence[Example]) -> tuple[dict[str, int], int]:
    """Weights by feature and the bias, in hundredths of log-odds."""
    counts = Counter(name for one in examples for name in one.features)
    rows = [(sorted(n for n in one.features if counts[n] >= SEEN), one) for one in examples]
    weights: dict[str, float] = {}
    steps: dict[str, float] = {}
    for turn in range(ROUNDS):
        for names, one in _shuffled(rows, turn):
            _descend(names, one, weights, steps)
    kept = {name: round(weight * UNIT) for name, weight in sorted(weights.items()) if name}
    return {n: w for n, w in kept.items() if abs(w) >= LEAST}, round(weights.get("", 0.0) * UNIT)


def _shuffled(
    rows: Sequence[tuple[list[str], Example]], turn: int
) -> Iterable[tuple[list[str], Example]]:
    def place(at: int) -> bytes:
        return sha256(f"{turn}/{at}".encode()).digest()

    return (rows[at] for at in sorted(range(len(rows)), key=place))


def _descend(
    names: Sequence[str], one: Example, weights: dict[str, float], steps: dict[str, float]
) -> None:
    score = sum(weights.get(name, 0.0) for name in names) + weights.get("", 0.0)
    miss = one.is_danger - 1 / (1 + exp(-max(min(score, STEEPEST), -STEEPEST)))
    for name in (*names, ""):
        weight = weights.get(name, 0.0)
        slope = one.worth * miss - DECAY * weight * (name != "") * UNIT
        steps[name] = steps.get(name, 0.01) + slope * slope
        weights[name] = weight + RATE * slope / sqrt(steps[name])
