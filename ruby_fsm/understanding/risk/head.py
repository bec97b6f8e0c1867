"""The linear head: weights learnt from the authored lines, read beside the rules; it only adds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from math import exp, log
from typing import NamedTuple

from ruby_fsm.understanding.assessment import Category, Level, Risk
from ruby_fsm.understanding.risk.features import Feature, Seen, see
from ruby_fsm.understanding.risk.kinds import KINDS, Kind
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
LENGTH_COST = 2.0
USUAL, SHORT = 15, 6
UNLIKELY = -20.0
NO_WEIGHTS = (
    "head.bin and head.txt are not the files that head.json names; make all anew:"
    " ruby-fsm risk train"
)


class Head(NamedTuple):
    """By feature one byte for danger as such and one for each kind of it; `bias` alike, as numbers.

    `raise_at` and `sure_at`: the scores from which on a window is raised, and its gravity trusted.
    Below `sure_at` the level is moderate, however grave the words.
    """

    weights: Mapping[str, bytes]
    bias: Sequence[int]
    raise_at: int
    sure_at: int

    @property
    def believe_at(self) -> int:
        """The score from which on a rule that is not firm is believed, however grave."""
        return (self.raise_at + self.sure_at) // 2


class Verdict(NamedTuple):
    """How much danger a window shows, in hundredths, and of which kind most likely."""

    score: int
    kind: Kind


def load() -> Head:
    """Read the shipped weights. Raises ValueError where they are not the ones their card names."""
    card, names, raw = json.loads(data("head.json")), data("head.txt"), data("head.bin")
    if sha256(names + raw).hexdigest() != card["sha256"]:
        raise ValueError(NO_WEIGHTS)
    rows = (raw[at : at + COLUMNS] for at in range(0, len(raw), COLUMNS))
    weights = dict(zip(names.decode().split("\n"), rows, strict=True))
    return Head(weights, card["bias"], card["raise_at"], card["sure_at"])


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
    rows = [known[name] for name in names if name in known]
    none = MIDDLE * len(rows)
    sums = (sum(column) - none for column in zip(*rows, strict=True)) if rows else (0,) * COLUMNS
    odds = [(bias + found) / UNIT for bias, found in zip(head.bias, sums, strict=True)]
    danger, kinds = odds[0], odds[1:]
    likeliest = max(range(len(kinds)), key=kinds.__getitem__)
    any_kind = log(sum(exp(max(kind, UNLIKELY)) for kind in kinds))
    return Verdict(round((DANGER_SHARE * danger + any_kind) * HUNDRED), KINDS[likeliest])


def toll(words: int, spans: int) -> int:
    """What a window of so many words, one of so many, has to show more than a usual one alone."""
    return round((LENGTH_COST * log(max(words, SHORT) / USUAL) + log(spans)) * HUNDRED)


def opinion(words: Sequence[str], rules: Risk, head: Head) -> Risk:
    """What the head makes of normalised `words` that the rules read as `rules`."""
    best = Risk()
    spans = tuple(windows(len(words)))
    for start, end in spans:
        window = words[start:end]
        seen = see(window, rules)
        found = verdict_of(seen.names, head)
        verdict = found._replace(score=found.score - toll(len(window), len(spans)))
        if verdict.score >= head.raise_at:
            told = _told(seen, window, verdict, head), _believed(rules, verdict, head)
            best = max(best, *told, key=lambda one: one.level)
    return best


def _believed(rules: Risk, verdict: Verdict, head: Head) -> Risk:
    """The word of rules that are not firm, now that the head finds danger too."""
    if verdict.score >= head.believe_at:
        return rules
    return replace(rules, level=min(rules.level, Level.MODERATE))


def _told(seen: Seen, words: Sequence[str], verdict: Verdict, head: Head) -> Risk:
    kind, is_sure = verdict.kind, verdict.score >= head.sure_at
    leads = [lead for lead in seen.leads if lead.owner.category in kind.categories]
    if leads:
        lead = max(leads, key=lambda match: (match.owner.level, _weight(match.owner.name, head)))
        level = lead.owner.level if is_sure else Level.MODERATE
        return Risk(level, lead.owner.category, " ".join(words[lead.start : lead.end]))
    level = kind.level if is_sure else Level.MODERATE
    return Risk(level, _category(seen, kind, head), _evidence(seen, words, head))


def _weight(name: str, head: Head) -> int:
    row = head.weights.get(name)
    return row[0] - MIDDLE if row else 0


def _evidence(seen: Seen, words: Sequence[str], head: Head) -> str:
    """The weightiest words, and of equals the first: they say why."""
    spans: list[Feature] = [f for f in (*seen.words, *seen.marks) if f.end > f.start]
    weightiest = max(spans, key=lambda feature: _weight(feature.name, head))
    return " ".join(words[weightiest.start : weightiest.end])


def _category(seen: Seen, kind: Kind, head: Head) -> Category:
    """The concept's that weighs most, where it is of this kind; else the kind's first."""
    told = [match for match in seen.concepts if match.owner.category in kind.categories]
    if not told:
        return kind.categories[0]
    return max(told, key=lambda m: _weight(f"#{m.owner.name}", head)).owner.category
