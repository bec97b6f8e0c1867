"""Digits, signs and abbreviations as the words they are said with, in English.

A voice guesses at "Dr." and "988", and in a crisis a wrong guess is a wrong number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ruby_fsm.core.numerals import CENTURY, DIGITS, cardinal, ordinal, year
from ruby_fsm.understanding.hotlines import HOTLINES

Match = re.Match[str]
# Numbers that are dialled, and so said digit by digit, however short: of help, and of services
# that a model may name beside it (British police, American social services, Europe's 116 lines).
DIALLED = HOTLINES | {"101", "211", "116"}
BEFORE_A_NAME = {
    "Dr": "Doctor",
    "Mr": "Mister",
    "Mrs": "Missus",
    "Ms": "Miz",
    "Prof": "Professor",
    "St": "Saint",
    "Mt": "Mount",
    "Rev": "Reverend",
}
AFTER_A_NAME = {
    "St": "Street",
    "Ave": "Avenue",
    "Rd": "Road",
    "Blvd": "Boulevard",
    "Jr": "Junior",
    "Sr": "Senior",
    "Apt": "Apartment",
}
ANYWHERE = {
    "e.g.": "for example",
    "i.e.": "that is",
    "etc.": "and so on",
    "vs.": "versus",
    "approx.": "about",
    "w/o": "without",
    "w/": "with",
    "a.s.a.p.": "as soon as possible",
    "asap": "as soon as possible",
    "24/7": "day and night",
}
UNITS = {
    "kg": "kilograms",
    "km": "kilometers",
    "cm": "centimeters",
    "mg": "milligrams",
    "ml": "milliliters",
    "lbs": "pounds",
    "lb": "pounds",
    "oz": "ounces",
    "mph": "miles an hour",
    "hrs": "hours",
    "hr": "hours",
    "mins": "minutes",
    "min": "minutes",
    "secs": "seconds",
    "sec": "seconds",
}
MONEY = {
    "$": ("dollar", "dollars", "cent", "cents"),
    "£": ("pound", "pounds", "penny", "pence"),
    "€": ("euro", "euros", "cent", "cents"),
}
SIGNS = {"&": "and", "%": "percent", "+": "plus", "=": "equals", "@": "at", "#": "number"}
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
NOON, MIDNIGHT = 12, 0
AFTERNOON, EVENING, NIGHT = 12, 18, 21


def aloud(text: str, language: str = "en") -> str:
    """`text` without a digit, where the language is English; others stay as they are."""
    if not language.startswith("en") or not MAY_NEED_IT.search(text):
        return text
    for pattern, said in RULES:
        text = pattern.sub(said, text)
    return " ".join(text.split())


def table(words: Mapping[str, str], before: str = "", after: str = "") -> re.Pattern[str]:
    options = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(f"{before}({options}){after}")


def one_by_one(digits: str) -> str:
    return " ".join(DIGITS[int(digit)] for digit in digits if digit.isdigit())


def whole(digits: str) -> int:
    return int(digits.replace(",", ""))


def money(found: Match) -> str:
    one, many, cent, cents = MONEY[found[1]]
    amount = whole(found[2])
    if found[4]:
        return f"{cardinal(amount)} {found[4]} {many}"
    said = f"{cardinal(amount)} {one if amount == 1 else many}"
    rest = int((found[3] or "0").ljust(2, "0"))
    return said + (f" and {cardinal(rest)} {cent if rest == 1 else cents}" if rest else "")


def clock(found: Match) -> str:
    """7:30 pm, 7 p.m., 19:30."""
    hour, minutes, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half:
        of_day = hour % 12 + (12 if half.startswith("p") else 0)
        if not minutes and of_day in {NOON, MIDNIGHT}:
            return "noon" if of_day == NOON else "midnight"
        return f"{time_of(hour, minutes)} {part_of_day(of_day)}"
    return time_of(hour, minutes) + ("" if minutes else " o'clock")


def time_of(hour: int, minutes: int) -> str:
    if not minutes:
        return cardinal(hour)
    return f"{cardinal(hour)} {'oh ' if minutes < len(DIGITS) else ''}{cardinal(minutes)}"


def part_of_day(hour: int) -> str:
    if hour < AFTERNOON:
        return "in the morning"
    if hour < EVENING:
        return "in the afternoon"
    return "in the evening" if hour < NIGHT else "at night"


def decimal(found: Match) -> str:
    return f"{cardinal(whole(found[1]))} point {one_by_one(found[2])}"


def dialled(found: Match) -> str:
    return one_by_one(found[0])


def decade(found: Match) -> str:
    tens = year(int(found[1])) if int(found[1]) >= CENTURY else cardinal(int(found[1]))
    return tens.removesuffix("y") + "ies" if tens.endswith("y") else tens + "s"


# Nearly no reply does, and to look takes a hundredth of the time.
MAY_NEED_IT = re.compile(
    r"(?i)[\d$£€&%+=@#/]|\b(?:"
    + "|".join(sorted({*BEFORE_A_NAME, *AFTER_A_NAME}))
    + r")\b|\b(?:e\.g|i\.e|etc|vs|approx|a\.?s\.?a\.?p)\b"
)
Rule = tuple[re.Pattern[str], str | Callable[[Match], str]]
RULES: tuple[Rule, ...] = (
    (table(ANYWHERE, r"(?i)(?<!\w)", r"(?!\w)"), lambda m: ANYWHERE[m[1].lower()]),
    (table(BEFORE_A_NAME, r"\b", r"\.?(?=\s+[A-Z])"), lambda m: BEFORE_A_NAME[m[1]]),
    (table(AFTER_A_NAME, r"(?<=[a-z]\s)", r"\b\.?"), lambda m: AFTER_A_NAME[m[1]]),
    (table(BEFORE_A_NAME, r"\b", r"\."), lambda m: BEFORE_A_NAME[m[1]]),
    (
        re.compile(
            r"([$£€])\s?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2})(?!\d))?(?:\s(million|billion))?"
        ),
        money,
    ),
    (re.compile(r"(?i)\b(\d{1,2})(?::([0-5]\d))?\s?([ap](?:m\b|\.\s?m\b\.?))"), clock),
    (re.compile(r"\b([01]?\d|2[0-4]):([0-5]\d)\b()"), clock),
    (re.compile(r"\b(\d{4}|\d0)'?s\b"), decade),
    (re.compile(r"\b(\d+)(?:st|nd|rd|th)\b"), lambda m: ordinal(int(m[1]))),
    (
        re.compile(rf"\b({MONTHS})\s(\d{{1,2}})\b(?!:)"),
        lambda m: f"{m[1]} {ordinal(int(m[2]))}",
    ),
    (
        re.compile(r"\+?\(?\d{3,}\)?(?:[ .-]\(?\d{2,}\)?)+|\+\d{5,}|\b(?!\d{2,4}000\b)\d{5,}\b"),
        dialled,
    ),
    (re.compile(rf"\b(?:{'|'.join(sorted(DIALLED))})\b(?![,.]\d)"), dialled),
    (re.compile(r"\b(\d+)\s?[-\u2013]\s?(?=\d)"), lambda m: f"{m[1]} to "),
    (
        re.compile(rf"(?<=\d)\s?({'|'.join(sorted(UNITS, key=len, reverse=True))})\b\.?"),
        lambda m: f" {UNITS[m[1]]}",
    ),
    (re.compile(r"\b1/2\b"), "a half"),
    (re.compile(r"\b(\d+)/(\d+)\b"), r"\1 out of \2"),
    (re.compile(r"\b(\d{1,3}(?:,\d{3})+|\d+)\.(\d+)"), decimal),
    (re.compile(r"\b(1[1-9]\d\d|20\d\d)\b"), lambda m: year(int(m[1]))),
    (re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,6}(?!\d)"), lambda m: f" {cardinal(whole(m[0]))} "),
    (re.compile(r"\d+"), dialled),
    (table(SIGNS), lambda m: f" {SIGNS[m[1]]} "),
    (re.compile(r"\s+([.,;:!?])"), r"\1"),
)
