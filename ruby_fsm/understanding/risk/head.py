"""The linear head, weights learnt from authored lines, and the encoder beside it: they only add."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from math import exp, log
from typing import NamedTuple

import numpy as np

from ruby_fsm.understanding.assessment import Category, Level, Risk
from ruby_fsm.understanding.encoder.encoder import Reading
from ruby_fsm.understanding.risk.features import Feature, Seen, see
from ruby_fsm.understanding.risk.kinds import KINDS
from ruby_fsm.understanding.risk.tables import data

# A weight is a byte: MIDDLE is none, and so many bytes away from it are one unit of log-odds.
UNIT = 32
MIDDLE = 128
COLUMNS = 1 + len(KINDS)
WINDOW = 30
STEP = 22
# Scores are whole numbers, hundredths of log-odds.
HUNDRED = 100
# Danger as such counts half of what its kinds do; chosen, as is what length costs, on authors held
# out whole: the more words and windows, the more chances of a false alarm.
DANGER_SHARE = 0.5
LENGTH_COST = 4.0
USUAL, SHORT = 15, 6
UNLIKELY = -20.0
# What the encoder's odds of danger weigh beside the head's score, and its odds of a kind beside the
# head's of that kind; chosen on two authors held out whole.
ENCODER_SHARE = 10.0
# The gravity that rules which are not firm see is believed from these odds of a grave danger on.
BELIEVED_FROM = -1.5
NO_WEIGHTS = (
    "head.bin and head.txt are not the files that head.json names; make all anew:"
    " ruby-fsm risk train"
)


class Head(NamedTuple):
    """By feature one byte for danger as such and one for each kind of it; `bias` alike, as numbers.

    `raise_at`: the score, with the encoder's share, from which on a window is raised. `high_at` and
    `imminent_at`: the encoder's odds, in hundredths, from which on danger is graded so; below them
    it is moderate, however grave the words.
    """

    weights: Mapping[str, bytes]
    bias: Sequence[int]
    raise_at: int
    high_at: int
    imminent_at: int


class Verdict(NamedTuple):
    """How much danger a window shows, in hundredths, and the log-odds of each of KINDS."""

    score: int
    kinds: Sequence[float]


def load() -> Head:
    """Read the shipped weights. Raises ValueError where they are not the ones their card names."""
    card, names, raw = json.loads(data("head.json")), data("head.txt"), data("head.bin")
    if sha256(names + raw).hexdigest() != card["sha256"]:
        raise ValueError(NO_WEIGHTS)
    rows = (raw[at : at + COLUMNS] for at in range(0, len(raw), COLUMNS))
    weights = dict(zip(names.decode().split("\n"), rows, strict=True))
    marks = (card[mark] for mark in ("raise_at", "high_at", "imminent_at"))
    return Head(weights, card["bias"], *marks)


def windows(count: int) -> Iterator[tuple[int, int]]:
    """Spans of at most WINDOW of `count` words, each a little over the one before."""
    start = 0
    while True:
        yield start, min(start + WINDOW, count)
        if start + WINDOW >= count:
            return
        start += STEP


def verdict_of(names: Iterable[str], head: Head) -> Verdict:
    """What features tell, each named once: danger as such and its kinds, weighed together."""
    known = head.weights
    raw = b"".join([row for name in names if (row := known.get(name))])
    rows = np.frombuffer(raw, dtype=np.uint8).reshape(-1, COLUMNS)
    sums = (rows.sum(0, dtype=np.int64) - MIDDLE * len(rows)).tolist()
    odds = [(bias + found) / UNIT for bias, found in zip(head.bias, sums, strict=True)]
    danger, kinds = odds[0], odds[1:]
    any_kind = log(sum(exp(max(kind, UNLIKELY)) for kind in kinds))
    return Verdict(round((DANGER_SHARE * danger + any_kind) * HUNDRED), kinds)


def toll(words: int, spans: int) -> int:
    """What a window of so many words, one of so many, has to show more than a usual one alone."""
    return round((LENGTH_COST * log(max(words, SHORT) / USUAL) + log(spans)) * HUNDRED)


class Shown(NamedTuple):
    """What stands in a window, and how much danger head and encoder make of it, in hundredths."""

    window: Sequence[str]
    seen: Seen
    found: Verdict
    score: int


def _shown(words: Sequence[str], rules: Risk, head: Head, reading: Reading) -> Iterator[Shown]:
    spans = tuple(windows(len(words)))
    share = round(ENCODER_SHARE * reading.danger * HUNDRED)
    for start, end in spans:
        window = words[start:end]
        seen = see(window, rules)
        found = verdict_of(seen.names, head)
        yield Shown(window, seen, found, found.score + share - toll(len(window), len(spans)))


def danger_in(words: Sequence[str], rules: Risk, head: Head, reading: Reading) -> int:
    """How much danger head and encoder see in `words`, one or more, whatever rules add to it."""
    return max(shown.score for shown in _shown(words, rules, head, reading))


def opinion(
    words: Sequence[str], rules: Risk, head: Head, reading: Reading, added: int = 0
) -> Risk:
    """What head and encoder make of normalised `words` that rules which are not firm read so.

    `added`: what else is known of them, in hundredths of log-odds.
    """
    for window, seen, found, score in _shown(words, rules, head, reading):
        if score + added >= head.raise_at:
            # How grave it is the whole utterance tells: no later window could change it.
            trusted = Level.IMMINENT if reading.high > BELIEVED_FROM else Level.MODERATE
            gravity = _gravity(reading, head)
            told = Risk(gravity, *_told(seen, window, _kind(found, reading), head))
            believed = replace(rules, level=min(rules.level, trusted))
            return max(told, believed, key=lambda one: one.level)
    return Risk()


def _gravity(reading: Reading, head: Head) -> Level:
    if reading.imminent * HUNDRED >= head.imminent_at:
        return Level.IMMINENT
    return Level.HIGH if reading.high * HUNDRED >= head.high_at else Level.MODERATE


def _kind(found: Verdict, reading: Reading) -> Sequence[Category]:
    odds = [ours + theirs for ours, theirs in zip(found.kinds, reading.kinds, strict=True)]
    return KINDS[max(range(len(odds)), key=odds.__getitem__)]


def _told(
    seen: Seen, words: Sequence[str], kind: Sequence[Category], head: Head
) -> tuple[Category, str]:
    """The category, and the words that show it."""
    leads = [lead for lead in seen.leads if lead.owner.category in kind]
    if leads:
        lead = max(leads, key=lambda match: (match.owner.level, _weight(match.owner.name, head)))
        return lead.owner.category, " ".join(words[lead.start : lead.end])
    return _category(seen, kind, head), _evidence(seen, words, head)


def _weight(name: str, head: Head) -> int:
    row = head.weights.get(name)
    return row[0] - MIDDLE if row else 0


def _evidence(seen: Seen, words: Sequence[str], head: Head) -> str:
    """The weightiest words, and of equals the first: they say why."""
    spans: list[Feature] = [f for f in (*seen.words, *seen.marks) if f.end > f.start]
    weightiest = max(spans, key=lambda feature: _weight(feature.name, head))
    return " ".join(words[weightiest.start : weightiest.end])


def _category(seen: Seen, kind: Sequence[Category], head: Head) -> Category:
    """The concept's that weighs most, where it is of this kind; else the kind's first."""
    told = [match for match in seen.concepts if match.owner.category in kind]
    if not told:
        return kind[0]
    return max(told, key=lambda m: _weight(f"#{m.owner.name}", head)).owner.category
