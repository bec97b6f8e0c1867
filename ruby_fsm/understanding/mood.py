"""Read the mood of one utterance: which way it leans, how far, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ruby_fsm.understanding import feelings
from ruby_fsm.understanding.assessment import Mood, MoodReading
from ruby_fsm.understanding.phrase import Match, PhraseBook

Phrases = Mapping[int, tuple[str, ...]]

# Below this the words lean neither way.
LEANING = 0.2
# A turned feeling weighs less than a plain one: "not happy" is not yet "sad".
TURNED = -0.6
ELSEWHERE = 0.5
STRONGER = 1.4
BEFORE_BUT = 0.3
# The weight of words at which mood and confidence stand half-way.
HALF = 1.5


class Feeling(NamedTuple):
    """What a phrase of the lexicon says: `weight` 1 to 3, below 0 when dark."""

    mood: Mood
    weight: int


def book_of(happy: Phrases, sad: Phrases, stressed: Phrases) -> PhraseBook[Feeling]:
    """What a language says of moods: phrases by how much they weigh."""
    groups = ((Mood.HAPPY, 1, happy), (Mood.SAD, -1, sad), (Mood.STRESSED, -1, stressed))
    entries = (one for group in groups for one in _weighed(*group))
    return PhraseBook(entries, {})


def _weighed(mood: Mood, sign: int, phrases: Phrases) -> Iterator[tuple[str, Feeling]]:
    for weight, group in phrases.items():
        yield from ((phrase, Feeling(mood, sign * weight)) for phrase in group)


class Surroundings(NamedTuple):
    """The words of a language that turn, strengthen or weaken a feeling beside them."""

    book: PhraseBook[Feeling]
    negations: frozenset[str]
    bridges: frozenset[str]
    strengtheners: frozenset[str]
    others: frozenset[str]
    speaker: frozenset[str]
    contrast: str
    no_more: tuple[str, ...] = ()
    reach: int = 4


ENGLISH = Surroundings(
    book_of(feelings.HAPPY, feelings.SAD, feelings.STRESSED),
    feelings.NEGATIONS,
    feelings.BRIDGES,
    feelings.STRENGTHENERS,
    feelings.OTHERS,
    frozenset(("i", "me")),
    feelings.CONTRAST,
    ("used", "to"),
    feelings.REACH,
)


def read_mood(words: Sequence[str], tongue: Surroundings = ENGLISH) -> MoodReading:
    """The mood in normalised `words`; neutral with confidence 0 where none is named."""
    weights = dict.fromkeys(Mood, 0.0)
    strength = total = 0.0
    contrast = _last(tongue.contrast, words)
    for match in _longest(tongue.book.find(words)):
        mood, weight = _in_context(match, words, tongue)
        weight *= BEFORE_BUT if match.start < contrast else 1
        weights[mood] += abs(weight)
        total += weight
        strength += abs(weight)
    if not strength:
        return MoodReading()
    # One plain word ("sad", 2) reaches just past a half; many reach towards 1 and never past it.
    valence = round(total / (strength + HALF), 3)
    return MoodReading(_named(valence, weights), valence, round(strength / (strength + HALF), 3))


def _last(word: str, words: Sequence[str]) -> int:
    """Where `word` stands last, or -1."""
    return max((at for at, other in enumerate(words) if other == word), default=-1)


def _named(valence: float, weights: Mapping[Mood, float]) -> Mood:
    if valence >= LEANING:
        return Mood.HAPPY
    if valence > -LEANING:
        return Mood.NEUTRAL
    return Mood.STRESSED if weights[Mood.STRESSED] > weights[Mood.SAD] else Mood.SAD


def _longest(found: Sequence[Match[Feeling]]) -> Iterator[Match[Feeling]]:
    """Of matches that overlap, the longest of the first: "panic attack", not "panic" besides."""
    behind = 0
    for match in sorted(found, key=lambda match: (match.start, -match.end)):
        if match.start >= behind:
            behind = match.end
            yield match


def _in_context(
    match: Match[Feeling], words: Sequence[str], tongue: Surroundings
) -> tuple[Mood, float]:
    feeling, start = match.owner, match.start
    weight = float(feeling.weight)
    mood = feeling.mood
    if _is_turned(words, start, tongue):
        weight *= TURNED
        mood = Mood.SAD if mood is Mood.HAPPY else Mood.HAPPY
    if start and words[start - 1] in tongue.strengtheners:
        weight *= STRONGER
    if _is_elsewhere(words, start, tongue):
        weight *= ELSEWHERE
    return mood, weight


def _is_turned(words: Sequence[str], start: int, tongue: Surroundings) -> bool:
    for at in range(start - 1, max(start - tongue.reach, 0) - 1, -1):
        if words[at] in tongue.negations:
            return True
        if words[at] not in tongue.bridges:
            return bool(tongue.no_more) and tuple(words[at : at + 2]) == tongue.no_more
    return False


def _is_elsewhere(words: Sequence[str], start: int, tongue: Surroundings) -> bool:
    near = words[max(start - 3, 0) : start]
    return not tongue.others.isdisjoint(near) and tongue.speaker.isdisjoint(near)
