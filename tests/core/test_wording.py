"""Replies are cut to what a telephone bears: whole sentences where one fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruby_fsm.core.wording import fill_name, trimmed


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Short enough.", "Short enough."),
        ("  Blanks \n between  words. ", "Blanks between words."),
        ("One two three. Four five six.", "One two three."),
        ("One? Two! Three four five.", "One? Two!"),
        ("one two three four five six", "one two three four"),
        ("", ""),
    ],
)
def test_a_reply_keeps_whole_sentences_where_one_fits(text: str, kept: str) -> None:
    assert trimmed(text, 4) == kept


@given(st.text(alphabet="ab .?!\n", max_size=60), st.integers(1, 8))
def test_no_reply_is_longer_than_allowed_and_it_is_always_its_beginning(
    text: str, most: int
) -> None:
    words = trimmed(text, most).split()

    assert len(words) <= most
    assert words == text.split()[: len(words)]
    assert bool(words) == bool(text.split())


def test_a_name_is_filled_in_or_goes_with_its_comma() -> None:
    assert fill_name("Hello, {name}, it's me.", "Sam") == "Hello, Sam, it's me."
    assert fill_name("Hello, {name}, it's me.", "") == "Hello, it's me."
    assert fill_name("{name}, hello.", "") == "hello."
