"""The kinds of danger that the linear head tells apart, each by weights of its own."""

from __future__ import annotations

from typing import NamedTuple

from ruby_fsm.understanding.assessment import Category, Level


class Kind(NamedTuple):
    """`categories` that are learnt together, and how grave they are when nothing else says so."""

    categories: tuple[Category, ...]
    level: Level


KINDS = (
    Kind((Category.IDEATION, Category.PASSIVE_WISH, Category.METHOD), Level.MODERATE),
    Kind((Category.INTENT, Category.PLAN), Level.HIGH),
    Kind((Category.INDIRECT,), Level.MODERATE),
    Kind((Category.BEHAVIOUR,), Level.HIGH),
    Kind((Category.SELF_HARM,), Level.MODERATE),
    Kind((Category.ABUSE,), Level.HIGH),
    Kind((Category.VIOLENCE,), Level.HIGH),
    Kind((Category.MEDICAL,), Level.HIGH),
    Kind((Category.THIRD_PARTY,), Level.HIGH),
)


def kind_of(category: str) -> int:
    """The place among KINDS; a category of no kind goes with the first."""
    return next((at for at, kind in enumerate(KINDS) if category in kind.categories), 0)
