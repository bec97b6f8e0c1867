"""Rows of number words in a reply, English and Spanish ones, also side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ruby_fsm.understanding.gate import numerals
from ruby_fsm.understanding.gate.numerals import ENGLISH, PLURAL, ROUND, SPANISH, Said, cardinals
from ruby_fsm.understanding.phrase import words_in

_AGAIN = {"double": 2, "triple": 3, "treble": 3, "doble": 2}
_JOINERS = words_in("dash hyphen point dot space guion punto espacio")
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_TIME = re.compile(r"\b\d{1,2}[:.]\d{2}\b(?!\d|[\s.-]*\d)")
_GROUPED = re.compile(r"\b\d{1,3}(?:,\d{3})+\b")
_NEAR = 4
_OR = "o"


@dataclass(frozen=True, slots=True)
class Run:
    """Number words in a row: `digits` of each number, the tokens before, and the one behind.

    `plain`: the digits word by word, as they are where Spanish words were not meant to add up.
    """

    digits: tuple[str, ...]
    plain: str
    is_round: bool
    before: tuple[str, ...]
    behind: str

    @property
    def joined(self) -> str:
        return "".join(self.digits)


def runs(line: str) -> Iterator[Run]:
    """Each row of number words; times of the day and counted thousands are none."""
    tokens = _TOKEN.findall(_GROUPED.sub(" many ", _TIME.sub(" then ", line)))
    at = 0
    while at < len(tokens):
        found, end = _row(tokens, at)
        if found:
            yield _run(found, tokens, at, end)
        at = max(end, at + 1)


def _run(found: Sequence[Said], tokens: Sequence[str], at: int, end: int) -> Run:
    digits = cardinals(found)
    is_scaled = len(digits) == 1 and any(one.factor for one in found)  # `dos mil` is counted
    return Run(
        digits,
        "".join(one.digits for one in found),
        is_scaled or not ROUND.keys().isdisjoint(tokens[at:end]),
        tuple(tokens[max(at - _NEAR, 0) : at]),
        tokens[end] if end < len(tokens) else "",
    )


def _row(tokens: Sequence[str], at: int) -> tuple[list[Said], int]:
    found: list[Said] = []
    end, times = at, 1
    for n in range(at, len(tokens)):
        token = tokens[n]
        if token in _AGAIN:
            times = _AGAIN[token]
        elif token in PLURAL and found and found[-1].digits in {"2", "3"}:
            found[-1:] = [Said(PLURAL[token])] * int(found[-1].digits)  # `tres ceros`
            end = n + 1
        elif (said := _said(tokens, n, is_inside=bool(found))) is not None:
            found += [said] * times
            end, times = n + 1, 1
        elif not found or not (token in _JOINERS or _adds(tokens, n)):
            break
    return found, end


def _said(tokens: Sequence[str], n: int, *, is_inside: bool) -> Said | None:
    token = tokens[n]
    if (digits := ENGLISH.get(token)) is not None or token.isdigit():
        return Said(digits or token)
    if is_inside and token in ROUND:
        return Said(ROUND[token])
    if is_inside and token == _OR:
        return Said("0") if _is_nought(tokens[n - 1]) else None
    return _spanish(tokens, n, is_inside=is_inside)


def _spanish(tokens: Sequence[str], n: int, *, is_inside: bool) -> Said | None:
    token = tokens[n]
    if token in numerals.DOUBTFUL and not _is_beside_spanish(tokens, n):
        return None
    if token == numerals.THOUSAND:
        return Said("000" if is_inside else "1000", is_spanish=True, factor=1_000)
    if token in numerals.MILLION:
        return Said("000000", is_spanish=True, factor=1_000_000) if is_inside else None
    if (digits := SPANISH.get(token)) is None:
        return None
    return Said(digits, is_spanish=True, with_and=n > 0 and tokens[n - 1] == "y")


def _is_nought(before: str) -> bool:
    """`two o two`; behind Spanish words and written groups, `o` is "or"."""
    return before in ENGLISH or before == _OR or (before.isdigit() and len(before) == 1)


def _is_beside_spanish(tokens: Sequence[str], n: int) -> bool:
    beside = (*tokens[max(n - 1, 0) : n], *tokens[n + 1 : n + 2])
    return any(one in SPANISH and one not in numerals.DOUBTFUL for one in beside)


def _adds(tokens: Sequence[str], n: int) -> bool:
    """`treinta y cinco`."""
    return (
        tokens[n] == "y"
        and len(SPANISH.get(tokens[n - 1], "")) == 2  # noqa: PLR2004 - thirty has two digits
        and len(SPANISH.get(tokens[n + 1], "") if n + 1 < len(tokens) else "") == 1
    )
