"""Whoever says a number and whoever judges one know those of every country's crisis words."""

from __future__ import annotations

import pytest

from ruby_fsm.config.abroad import dialled
from ruby_fsm.config.load import load
from ruby_fsm.core.aloud import DIALLED, aloud
from ruby_fsm.core.numerals import DIGITS
from ruby_fsm.understanding.gate.contacts import Known
from ruby_fsm.understanding.gate.fault import Fault
from ruby_fsm.understanding.gate.judge import fault_in
from ruby_fsm.understanding.hotlines import HOTLINES, LONGEST

SPANISH = ["cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"]
NUMBERS = sorted(
    {
        (country, number)
        for pack in load().languages.values()
        for country, words in ((pack.country, pack), *pack.regions.items())
        for number in dialled(f"{words.resources} {words.resources_again}")
    }
)


def spoken(number: str, names: list[str]) -> str:
    return " ".join(names[int(digit)] for digit in number)


def test_the_crisis_words_name_numbers_in_nearly_every_country() -> None:
    assert len({country for country, _ in NUMBERS}) >= 23


@pytest.mark.parametrize(("country", "number"), NUMBERS)
def test_a_number_of_the_crisis_words_is_said_digit_by_digit(country: str, number: str) -> None:
    assert aloud(f"Call {number} now.") == f"Call {spoken(number, list(DIGITS))} now."
    assert len(number) > LONGEST or number in DIALLED


@pytest.mark.parametrize(("country", "number"), NUMBERS)
def test_a_number_of_the_crisis_words_is_withheld_where_it_is_not_known(
    country: str, number: str
) -> None:
    assert len(number) > LONGEST or number in HOTLINES
    for said in (number, spoken(number, list(DIGITS)), spoken(number, SPANISH)):
        assert fault_in(f"It is {said}.", Known()) is Fault.CONTACT, said
