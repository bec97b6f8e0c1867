"""Spanish put into rough English word by word, for the encoder, which was taught in English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ruby_fsm.understanding.normalise import normalise
from ruby_fsm.understanding.spanish.tables import sections

GLOSSARY = "glossary.txt"
# A group of so many words at most has a meaning of its own.
MOST = 4
# Letters that Spanish speakers of some land hear as one: whoever spells by ear swaps them.
_SOUNDS = (
    (re.compile("(?<!c)h"), ""), (re.compile("qu(?=[ei])"), "k"), (re.compile("c(?=[ei])"), "s"),
    (re.compile("c(?!h)"), "k"), (re.compile("gu(?=[ei])"), "g"), (re.compile("g(?=[ei])"), "j"),
    (re.compile("v"), "b"), (re.compile("z"), "s"), (re.compile("ll(?=[aeiou])"), "y"),
    (re.compile("y$"), "i"),
)  # fmt: skip
# Shorter words sound like too many others.
LONG_ENOUGH = 3


def _read() -> Mapping[tuple[str, ...], tuple[str, ...]]:
    entries = (line.split("=") for line in sections(GLOSSARY)[""])
    return {tuple(spanish.split()): tuple(english.split()) for spanish, english in entries}


def _sound(word: str) -> str:
    for letters, heard in _SOUNDS:
        word = letters.sub(heard, word)
    return word


_ENGLISH = _read()
# Of words that sound alike the first in the alphabet: whoever meant another wrote it right.
_BY_SOUND: Mapping[str, tuple[str, ...]] = {
    _sound(group[0]): english
    for group, english in sorted(_ENGLISH.items(), reverse=True)
    if len(group) == 1
}


def in_english(words: Sequence[str]) -> tuple[str, ...]:
    """The words of `hear`, each as an English speaker would say it.

    What is unknown is taken for what sounds alike (`boi` for `voy`), and else stays.
    """
    return normalise(" ".join(word for one in _groups(words) for word in _meant(one)))


def _meant(group: tuple[str, ...]) -> tuple[str, ...]:
    if group in _ENGLISH:
        return _ENGLISH[group]
    if len(group[0]) < LONG_ENOUGH:
        return group
    return _BY_SOUND.get(_sound(group[0]), group)


def _groups(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    at = 0
    while at < len(words):
        sizes = range(min(MOST, len(words) - at), 1, -1)
        known = (size for size in sizes if tuple(words[at : at + size]) in _ENGLISH)
        size = next(known, 1)
        yield tuple(words[at : at + size])
        at += size
