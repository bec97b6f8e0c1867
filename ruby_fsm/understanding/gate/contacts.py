"""Numbers and addresses in a reply: digits, digits spelled out, `w w w dot`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from ruby_fsm.understanding.gate.runs import Run, runs
from ruby_fsm.understanding.hotlines import HOTLINES
from ruby_fsm.understanding.phrase import words_in

_ASKING = words_in(
    "call calling dial dialling text ring phone number hotline helpline llame llama llamar llamen"
    " llamarle llamale llamala llamarlo llamalo marca marque marcar marcale marquen telefono"
    " numero mensaje escriba escribe escribi extension whatsapp celular"
)
_UNITS = words_in(
    "times time minutes minute hours hour days day weeks months years year people steps percent"
    " calories friends miles pages words clock breath breathing breaths seconds pm am degrees"
    " pounds kilos dollars veces vez minutos minuto horas hora dias dia noches noche semanas meses"
    " mes anos ano personas amigos amigas pasos calorias kilometros cuadras paginas palabras cosas"
    " respiraciones segundos pesos grados hijos hijas hermanos hermanas nietos nietas primos gatos"
    " perros invitados alumnos platos libros metros"
)
_RUN_DIGITS, _RUN_TOKENS, _SPELT_TOKENS, _SHORT_DIGITS = 7, 6, 3, 3
_BREATHING = "478"  # in for four, hold for seven, out for eight
_CLOCK = frozenset((("1", "10"), ("1", "19")))  # `it's one ten`
_BEFORE_A_TIME = frozenset(("at", "las"))

_ENDS = (
    "com|org|net|info|io|gov|edu|app|uk|biz|online|site|chat|help|link|eu|int|es|mx|ar|cl|pe|gob"
)
_SAID_ENDS = "com|org|net|info|io|gov|gob|edu|app|co|mx|ar|cl|pe|uy|us|eu|online"
_DOMAIN = re.compile(
    rf"(?<![a-z0-9.-])(?:[a-z0-9-]+\.)+(?:{_ENDS})\b(?!\s*['\u2019])"
    rf"|(?<![a-z0-9-])[a-z0-9-]+ dot (?:[a-z0-9-]+ dot )?(?:{_ENDS}|co|me|us|de|ca|au)\b"
    # `a punto de` and `el punto es que` are no addresses.
    rf"|(?<![a-z0-9-])[a-z0-9-]+ punto (?:[a-z0-9-]+ punto )?(?:{_SAID_ENDS})\b"
    r"|(?<![a-z0-9-])[a-z0-9-]+ punto es(?=\s*(?:[.,;!?]|$))"
)
_SCHEME = re.compile(
    r"://|\bhttps?\b|\bwww\b|\bh t t p\b|\bdouble u double u\b|\bforward slash\b|\bslash slash\b"
    r"|\b(?:doble u|doble uve|doble ve|uve doble|ve doble)[ ,]+(?:doble|uve|ve)\b"
    r"|\btriple (?:doble|w|u)\b"
    r"|\b(?:barra|diagonal) (?:barra|diagonal|inclinada)\b"
)
_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]+\s?@\s?[\w-]+|\bat sign\b"
    r"|\barroba\b"
    r"|\bat (?:gmail|yahoo|hotmail|outlook|icloud|proton\w*)\b"
)


@dataclass(frozen=True, slots=True)
class Known:
    """Numbers (digits alone) and addresses that may be said: those of the resources."""

    numbers: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()


def known_in(lines: Iterable[str]) -> Known:
    """What may be said, out of the folded words of the resources."""
    lines = tuple(lines)
    found = [run for line in lines for run in runs(line)]
    said = {one for run in found for one in (run.joined, run.plain)}
    numbers = frozenset(one for one in said if len(one) >= _SHORT_DIGITS)  # `press two` is none
    return Known(numbers, frozenset(one for line in lines for one in addresses(line)))


def has_contact(line: str, known: Known) -> bool:
    """Whether the folded line gives a number or an address that is not known."""
    if any(one not in known.addresses for one in addresses(line)):
        return True
    return any(_is_number(run) and not _may_be_said(run, known.numbers) for run in runs(line))


def addresses(line: str) -> Iterator[str]:
    for found in _DOMAIN.finditer(line):
        yield re.sub(r"\s?(?:\.|dot|punto)\s?", ".", found[0]).removeprefix("www.")
    for pattern in (_MAIL, _SCHEME):
        yield from (found[0] for found in pattern.finditer(line) if found[0] != "www")


def _is_number(run: Run) -> bool:
    """Whether it is dialled rather than counted."""
    if _is_counted(run) or run.behind in _UNITS or run.joined == _BREATHING:
        return False
    if len(run.digits) >= _RUN_TOKENS or (len(run.joined) >= _RUN_DIGITS and not run.is_round):
        return True
    is_spelt = all(len(one) == 1 for one in run.digits) and len(run.digits) >= _SPELT_TOKENS
    is_asked = not _ASKING.isdisjoint(run.before) and len(run.joined) >= _SHORT_DIGITS
    is_counted = run.is_round and len(run.digits) <= _SPELT_TOKENS
    is_short = is_asked and not is_counted and not _BEFORE_A_TIME.issuperset(run.before[-1:])
    return is_spelt or is_short or (_is_known(run.joined, HOTLINES) and run.digits not in _CLOCK)


def _is_counted(run: Run) -> bool:
    steps = {int(b) - int(a) for a, b in pairwise(run.digits)}
    return len(run.digits) > 1 and len(steps) == 1 and steps <= {1, -1}


def _may_be_said(run: Run, known: frozenset[str]) -> bool:
    return _is_known(run.joined, known) or _is_known(run.plain, known)


def _is_known(joined: str, known: frozenset[str]) -> bool:
    """One of them, or several in a row."""
    reached = {0}
    for at in range(len(joined)):
        if at in reached:
            reached |= {at + len(one) for one in known if joined.startswith(one, at)}
    return len(joined) in reached
