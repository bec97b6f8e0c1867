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
DOUBLED_REACH = 6
LIGHT_REACH = 6
USED_REACH = 4

_SPEAKER = words_in("i me my myself mine")
_OTHERS = words_in(
    "he she they him her them you someone somebody people everyone who nobody guy man woman girl"
    " boy character stranger strangers"
) | frozenset(CLASSES["kin"])
_JOINING = words_in("and but so because or that if")

_NOT = words_in("not never no without nor neither stopped denied")
# Only these may stand between a denial and what it denies: "not (going to) kill myself".
_BRIDGES = words_in(
    "going to want wanting wanted planning plan plans about of feel feeling feelings like have had"
    " having any been thought thoughts thinking think a be ever considering try that i am the"
    " would will do currently intend intending in saying say said mean means suicidal or on at"
    " actively risk danger intention intentions desire wish idea ideas considered is actual"
    " attempt attempted more longer my hurt harm hurting myself and anything"
)
# "can not" tells of fear or of failing, "why not" and "not sure" of doubt: none denies.
_BEFORE_NOT = words_in("can could why should if or whether tried trying hard")
# "i can not promise that i do not ..." admits.
_VOUCHING = words_in("promise say claim pretend deny lie swear guarantee")
_STRONGER = PhraseBook(
    (
        ("more|as|so ~1 than|much|bad|badly|ever|now", None),
        ("but ~5 thinking|thoughts|sometimes|might|tempted|voice|die|dead|stop|live|go", None),
    ),
    {},
)

_AGES = "8|9|10|11|12|13|14|15|16|17|18|19|20|ten|twelve|thirteen|fourteen|fifteen|sixteen"
_YOUTH = PhraseBook(
    (
        (pattern, None)
        for pattern in (
            "when i was ~2 young|younger|little|kid|child|teen|teenager|student|small|boy|girl",
            "when i was ~1 in|at high|school|college|university|foster|rehab",
            f"when i was ~1 {_AGES}|seventeen|eighteen|nineteen|twenty",
            "back in|when|then|at",
            "in|at high|middle|primary ~1 school",
            "in college|university",
            "in my twenties|teens|youth|thirties|childhood",
            "in the eighties|nineties|seventies|sixties",
            "as a ~1 kid|child|teen|teenager|boy|girl",
            "growing up",
        )
    ),
    {},
)
_AGO = PhraseBook(
    ((p, None) for p in ("years|decades|ages ago", "long ~2 time ago", "in the past but|.")), {}
)
_ONGOING = PhraseBook(
    (
        (pattern, None)
        for pattern in (
            "again|still|lately|today|tonight|recently|currently|nowadays|relapsed|since|now",
            "am|are|is|came|coming|come back",
            "ever since",
            "every day|night|week",
        )
    ),
    {},
)
_PRESENT = words_in("am is are want wants feel keep going will need think planning about can have")


_NOT_YET = words_in("to will would could should might can not if")


def is_behind_a_not(words: Sequence[str], start: int) -> bool:
    """Whether a denial stands before a match, whatever it denies."""
    return not _NOT.isdisjoint(words[max(0, start - DENIAL_REACH) : start])


def is_not_yet(words: Sequence[str], start: int) -> bool:
    """`want to slit my wrists`: the words of a deed, and no deed yet."""
    return start > 0 and words[start - 1] in _NOT_YET


def is_denied(words: Sequence[str], start: int, end: int) -> bool:
    """A negation reaches `start` over nothing but bridging words."""
    for at in range(start - 1, max(start - DENIAL_REACH, 0) - 1, -1):
        word = words[at]
        if word in _NOT:
            before = words[at - 1] if at else ""
            return before not in _BEFORE_NOT and not _is_turned_back(words, at, end)
        if word not in _BRIDGES:
            return False
    return False


def _is_turned_back(words: Sequence[str], at: int, end: int) -> bool:
    """Neither `i can not say i do not want to die` nor `never wanted it more than now` denies."""
    before = words[max(at - DOUBLED_REACH, 0) : at]
    doubled = "not" in before and not _VOUCHING.isdisjoint(before)
    return doubled or bool(_STRONGER.find(words[end : end + 9]))


def is_about_another(words: Sequence[str], start: int) -> bool:
    """The nearest person named before `start` is not the speaker."""
    for at in range(start - 1, max(start - SUBJECT_REACH, 0) - 1, -1):
        if words[at] in _SPEAKER:
            return False
        # "i love my kids but want to die": the kids are not who wants.
        if words[at] in _OTHERS and words[at + 1] not in _JOINING:
            return True
    return False


def is_past(words: Sequence[str], start: int, end: int) -> bool:
    """Told of long ago in the past tense, and nothing says that it goes on."""
    before = words[max(start - REACH, 0) : start]
    behind = words[end : end + REACH]
    if _ONGOING.find((*before, *words[start:end], *behind)):
        return False
    if "used" in words[max(start - USED_REACH, 0) : start]:
        return True
    if not _PRESENT.isdisjoint(words[max(start - 3, 0) : end]):
        return False
    # "years ago" counts right beside it: with more between, it dates something else.
    beside = (*words[max(start - 6, 0) : start], *words[start:end], *behind[:6])
    return bool(_YOUTH.find((*before, *behind))) or bool(_AGO.find(beside))


def is_story(words: Sequence[str], start: int, end: int) -> bool:
    """Told in a book, a film or the news, and not by the speaker of the speaker."""
    window = words[max(start - REACH, 0) : end + REACH]
    if FICTION.isdisjoint(window):
        return False
    return end - start == 1 or _SPEAKER.isdisjoint(words[max(start - 3, 0) : end])


def is_light(words: Sequence[str], start: int, end: int) -> bool:
    return not LIGHT.isdisjoint(words[max(start - LIGHT_REACH, 0) : end + LIGHT_REACH])
