"""When the learnt ones may contradict a rule, and when never."""

from __future__ import annotations

import pytest

from ruby_fsm.understanding.assessment import Level, Risk
from ruby_fsm.understanding.encoder.encoder import encoder
from ruby_fsm.understanding.normalise import normalise
from ruby_fsm.understanding.risk.grade import EVERYDAY, grade
from ruby_fsm.understanding.risk.head import danger_in
from ruby_fsm.understanding.risk.judge import DOUBTED, HEAD, judge
from tests.understanding.data import LINES
from tests.understanding.test_properties import CONTINUATIONS

AT_A_GAME = "he beats me every week at scrabble"
AT_HOME = "he beats me every week when the football is lost"
# Of a hundred dangers that only everyday rules see, so many may be talked away by what follows.
TALKED_AWAY = 0.02


def judged(text: str) -> Risk:
    words = normalise(text)
    return judge(words, encoder().read(words))


@pytest.mark.parametrize("text", [AT_A_GAME, AT_HOME])
def test_rule_of_everyday_words_sees_both(text: str) -> None:
    seen = grade(normalise(text))

    assert seen.firm == Risk()
    assert [spotted.risk.category in EVERYDAY for spotted in seen.everyday] == [True]


def test_learnt_ones_contradict_it_where_nobody_is_in_danger() -> None:
    assert judged(AT_A_GAME).level is Level.LOW


def test_they_leave_it_where_somebody_is() -> None:
    assert judged(AT_HOME).level >= Level.MODERATE


def test_calm_talk_around_does_not_talk_it_away() -> None:
    seen = [line.text for line in LINES if line.lowest >= Level.MODERATE]
    alone = [text for text in seen if grade(normalise(text)).everyday]
    among = [f"{text} {calm}" for text in alone for calm in CONTINUATIONS]
    hidden = [text for text in among if judged(text).level < Level.MODERATE]

    assert len(among) > 100
    assert len(hidden) < TALKED_AWAY * len(among), hidden


@pytest.mark.parametrize(
    "text", ["i tied a noose in the basement", "i wrote goodbye letters to my kids"]
)
def test_what_a_doubtful_rule_sees_is_read_alone_too(text: str) -> None:
    words = normalise(f"{text} but we can talk about the garden if you like")
    seen = grade(words)

    assert seen.firm.level < Level.MODERATE
    assert seen.doubtful
    assert not seen.everyday
    assert danger_in(words, seen.all, HEAD, encoder().read(words)) + DOUBTED < HEAD.raise_at
    assert judged(" ".join(words)).level >= Level.MODERATE


def test_figure_of_speech_has_to_show_more() -> None:
    figure = "political suicide so i did it"
    words = normalise(figure)
    seen = grade(words)
    score = danger_in(words, seen.all, HEAD, encoder().read(words))

    assert seen.is_figure
    assert score >= HEAD.raise_at
    assert judged(figure).level < Level.MODERATE


def test_figure_of_speech_beside_a_danger_takes_nothing_from_it() -> None:
    seen = grade(normalise("i shot myself in the foot there and i want to kill myself"))

    assert not seen.is_figure
    assert seen.firm.level >= Level.MODERATE


@pytest.mark.parametrize(
    "text",
    [
        "honestly i wanted to die on that bus no windows open and a man eating egg sandwiches",
        "in act two i say i want to die about nine times and my husband mouths it from the stalls",
    ],
)
def test_wish_for_death_is_contradicted_where_all_else_is_certain(text: str) -> None:
    seen = grade(normalise(text))

    assert seen.firm.level < Level.MODERATE
    assert seen.lightly
    assert judged(text).level is Level.LOW


@pytest.mark.parametrize("behind", [*CONTINUATIONS, "we had soup and the weather was mild " * 9])
def test_no_calm_talk_contradicts_a_wish_for_death_that_is_meant(behind: str) -> None:
    seen = [line.text for line in LINES if line.lowest >= Level.MODERATE]
    light = [text for text in seen if grade(normalise(text)).lightly]
    hidden = [text for text in light if judged(f"{text} {behind}").level < Level.MODERATE]

    assert len(light) >= 8
    assert hidden == []


@pytest.mark.parametrize("behind", CONTINUATIONS)
def test_what_other_rules_see_of_suicide_is_never_contradicted(behind: str) -> None:
    assert judged(f"i want to kill myself {behind * 9}").level > Level.LOW


@pytest.mark.parametrize(
    "text",
    [
        "we had an overdose of grandchildren this weekend seven of them and a drum kit",
        "they gave us the training at the library how to help if someone has overdosed in the loos",
    ],
)
def test_what_is_certainly_harmless_is_not_high(text: str) -> None:
    assert grade(normalise(text)).all.level >= Level.HIGH
    assert judged(text).level < Level.HIGH


def test_talk_of_something_else_takes_no_gravity_from_a_danger() -> None:
    grave = [line.text for line in LINES if grade(normalise(line.text)).firm.level >= Level.HIGH]
    among = [f"{text} {calm}" for text in grave for calm in CONTINUATIONS]
    lost = [text for text in among if judged(text).level < Level.HIGH]

    assert len(among) > 100
    assert len(lost) < TALKED_AWAY * len(among), lost
