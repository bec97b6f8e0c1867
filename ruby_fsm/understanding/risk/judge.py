"""The danger in an utterance: what the rules see, and what the linear head adds to it."""

from __future__ import annotations

from collections.abc import Sequence

from ruby_fsm.understanding.assessment import Level, Risk
from ruby_fsm.understanding.risk.grade import grade
from ruby_fsm.understanding.risk.head import load, opinion

# Read once, at import: a service whose weights are not the ones it was measured with never starts.
HEAD = load()


def judge(words: Sequence[str]) -> Risk:
    """The danger in normalised `words`: the head is asked where the rules see too little to act."""
    seen = grade(words)
    if seen.level >= Level.MODERATE or not words:
        return seen
    added = opinion(words, seen, HEAD)
    return added if added.level > seen.level else seen
