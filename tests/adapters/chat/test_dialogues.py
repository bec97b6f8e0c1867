"""The dialogues are what the figures are counted over: they must be what they claim to be."""

from __future__ import annotations

import re
from collections import Counter

from tests.adapters.chat.answers import _ANSWERS
from tests.adapters.chat.dialogues import dialogues

ALL = tuple(dialogues())
OF_MEMORY = {"recall", "recallw"}


def test_there_are_two_hundred_in_ten_situations_of_forty_turns() -> None:
    situations = Counter(dialogue.situation for dialogue in ALL)

    assert len(situations) == 10
    assert set(situations.values()) == {20}
    assert {len(dialogue.said) for dialogue in ALL} == {40}
    assert len({dialogue.key for dialogue in ALL}) == len(ALL)


def test_no_two_dialogues_are_alike() -> None:
    words = [frozenset(said.text for said in dialogue.said) for dialogue in ALL]
    shared = max(len(one & other) for at, one in enumerate(words) for other in words[:at])

    assert shared < 20, "half of a dialogue stands in another one"


def test_every_kind_of_question_is_asked_and_can_be_judged() -> None:
    kinds = {said.asks for dialogue in ALL for said in dialogue.said if said.asks}

    assert kinds == set(_ANSWERS) | OF_MEMORY | {"repeat"}


def test_what_must_be_remembered_was_said_at_least_eight_turns_before() -> None:
    for dialogue in ALL:
        for turn, said in enumerate(dialogue.said):
            if said.asks in OF_MEMORY:
                early = " ".join(one.text for one in dialogue.said[: turn - 7])
                assert re.search(rf"\b{re.escape(said.wanted)}\b", early), (dialogue.key, said)


def test_they_are_written_as_a_recogniser_writes() -> None:
    for dialogue in ALL:
        for said in dialogue.said:
            assert re.fullmatch(r"[a-zA-Z0-9' -]+", said.text), said.text
