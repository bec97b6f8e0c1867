"""What the person asks of the call itself, by the grammar of whole phrases and never by substring.

`i want to quit my job` and `i can't stop crying` ask nothing of the call; `stop calling me` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from ruby_fsm.understanding.answers import Yeses, is_only
from ruby_fsm.understanding.assessment import Intent, Lexicon
from ruby_fsm.understanding.line_sayings import (
    ANNOUNCEMENTS,
    BACK_CHANNELS,
    HELLOS,
    HOLD_ON_WHOLES,
    HOLD_ONS,
    HOLDING_FAST,
    LINE_CLASSES,
    OPT_OUT_MORE,
    OPT_OUT_MORE_WHOLES,
    SCREENINGS,
    VOICEMAILS,
)
from ruby_fsm.understanding.normalise import normalise
from ruby_fsm.understanding.phrase import Match, PhraseBook, words_in
from ruby_fsm.understanding.sayings import (
    CLASSES,
    COURTESIES,
    GOODBYES,
    IDENTITY_CLAUSES,
    LAST_GOODBYES,
    REPEAT_CLAUSES,
    REPEAT_WHOLES,
    UNDONE_YESES,
    YES_OPENINGS,
    YES_WHOLES,
)
from ruby_fsm.understanding.sayings_wishes import (
    HUMAN_CLAUSES,
    HUMAN_WHOLES,
    OPT_OUT_CLAUSES,
    OPT_OUT_WHOLES,
)


class Place(Enum):
    """Where in an utterance a saying must stand to be meant."""

    WHOLE = auto()  # nothing but courtesies around it
    LAST = auto()  # nothing but courtesies behind it, and nobody quoted before it
    CLAUSE = auto()  # a clause of its own: not quoted, and nothing that turns it behind it
    FIRST = auto()  # nothing but courtesies before it, and nothing that turns it behind it
    ANYWHERE = auto()  # no person says such a thing, wherever it stands


class Saying(NamedTuple):
    """A phrase's meaning and the place where it has that meaning."""

    intent: Intent
    place: Place


# A saying behind one of these is told, denied or wished, not asked: "she said goodbye".
_QUOTING = words_in(
    "say says said saying to not never no told tell tells him her them they he she a the my his "
    "their our without last kiss wave waved waving will would could did does can who that people "
    "everyone nobody someone keep keeps wont better bid bidding biding of without mean means"
)
# What may follow a clause and leave it what it is.
_JOINING = words_in(
    "and because i but so or you thanks thank now again ever any at on today if okay ok there not "
    "instead about it this my we ruby every right in anyway for whoever what why"
)

_SAYINGS = (
    (Intent.GOODBYE, Place.WHOLE, GOODBYES),
    (Intent.GOODBYE, Place.LAST, LAST_GOODBYES),
    (Intent.OPT_OUT, Place.WHOLE, OPT_OUT_WHOLES),
    (Intent.OPT_OUT, Place.CLAUSE, OPT_OUT_CLAUSES),
    (Intent.WANTS_HUMAN, Place.WHOLE, HUMAN_WHOLES),
    (Intent.WANTS_HUMAN, Place.CLAUSE, HUMAN_CLAUSES),
    (Intent.WHO_ARE_YOU, Place.CLAUSE, IDENTITY_CLAUSES),
    (Intent.REPEAT, Place.WHOLE, REPEAT_WHOLES),
    (Intent.REPEAT, Place.CLAUSE, REPEAT_CLAUSES),
    (Intent.HELLO, Place.WHOLE, HELLOS),
    (Intent.OPT_OUT, Place.CLAUSE, OPT_OUT_MORE),
    (Intent.OPT_OUT, Place.WHOLE, OPT_OUT_MORE_WHOLES),
    (Intent.HOLD_ON, Place.WHOLE, HOLD_ON_WHOLES),
    (Intent.HOLD_ON, Place.FIRST, HOLD_ONS),
    (Intent.SCREENING, Place.ANYWHERE, SCREENINGS),
    (Intent.VOICEMAIL, Place.ANYWHERE, VOICEMAILS),
)
_BOOK = PhraseBook(
    ((p, Saying(intent, place)) for intent, place, patterns in _SAYINGS for p in patterns),
    {**CLASSES, **LINE_CLASSES},
)
_ANNOUNCED = PhraseBook(((pattern, None) for pattern in ANNOUNCEMENTS), {})
_NODS = PhraseBook(((pattern, None) for pattern in BACK_CHANNELS), {})
_COURTESIES = PhraseBook(((courtesy, None) for courtesy in COURTESIES), CLASSES)
_YESES = Yeses(
    PhraseBook(((pattern, None) for pattern in YES_WHOLES), {}),
    PhraseBook(((pattern, None) for pattern in YES_OPENINGS), {}),
    PhraseBook(((pattern, None) for pattern in UNDONE_YESES), {}),
    words_in("well so okay ok um and but i mean guess think honest to be"),
)


def intents_of(words: Sequence[str], lexicon: Lexicon) -> frozenset[Intent]:
    """The intents in normalised `words`, by the built-in sayings and the phrases of `lexicon`."""
    if is_nod(words):
        return frozenset((Intent.BACK_CHANNEL, *_hello(words)))
    found = _BOOK.find(words)
    if book := _configured(lexicon):
        found += book.find(words)
    return frozenset(match.owner.intent for match in found if _is_meant(match, words))


def is_nod(words: Sequence[str]) -> bool:
    """Nothing but a sign of listening, or no word at all: "mhm" is none once it is normalised."""
    whole = _NODS.find_at(words, 0) if words else None
    return not words or (whole is not None and whole.end == len(words))


def _hello(words: Sequence[str]) -> tuple[Intent, ...]:
    """Said first, a yes picks up the telephone."""
    return (Intent.HELLO,) if words in (("yeah",), ("yep",)) else ()


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
        for words in map(normalise, phrases)
        if words
    ]
    return PhraseBook(entries, {}) if entries else None


def _is_meant(match: Match[Saying], words: Sequence[str]) -> bool:
    before, behind = words[: match.start], words[match.end :]
    if match.owner.place is Place.WHOLE:
        return _is_courtesy(before) and _is_courtesy(behind)
    if match.owner.place is Place.ANYWHERE:
        return True
    if match.owner.place is Place.FIRST:
        return _is_courtesy(before) and not (behind and behind[0] in HOLDING_FAST)
    if before and before[-1] in _QUOTING:
        return False
    if match.owner.place is Place.LAST:
        return _is_courtesy(behind)
    return not behind or behind[0] in _JOINING or _is_courtesy(behind)


def spoken_by_a_person(words: Sequence[str], intents: frozenset[Intent]) -> Sequence[str]:
    """`words` without what a mailbox announces of emergencies: it is no cry for help."""
    if Intent.VOICEMAIL not in intents:
        return words
    found = _ANNOUNCED.find(words)
    return [word for n, word in enumerate(words) if not any(x.start <= n < x.end for x in found)]


def says_yes(words: Sequence[str]) -> bool:
    """Whether normalised `words` are a yes to a question whether something is so."""
    return _YESES.are_in(words)


def _is_courtesy(words: Sequence[str]) -> bool:
    """Nothing is said but thanks, greetings and the like."""
    return is_only(_COURTESIES, words)
