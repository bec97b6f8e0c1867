"""What a Spanish speaker asks of the call, by whole phrases; the places are those of `intent`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from ruby_fsm.understanding.answers import Yeses, is_only
from ruby_fsm.understanding.assessment import Intent, Lexicon
from ruby_fsm.understanding.intent import Place, Saying
from ruby_fsm.understanding.phrase import Match, PhraseBook, words_in
from ruby_fsm.understanding.spanish.tables import classes, sections
from ruby_fsm.understanding.spanish.words import hear

# A saying behind one of these is told, denied or wished, not asked: "me dijo que no le llamen mas".
_QUOTING = words_in(
    "que dijo dije dice digo decia decir diciendo grito gritaba le les ella el ellos nadie ni sin"
    " para cuando nunca pidio pedi escribio cancion"
)
_TURNING = words_in("antes tarde temprano que jefe abuela mama papa hijo hija")

_TABLE = sections("sayings.txt")


def _sayings() -> Iterator[tuple[str, Saying]]:
    for head, patterns in _TABLE.items():
        intent, _, place = head.partition(" ")
        if intent in {*Intent}:
            saying = Saying(Intent(intent), Place[place.upper()])
            yield from ((pattern, saying) for pattern in patterns)


def _book(head: str) -> PhraseBook[None]:
    return PhraseBook(((pattern, None) for pattern in _TABLE[head]), {})


_BOOK = PhraseBook(_sayings(), classes())
_COURTESIES = _book("courtesies")
_YESES = Yeses(
    _book("yes whole"),
    _book("yes opening"),
    _book("yes undone"),
    words_in("este y pero es que no se creo como le digo eso digamos entonces"),
)


def intents_of(words: Sequence[str], lexicon: Lexicon) -> frozenset[Intent]:
    """The intents in the words of `hear`, by the built-in sayings and the phrases of `lexicon`."""
    found = _BOOK.find(words)
    if book := _configured(lexicon):
        found += book.find(words)
    return frozenset(match.owner.intent for match in found if _is_meant(match, words))


@lru_cache(maxsize=8)
def _configured(lexicon: Lexicon) -> PhraseBook[Saying] | None:
    groups = (
        (Intent.GOODBYE, Place.LAST, lexicon.goodbye),
        (Intent.OPT_OUT, Place.WHOLE, lexicon.opt_out),
        (Intent.WANTS_HUMAN, Place.WHOLE, lexicon.wants_human),
    )
    entries = [
        (" ".join(words), Saying(intent, place))
        for intent, place, phrases in groups
        for words in (hear(phrase).words for phrase in phrases)
        if words
    ]
    return PhraseBook(entries, {}) if entries else None


def _is_meant(match: Match[Saying], words: Sequence[str]) -> bool:
    before, behind = words[: match.start], words[match.end :]
    if match.owner.place is Place.WHOLE:
        return _is_courtesy(before) and _is_courtesy(behind)
    if before and before[-1] in _QUOTING:
        return False
    if match.owner.place is Place.LAST:
        return _is_courtesy(behind)
    return not behind or behind[0] not in _TURNING


def says_yes(words: Sequence[str]) -> bool:
    """Whether the words of `hear` are a yes to a question whether something is so."""
    return _YESES.are_in(words)


def _is_courtesy(words: Sequence[str]) -> bool:
    """Nothing is said but thanks, greetings and the like."""
    return is_only(_COURTESIES, words)
