"""Numbers and addresses in a reply: digits, digits spelled out, `w w w dot`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ruby_fsm.understanding.phrase import phrases_in, words_in

_ONES = phrases_in("zero, one, two, three, four, five, six, seven, eight, nine")
_TEENS = phrases_in(
    "ten, eleven, twelve, thirteen, fourteen, fifteen, sixteen, seventeen, eighteen, nineteen"
)
_TENS = phrases_in("twenty, thirty, forty, fifty, sixty, seventy, eighty, ninety")
NUMBERS = {
    **{word: str(n) for n, word in enumerate(_ONES)},
    **{word: str(n) for n, word in enumerate(_TEENS, 10)},
    **{word: str(n * 10) for n, word in enumerate(_TENS, 2)},
    "oh": "0",
    "nought": "0",
    "niner": "9",
}
_ROUND = {"hundred": "00", "thousand": "000", "million": "000000"}
_INSIDE = {**_ROUND, "o": "0"}
_AGAIN = {"double": 2, "triple": 3, "treble": 3}
_JOINERS = frozenset(("dash", "hyphen", "point", "dot", "space"))
_ASKING = words_in("call calling dial dialling text ring phone number hotline helpline")
_UNITS = words_in(
    "times time minutes minute hours hour days day weeks months years year people steps percent"
    " calories friends miles pages words o breath breathing breaths seconds pm am"
)
# Lines of help of some countries: a wrong one costs a person in danger the one call they make.
_HOTLINES = words_in("000 111 112 113 116123 131114 13114 741741 85258 911 988 999 1737")
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_TIME = re.compile(r"\b\d{1,2}[:.]\d{2}\b(?!\d|[\s.-]*\d)")
_GROUPED = re.compile(r"\b\d{1,3}(?:,\d{3})+\b")
_RUN_DIGITS, _RUN_TOKENS, _SPELT_TOKENS, _SHORT_DIGITS = 7, 6, 3, 3
_NEAR = 4

_ENDS = "com|org|net|info|io|gov|edu|app|uk|biz|online|site|chat|help|link|eu|int"
_DOMAIN = re.compile(
    rf"(?<![a-z0-9.-])(?:[a-z0-9-]+\.)+(?:{_ENDS})\b(?!\s*['\u2019])"
    rf"|(?<![a-z0-9-])[a-z0-9-]+ dot (?:[a-z0-9-]+ dot )?(?:{_ENDS}|co|me|us|de|ca|au)\b"
)
_SCHEME = re.compile(
    r"://|\bhttps?\b|\bwww\b|\bh t t p\b|\bdouble u double u\b|\bforward slash\b|\bslash slash\b"
)
_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]+\s?@\s?[\w-]+|\bat sign\b"
    r"|\bat (?:gmail|yahoo|hotmail|outlook|icloud|proton\w*)\b"
)


@dataclass(frozen=True, slots=True)
class Known:
    """Numbers (digits alone) and addresses that may be said: those of the resources."""

    numbers: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Run:
    """Number words in a row: `digits` of each, the tokens before, and the one behind."""

    digits: tuple[str, ...]
    is_round: bool
    before: tuple[str, ...]
    behind: str

    @property
    def joined(self) -> str:
        return "".join(self.digits)


def known_in(lines: Iterable[str]) -> Known:
    """What may be said, out of the folded words of the resources."""
    lines = tuple(lines)
    numbers = frozenset(run.joined for line in lines for run in runs(line))
    return Known(numbers, frozenset(one for line in lines for one in addresses(line)))


def has_contact(line: str, known: Known) -> bool:
    """Whether the folded line gives a number or an address that is not known."""
    if any(one not in known.addresses for one in addresses(line)):
        return True
    return any(_is_number(run) and not _is_known(run.joined, known.numbers) for run in runs(line))


def addresses(line: str) -> Iterator[str]:
    for found in _DOMAIN.finditer(line):
        yield re.sub(r"\s?(?:\.|dot)\s?", ".", found[0]).removeprefix("www.")
    for pattern in (_MAIL, _SCHEME):
        yield from (found[0] for found in pattern.finditer(line) if found[0] != "www")


def runs(line: str) -> Iterator[Run]:
    """Each row of number words; times of the day and counted thousands are none."""
    tokens = _TOKEN.findall(_GROUPED.sub(" many ", _TIME.sub(" then ", line)))
    at = 0
    while at < len(tokens):
        digits, is_round, end = _row(tokens, at)
        if digits:
            behind = tokens[end] if end < len(tokens) else ""
            yield Run(digits, is_round, tuple(tokens[max(at - _NEAR, 0) : at]), behind)
        at = max(end, at + 1)


def _row(tokens: Sequence[str], at: int) -> tuple[tuple[str, ...], bool, int]:
    found: list[str] = []
    end, is_round, times = at, False, 1
    for n in range(at, len(tokens)):
        token = tokens[n]
        if token in _AGAIN:
            times = _AGAIN[token]
        elif (digits := _digits(token, is_inside=bool(found))) is not None:
            found += [digits] * times
            is_round |= token in _ROUND
            end, times = n + 1, 1
        elif token not in _JOINERS or not found:
            break
    return tuple(found), is_round, end


def _digits(token: str, *, is_inside: bool) -> str | None:
    if token.isdigit():
        return token
    if is_inside and token in _INSIDE:
        return _INSIDE[token]
    return NUMBERS.get(token)


def _is_number(run: Run) -> bool:
    """Whether it is dialled rather than counted."""
    if _is_counted(run) or run.behind in _UNITS:
        return False
    if len(run.digits) >= _RUN_TOKENS or (len(run.joined) >= _RUN_DIGITS and not run.is_round):
        return True
    is_spelt = all(len(one) == 1 for one in run.digits) and len(run.digits) >= _SPELT_TOKENS
    is_asked = not _ASKING.isdisjoint(run.before) and len(run.joined) >= _SHORT_DIGITS
    is_counted = run.is_round and len(run.digits) <= _SPELT_TOKENS
    is_short = is_asked and not is_counted and run.before[-1:] != ("at",)
    return is_spelt or is_short or run.joined in _HOTLINES


def _is_counted(run: Run) -> bool:
    steps = {int(b) - int(a) for a, b in pairwise(run.digits)}
    return len(run.digits) > 1 and len(steps) == 1 and steps <= {1, -1}


def _is_known(joined: str, known: frozenset[str]) -> bool:
    """One of them, or several in a row."""
    return not joined or any(
        joined.startswith(one) and _is_known(joined[len(one) :], known) for one in known if one
    )
