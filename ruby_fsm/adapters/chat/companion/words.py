"""English as the companion needs it: tokens as spoken, word lists, stems, content words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files

_WORDS = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|\d+|[.,;:!?]")
# "my cats sitting on my bed" is one cat.
_LOST = re.compile(
    r"\bmy ((?:best |little |big )?(?:mum|mom|dad|nan|gran|cat|dog|brother|sister|"
    r"husband|wife|son|daughter|boss|partner|"
    r"boyfriend|girlfriend|friend))s (?=[a-z]+ing\b|called\b|names?\b)"
)
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc`\u00b4", "'"))
SHORTEST = 3  # letters of a stem, and of a word that carries meaning
MAX_CHARS = 2_000  # about a minute of talk and more; of a longer text the end is read
BOUNDARY = "."
# A recogniser may leave apostrophes out; said aloud they must be there.
_MENDED = {
    "im": "i'm", "ive": "i've", "dont": "don't", "cant": "can't", "wont": "won't",
    "didnt": "didn't", "doesnt": "doesn't", "isnt": "isn't", "wasnt": "wasn't",
    "couldnt": "couldn't", "thats": "that's", "wouldnt": "wouldn't",
    "shouldnt": "shouldn't", "havent": "haven't", "hasnt": "hasn't", "youre": "you're",
    "theyre": "they're", "hes": "he's", "shes": "she's", "whats": "what's",
    "arent": "aren't", "werent": "weren't", "theres": "there's", "cannot": "can't",
    "idk": "dunno",
}  # fmt: skip


def bag(text: str) -> frozenset[str]:
    """The words of `text`."""
    return frozenset(text.split())


def sayings(text: str) -> tuple[str, ...]:
    """The phrases of `text`, parted by ";"."""
    return tuple(part.strip() for part in text.split(";"))


def _listed(name: str) -> frozenset[str]:
    return bag((files(__package__) / "words" / f"{name}.txt").read_text("utf-8"))


def _forms(verb: str) -> Iterator[str]:
    """The regular forms of a verb."""
    stem = verb.removesuffix("e")
    doubled = verb + verb[-1] if re.fullmatch(r"[^aeiou]*[aeiou][bdgmnpt]", verb) else verb
    yield verb
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        yield f"{verb}es"
    elif verb.endswith("y") and verb[-2] not in "aeiou":
        yield from (f"{verb[:-1]}ies", f"{verb[:-1]}ied")
    else:
        yield f"{verb}s"
    base = stem if verb.endswith("e") and not verb.endswith("ee") else doubled
    yield f"{base}ing"
    yield f"{base}ed" if not verb.endswith("ee") else f"{verb}d"


def _irregular() -> tuple[frozenset[str], frozenset[str]]:
    """All forms of the irregular verbs, and those of the past alone."""
    text = (files(__package__) / "words" / "irregular.txt").read_text("utf-8")
    rows = [line.split() for line in text.splitlines()]
    past = {row[1] for row in rows if len(row) > 1}
    every = {form for row in rows for form in (*row, *_forms(row[0]))}
    return frozenset(every), frozenset(past)


STOP = _listed("stop")
NOUNS = _listed("nouns")
ADJECTIVES = _listed("adjectives")
NAMES = _listed("names") - STOP
_IRREGULAR, PAST = _irregular()
VERBS = _IRREGULAR | {form for verb in _listed("regular") for form in _forms(verb)}
KNOWN = STOP | NOUNS | ADJECTIVES | VERBS | _listed("common")
DAYS = bag("monday tuesday wednesday thursday friday saturday sunday")
MONTHS = bag(
    "january february april june july august september october november december christmas easter"
)
# Names that mean nothing else.
SURE_NAMES = NAMES - NOUNS - VERBS - ADJECTIVES - MONTHS


def tokens(text: str) -> list[str]:
    """Lower-case words as they would be said, with `BOUNDARY` where a sentence or a part ends."""
    said = _LOST.sub(r"my \1's ", text[-MAX_CHARS:].translate(_APOSTROPHES).lower())
    found = _WORDS.findall(said)
    return [BOUNDARY if word in ".,;:!?" else _MENDED.get(word, word) for word in found]


def stem(word: str) -> str:
    """A rough stem: "exams" and "exam", "walking" and "walked" are one."""
    word = word.removesuffix("'s")
    for ending in ("ing", "ies", "ed", "es", "s", "y", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            word = word[: -len(ending)]
            break
    if len(word) > SHORTEST and word[-1] == word[-2]:
        word = word[:-1]
    return word


# Words that stand in every second sentence and take nothing up.
_PALE = frozenset(
    stem(word)
    for word in bag(
        "know think say said tell told feel feeling feels felt mean get getting go going went come "
        "came want need good day time see look make made take put people bit lot life"
    )
)


def content(words: list[str]) -> set[str]:
    """Stems of the words that carry meaning."""
    return {
        stem(word)
        for word in words
        if word.removesuffix("'s") not in STOP and len(word) >= SHORTEST and word.isascii()
    } - _PALE


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def proper(word: str) -> str:
    """A word as written in the middle of a sentence: days, months, names and "i" have a capital."""
    if word in DAYS or word in MONTHS or word == "i" or word.startswith("i'") or word in SURE_NAMES:
        return capital(word)
    return word
