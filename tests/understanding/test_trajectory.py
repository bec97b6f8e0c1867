"""The mood of a call: followed smoothly, its turns told, and odd sentences turn nothing."""

from __future__ import annotations

from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Mood, MoodReading
from ruby_fsm.understanding.trajectory import Course, Direction, follow


def course_of(*valences: float) -> Course:
    course = Course()
    for valence in valences:
        course = follow(course, MoodReading(Mood.NEUTRAL, valence, 0.6))
    return course


def test_call_without_a_word_of_mood_has_a_steady_course() -> None:
    course = follow(Course(), MoodReading())

    assert (course.heard, course.direction, course.turned) == (1, Direction.STEADY, 0)


def test_mood_that_sinks_goes_darker_and_its_turn_is_told() -> None:
    course = course_of(0.5, 0.5, -0.5, -0.6, -0.6)

    assert (course.direction, course.turned) == (Direction.DARKER, 3)


def test_mood_that_lifts_goes_brighter() -> None:
    course = course_of(-0.6, -0.5, 0.3, 0.5)

    assert (course.direction, course.turned) == (Direction.BRIGHTER, 3)


def test_slow_slide_is_a_turn_in_the_end() -> None:
    assert course_of(0.4, 0.2, 0.0, -0.2).turned == 4


def test_small_swings_turn_nothing() -> None:
    assert course_of(0.2, -0.1, 0.2, -0.1, 0.2, -0.1).turned == 0


def test_words_of_a_call_are_followed() -> None:
    said = (
        "i am so happy today",
        "the bus was late",
        "now i feel so sad and lonely",
        "i am crying",
    )
    course = Course()

    for words in said:
        course = follow(course, assess(words).mood)

    assert (course.heard, course.direction) == (4, Direction.DARKER)
    assert course.turned in {3, 4}
