"""What the encoder tells of Spanish that was put into rough English: it only adds."""

from __future__ import annotations

from collections.abc import Sequence

from ruby_fsm.understanding.assessment import Category, Level, Risk
from ruby_fsm.understanding.encoder.encoder import Reading
from ruby_fsm.understanding.risk.kinds import KINDS

# The encoder's odds from which on a danger is believed, and is graded so; chosen on
# `tests/data/risk/es/choosing.jsonl`. What the rules see denied has to be surer.
DANGER_AT = 1.5
HIGH_AT = 3.25
IMMINENT_AT = 1.5
DENIED = 3.0
# Evidence is what was said, or the end of it: which word weighed most the encoder does not tell.
MOST_EVIDENCE = 12


def told(words: Sequence[str], reading: Reading, rules: Risk) -> Risk:
    """`words` as they were said, `rules` what the rules made of them."""
    least = DANGER_AT + (DENIED if rules.category is Category.DENIAL else 0.0)
    if not words or reading.danger < least:
        return Risk()
    kind = KINDS[max(range(len(KINDS)), key=reading.kinds.__getitem__)]
    return Risk(_level(reading), kind[0], " ".join(words[-MOST_EVIDENCE:]))


def _level(reading: Reading) -> Level:
    if reading.imminent >= IMMINENT_AT:
        return Level.IMMINENT
    return Level.HIGH if reading.high >= HIGH_AT else Level.MODERATE
