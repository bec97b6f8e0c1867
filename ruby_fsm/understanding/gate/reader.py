"""How the gate reads one language: its words, its rules, and what turns a phrase there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from ruby_fsm.understanding.gate.fault import Fault
from ruby_fsm.understanding.gate.rule import Rule
from ruby_fsm.understanding.phrase import Match, PhraseBook

START = "/"  # of a clause
QUESTION = "?"  # of a clause that asks, where the language tells at its beginning
_STARTS = frozenset((START, QUESTION))


class Reader(NamedTuple):
    """`words` of a clause, its start first; `is_denied`: whether a negation is among some words."""

    words: Callable[[str], Iterable[str]]
    book: PhraseBook[Rule]
    is_denied: Callable[[Sequence[str]], bool]
    denial_reach: int

    def faults(self, clauses: Iterable[str]) -> Iterator[Fault]:
        words = [word for clause in clauses for word in self.words(clause)]
        for match in self.book.find(words):
            if self._is_meant(match, words):
                yield match.owner.fault

    def _is_meant(self, match: Match[Rule], words: list[str]) -> bool:
        """Whether nothing turns it: `please never hurt yourself` urges nobody."""
        if QUESTION in words[match.start + 1 : match.end]:
            return False  # half told, half asked
        begins, ends = _clause(match, words)
        if not match.owner.unless.isdisjoint(words[begins:ends]):
            return False
        near = words[max(match.start - self.denial_reach, begins) : match.end]
        return not (match.owner.deniable and self.is_denied(near))


def _clause(match: Match[Rule], words: list[str]) -> tuple[int, int]:
    """Where the clause begins that `match` begins in, and where it ends."""
    begins, ends = match.start, match.end
    while begins and words[begins] not in _STARTS:
        begins -= 1
    while ends < len(words) and words[ends] not in _STARTS:
        ends += 1
    return begins, ends
