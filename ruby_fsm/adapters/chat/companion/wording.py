"""The last touch to a reply: its length, its sentences, its capitals."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SENTENCE = re.compile(r"[^.!?]+[.!?]+\s*")


def joined(parts: Sequence[str], max_words: int) -> str:
    """As many of the parts as fit, the first at least in part."""
    kept = parts[0] if parts else ""
    for part in parts[1:]:
        if len(f"{kept} {part}".split()) > max_words:
            break
        kept = f"{kept} {part}"
    return cut(kept, max_words)


def cut(text: str, max_words: int) -> str:
    """Whole sentences of at most `max_words`; of one that is longer, its first words."""
    kept = ""
    for sentence in sentences(text):
        if len(f"{kept}{sentence}".split()) > max_words:
            break
        kept += sentence
    return kept.strip() or " ".join(text.split()[:max_words])


def sentences(text: str) -> list[str]:
    return _SENTENCE.findall(text) or ([text] if text else [])
