"""What a short answer comes to, in any language: a yes, or nothing but courtesies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ruby_fsm.understanding.phrase import PhraseBook


class Yeses(NamedTuple):
    """`wholes` are a yes as the whole answer, `openings` whatever follows, but for `undone`."""

    wholes: PhraseBook[Any]
    openings: PhraseBook[Any]
    undone: PhraseBook[Any]
    hesitations: frozenset[str]

    def are_in(self, words: Sequence[str]) -> bool:
        """Whether normalised `words` are a yes to a question whether something is so."""
        at = 0
        while at < len(words):
            if not self.undone.find_at(words, at):
                whole = self.wholes.find_at(words, at)
                if (whole and whole.end == len(words)) or self.openings.find_at(words, at):
                    return True
            if words[at] not in self.hesitations:
                return False
            at += 1
        return False


def is_only(book: PhraseBook[Any], words: Sequence[str]) -> bool:
    """Nothing is said but phrases of this book, one after another."""
    at = 0
    while at < len(words):
        found = book.find_at(words, at)
        if found is None:
            return False
        at = found.end
    return True
