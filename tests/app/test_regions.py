"""A person in danger hears where help is in their own country."""

from __future__ import annotations

from pathlib import Path

import pytest

from ruby_fsm.app.paths import region_of
from ruby_fsm.simulator import Speech
from tests.app.kit import CONFIG, DANGER, heard, listening, quick, says
from tests.world import words_of

STRANGER = "CA" + "e" * 32
NUMBERS = {
    "GB": "+447700900123",
    "IE": "+353850000123",
    "AU": "+61491570156",
    "NZ": "+6421555123",
    "CA": "+14165550123",
    "US": "+14155550100",
    "FR": "+33612345678",
}


@pytest.mark.parametrize(("country", "number"), NUMBERS.items())
async def test_21_preempt_the_resources_are_those_of_the_number_called(
    tmp_path: Path, country: str, number: str
) -> None:
    language = CONFIG.languages["en"]
    expected = language.regions.get(country, language).resources
    async with quick(tmp_path) as it:
        _, person = await listening(it, number)
        await says(it, person, Speech(DANGER))

        assert expected in heard(person)
        others = {one.resources for one in language.regions.values()} | {language.resources}
        assert not (others - {expected}) & set(heard(person))


@pytest.mark.parametrize(
    ("country", "leg"),
    [
        ("GB", {"Direction": "inbound", "From": NUMBERS["GB"], "To": NUMBERS["US"]}),
        ("FR", {"Direction": "outbound-api", "From": NUMBERS["US"], "To": NUMBERS["FR"]}),
        ("ZZ", {"Direction": "inbound", "From": "+266696687", "To": NUMBERS["GB"]}),  # anonymous
    ],
)
async def test_who_rings_us_and_who_is_none_of_ours_hears_of_help_in_their_own_country(
    tmp_path: Path, country: str, leg: dict[str, str]
) -> None:
    async with quick(tmp_path) as it:
        answer = await it.hook("answer", "", {"CallSid": STRANGER, **leg})

    assert CONFIG.languages["en"].resources_in(country) in words_of(answer.text)


async def test_without_the_store_help_is_that_of_the_number_called(tmp_path: Path) -> None:
    leg = {"Direction": "outbound-api", "From": NUMBERS["US"], "To": NUMBERS["IE"]}
    async with quick(tmp_path) as it:
        it.gate.leave()
        form = {"CallSid": STRANGER, "SpeechResult": DANGER, **leg}
        answer = await it.hook("gather", "call=CL1&at=1&lang=es", form)
        it.gate.release()

    assert CONFIG.languages["es"].resources_in("IE") in words_of(answer.text)


async def test_a_message_of_a_stranger_is_answered_with_help_in_their_country(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path) as it:
        answer = await it.hook("sms", "", {"From": NUMBERS["AU"], "Body": "help"})

    assert CONFIG.languages["en"].resources_in("AU") in answer.text


@pytest.mark.parametrize(
    ("number", "region"),
    [
        *((number, country) for country, number in NUMBERS.items()),
        ("+88299999999", ""),  # of no country
        ("+9990000000", ""),
        ("nonsense", ""),
    ],
)
def test_the_region_is_the_country_of_the_number_or_of_its_calling_code(
    number: str, region: str
) -> None:
    assert region_of(number) == region
