"""Cut a text into lower-case tokens, undoing what encodings and transcripts do to words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from ruby_fsm.understanding import spelling

_TOKEN = re.compile(r"[^\W_]*\*[\w*]*|[^\W_]+(?:'[^\W_]+)*")
_APOSTROPHES = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201b\u02bc\u02b9\u2032\uff07`\u00b4", "'")
)
_SPLIT_SUFFIXES = frozenset(("m", "t", "s", "ve", "ll", "re", "d"))
_PRONOUNS = frozenset(("i", "you", "he", "she", "it", "we", "they"))
_LONGEST_SPELLED = max(map(len, spelling.SPELLED))


def tokens_of(text: str) -> list[str]:
    """Words with their apostrophes and stars (`don't`, `su*cide`); punctuation is gone."""
    if not text.isascii():
        # Accents, full-width letters and invisible characters must not hide a word.
        parts = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
        text = "".join(c for c in parts if unicodedata.category(c) not in ("Mn", "Cf"))
    return _rejoined(_unglued(_TOKEN.findall(text.replace("`", "'").lower())))


def _unglued(tokens: list[str]) -> list[str]:
    """Part what lost its spaces around `i am`: `care iamdone`, `anymorei am`, `i amso tired`."""
    if not any(token.startswith(("am", "iam")) for token in tokens):
        return tokens
    parted: list[str] = []
    for word in tokens:
        head, _, rest = word.partition("am")
        is_glued = head in ("", "i") and rest in spelling.AFTER_AM
        if (is_glued or word == "am") and parted and _ends_in_i(parted[-1]):
            parted[-1:] = [parted[-1][:-1], "i"]
        parted += [*([head] if head else []), "am", rest] if is_glued else [word]
    return parted


def _ends_in_i(token: str) -> bool:
    return token.endswith("i") and len(token) > len("hi")


def _rejoined(tokens: list[str]) -> list[str]:
    """Undo what a transcript splits: `don t`, `i m`, and words spelt letter by letter (`d i e`)."""
    joined: list[str] = []
    at, last = 0, len(tokens) - 1
    while at <= last:
        here = tokens[at]
        if at < last and tokens[at + 1] in _SPLIT_SUFFIXES and _takes(here, tokens[at + 1]):
            joined.append(f"{here}'{tokens[at + 1]}")
            at += 2
        elif len(here) == 1 and (spelt := _spelt(tokens, at)):
            joined.append(spelt)
            at += len(spelt)
        else:
            joined.append(here)
            at += 1
    return joined


def _takes(word: str, suffix: str) -> bool:
    if suffix == "t":
        return f"{word}t" in spelling.CONTRACTIONS
    if suffix == "m":
        return word == "i"
    if suffix == "s":
        return word in spelling.IS_AFTER or word == "let"
    return word in _PRONOUNS or word in spelling.IS_AFTER


def _spelt(tokens: Sequence[str], at: int) -> str:
    run = ""
    for letter in tokens[at : at + _LONGEST_SPELLED]:
        if len(letter) != 1:
            break
        run += letter
        if run in spelling.SPELLED:
            return run
    return ""
