"""The companion's figures over the two hundred dialogues."""

from __future__ import annotations

from ruby_fsm.adapters.chat.companion.lines import LINES
from tests.adapters.chat import measures
from tests.adapters.chat.dialogues import Talk

FEWEST_TEMPLATES = 80
FEWEST_ACTS = 6
MOST_WORDS = 45


def test_no_reply_is_said_twice_in_a_dialogue(talks: list[Talk]) -> None:
    twice = {talk.dialogue.key: n for talk in talks if (n := measures.repeated_replies(talk))}

    assert twice == {}


def test_no_template_comes_back_within_six_turns(talks: list[Talk]) -> None:
    early = {talk.dialogue.key: e for talk in talks if (e := measures.early_templates(talk))}

    assert early == {}


def test_many_templates_of_many_acts_are_really_used(talks: list[Talk]) -> None:
    acts = {line.key: line.act for line in LINES}
    used = {key for talk in talks for reply in talk.replies for key in measures.templates(reply)}

    assert len(used) >= FEWEST_TEMPLATES
    assert len({acts[key] for key in used}) >= FEWEST_ACTS


def test_most_replies_take_up_a_word_of_the_last_two_utterances(talks: list[Talk]) -> None:
    # Turns that are heard as danger, a few of them falsely, get words of care instead.
    assert measures.over_turns(talks, measures.takes_up) >= 0.68


def test_few_replies_repeat_three_words_in_a_row(talks: list[Talk]) -> None:
    assert measures.over_turns(talks, measures.parrots) <= 0.30


def test_not_every_reply_ends_in_a_question(talks: list[Talk]) -> None:
    assert measures.over_turns(talks, measures.ends_in_question) <= 0.60


def test_nobody_is_asked_three_questions_in_a_row(talks: list[Talk]) -> None:
    for talk in talks:
        told = [
            measures.ends_in_question(talk, turn)
            for turn, said in enumerate(talk.dialogue.said)
            if said.asks != "repeat"
        ]
        asked = list(zip(told, told[1:], told[2:], strict=False))

        assert (True, True, True) not in asked, talk.dialogue.key


def test_direct_questions_are_answered_first(talks: list[Talk]) -> None:
    assert measures.answered(talks) >= 0.90


def test_something_said_long_ago_is_recalled_in_every_dialogue(talks: list[Talk]) -> None:
    assert measures.never_recalling(talks) == []


def test_every_reply_has_words_and_none_more_than_forty_five(talks: list[Talk]) -> None:
    lengths = [len(reply.split()) for talk in talks for reply in talk.replies]

    assert min(lengths) > 0
    assert max(lengths) <= MOST_WORDS
