"""The mood of an utterance, and that negations, others and long phrases do not fool it."""

from __future__ import annotations

import pytest

from bench.mood import ours, rows
from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Mood, MoodReading
from ruby_fsm.understanding.mood import read_mood
from ruby_fsm.understanding.normalise import normalise
from ruby_fsm.understanding.scores import macro_f1

H, N, S, T = Mood.HAPPY, Mood.NEUTRAL, Mood.SAD, Mood.STRESSED


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("i had a wonderful day", H),
        ("i'm really happy for her", H),
        ("not too bad thanks", H),
        ("i'm not sad any more", H),
        ("we had such fun at the party and i laughed a lot", H),
        ("i got the job i'm over the moon", H),
        ("the bus goes at nine", N),
        ("okay", N),
        ("well my sister called", N),
        ("i feel alright", H),
        ("i'm not okay", S),
        ("oh okay i have had a rotten day", S),
        ("", N),
        ("i'm not happy", S),
        ("i'm not doing very well", S),
        ("i used to be happy", S),
        ("i'm so lonely since she died", S),
        ("i can't stop crying", S),
        ("i feel down and empty", S),
        ("i miss my dad", S),
        ("i'm quite sad", S),
        ("work is stressing me out", T),
        ("i had a panic attack on the bus", T),
        ("i'm worried about the rent and i can't sleep", T),
        ("i'm overwhelmed with everything", T),
        ("my boss makes me so angry", T),
        ("i'm anxious about tomorrow", T),
    ],
)
def test_mood_is_read(text: str, mood: Mood) -> None:
    assert assess(text).mood.mood is mood


def test_nothing_said_about_mood_is_neutral_without_confidence() -> None:
    assert assess("the bus goes at nine").mood == MoodReading(Mood.NEUTRAL, 0.0, 0.0)


def test_more_words_of_one_mood_make_it_surer_and_deeper() -> None:
    once, often = assess("i am sad").mood, assess("i am sad and lonely and miserable").mood

    assert often.confidence > once.confidence
    assert often.valence < once.valence


def test_feelings_of_somebody_else_weigh_less() -> None:
    theirs, own = (read_mood(normalise(text)) for text in ("she is so sad", "i am so sad"))

    assert theirs.valence > own.valence


def test_very_dark_mood_makes_the_turn_heavy() -> None:
    assert assess("i am miserable and heartbroken").is_heavy
    assert not assess("i am a bit tired").is_heavy


def test_what_comes_after_but_counts_for_more() -> None:
    assert ours("it was hard at first but now i love it") is Mood.HAPPY
    assert ours("it was fun but now i just feel sad") is Mood.SAD


def test_moods_of_the_authored_lines_are_read() -> None:
    pairs = [(mood.value, ours(text).value) for text, mood in rows()]

    assert macro_f1(pairs) >= 0.95
