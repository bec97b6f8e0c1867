"""Spanish put into rough English word by word, for the encoder, which was taught in English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ruby_fsm.understanding.normalise import normalise
from ruby_fsm.understanding.spanish.tables import sections

GLOSSARY = "glossary.txt"
# A group of so many words at most has a meaning of its own.
MOST = 4


def _read() -> Mapping[tuple[str, ...], tuple[str, ...]]:
    entries = (line.split("=") for line in sections(GLOSSARY)[""])
    return {tuple(spanish.split()): tuple(english.split()) for spanish, english in entries}


_ENGLISH = _read()


def in_english(words: Sequence[str]) -> tuple[str, ...]:
    """The words of `hear`, each as an English speaker would say it; what is unknown stays."""
    return normalise(" ".join(word for one in _groups(words) for word in _ENGLISH.get(one, one)))


def _groups(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    at = 0
    while at < len(words):
        sizes = range(min(MOST, len(words) - at), 1, -1)
        known = (size for size in sizes if tuple(words[at : at + size]) in _ENGLISH)
        size = next(known, 1)
        yield tuple(words[at : at + size])
        at += size
