"""Bring what a recogniser wrote down to plain words, so that rules meet one spelling only."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from ruby_fsm.understanding import spelling
from ruby_fsm.understanding.phrase import PhraseBook

# Twilio cuts speech at 60 s, about 200 words. Five times that is read whole; of more, head and tail
# are read: what is said last weighs most, what is said first opens the matter.
MAX_WORDS = 1_000
MAX_CHARS = 12_000
LETTERS_ENOUGH = 3

_TOKEN = re.compile(r"[^\W_]*\*[\w*]*|[^\W_]+(?:'[^\W_]+)*")
_APOSTROPHES = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201b\u02bc\u02b9\u2032\uff07`\u00b4", "'")
)
_DIGIT_LETTERS = str.maketrans("013457@$", "oieastas")
_SPLIT_SUFFIXES = frozenset(("m", "t", "s", "ve", "ll", "re", "d"))
_SOUND_ALIKES = PhraseBook(spelling.SOUND_ALIKES, {})
_PRONOUNS = frozenset(("i", "you", "he", "she", "it", "we", "they"))
_AFTER_NOT_FILLED = frozenset(("just", "only", "merely"))


def normalise(text: str) -> tuple[str, ...]:
    """Lower-case words of `text`, contractions spelt out, stutters gone, mishearings mended.

    At most about `MAX_WORDS`: of a longer text head and tail.
    """
    words = _expanded(_rejoined(_capped(_tokens(text))))
    return tuple(_unstuttered(_mended(list(_kept(words)))))


def _tokens(text: str) -> list[str]:
    if len(text) > MAX_CHARS:
        text = f"{text[: MAX_CHARS // 2]} {text[-MAX_CHARS // 2 :]}"
    if not text.isascii():
        # Accents, full-width letters and invisible characters must not hide a word.
        parts = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
        text = "".join(c for c in parts if unicodedata.category(c) not in ("Mn", "Cf"))
    return _TOKEN.findall(text.replace("`", "'").lower())


def _capped(tokens: list[str]) -> list[str]:
    if len(tokens) <= MAX_WORDS:
        return tokens
    return tokens[: MAX_WORDS // 2] + tokens[-MAX_WORDS // 2 :]


def _rejoined(tokens: list[str]) -> Iterator[str]:
    """Undo what a transcript splits: `don t`, `i m`, and words spelt letter by letter (`d i e`)."""
    at = 0
    while at < len(tokens):
        here = tokens[at]
        behind = tokens[at + 1] if at + 1 < len(tokens) else ""
        if len(here) == 1 and (spelt := _spelt(tokens, at)):
            yield spelt
            at += len(spelt)
        elif behind in _SPLIT_SUFFIXES and _takes_suffix(here, behind):
            yield f"{here}'{behind}"
            at += 2
        else:
            yield here
            at += 1


def _spelt(tokens: Sequence[str], at: int) -> str:
    longest = max(map(len, spelling.SPELLED))
    run = ""
    for letter in tokens[at : at + longest]:
        if len(letter) != 1:
            break
        run += letter
        if run in spelling.SPELLED:
            return run
    return ""


def _takes_suffix(word: str, suffix: str) -> bool:
    if suffix == "t":
        return f"{word}t" in spelling.CONTRACTIONS
    if suffix == "m":
        return word == "i"
    if suffix == "s":
        return word in spelling.IS_AFTER or word == "let"
    return word in _PRONOUNS or word in spelling.IS_AFTER


def _expanded(tokens: Iterator[str]) -> Iterator[str]:
    words = list(tokens)
    for at, word in enumerate(words):
        behind = words[at + 1] if at + 1 < len(words) else ""
        if word == "ill" and behind in spelling.WILL_BEFORE:
            yield from ("i", "will")
        else:
            yield from _plain(word).split()


def _plain(token: str) -> str:
    if token.isalpha() and token.isascii():
        known = spelling.CONTRACTIONS.get(token)
        return known or spelling.MISSPELT.get(token, token)
    if "*" in token or any(c.isdigit() for c in token):
        return _unhidden(token)
    return _uncontracted(token) if "'" in token else token


def _uncontracted(token: str) -> str:
    stem, _, suffix = token.rpartition("'")
    joined = token.replace("'", "")
    if joined in spelling.CONTRACTIONS and joined != "ill":
        return spelling.CONTRACTIONS[joined]
    if suffix in spelling.SUFFIXES:
        return f"{stem} {spelling.SUFFIXES[suffix]}"
    if suffix == "s":
        return f"{stem} is" if stem in spelling.IS_AFTER else stem
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


def _kept(words: Iterator[str]) -> Iterator[str]:
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
        kept.append(word)
        for size in (1, 2, 3):
            if len(kept) >= 2 * size and kept[-size:] == kept[-2 * size : -size]:
                del kept[-size:]
                break
    return kept
