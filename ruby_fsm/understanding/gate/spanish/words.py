"""The words of a clause as Spanish, with what a model may do to hide one undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ruby_fsm.understanding.gate.reader import QUESTION, START
from ruby_fsm.understanding.phrase import phrases_in, words_in
from ruby_fsm.understanding.spanish.words import hear

_OPENING = " \"'\u00ab\u00a1\u201c\u2018"  # before the inverted mark of a question
# Letters hidden by a star are looked for among these, and among no others.
_HIDDEN = phrases_in(
    "matate, matarte, matarse, matese, suicidate, suicidarte, suicidarse, suicidese, suicidio,"
    " muerete, morirte, ahorcarte, ahorcate, cortarte, cortate, pastillas, sobredosis, cianuro"
)
_SHOWN_ENOUGH = 3
_SPELLINGS = {
    "suisidate": "suicidate", "suisidarte": "suicidarte", "suicidarce": "suicidarse",
    "kitate": "quitate", "kitarte": "quitarte", "muerte te": "muerete", "aorcate": "ahorcate",
    "aorcarte": "ahorcarte", "orcate": "ahorcate", "kortate": "cortate", "kortarte": "cortarte",
}  # fmt: skip
# What Spanish writes as one word, `mata te`; not those that `te`, which is tea too, may follow.
_PARTED = words_in(
    "mata matar suicida suicidar quita quitar ahorca ahorcar corta cortar cuelga colgar lastima"
    " lastimar rinde rendir"
)
_NEGATIONS = words_in("no nunca jamas nadie ningun ninguno ninguna tampoco evita evitar evite")
# Behind these a `no` denies nothing of what follows: `no te preocupes que guardo el secreto`.
_HOLLOW = words_in("dudes dude olvides olvide temas tema tengas tenga hay pasa solo esperes espere")
_REASSURING = (("te", "preocupes"), ("se", "preocupe"), ("lo", "dudes"), ("lo", "dude"))
_ASKING = words_in("que porque")  # `por que no te matas`


def words_of(clause: str) -> Iterator[str]:
    """The words of `hear`, behind the start of a clause: its own one where it asks."""
    yield QUESTION if clause.lstrip(_OPENING).startswith("\u00bf") else START
    yield from _rejoined(hear(_shown(clause)).words)


def _shown(clause: str) -> str:
    if "*" not in clause:
        return clause
    return " ".join(_unhidden(word) if "*" in word else word for word in clause.split())


def _unhidden(word: str) -> str:
    bare = word.strip(_OPENING)
    head, tail = bare.partition("*")[0], bare.rpartition("*")[2]
    if len(head) + len(tail) < _SHOWN_ENOUGH:
        return word
    return next((one for one in _HIDDEN if one.startswith(head) and one.endswith(tail)), word)


def _rejoined(words: Iterable[str]) -> Iterator[str]:
    before = ""
    for word in words:
        if word == "te" and before in _PARTED:
            yield f"{before}te"
            before = ""
            continue
        if before:
            yield before
        before = _SPELLINGS.get(word, word)
    if before:
        yield before


def is_denied(words: Sequence[str]) -> bool:
    """Whether a negation that means it is among them: neither `por que no` nor `no dudes`."""
    return any(word in _NEGATIONS and not _is_hollow(words, at) for at, word in enumerate(words))


def _is_hollow(words: Sequence[str], at: int) -> bool:
    if at and words[at - 1] in _ASKING:
        return words[at - 1] == "porque" or words[at - 2 : at] == ["por", "que"]
    behind = tuple(words[at + 1 : at + 3])
    return behind in _REASSURING or not _HOLLOW.isdisjoint(behind[:1])
