"""The linear head: weights learnt from the authored lines, read beside the rules; it only adds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from ruby_fsm.understanding.assessment import Category, Level, Risk
from ruby_fsm.understanding.risk.features import Feature, Seen, see
from ruby_fsm.understanding.risk.tables import data

# Weights are whole numbers: a hundred of them are one unit of log-odds.
UNIT = 100
WINDOW = 30
STEP = 22
NO_WEIGHTS = "head.tsv is not the file that head.json names; make both anew: ruby-fsm risk train"


class Head(NamedTuple):
    """`raise_at` and `sure_at`: the scores from which on a window is raised, and its leads trusted.

    Below `sure_at` a lead's level counts as moderate, however grave its words.
    """

    weights: Mapping[str, int]
    bias: int
    raise_at: int
    sure_at: int


def load() -> Head:
    """Read the shipped weights. Raises ValueError where they are not the ones their card names."""
    card, raw = json.loads(data("head.json")), data("head.tsv")
    if sha256(raw).hexdigest() != card["sha256"]:
        raise ValueError(NO_WEIGHTS)
    pairs = (line.rsplit("\t", 1) for line in raw.decode().splitlines())
    weights = {name: int(weight) for name, weight in pairs}
    return Head(weights, card["bias"], card["raise_at"], card["sure_at"])


def windows(count: int) -> Iterator[tuple[int, int]]:
    """Spans of at most WINDOW of `count` words, each a little over the one before."""
    start = 0
    while True:
        yield start, min(start + WINDOW, count)
        if start + WINDOW >= count:
            return
        start += STEP


def score_of(seen: Seen, head: Head) -> int:
    """Hundredths of log-odds of danger; each feature counts once."""
    names = {feature.name for feature in seen.features}
    return head.bias + sum(head.weights.get(name, 0) for name in names)


def opinion(words: Sequence[str], rules: Risk, head: Head) -> Risk:
    """What the head makes of normalised `words` that the rules read as `rules`."""
    best = Risk()
    for start, end in windows(len(words)):
        window = words[start:end]
        seen = see(window, rules)
        score = score_of(seen, head)
        if score >= head.raise_at:
            risk = _told(seen, window, score >= head.sure_at, head)
            best = max(best, risk, key=lambda one: one.level)
    return best


def _told(seen: Seen, words: Sequence[str], sure: bool, head: Head) -> Risk:
    if seen.leads:
        lead = max(
            seen.leads,
            key=lambda match: (match.owner.level, head.weights.get(f"!{match.owner.name}", 0)),
        )
        level = lead.owner.level if sure else Level.MODERATE
        return Risk(level, lead.owner.category, " ".join(words[lead.start : lead.end]))
    weightiest = max(seen.features, key=lambda feature: _weight(feature, head))
    evidence = " ".join(words[weightiest.start : weightiest.end])
    return Risk(Level.MODERATE, _category(seen, head), evidence)


def _weight(feature: Feature, head: Head) -> int:
    return head.weights.get(feature.name, 0) if feature.end > feature.start else -UNIT * UNIT


def _category(seen: Seen, head: Head) -> Category:
    if not seen.concepts:
        return Category.INDIRECT
    told = max(seen.concepts, key=lambda match: head.weights.get(f"#{match.owner.name}", 0))
    return told.owner.category
