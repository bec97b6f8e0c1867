"""What the linear head reads in a window: n-grams, letters, concepts, leads, what the rules saw.

Three views of the same words, each learnt apart from the others: together they err less than one
that knows all features at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ruby_fsm.understanding.assessment import Risk
from ruby_fsm.understanding.phrase import Match, PhraseBook
from ruby_fsm.understanding.risk import context
from ruby_fsm.understanding.risk.idioms import IDIOMS
from ruby_fsm.understanding.risk.signs import SIGNS
from ruby_fsm.understanding.risk.tables import Concept, Lead, concepts, leads
from ruby_fsm.understanding.risk.vocabulary import CLASSES

# Two concepts this close together say more than each alone.
NEAR = 6
MANY = 4
BEGIN, END = "^", "$"
# Runs of letters, over the bounds of words: they see through endings and misheard words.
RUN = 6

_LEADS = PhraseBook(leads(), CLASSES)
_CONCEPTS = PhraseBook(concepts(), {})
_SIGNS = PhraseBook(((sign, kind) for kind, signs in SIGNS.items() for sign in signs), CLASSES)
_IDIOMS = PhraseBook(((idiom, None) for idiom in IDIOMS), CLASSES)


class Feature(NamedTuple):
    """A name, and the span of words it stands for (empty where it stands for none)."""

    name: str
    start: int = 0
    end: int = 0


class Seen(NamedTuple):
    """What stands in a window: the leads no idiom takes away, the concepts, and all features."""

    leads: Sequence[Match[Lead]]
    concepts: Sequence[Match[Concept]]
    words: Sequence[Feature]
    marks: Sequence[Feature]
    letters: frozenset[str]

    @property
    def names(self) -> frozenset[str]:
        """The name of every feature, once."""
        return frozenset(feature.name for feature in (*self.words, *self.marks)) | self.letters

    @property
    def views(self) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        """The names of the features, as each view knows them."""
        words = frozenset(feature.name for feature in self.words)
        marks = frozenset(feature.name for feature in self.marks)
        return words, marks | {word for word in words if " " not in word}, self.letters


def see(words: Sequence[str], rules: Risk) -> Seen:
    """Read a window; `rules` is what the rules made of it."""
    found = sorted(set(_CONCEPTS.find(words)), key=lambda match: (match.start, match.end))
    idioms = _IDIOMS.find(words)
    led = [
        match
        for match in _LEADS.find(words)
        if not any(idiom.start < match.end and match.start < idiom.end for idiom in idioms)
    ]
    marks = [
        *_about(found, words),
        *_led(led, words),
        *(Feature(f"~{match.owner}") for match in _SIGNS.find(words)),
        Feature(f"={rules.level.value}"),
        Feature(f"={rules.category.value}"),
        *([Feature("!idiom")] if idioms else []),
    ]
    return Seen(led, found, list(_ngrams(words)), marks, _letters(words))


def _letters(words: Sequence[str]) -> frozenset[str]:
    text = f"{BEGIN}{' '.join(words)}{END}"
    return frozenset(f"`{text[at : at + RUN]}" for at in range(len(text) - RUN + 1))


def _ngrams(words: Sequence[str]) -> Iterator[Feature]:
    padded = [BEGIN, *words, END]
    last = len(words)
    for at, word in enumerate(words):
        yield Feature(word, at, at + 1)
    for at in range(last + 1):
        one, two = padded[at], padded[at + 1]
        start = max(at - 1, 0)
        yield Feature(f"{one} {two}", start, min(at + 1, last))
        if at < last:
            three = padded[at + 2]
            end = min(at + 2, last)
            yield Feature(f"{one} {two} {three}", start, end)
            yield Feature(f"{one} _ {three}", start, end)


def _about(found: Sequence[Match[Concept]], words: Sequence[str]) -> Iterator[Feature]:
    for index, match in enumerate(found):
        name, start, end = match.owner.name, match.start, match.end
        before = words[start - 1] if start else BEGIN
        behind = words[end] if end < len(words) else END
        yield Feature(f"#{name}", start, end)
        yield Feature(f"{before} #{name}", max(start - 1, 0), end)
        yield Feature(f"#{name} {behind}", start, min(end + 1, len(words)))
        for other in found[index + 1 :]:
            if other.start > end + NEAR:
                break
            if other.start >= end:
                yield Feature(f"#{name} ~ #{other.owner.name}", start, other.end)


def _led(led: Sequence[Match[Lead]], words: Sequence[str]) -> Iterator[Feature]:
    for match in led:
        start, end = match.start, match.end
        yield Feature(f"!{match.owner.name}", start, end)
        yield Feature(f"!{match.owner.mark}", start, end)
        for name, is_so in (
            ("story", context.is_story(words, start, end)),
            ("denied", context.is_denied(words, start, end)),
            ("past", context.is_past(words, start, end)),
            ("light", context.is_light(words, start, end)),
            ("other", context.is_about_another(words, start)),
        ):
            if is_so:
                yield Feature(f"!{name}")
    places, names = {match.start for match in led}, {match.owner.name for match in led}
    for name, is_so in (
        ("any", bool(led)),
        ("two", len(places) > 1),
        ("kinds", len(names) > 1),
        ("many", len(places) >= MANY),
    ):
        if is_so:
            yield Feature(f"!{name}")
