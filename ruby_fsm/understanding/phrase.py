"""Match phrases over words: a tiny grammar that can only see whole words.

A pattern is slots parted by spaces: `die` a word, `want|wish` one of several, `@kin` one of a
named class (its members may be phrases), `to?` (or `to|for?`, all of them) may be missing, `~3` up
to three words of any kind between, and a closing `.` stands for the end of the clause.
Word by word rather than by regular expressions: nothing to backtrack over, no substring can match,
and several hundred patterns are ready in a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")
Classes = Mapping[str, tuple[str, ...]]


END = "."
ANY = ""


def phrases_in(text: str) -> tuple[str, ...]:
    """The phrases of a table, parted by commas."""
    return tuple(phrase.strip() for phrase in text.split(","))


def words_in(text: str) -> frozenset[str]:
    """The words of a table, parted by spaces."""
    return frozenset(text.split())


# Speech has no full stops; before these a clause has ended as a rule.
OPENERS = words_in("i and but so because then or if when he she we they yesterday sorry help /")


class Slot(NamedTuple):
    """One place in a pattern: the phrases it takes by their first word, and what may be skipped."""

    takes: dict[str, tuple[tuple[str, ...], ...]]
    gap: int
    optional: bool


def slots_of(pattern: str, classes: Classes) -> tuple[Slot, ...]:
    """Read a pattern. Raises ValueError where it names no known class, or begins or ends open."""
    slots: list[Slot] = []
    gap = 0
    for part in pattern.split():
        if part.startswith("~"):
            gap = int(part[1:])
            continue
        slots.append(Slot(_takes(part.removesuffix("?"), classes), gap, part.endswith("?")))
        gap = 0
    if pattern.startswith("~") or gap or all(slot.optional for slot in slots):
        raise ValueError(f"pattern {pattern!r}: begin and end with a word that must be there")
    return tuple(slots)


def _takes(part: str, classes: Classes) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for option in part.split("|"):
        if option.startswith("@") and option[1:] not in classes:
            raise ValueError(f"pattern class {option!r} is not known; known: {sorted(classes)}")
        for phrase in classes[option[1:]] if option.startswith("@") else (option,):
            words = tuple(phrase.split())
            found[words[0]] = (*found.get(words[0], ()), words)
    # The longest first: "my own life" before "my".
    return {head: tuple(sorted(takes, key=len, reverse=True)) for head, takes in found.items()}


def openings_of(slots: Sequence[Slot]) -> set[tuple[str, str]]:
    """The first two words of every match; the second is `ANY` where a gap leaves it open."""
    pairs: set[tuple[str, str]] = set()
    for at, slot in enumerate(slots):
        seconds = _firsts(slots[at + 1 :])
        for phrase in (phrase for takes in slot.takes.values() for phrase in takes):
            if len(phrase) > 1:
                pairs.add((phrase[0], phrase[1]))
            else:
                pairs.update((phrase[0], second) for second in seconds)
        if not slot.optional:
            break
    return pairs


def _firsts(slots: Sequence[Slot]) -> set[str]:
    """Words that may come first in a match of `slots`, or `ANY`."""
    firsts: set[str] = set()
    for slot in slots:
        if slot.gap or END in slot.takes:
            return {ANY}
        firsts |= slot.takes.keys()
        if not slot.optional:
            return firsts
    return {ANY}


def needed_by(slots: Sequence[Slot]) -> frozenset[str]:
    """Words of which every match holds one; empty where no such can be named."""
    must = [slot.takes.keys() for slot in slots[1:] if not slot.optional and END not in slot.takes]
    return frozenset(min(must, key=len, default=()))


def end_of_match(slots: Sequence[Slot], words: Sequence[str], at: int, slot: int = 0) -> int:
    """Index behind the last word of a match that begins at `at`; -1 when there is none."""
    if slot == len(slots):
        return at
    takes, gap, optional = slots[slot]
    if END in takes and (end := _end_of_clause(words, at, gap)) >= 0:
        return end
    for place in range(at, min(at + gap + 1, len(words))):
        for phrase in takes.get(words[place], ()):
            behind = place + len(phrase)
            if len(phrase) > 1 and tuple(words[place:behind]) != phrase:
                continue
            if (end := end_of_match(slots, words, behind, slot + 1)) >= 0:
                return end
    return end_of_match(slots, words, at, slot + 1) if optional else -1


def _end_of_clause(words: Sequence[str], at: int, gap: int) -> int:
    for place in range(at, min(at + gap, len(words)) + 1):
        if place == len(words) or words[place] in OPENERS:
            return place
    return -1


class Match(NamedTuple, Generic[T]):
    """A pattern's owner found in `words[start:end]`."""

    owner: T
    start: int
    end: int


class Entry(NamedTuple, Generic[T]):
    """A pattern of a book; `needs` spares looking for it where none of these words was said."""

    slots: tuple[Slot, ...]
    owner: T
    needs: frozenset[str]


class PhraseBook(Generic[T]):
    """Many patterns looked for at once, indexed by their first two words."""

    def __init__(self, entries: Iterable[tuple[str, T]], classes: Classes) -> None:
        self._index: dict[str, dict[str, list[Entry[T]]]] = {}
        for pattern, owner in entries:
            slots = slots_of(pattern, classes)
            entry = Entry(slots, owner, needed_by(slots))
            for first, second in openings_of(slots):
                self._index.setdefault(first, {}).setdefault(second, []).append(entry)

    def find(self, words: Sequence[str]) -> list[Match[T]]:
        """Every match, by where it starts; matches may overlap."""
        index, last, said = self._index, len(words) - 1, frozenset(words)
        found: list[Match[T]] = []
        for start, word in enumerate(words):
            if (entry := index.get(word)) is None:
                continue
            for second in (words[start + 1], ANY) if start < last else (ANY,):
                for slots, owner, needs in entry.get(second, ()):
                    if needs and needs.isdisjoint(said):
                        continue
                    if (end := end_of_match(slots, words, start)) > start:
                        found.append(Match(owner, start, end))
        return found

    def find_at(self, words: Sequence[str], start: int) -> Match[T] | None:
        """A match at `start`: of several the one of most words, of equals the first entered."""
        entry = self._index.get(words[start])
        if entry is None:
            return None
        best: Match[T] | None = None
        for second in (*words[start + 1 : start + 2], ANY):
            for slots, owner, _ in entry.get(second, ()):
                end = end_of_match(slots, words, start)
                if end > (best.end if best else start):
                    best = Match(owner, start, end)
        return best
