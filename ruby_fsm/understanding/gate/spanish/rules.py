"""The Spanish rules of the gate, from their tables, in the order of the English ones.

A heading says what turns the phrases below it: `firm` nothing, `deniable` a negation shortly
before, `unless` words of `turns.txt` in the clause.
"""

from __future__ import annotations

from collections.abc import Iterator

from ruby_fsm.understanding.gate.fault import Fault
from ruby_fsm.understanding.gate.reader import Reader
from ruby_fsm.understanding.gate.rule import Rule, rules
from ruby_fsm.understanding.gate.spanish.words import is_denied, words_of
from ruby_fsm.understanding.phrase import PhraseBook
from ruby_fsm.understanding.spanish.tables import sections

_DATA = "ruby_fsm.understanding.gate.spanish"
_FAULTS = (
    Fault.METHOD,
    Fault.ENCOURAGEMENT,
    Fault.VIOLENCE,
    Fault.MEDICINE,
    Fault.SECRECY,
    Fault.HUMAN,
    Fault.RULES,
)
_DENIAL_REACH = 7  # `no puedo prometerle que vaya a guardar`: Spanish says more in between


def _rules() -> Iterator[Rule]:
    for fault in _FAULTS:
        for head, patterns in sections(f"{fault}.txt", _DATA).items():
            turns, _, unless = head.partition("unless")
            yield from rules(
                fault,
                *patterns,
                deniable="deniable" in turns,
                unless=frozenset(word for kind in unless.split() for word in TURNS[kind]),
            )


TURNS = {
    kind: tuple(word for line in lines for word in line.split())
    for kind, lines in sections("turns.txt", _DATA).items()
}
CLASSES = sections("classes.txt", _DATA)
RULES = tuple(_rules())
SPANISH = Reader(
    words_of,
    PhraseBook(((rule.pattern, rule) for rule in RULES), CLASSES),
    is_denied,
    _DENIAL_REACH,
)
