"""Name what Spanish words are about, with the names that the English lexicon gives its topics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ruby_fsm.understanding.phrase import PhraseBook
from ruby_fsm.understanding.spanish.tables import sections
from ruby_fsm.understanding.topics import MOST

_BOOK = PhraseBook(
    ((word, topic) for topic, words in sections("topics.txt").items() for word in words), {}
)


def topics_of(words: Sequence[str]) -> tuple[str, ...]:
    """Up to three topics of the words of `hear`, the most named first, then the first named."""
    named = Counter(match.owner for match in _BOOK.find(words))
    return tuple(topic for topic, _ in named.most_common(MOST))
