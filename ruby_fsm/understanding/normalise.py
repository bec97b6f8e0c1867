"""Bring what a recogniser wrote down to plain words, so that rules meet one spelling only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar

from ruby_fsm.understanding import spelling
from ruby_fsm.understanding.phrase import PhraseBook
from ruby_fsm.understanding.tokens import tokens_of

# Twilio cuts speech at 60 s, about 200 words and 1,200 characters. Ten times that is read; of more,
# head and tail: what is said last weighs most, what is said first opens the matter.
MAX_CHARS = 12_000
MAX_TOKENS = 2_000
LETTERS_ENOUGH = 3

Sliced = TypeVar("Sliced", str, list[str])

_DIGIT_LETTERS = str.maketrans("013457", "oieast")
_SOUND_ALIKES = PhraseBook(spelling.SOUND_ALIKES, {})
_AFTER_NOT_FILLED = frozenset(("just", "only", "merely"))
_KNOWN = {
    word: tuple(plain.split())
    for word, plain in {**spelling.MISSPELT, **spelling.CONTRACTIONS}.items()
}


class Heard(NamedTuple):
    """Plain words of an utterance; `whole` is False where its middle was too long to read."""

    words: tuple[str, ...]
    whole: bool


def hear(text: str) -> Heard:
    """Lower-case words of `text`, contractions spelt out, stutters gone, mishearings mended."""
    tokens = tokens_of(_ends(text, MAX_CHARS))
    words = _mended(list(_kept(_expanded(_ends(tokens, MAX_TOKENS)))))
    whole = len(text) <= MAX_CHARS and len(tokens) <= MAX_TOKENS
    return Heard(tuple(_unstuttered(words)), whole)


def normalise(text: str) -> tuple[str, ...]:
    """The words that `hear` reads."""
    return hear(text).words


def _ends(sequence: Sliced, size: int) -> Sliced:
    if len(sequence) <= size:
        return sequence
    return sequence[: size // 2] + sequence[-size // 2 :]


def _expanded(tokens: list[str]) -> list[str]:
    words: list[str] = []
    for token in tokens:
        if (known := _KNOWN.get(token)) is not None:
            words += known
        elif token.isalpha():
            words.append(token)
        else:
            words += _plain(token).split()
    return words


def _plain(token: str) -> str:
    if "'" in token:
        return _uncontracted(token)
    return _unhidden(token)


def _uncontracted(token: str) -> str:
    stem, _, suffix = token.rpartition("'")
    joined = token.replace("'", "")
    if joined in spelling.CONTRACTIONS:
        return spelling.CONTRACTIONS[joined]
    if suffix in spelling.SUFFIXES:
        return f"{stem} {spelling.SUFFIXES[suffix]}"
    if suffix == "s":
        # "mum's boyfriend" is "mom boyfriend", as "mum" alone is "mom".
        return f"{stem} is" if stem in spelling.IS_AFTER else " ".join(_KNOWN.get(stem, (stem,)))
    return joined


def _unhidden(token: str) -> str:
    """Read `su*cide` and `k1ll`: hidden letters are guessed among the words that matter only."""
    if token.isdigit():
        return token
    plain = token.translate(_DIGIT_LETTERS)
    if "*" not in plain:
        return plain if plain in spelling.HIDDEN else token
    head, tail = plain.partition("*")[0], plain.rpartition("*")[2]
    shown = len(head) + len(tail)
    for word in spelling.HIDDEN:
        # A guess needs the very length, or enough letters to leave no other word.
        fits = len(word) == len(plain) or (shown >= LETTERS_ENOUGH and len(word) > shown)
        if shown and fits and word.startswith(head) and word.endswith(tail):
            return word
    return ""


def _kept(words: Iterable[str]) -> Iterator[str]:
    """Drop fillers. `not just` goes whole: `not just sad` denies nothing."""
    before = ""
    for word in words:
        if word in _AFTER_NOT_FILLED and before == "not":
            before = ""
            continue
        if before:
            yield before
        before = "" if word in spelling.FILLERS else word
    if before:
        yield before


def _mended(words: list[str]) -> list[str]:
    mended: list[str] = []
    at = 0
    while at < len(words):
        found = _SOUND_ALIKES.find_at(words, at)
        if found is None:
            mended.append(words[at])
            at += 1
            continue
        heard = words[found.start : found.end]
        mended += heard if found.owner is None else found.owner.format(*heard).split()
        at = found.end
    return mended


def _unstuttered(words: list[str]) -> list[str]:
    """Drop a word or a group of up to three words said twice in a row."""
    kept: list[str] = []
    for word in words:
        for size in (1, 2, 3):
            # The cheap look at one word first: this runs for every word of every call.
            if len(kept) >= size and kept[-size] == word:
                group = [*kept[len(kept) - size + 1 :], word]
                if kept[-2 * size + 1 : len(kept) - size + 1] == group:
                    del kept[len(kept) - size + 1 :]
                    break
        else:
            kept.append(word)
    return kept
