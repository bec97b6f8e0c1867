"""The rules of danger, one small file a family, in order of precedence among equals."""

from __future__ import annotations

from ruby_fsm.understanding.risk.rules import (
    abuse,
    behaviour,
    ideation,
    indirect,
    intent,
    medical,
    method,
    passive,
    plan,
    self_harm,
    third_party,
    violence,
)

RULES = (
    *behaviour.RULES,
    *medical.RULES,
    *violence.RULES,
    *plan.RULES,
    *intent.RULES,
    *abuse.RULES,
    *method.RULES,
    *self_harm.RULES,
    *ideation.RULES,
    *passive.RULES,
    *third_party.RULES,
    *indirect.RULES,
)
