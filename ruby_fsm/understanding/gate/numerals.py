"""Number words of English and Spanish, and the cardinals that Spanish puts together of them.

`ochocientos, nueve once, dos mil` is 800, 911 and 2000; `nueve ocho ocho` stays three digits.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ruby_fsm.understanding.phrase import phrases_in, words_in

_ONES = phrases_in("zero, one, two, three, four, five, six, seven, eight, nine")
_TEENS = phrases_in(
    "ten, eleven, twelve, thirteen, fourteen, fifteen, sixteen, seventeen, eighteen, nineteen"
)
_TENS = phrases_in("twenty, thirty, forty, fifty, sixty, seventy, eighty, ninety")
ENGLISH = {
    **{word: str(n) for n, word in enumerate((*_ONES, *_TEENS))},
    **{word: str(n * 10) for n, word in enumerate(_TENS, 2)},
    "oh": "0",
    "nought": "0",
    "niner": "9",
}
ROUND = {"hundred": "00", "thousand": "000", "million": "000000"}

_UP_TO_29 = phrases_in(
    "cero, uno, dos, tres, cuatro, cinco, seis, siete, ocho, nueve, diez, once, doce, trece,"
    " catorce, quince, dieciseis, diecisiete, dieciocho, diecinueve, veinte, veintiuno, veintidos,"
    " veintitres, veinticuatro, veinticinco, veintiseis, veintisiete, veintiocho, veintinueve"
)
_DECADES = phrases_in("treinta, cuarenta, cincuenta, sesenta, setenta, ochenta, noventa")
_HUNDREDS = phrases_in(
    "cien, doscientos, trescientos, cuatrocientos, quinientos, seiscientos, setecientos,"
    " ochocientos, novecientos"
)
THOUSAND = "mil"
MILLION = words_in("millon millones")
SPANISH = {
    **{word: str(n) for n, word in enumerate(_UP_TO_29)},
    **{word: str(n * 10) for n, word in enumerate(_DECADES, 3)},
    **{word: str(n * 100) for n, word in enumerate(_HUNDREDS, 1)},
    "ciento": "100",
    "veintiun": "21",
}
# Spanish that English has another meaning for: a number beside other Spanish numbers alone.
DOUBTFUL = words_in("once mil")
PLURAL = {f"{word}s": str(n) for n, word in enumerate(_UP_TO_29[:10]) if n not in {1, 2, 3, 6}}
_TEN, _HUNDRED, _SCALE, _MILLIONS = 10, 100, 1_000, 1_000_000


class Said(NamedTuple):
    """A number word: the digits it stands for, and whether Spanish may add to it."""

    digits: str
    is_spanish: bool = False
    factor: int = 0
    """What the number before it is multiplied by."""
    with_and: bool = False
    """Whether `y` stands before it."""


def cardinals(row: Iterable[Said]) -> tuple[str, ...]:
    """The numbers of a row, Spanish words added up as Spanish does."""
    found: list[str] = []
    open_to = False
    for one in row:
        if open_to and (whole := _added(int(found[-1]), one)) is not None:
            found[-1] = str(whole)
        else:
            found.append(str(one.factor) if one.factor else one.digits)
        open_to = one.is_spanish and not found[-1].startswith("0")
    return tuple(found)


def _added(before: int, one: Said) -> int | None:
    """`before` and the word behind it as one number, None where they are two."""
    if not one.is_spanish:
        return None
    if one.factor:
        return before * one.factor if before < one.factor else None
    value, low = int(one.digits), before % _SCALE
    if not value or before >= _MILLIONS:
        return None
    if not low:
        return before + value
    is_rest = low % _HUNDRED == 0 and value < _HUNDRED
    is_ones = one.with_and and low % _TEN == 0 and value < _TEN
    return before + value if is_rest or is_ones else None
