"""The danger in an utterance: what the rules see, and what head and encoder make of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ruby_fsm.understanding.assessment import Level, Risk
from ruby_fsm.understanding.encoder.encoder import Reading, encoder
from ruby_fsm.understanding.risk.grade import Graded, grade
from ruby_fsm.understanding.risk.head import danger_in, load, opinion

# Read once, at import: a service whose weights are not the ones it was measured with never starts.
HEAD = load()
# Below these odds of danger the head could not make up for what the encoder is sure of (of the rows
# that choose, none), and is not asked, which spares three of four calm utterances its time.
CALM = -2.0
# A rule of everyday words is contradicted where both the whole utterance and the words around those
# that it matched, so many before and behind, show less than this, in hundredths of log-odds. Chosen
# on seven authors from whom nothing had been learnt: of 16 false alarms it took eight, and of the
# dangers none.
CONTRADICTED = -1000
NEAR = 4


def judge(words: Sequence[str], reading: Reading) -> Risk:
    """The danger in normalised `words`: head and encoder are asked where the rules see too little.

    What doubtful rules see is believed as soon as those find danger too, and what everyday ones see
    until those contradict.
    """
    seen = grade(words)
    if seen.firm.level >= Level.MODERATE or not words:
        return seen.all
    if seen.everyday and not _is_contradicted(words, seen, reading):
        return seen.all
    if reading.danger > CALM:
        added = opinion(words, seen.all, HEAD, reading)
        if added.level >= Level.MODERATE:
            return added
    return max(seen.firm, _doubted(seen.all), key=lambda risk: risk.level)


def _is_contradicted(words: Sequence[str], seen: Graded, reading: Reading) -> bool:
    """Whether also read alone, without what is said before and behind, all of it is harmless.

    So that no calm talk around it talks a danger away.
    """
    if danger_in(words, seen.all, HEAD, reading) >= CONTRADICTED:
        return False
    around = {tuple(words[max(0, s.start - NEAR) : s.end + NEAR]) for s in seen.everyday}
    return all(
        danger_in(part, grade(part).all, HEAD, encoder().read(part)) < CONTRADICTED
        for part in around - {tuple(words)}
    )


def _doubted(risk: Risk) -> Risk:
    """What only rules see that others do not confirm is worth a gentle check."""
    return replace(risk, level=min(risk.level, Level.LOW))
