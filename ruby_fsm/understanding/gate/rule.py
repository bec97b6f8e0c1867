"""What a rule of the gate is: a phrase, what is wrong with it, and which words turn it.

Phrases are in the grammar of `phrase`, and clauses begin with `/`. Words are normalised as a
person's are: `don't` is `do not`, and `just`, `please`, `really` are gone.
"""

from __future__ import annotations

from typing import NamedTuple

from ruby_fsm.understanding.gate.fault import Fault
from ruby_fsm.understanding.phrase import words_in


class Rule(NamedTuple):
    """`deniable`: a negation shortly before turns it; `unless`: these words in its clause do."""

    pattern: str
    fault: Fault
    deniable: bool
    unless: frozenset[str]


# A means that is to be put away, or asked after, is named for safety's sake.
SAFETY = words_in(
    "away put keep keeps hand give lock locked safe safely safer reach remove rid without have"
    " there hold far between end not never"
)
# What the person said, said back to them.
QUOTED = words_in("told said mentioned")


def rules(
    fault: Fault,
    *patterns: str,
    deniable: bool = False,
    unless: frozenset[str] = frozenset(),
) -> tuple[Rule, ...]:
    return tuple(Rule(pattern, fault, deniable, unless) for pattern in patterns)
