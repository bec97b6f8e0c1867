"""What is a yes to a question whether something is so: it has many words, and some undo it."""

from __future__ import annotations

import pytest

from ruby_fsm.understanding.assess import assess

YES = """
yes|yeah|yep|yup|Yes, I do.|yes i do sometimes|yes sometimes|sometimes|sometimes i do|well sometimes
um yeah|yeah at night|yes and it scares me|yes but i would never do it|yes a little|a little
a bit|i guess|i guess so|i think so|i suppose so|kind of|sort of|now and then|at times|maybe|perhaps
often|every day|every night|all the time|on and off|from time to time|i do|i have|they do|it does
yes they do|yes they come at night|of course|honestly yes|i mean yes|to be honest yes
i can't lie yes
yes he is standing on the bridge|he is|she is|yes she is|i do have them every night|most days|lately
okay yes|so yeah|yeah i think about it|i've thought about it|i'm not sure|i don't know|not always
"""
NO = """
no|nope|no never|not at all|not really|never|no not any more|i don't|i do not|they don't
yes i'm fine|yeah i am okay|yeah i'm good thanks|yeah no|yeah no i'm fine|yes we are all safe
i'm fine|i am okay|nobody is|my sister called yesterday|i went for a walk|thank you|yes thank you
i know|yes i know|yeah i understand|that's kind of you|what do you mean|i do the dishes|
everyone is safe|yes everything is fine|it was long ago|why do you ask
"""


def told(table: str) -> list[str]:
    return [text for row in table.split("\n") for text in row.split("|") if text]


@pytest.mark.parametrize("text", told(YES))
def test_this_is_a_yes(text: str) -> None:
    assert assess(text).says_yes


@pytest.mark.parametrize("text", told(NO))
def test_this_is_no_yes(text: str) -> None:
    assert not assess(text).says_yes
