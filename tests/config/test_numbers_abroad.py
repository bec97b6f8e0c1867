"""No sentence that is spoken in a country names a number of another one, in any language.

The table below is by hand, and knows nothing of config.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields

import pytest

from ruby_fsm.config.fields import WORDS_MAX, fill_name
from ruby_fsm.config.load import load
from ruby_fsm.config.regions import ANYWHERE
from ruby_fsm.core.policy import CrisisWords, Phrases

CONFIG = load()
EUROPE = ("AT", "BE", "CH", "DK", "FI", "FR", "IT", "NL", "NO", "PL", "PT", "SE")
RIGHT: Mapping[str, frozenset[str]] = {
    "US": frozenset(("988", "911")),
    "CA": frozenset(("988", "911")),
    "MX": frozenset(("8009112000", "911")),
    "GB": frozenset(("116123", "999")),
    "IE": frozenset(("116123", "999")),
    "AU": frozenset(("131114", "000")),
    "NZ": frozenset(("1737", "111")),
    "SG": frozenset(("1767", "995", "999")),
    "IN": frozenset(("14416", "112")),
    "DE": frozenset(("08001110111", "112")),
    "ES": frozenset(("024", "112")),
    "JP": frozenset(("119", "110")),
    **dict.fromkeys(EUROPE, frozenset(("112",))),
    ANYWHERE: frozenset(),
}
EVERYWHERE = [(language, country) for language in CONFIG.languages for country in RIGHT]
ONES = (
    "zero one two three four five six seven eight nine",
    "cero uno dos tres cuatro cinco seis siete ocho nueve",
)
DIGITS = {word: str(n) for words in ONES for n, word in enumerate(words.split())} | {
    "eleven": "11",
    "thirteen": "13",
    "fourteen": "14",
    "triple zero": "000",
}
WORD = "|".join(sorted(DIGITS, key=len, reverse=True))
ROW = re.compile(rf"\b(?:{WORD})(?:,? (?:{WORD}))*\b", re.IGNORECASE)
AN_AMERICAN_WORD = re.compile("emergency room|sala de emergencias", re.IGNORECASE)
KEY_TWO = re.compile(r"oprim\w+ dos|press two")


def sentences(value: object) -> Iterator[str]:
    """Every text in it, whatever it is made of."""
    match value:
        case str():
            yield value
        case Mapping():
            for inner in value.values():
                yield from sentences(inner)
        case tuple():
            for inner in value:
                yield from sentences(inner)
        case Phrases() | CrisisWords():
            for one in fields(value):
                yield from sentences(getattr(value, one.name))
        case _:
            pass


def numbers(text: str) -> Iterator[str]:
    """What is dialled: three digits or more in a row, in figures or spoken."""
    yield from re.findall(r"\d{2,}", text)
    for row in ROW.findall(text):
        words = re.findall(WORD, row, re.IGNORECASE)
        digits = "".join(DIGITS[word.casefold()] for word in words)
        if len(digits) > 2:
            yield digits


def said(language: str, country: str) -> list[str]:
    return [*sentences(CONFIG.policy("en", CONFIG, country).languages[language])]


@pytest.mark.parametrize(("language", "country"), EVERYWHERE)
def test_no_sentence_names_a_number_of_another_country(language: str, country: str) -> None:
    wrong = [
        text
        for text in said(language, country)
        if not RIGHT[country].issuperset(numbers(text))
        or (country != "US" and KEY_TWO.search(text))
        or (country not in {"US", "CA"} and language == "es" and AN_AMERICAN_WORD.search(text))
        or (country not in {"US", "CA", "MX"} and AN_AMERICAN_WORD.search(text))
    ]

    assert wrong == []


@pytest.mark.parametrize(("language", "country"), EVERYWHERE)
def test_the_resources_name_every_number_of_their_country(language: str, country: str) -> None:
    there = CONFIG.policy("en", CONFIG, country).languages[language]

    assert set(numbers(there.resources)) == RIGHT[country]
    assert bool(set(numbers(there.resources_again)) & RIGHT[country]) is (country != ANYWHERE)


@pytest.mark.parametrize(("language", "country"), EVERYWHERE)
def test_what_is_said_there_can_be_followed_by_ear(language: str, country: str) -> None:
    for text in said(language, country):
        assert len(fill_name(text, "").split()) <= WORDS_MAX, text
        assert not re.search(r"  | [,.?!]|[,.]{2}", fill_name(text, "")), text


def test_the_table_knows_every_country_that_may_be_called() -> None:
    assert set(RIGHT) >= set(CONFIG.dial_policy.regions)
    for pack in CONFIG.languages.values():
        assert set(RIGHT) == {pack.country, *pack.regions}


def test_what_is_not_of_a_country_names_no_number() -> None:
    """Words to humans, to an answering machine, and to whoever rings us."""
    elsewhere = (
        CONFIG.alerts.model_dump(),
        CONFIG.handover.model_dump(exclude={"number"}),
        CONFIG.machine.message,
        *((pack.trouble, pack.inbound) for pack in CONFIG.languages.values()),
    )

    assert [*numbers(" ".join(text for one in elsewhere for text in sentences(one)))] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Call nine eight eight, or NINE one one.", ["988", "911"]),
        ("Thirteen eleven fourteen, and triple zero.", ["131114", "000"]),
        ("al ocho cero cero, nueve uno uno, dos cero cero cero, gratis", ["8009112000"]),
        ("Press one to go on. One thing at a time, 988.", ["988"]),
    ],
)
def test_numbers_are_found_as_they_are_said(text: str, found: list[str]) -> None:
    assert [*numbers(text)] == found
