"""What was said, turned round in good English, or left alone."""

from __future__ import annotations

import pytest

from ruby_fsm.adapters.chat.companion.kin import KIN_WORDS
from ruby_fsm.adapters.chat.companion.reflecting import reflection
from ruby_fsm.adapters.chat.companion.words import tokens


@pytest.mark.parametrize(
    ("said", "turned"),
    [
        ("my sister left me", "your sister left you"),
        ("i was so tired", "you were so tired"),
        ("i wasn't ready for it", "you weren't ready for it"),
        ("i'm not sleeping and i've lost my job", "you've lost your job"),
        ("we moved here in june", "you moved here in June"),
        ("im gonna ring my mum", "you're going to ring your mum"),
        ("well to be honest i miss the bakery you know", "you miss the bakery"),
        ("i don't know i hate sundays", "you hate sundays"),
        ("i hurt myself at work", "you hurt yourself at work"),
        ("he said he needed space", "he said he needed space"),
        ("tom left me a note", "Tom left you a note"),
        ("she's stopped ringing me and i don't know why", "she's stopped ringing you"),
        ("I moved from Lagos to London", "you moved from Lagos to London"),
    ],
)
def test_a_clause_is_turned_round(said: str, turned: str) -> None:
    assert reflection(tokens(said), KIN_WORDS) == turned


@pytest.mark.parametrize(
    "said",
    [
        "yeah",
        "what if they get rid of me",  # supposed, not told
        "i think you are lovely",  # of Ruby: it would turn into nonsense
        "the one with the",
        "i went to the",  # no end
        "is that normal for me",
        "i was like oh my god",
        "",
        "i rang 999 at 3",  # no numbers are said back
    ],
)
def test_what_would_not_read_well_is_left_alone(said: str) -> None:
    assert reflection(tokens(said), KIN_WORDS) == ""


def test_a_long_ramble_gives_one_short_clause() -> None:
    said = "i mean i work in a school and the marking never stops and " * 20

    assert reflection(tokens(said), KIN_WORDS) in (
        "you work in a school",
        "the marking never stops",
    )
