"""Follow the mood through a call: where it stands, which way it goes, and where it turned.

The change detector is a two-sided cumulative sum (Page 1954): small departures from the mood so
far add up, and a turn is told when they pass a bound, so one odd sentence turns nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from ruby_fsm.understanding.assessment import MoodReading

# How far the newest reading pulls the mood that is followed, at full confidence.
PULL = 0.5
# Departures below SLACK are noise; a sum of departures past BOUND is a turn.
SLACK = 0.15
BOUND = 0.7
# A course this far from where it began has a direction.
MOVED = 0.25


class Direction(StrEnum):
    BRIGHTER = "brighter"
    STEADY = "steady"
    DARKER = "darker"


@dataclass(frozen=True, slots=True)
class Course:
    """The mood of a call so far; `turned` is the utterance (from 1) of the newest change, or 0."""

    heard: int = 0
    begun: float | None = None
    valence: float = 0.0
    usual: float = 0.0
    up: float = 0.0
    down: float = 0.0
    turned: int = 0

    @property
    def direction(self) -> Direction:
        moved = self.valence - (self.begun or 0.0)
        if abs(moved) < MOVED:
            return Direction.STEADY
        return Direction.BRIGHTER if moved > 0 else Direction.DARKER


def follow(course: Course, reading: MoodReading) -> Course:
    """The course with one more utterance in it; words without mood only count."""
    course = replace(course, heard=course.heard + 1)
    if not reading.confidence:
        return course
    if course.begun is None:
        return replace(
            course, begun=reading.valence, valence=reading.valence, usual=reading.valence
        )
    pull = PULL * reading.confidence
    valence = round(course.valence + pull * (reading.valence - course.valence), 3)
    return _watched(replace(course, valence=valence), reading)


def _watched(course: Course, reading: MoodReading) -> Course:
    away = reading.valence - course.usual
    up, down = max(course.up + away - SLACK, 0.0), max(course.down - away - SLACK, 0.0)
    if max(up, down) < BOUND:
        return replace(course, up=up, down=down)
    return replace(course, usual=reading.valence, up=0.0, down=0.0, turned=course.heard)
