"""One spelling for what recognisers, transcripts and hurried hands write."""

from __future__ import annotations

import pytest

from ruby_fsm.understanding.normalise import hear, normalise


@pytest.mark.parametrize(
    ("heard", "plain"),
    [
        ("I'm fine", "i am fine"),
        ("I\u2019m fine", "i am fine"),
        ("im fine", "i am fine"),
        ("i m fine", "i am fine"),
        ("don t go", "do not go"),
        ("I can't", "i can not"),
        ("my mom's car", "my mom car"),
        ("it's late", "it is late"),
        ("wanna go", "want to go"),
        ("ill kill it", "i will kill it"),
        ("i feel ill today", "i feel ill today"),
    ],
)
def test_contraction_is_spelt_out(heard: str, plain: str) -> None:
    assert " ".join(normalise(heard)) == plain


@pytest.mark.parametrize(
    ("heard", "plain"),
    [
        ("kill my cell", "kill myself"),
        ("kill my shelf", "kill myself"),
        ("think about sue a side", "think about suicide"),
        ("want to and my life", "want to end my life"),
        ("wanna dye", "want to die"),
        ("want to dye my hair", "want to dye my hair"),
        ("a hole bottle", "a whole bottle"),
        ("slit my rests", "slit my wrists"),
        ("the mobile phone my cell is on", "the mobile phone my cell is on"),
    ],
)
def test_mishearing_is_mended_only_where_it_is_one(heard: str, plain: str) -> None:
    assert " ".join(normalise(heard)) == plain


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("k*** myself", "kill myself"),
        ("su*cide", "suicide"),
        ("k1ll myself", "kill myself"),
        ("f***ing tired", "tired"),
        ("d i e", "die"),
        ("room 404", "room 404"),
        ("k\u00edll mys\u200belf", "kill myself"),
        ("\uff4b\uff49\uff4c\uff4c", "kill"),
    ],
)
def test_hidden_word_is_read(written: str, plain: str) -> None:
    assert " ".join(normalise(written)) == plain


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("who would carei amalways sad", "who would care i am always sad"),
        ("anymorei am", "any more i am"),
        ("iamdone", "i am done"),
        ("hi am i late", "hi am i late"),
        ("an amazing camera", "an amazing camera"),
    ],
)
def test_lost_spaces_around_i_am_come_back(written: str, plain: str) -> None:
    assert " ".join(normalise(written)) == plain


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("um i i i want want to uh rest", "i want to rest"),
        ("i want to i want to rest", "i want to rest"),
        ("not just sad", "sad"),
        ("not really sad", "not sad"),
        ("...", ""),
    ],
)
def test_stutters_and_fillers_go(said: str, plain: str) -> None:
    assert " ".join(normalise(said)) == plain


def test_what_was_too_long_to_be_read_whole_says_so() -> None:
    assert hear("tea and bread").whole
    assert not hear("tea and bread " * 1_000).whole


def test_possessive_of_a_known_spelling_is_mended_as_the_word_alone() -> None:
    assert normalise("mum's boyfriend") == ("mom", "boyfriend")
