"""Keeping what is spoken short enough for a telephone."""

from __future__ import annotations

import re

NAME = "{name}"
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def trimmed(text: str, max_words: int) -> str:
    """At most `max_words` words: whole sentences where one fits, else cut after the last word."""
    words = text.split()
    if len(words) <= max_words:
        return " ".join(words)
    kept: list[str] = []
    sentences = iter(SENTENCE_END.split(" ".join(words)))
    # All of them are too many, so there is always a next one.
    while len(kept) + len(more := next(sentences).split()) <= max_words:
        kept += more
    return " ".join(kept or words[:max_words])


def fill_name(text: str, name: str) -> str:
    """Put `name` where `{name}` stands; without one, take the comma next to it away as well."""
    if name:
        return text.replace(NAME, name)
    return text.replace(f", {NAME}", "").replace(f"{NAME}, ", "")
