"""Numbers in English words: cardinals, ordinals, years."""

from __future__ import annotations

import re

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
SMALL = (
    *DIGITS,
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
    *("seventeen", "eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
LARGE = ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
IRREGULAR = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
TWENTIETH_CENTURY, CENTURY = 2000, 100
FIRST_DECADE = 2010


def cardinal(number: int) -> str:
    """0 to a thousand billion less one; beyond, digit by digit."""
    if number >= LARGE[0][0] * 1000:
        return " ".join(DIGITS[int(digit)] for digit in str(number))
    if number < len(SMALL):
        return SMALL[number]
    if number < CENTURY:
        tens, rest = TENS[number // 10 - 2], number % 10
        return f"{tens}-{DIGITS[rest]}" if rest else tens
    size, name = next(one for one in LARGE if number >= one[0])
    head, rest = divmod(number, size)
    return f"{cardinal(head)} {name}" + (f" {cardinal(rest)}" if rest else "")


def ordinal(number: int) -> str:
    words = cardinal(number)
    last = re.split("[ -]", words)[-1]
    head = words.removesuffix(last)
    if last in IRREGULAR:
        return head + IRREGULAR[last]
    return head + (last[:-1] + "ieth" if last.endswith("y") else last + "th")


def year(number: int) -> str:
    """As people say it: nineteen eighty-four, two thousand six, twenty twenty-six."""
    century, rest = divmod(number, CENTURY)
    if TWENTIETH_CENTURY <= number < FIRST_DECADE or not number % 1000:
        return cardinal(number)
    if not rest:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {'oh ' if rest < len(DIGITS) else ''}{cardinal(rest)}"
