"""Undo what hides a word from a rule: other alphabets, digits for letters, letters one by one."""

from __future__ import annotations

import re
import unicodedata
from functools import partial

# Letters of other alphabets that look like ours, and ours with a stroke, which NFKD leaves alone.
_LOOKALIKES = str.maketrans(
    "аеорсухікмтвнјѕԁһԛԝгбαβεηικνορτυχωγɑɡıłøđħŧƒ",
    "aeopcyxikmtbhjsdhqwrbabenikvoptuxwyagilodhtf",
)
_IN_WORD = re.compile(r"(?<![^\W\d_])[$@!](?=[^\W\d_])|(?<=[^\W\d_])[$@!](?=[^\W\d_])")
_SIGNS = {"$": "s", "@": "a", "!": "i"}
_LEET = str.maketrans("034578", "oeastb")
_MIXED = re.compile(r"\b(?=\w*[^\W\d_])(?=\w*\d)\w+\b")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|s|am|pm|mg|ml|mcg|x|h)\Z")
_SPELT = re.compile(r"\b[^\W\d_](?:[\s.\-_*,/]+[^\W\d_]\b){2,}")
LETTERS_MANY = 4  # `a b c` may be said; longer is a word in disguise


def folded(text: str) -> str:
    """One line of lower-case letters without marks; signs and digits stay."""
    if not text.isascii():
        parts = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in parts if unicodedata.category(c) not in ("Mn", "Cf"))
    return " ".join(text.casefold().translate(_LOOKALIKES).split())


def unmasked(line: str) -> tuple[str, ...]:
    """The folded line as it may be meant: `1` in a word stands for `i` or for `l`."""
    line = _IN_WORD.sub(lambda sign: _SIGNS[sign[0]], line)
    if not _MIXED.search(line):
        return (line,)
    return tuple(_MIXED.sub(partial(_letters, one=one), line) for one in "il")


def _letters(word: re.Match[str], one: str) -> str:
    if _ORDINAL.match(word[0]):
        return word[0]
    return word[0].translate(_LEET).replace("1", one)


def spelt(line: str) -> tuple[str, bool]:
    """The line with `w w w` joined, and whether a longer word was spelled out so."""
    found = [len(re.findall(r"[^\W\d_]", run[0])) for run in _SPELT.finditer(line)]
    joined = _SPELT.sub(lambda run: re.sub(r"[\s.\-_*,/]+", "", run[0]), line)
    return joined, any(size >= LETTERS_MANY for size in found)
