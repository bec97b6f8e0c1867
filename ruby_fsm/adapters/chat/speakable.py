"""What a model wrote, as a voice can say it: no thinking aloud, markup, emoji or stage directions.

It removes and never rewrites: a sentence that stays is the model's own.
"""

from __future__ import annotations

import re
import unicodedata

THINKING = re.compile(r"(?is)<(think|thinking|reasoning)\b[^>]*>.*?(</\1\s*>|\Z)")
TAG = re.compile(r"</?[a-z][^<>]{0,200}>", re.IGNORECASE)
FENCE = re.compile(r"^[ \t]*(```|~~~).*$", re.MULTILINE)
LINK = re.compile(r"!?\[([^\]\n]*)\]\((?:[^()\s]|\([^()\s]*\))*\)")
ADDRESS = re.compile(r"(?:https?://|www\.)\S+?(?=[.,;:!?)]*(?:\s|\Z))", re.IGNORECASE)
HEADING = re.compile(r"^[ \t]*#{1,6}[ \t]+", re.MULTILINE)
ITEM = re.compile(r"^[ \t]*(?:[-*+•]|\d{1,2}[.)])[ \t]+", re.MULTILINE)
SPEAKER = re.compile(r"\A\W*(?:ruby|assistant|ai)\s*:\s*", re.IGNORECASE)
OTHER_SPEAKER = re.compile(r"(?ism)^\W*(?:user|human|person|caller|system)\s*:.*\Z")
# `*smiles*`, `(pauses)`, `[sighs]` where a sentence could begin; in mid-sentence stars are stress.
STAGE = re.compile(
    r"(?:(?<=\A)|(?<=[.!?…\n]))\s*(?:\*[^*\n]{1,60}\*|\([^()\n]{1,40}\)|\[[^\[\]\n]{1,60}\])"
    r"(?=\s|\Z|[.!?])"
)
STARS = re.compile(r"\*{1,3}|_{2,3}|~~|`+|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)")
# Letters, marks, digits, spaces and plain punctuation are spoken; emoji and the like are not.
UNSPOKEN = frozenset({"So", "Sk", "Co", "Cn", "Cs", "Cc", "Cf"})
JOINERS = "\u200c\u200d"
VARIANTS = "\ufe0e\ufe0f"  # left over from an emoji
QUOTES = {'"': '"', "\u201c": "\u201d", "\u00ab": "\u00bb"}


def speakable(text: str) -> str:
    """One line of plain words, '' where nothing is left."""
    text = THINKING.sub(" ", text)
    text = OTHER_SPEAKER.sub("", SPEAKER.sub("", text.strip()))
    for pattern in (TAG, FENCE, STAGE):
        text = pattern.sub(" ", text)
    text = ADDRESS.sub("", LINK.sub(r"\1", text))
    text = STARS.sub("", ITEM.sub("", HEADING.sub("", text)))
    line = " ".join("".join(map(said, text)).split())
    line = re.sub(r"\s+([.,;:!?])", r"\1", unquoted(line))
    return line if any(char.isalnum() for char in line) else ""


def said(char: str) -> str:
    """The character, a blank for one that breaks the line, nothing for one without a sound."""
    if char.isspace():
        return " "
    is_unspoken = unicodedata.category(char) in UNSPOKEN and char not in JOINERS
    return "" if is_unspoken or char in VARIANTS else char


def unquoted(line: str) -> str:
    """Models that are told to speak like to put all of it in quotes."""
    inner = line[1:-1]
    closing = QUOTES.get(line[:1])
    is_quoted = len(line) > 1 and closing == line[-1] and closing not in inner
    return inner.strip() if is_quoted else line
