"""What is written with digits, signs and abbreviations is said in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruby_fsm.core.aloud import aloud
from ruby_fsm.core.numerals import cardinal, ordinal, year

SAID = {
    "Call 988 or 911 now.": "Call nine eight eight or nine one one now.",
    "Text HOME to 741741.": "Text HOME to seven four one seven four one.",
    "Ring 116 123.": "Ring one one six one two three.",
    "+1 415 555 0100": "plus one four one five five five five zero one zero zero",
    "Dr. Smith of Main St. rang.": "Doctor Smith of Main Street rang.",
    "St. Mary's, Mrs. Jones": "Saint Mary's, Missus Jones",
    "See the Dr. soon": "See the Doctor soon",
    "It's 7:30 pm.": "It's seven thirty in the evening.",
    "from 7 a.m. to 19:05": "from seven in the morning to nineteen oh five",
    "at 7:00, 12 am, 12 pm, 3pm, 11pm": (
        "at seven o'clock, midnight, noon, three in the afternoon, eleven at night"
    ),
    "$5.50, £1, $1,200, $2 million": (
        "five dollars and fifty cents, one pound, one thousand two hundred dollars, "
        "two million dollars"
    ),
    "1984, 2006, 1900, the 1980s, my 20s": (
        "nineteen eighty-four, two thousand six, nineteen hundred, the nineteen eighties, "
        "my twenties"
    ),
    "21st, 3rd, June 3": "twenty-first, third, June third",
    "2-3 hrs, 3.5 kg, 1/2, 3/4": (
        "two to three hours, three point five kilograms, a half, three out of four"
    ),
    "100% of you & me, 24/7": "one hundred percent of you and me, day and night",
    "e.g. a walk, etc.": "for example a walk, and so on",
    "300 of 1,234,567": (
        "three hundred of one million two hundred thirty-four thousand five hundred sixty-seven"
    ),
    "20000 steps": "twenty thousand steps",
    "Nothing to change here.": "Nothing to change here.",
}


@pytest.mark.parametrize("written", SAID)
def test_it_is_written_as_it_is_said(written: str) -> None:
    assert aloud(written) == SAID[written]


@given(st.text(alphabet="0123456789 .,:$-/apm%+s'", max_size=30))
def test_no_digit_is_left(written: str) -> None:
    assert not any(char in "0123456789" for char in aloud(written))


def test_a_language_that_is_not_english_is_left_alone() -> None:
    assert aloud("Son las 7:30.", "es-US") == "Son las 7:30."


def test_numbers_in_words() -> None:
    assert [cardinal(n) for n in (0, 13, 40, 99, 1001, 10**12)] == [
        "zero",
        "thirteen",
        "forty",
        "ninety-nine",
        "one thousand one",
        "one " + " ".join(["zero"] * 12),
    ]
    assert [ordinal(n) for n in (1, 12, 20, 22, 101)] == [
        "first",
        "twelfth",
        "twentieth",
        "twenty-second",
        "one hundred first",
    ]
    assert [year(n) for n in (1905, 2000, 2026)] == [
        "nineteen oh five",
        "two thousand",
        "twenty twenty-six",
    ]
