"""The kinds of danger that head and encoder tell apart: categories that are learnt together."""

from __future__ import annotations

from ruby_fsm.understanding.assessment import Category

KINDS = (
    (Category.IDEATION, Category.PASSIVE_WISH, Category.METHOD),
    (Category.INTENT, Category.PLAN),
    (Category.INDIRECT,),
    (Category.BEHAVIOUR,),
    (Category.SELF_HARM,),
    (Category.ABUSE,),
    (Category.VIOLENCE,),
    (Category.MEDICAL,),
    (Category.THIRD_PARTY,),
)


def kind_of(category: str) -> int:
    """The place among KINDS; a category of no kind goes with the first."""
    return next((at for at, kind in enumerate(KINDS) if category in kind), 0)
