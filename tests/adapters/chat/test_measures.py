"""The measures can fail: each goes red for a companion that does what it forbids."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ruby_fsm.understanding.assessment import Mood
from tests.adapters.chat import measures
from tests.adapters.chat.answers import answers_first
from tests.adapters.chat.dialogues import Dialogue, Said, Talk, dialogues


def degenerate(reply: Callable[[str], str]) -> list[Talk]:
    """Ten talks with a companion that knows nothing but the last utterance."""
    chosen = list(dialogues())[::20]
    return [
        Talk(dialogue, tuple(reply(said.text) for said in dialogue.said)) for dialogue in chosen
    ]


def told(*pairs: tuple[str, str], asks: str = "", wanted: str = "") -> Talk:
    """A talk of (said, replied); the last thing said is a question where `asks` is given."""
    said = [Said(text) for text, _ in pairs]
    said[-1] = Said(pairs[-1][0], asks, wanted)
    dialogue = Dialogue("made-up", "", Mood.NEUTRAL, "", tuple(said))
    return Talk(dialogue, tuple(reply for _, reply in pairs))


def test_a_companion_with_one_sentence_is_found_out() -> None:
    talks = degenerate(lambda _: "I see what you mean.")

    assert measures.repeated_replies(talks[0]) == 39
    assert len(measures.early_templates(talks[0])) > 30
    assert measures.over_turns(talks, measures.takes_up) < 0.05
    assert measures.answered(talks) < 0.1
    assert len(measures.never_recalling(talks)) == len(talks)


def test_a_parrot_is_found_out() -> None:
    talks = degenerate(lambda said: f"You said: {said}.")

    assert measures.over_turns(talks, measures.parrots) > 0.5
    assert measures.answered(talks) < 0.5
    assert len(measures.never_recalling(talks)) == len(talks)


def test_an_interrogator_is_found_out() -> None:
    talks = degenerate(lambda said: f"What about {said}?")

    assert measures.over_turns(talks, measures.ends_in_question) == 1
    assert measures.answered(talks) < 0.05


def test_a_talker_is_found_out() -> None:
    talks = degenerate(lambda _: "word " * 46)

    assert measures.longest(talks) == 46


def test_a_recall_must_name_what_was_said_long_ago_and_not_since() -> None:
    idle = ("it rained", "I see.")
    start = ("i play the violin", "I see.")
    recalling = ("yeah", "Earlier you mentioned the violin.")

    assert measures.recalls(told(start, *[idle] * 7, recalling), 8)
    assert not measures.recalls(told(start, *[idle] * 6, recalling), 7), "too soon"
    assert not measures.recalls(told(start, *[idle] * 7, ("yeah", "The violin.")), 8), "no cue"
    named = [idle] * 6 + [("the violin again", "I see.")]
    assert not measures.recalls(told(start, *named, recalling), 8), "spoken of since"


@pytest.mark.parametrize(
    ("asks", "reply", "is_answer"),
    [
        ("real", "I'm an AI. How are you?", True),
        ("real", "How are you? I'm an AI.", False),
        ("real", "I'm as real as you are.", False),
        ("medical", "Please ask a pharmacist.", True),
        ("medical", "Two should do no harm.", False),
        ("secret", "I can't promise that.", True),
        ("secret", "Of course, it stays between us.", False),
        ("hear", "What makes you wonder?", False),
    ],
)
def test_an_answer_comes_first_and_says_it(asks: str, reply: str, is_answer: bool) -> None:
    assert answers_first(told(("…", reply), asks=asks), 0) is is_answer


def test_a_memory_is_answered_only_by_what_was_asked_for() -> None:
    right = told(("my dog is called rex", "Ah."), ("his name", "Rex."), asks="recall", wanted="rex")
    wrong = told(("my dog is called rex", "Ah."), ("his name", "Max."), asks="recall", wanted="rex")

    assert answers_first(right, 1)
    assert not answers_first(wrong, 1)
