"""The danger in an utterance: what the rules see, and what head and encoder add to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ruby_fsm.understanding.assessment import Level, Risk
from ruby_fsm.understanding.encoder.encoder import Reading
from ruby_fsm.understanding.risk.grade import grade
from ruby_fsm.understanding.risk.head import load, opinion

# Read once, at import: a service whose weights are not the ones it was measured with never starts.
HEAD = load()
# Below these odds of danger the head could not make up for what the encoder is sure of (of the rows
# that choose, none), and is not asked, which spares three of four calm utterances its time.
CALM = -2.0


def judge(words: Sequence[str], reading: Reading) -> Risk:
    """The danger in normalised `words`: head and encoder are asked where the rules see too little.

    What doubtful rules see is believed as soon as those find danger too.
    """
    seen = grade(words)
    if seen.firm.level >= Level.MODERATE or not words:
        return seen.all
    if reading.danger > CALM:
        added = opinion(words, seen.all, HEAD, reading)
        if added.level >= Level.MODERATE:
            return added
    return max(seen.firm, _doubted(seen.doubtful), key=lambda risk: risk.level)


def _doubted(risk: Risk) -> Risk:
    """What only a doubtful rule sees is worth a gentle check."""
    return replace(risk, level=min(risk.level, Level.LOW))
