"""The danger in an utterance: what the rules see, and what the linear head adds to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ruby_fsm.understanding.assessment import Level, Risk
from ruby_fsm.understanding.risk.grade import grade
from ruby_fsm.understanding.risk.head import load, opinion

# Read once, at import: a service whose weights are not the ones it was measured with never starts.
HEAD = load()


def judge(words: Sequence[str]) -> Risk:
    """The danger in normalised `words`: the head is asked where the rules see too little to act.

    What doubtful rules see is believed as soon as the head finds danger too.
    """
    seen = grade(words)
    if seen.firm.level >= Level.MODERATE or not words:
        return seen.all
    added = opinion(words, seen.all, HEAD)
    if added.level >= Level.MODERATE:
        return added
    return max(seen.firm, _doubted(seen.doubtful), key=lambda risk: risk.level)


def _doubted(risk: Risk) -> Risk:
    """What only a doubtful rule sees is worth a gentle check."""
    return replace(risk, level=min(risk.level, Level.LOW))
