"""Read around a danger: who is meant, and is it denied, past, a story or in jest."""

from __future__ import annotations

from collections.abc import Sequence

from ruby_fsm.understanding.phrase import PhraseBook, words_in
from ruby_fsm.understanding.risk.stories import FICTION, LIGHT
from ruby_fsm.understanding.risk.vocabulary import CLASSES

# A window of about 25 words: half on either side of the match.
REACH = 12
SUBJECT_REACH = 6
DENIAL_REACH = 7

_SPEAKER = frozenset(("i", "me", "my", "myself", "mine"))
_OTHERS = words_in(
    "he she they him her them you someone somebody people everyone who nobody name anyone guy man "
    "woman girl boy character we it"
) | frozenset(CLASSES["kin"])
_NOT = frozenset(("not", "never", "no", "without", "nor", "neither", "stopped", "denied"))
# Only these may stand between a denial and what it denies: "not (going to) kill myself".
_BRIDGES = words_in(
    "going to want wanting wanted planning plan plans about of feel feeling feeling like have had "
    "having any been thought thoughts thinking think a be ever considering trying try that i am "
    "the would will do currently intend intending in saying say said mean means suicidal or "
    "actively at risk danger intention intentions desire wish idea ideas considered seriously is "
    "actual considering attempt attempted more longer my hurt harm hurting myself and"
)
# "can not" tells of fear or of failing, "why not" and "not sure" of doubt: none denies.
_BEFORE_NOT = frozenset(
    ("can", "could", "why", "should", "if", "or", "whether", "tried", "trying", "hard")
)
_STRONGER = PhraseBook((("more|as|so ~1 than|much|bad|badly|ever|now", None),), {})
_PAST = PhraseBook(
    (
        (pattern, None)
        for pattern in (
            "used to",
            "years|decades|ages|months ago",
            "long time ago",
            (
                "when i was ~2 young|younger|little|kid|child|teen|teenager|student|school"
                "|college|boy|girl|small|old|depressed"
            ),
            (
                "when i was a? 8|9|10|11|12|13|14|15|16|17|18|19|20|twelve|thirteen|fourteen"
                "|fifteen|sixteen|seventeen|eighteen|nineteen|twenty"
            ),
            "in high|middle school",
            "in college|university|primary",
            "as a kid|child|teen|teenager|young",
            "back then|when|in",
            "in the past but|.",
            "in the eighties|nineties|seventies|sixties",
            "last year",
            "once ~3 ago",
            "no longer",
            "do not ~2 any more",
            "in my twenties|teens|youth|thirties|childhood",
            "in recovery",
            "years clean|free|sober",
            "growing up",
            "in 19|20|1990|2000|2010|2015|2018|2019|2020",
            "but not|never now|any|again",
        )
    ),
    {},
)
_NOW = words_in(
    "again now still lately today tonight recently currently back tomorrow always everyday "
    "regret relapsed"
)


def is_denied(words: Sequence[str], start: int, end: int) -> bool:
    """A negation reaches `start` over nothing but bridging words."""
    for at in range(start - 1, max(start - DENIAL_REACH, 0) - 1, -1):
        word = words[at]
        if word in _NOT:
            before = words[at - 1] if at else ""
            return before not in _BEFORE_NOT and not _is_comparison(words, end)
        if word not in _BRIDGES:
            return False
    return False


def _is_comparison(words: Sequence[str], end: int) -> bool:
    """`i have never wanted to die more than now` denies nothing."""
    return bool(_STRONGER.find(words[end : end + 5]))


def is_about_another(words: Sequence[str], start: int) -> bool:
    """The nearest person named before `start` is not the speaker."""
    for at in range(start - 1, max(start - SUBJECT_REACH, 0) - 1, -1):
        if words[at] in _SPEAKER:
            return False
        if words[at] in _OTHERS:
            return not _opens_clause(words, at)
    return False


def _opens_clause(words: Sequence[str], at: int) -> bool:
    """`does anyone else want to die` speaks of oneself."""
    return words[at] in ("anyone", "it", "who") or words[at : at + 2] == ["anyone", "else"]


def is_past(window: Sequence[str]) -> bool:
    """Told of long ago, and nothing says that it goes on."""
    return bool(_PAST.find(window)) and _NOW.isdisjoint(window)


def is_story(window: Sequence[str]) -> bool:
    return not FICTION.isdisjoint(window)


def is_light(window: Sequence[str]) -> bool:
    return not LIGHT.isdisjoint(window)
