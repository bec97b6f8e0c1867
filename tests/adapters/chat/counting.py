"""Words, stems and sentences as the measures count them: the test's own, not the companion's."""

from __future__ import annotations

import re

from tests.adapters.chat.plain_words import STOPWORDS

SHORTEST = 3  # letters of a word that carries meaning, and of a stem


def words(text: str) -> list[str]:
    return re.findall(r"[a-z]+(?:'[a-z]+)?", text.lower().replace("\u2019", "'"))


def stem(word: str) -> str:
    word = word.removesuffix("'s")
    for ending in ("ing", "ies", "ed", "es", "s", "y", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > SHORTEST and word[-1] == word[-2] else word


def content(text: str) -> set[str]:
    """Stems of the words that carry meaning: no function words, none under three letters."""
    return {stem(word) for word in words(text) if len(word) >= SHORTEST and word not in STOPWORDS}


def sentences(text: str) -> list[str]:
    return [part.strip() for part in re.findall(r"[^.!?]+[.!?]*", text) if part.strip()]
