"""What tells typed words from heard ones, and what it changes."""

from __future__ import annotations

import pytest

from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.encoder.encoder import encoder
from ruby_fsm.understanding.normalise import normalise
from ruby_fsm.understanding.risk.grade import grade
from ruby_fsm.understanding.risk.head import danger_in
from ruby_fsm.understanding.risk.judge import DOUBTED, HEAD, TYPED, judge
from ruby_fsm.understanding.typed import is_typed
from tests.understanding.data import LINES


@pytest.mark.parametrize(
    "text",
    [
        "i dont want to be here",
        "i don t want to be here",
        "that s me done",
        "see https://example.org for more",
        "what a day #mood",
        "@someone look at this",
        "rock &amp; roll",
        "home now, cuz it rained.",
    ],
)
def test_marks_of_writing(text: str) -> None:
    assert is_typed(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "i don't want to be here",
        "that's me done lol",
        "Mum's asleep; I can't say more.",
        "i met them at five",
    ],
)
def test_words_as_a_recogniser_writes_them(text: str) -> None:
    assert not is_typed(text)


def test_typed_words_have_to_show_more_and_no_more_than_that() -> None:
    between = []
    for line in LINES:
        words = normalise(line.text)
        seen, reading = grade(words), encoder().read(words)
        levels = {typed: judge(words, reading, typed=typed).level for typed in (True, False)}
        assert levels[True] <= levels[False]
        if levels[True] < levels[False]:
            between.append(danger_in(words, seen.all, HEAD, reading) - HEAD.raise_at)

    assert between
    assert max(between) < TYPED + DOUBTED


def test_what_rules_spot_counts_however_it_is_written() -> None:
    assert assess("i want to kill myself and i dont care").risk.level == (
        assess("i want to kill myself and i don't care").risk.level
    )
