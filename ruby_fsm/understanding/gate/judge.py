"""The gate before a model's words: what may never be spoken by a machine to a person in need.

Pure and quick, for every reply of a chat backend that is somewhere else. It errs towards silence:
what it holds back costs a reply of another backend, what it lets through cannot be taken back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ruby_fsm.understanding.gate.contacts import Known, has_contact, known_in
from ruby_fsm.understanding.gate.fault import Fault
from ruby_fsm.understanding.gate.plain import folded, spelt, unmasked
from ruby_fsm.understanding.gate.reader import START, Reader
from ruby_fsm.understanding.gate.rules import RULES
from ruby_fsm.understanding.gate.spanish.rules import SPANISH
from ruby_fsm.understanding.gate.vocabulary import CLASSES
from ruby_fsm.understanding.normalise import normalise
from ruby_fsm.understanding.phrase import PhraseBook, words_in

_CLAUSE = re.compile(r"[.!?;:,\u2026\u2014\u2013()\"]+\s+|\s+-+\s+|\s+(?=[\u00bf\u00a1])")
_QUOTE = re.compile(
    r"\b(you told me|you said|you mentioned|me dijiste|dijiste|me contaste|me dijo|usted dijo"
    r"|me conto|mencionaste|usted menciono)[:,\"\u201c]+ *"
)
_WORD = re.compile(r"\w+(?:'\w+)?")
_NOT_JUST = re.compile(r"(?<=not |n't )(?:just|only|merely) ")  # "not just an ai" claims more
_NEGATIONS = words_in("not never no nobody none without nothing neither cannot")
_DENIAL_REACH = 4
MOST_CHARS = 4_000  # some hundred words; nobody says more in a turn
ECHO_WORDS = 6  # in a row; fewer are met by chance


def _english(clause: str) -> Iterator[str]:
    yield START
    yield from normalise(clause)


def _is_denied(words: Sequence[str]) -> bool:
    return not _NEGATIONS.isdisjoint(words)


ENGLISH = Reader(
    _english,
    PhraseBook(((rule.pattern, rule) for rule in RULES), CLASSES),
    _is_denied,
    _DENIAL_REACH,
)
# Every reply is read as either: people and models mix them, and no call's language opens a door.
READERS = (ENGLISH, SPANISH)


def known(texts: Iterable[str]) -> Known:
    """Numbers and addresses of `texts`, the resources: these alone may be said."""
    return known_in(spelt(folded(text))[0] for text in texts)


def fault_in(text: str, known: Known, secret: str = "") -> Fault | None:
    """Why `text` may not be spoken, None if it may; `secret`: what the backend was told."""
    if len(text) > MOST_CHARS:
        return Fault.MASKED
    line = folded(text)
    joined, is_masked = spelt(line)
    if has_contact(joined, known):
        return Fault.CONTACT
    if is_masked:
        return Fault.MASKED
    if secret and _echoes(line, folded(secret)):
        return Fault.RULES
    return next((fault for one in unmasked(joined) for fault in _faults(one, known)), None)


def _faults(line: str, known: Known) -> Iterator[Fault]:
    clauses = _CLAUSE.split(_NOT_JUST.sub("", _QUOTE.sub(r"\1 ", line)))
    for reader in READERS:
        yield from reader.faults(clauses)
    if has_contact(line, known):  # `f1ve f1ve f1ve`
        yield Fault.CONTACT


def _echoes(line: str, secret: str) -> bool:
    said, told = _WORD.findall(line), f" {' '.join(_WORD.findall(secret))} "
    rows = (said[n : n + ECHO_WORDS] for n in range(len(said) - ECHO_WORDS + 1))
    return any(f" {' '.join(row)} " in told for row in rows)
