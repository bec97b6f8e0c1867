"""What a rule of danger is: a pattern, what it shows, and how its surroundings may turn it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from ruby_fsm.understanding.assessment import Category, Level


class Subject(Enum):
    """Who a rule speaks of, when the words before it name somebody."""

    SPEAKER = auto()  # somebody else before it makes it concern for another
    ANYONE = auto()  # the pattern says itself who is meant


@dataclass(frozen=True, slots=True)
class Rule:
    """`pattern` in the grammar of `phrase`. `deniable`: a negation to its left makes it a denial.

    `passing`: said in passing often enough (`i want to die, this is so embarrassing`) that a light
    cause beside it turns it into hyperbole.
    """

    pattern: str
    level: Level
    category: Category
    subject: Subject = Subject.SPEAKER
    deniable: bool = True
    passing: bool = False


def rules(
    category: Category,
    level: Level,
    *patterns: str,
    subject: Subject = Subject.SPEAKER,
    deniable: bool = True,
    passing: bool = False,
) -> tuple[Rule, ...]:
    """A family: several patterns that show the same."""
    return tuple(Rule(pattern, level, category, subject, deniable, passing) for pattern in patterns)
