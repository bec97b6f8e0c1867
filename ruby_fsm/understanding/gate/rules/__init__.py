"""The rules of the gate, by what they hold back; the first that matches names the kind."""

from __future__ import annotations

from ruby_fsm.understanding.gate.rules import (
    encouragement,
    human,
    medicine,
    method,
    said_rules,
    secrecy,
    violence,
)

RULES = (
    *method.RULES,
    *encouragement.RULES,
    *violence.RULES,
    *medicine.RULES,
    *secrecy.RULES,
    *human.RULES,
    *said_rules.RULES,
)
