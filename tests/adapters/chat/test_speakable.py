"""What a model wrote, as a voice can say it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruby_fsm.adapters.chat.speakable import speakable


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("I hear you.", "I hear you."),
        ("<think>The user is\nsad.</think>\n\nThat sounds hard.", "That sounds hard."),
        ("<think>never closed", ""),
        ("**I** am *really* here.", "I am really here."),
        ("*smiles warmly* Hello.", "Hello."),
        ("I see. (pauses) Go on.", "I see. Go on."),
        ("[sighs] That is a lot.", "That is a lot."),
        ("Ruby: I am here.", "I am here."),
        ("I am here.\nUser: thanks\nRuby: sure", "I am here."),
        ("# Title\n- one\n- two\n1. three", "Title one two three"),
        ("See [this page](https://example.org/a_(b)) now.", "See this page now."),
        ("Look at https://example.org/x?y=1. Then call.", "Look at. Then call."),
        ("Hello \U0001f642\ufe0f there \u2764\ufe0f!", "Hello there!"),
        ('"I am here with you."', "I am here with you."),
        ('"No," she said, and "yes".', '"No," she said, and "yes".'),
        ("<b>Well</b> <voice name='x'>then</voice>", "Well then"),
        ("3 < 4 and it's 5 o'clock (about 5).", "3 < 4 and it's 5 o'clock (about 5)."),
        ("I feel snake_case inside.", "I feel snake_case inside."),
        ("```\ncode\n```\nWell.", "code Well."),
        ("Você está bem? ¿Cómo estás?", "Você está bem? ¿Cómo estás?"),
        ("… — …", ""),
    ],
)
def test_it_removes_what_has_no_sound(written: str, spoken: str) -> None:
    assert speakable(written) == spoken


@given(st.text(max_size=300))
def test_it_is_one_line_without_control_characters_and_stays_as_it_is(text: str) -> None:
    once = speakable(text)

    assert once == " ".join(once.split())
    assert all(char.isprintable() or char in "\u200c\u200d" for char in once)


def test_a_long_answer_is_not_slow() -> None:
    for piece in ("*a", "(", "[x](", "<think>", "<", "__", "User", '"', "https://"):
        assert isinstance(speakable(piece * 20_000), str)
