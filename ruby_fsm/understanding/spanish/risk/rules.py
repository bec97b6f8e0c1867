"""The Spanish rules of danger, graded after the Columbia scale, from their table.

The verb says who is meant, so most phrases are in the first person and need no look around.
"""

from __future__ import annotations

from collections.abc import Iterator

from ruby_fsm.understanding.assessment import Category, Level
from ruby_fsm.understanding.risk.rule import Rule, rules
from ruby_fsm.understanding.spanish.tables import sections


def _rules() -> Iterator[Rule]:
    for head, patterns in sections("risk.txt").items():
        category, level, *marks = head.split()
        yield from rules(
            Category(category),
            Level[level.upper()],
            *patterns,
            deniable="firm" not in marks,
            passing="passing" in marks,
        )


RULES = tuple(_rules())
IDIOMS = sections("idioms.txt")["idioms"]
SIGNS = sections("signs.txt")
