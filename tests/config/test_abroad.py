"""A country that may be called is told where help is, in every language, in its own numbers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from ruby_fsm.config.abroad import dialled, faults_abroad
from ruby_fsm.config.load import load, parse
from ruby_fsm.config.schema import Config

CONFIG = load()


def changed(change: Callable[[dict[str, Any]], object]) -> Config:
    plain = CONFIG.model_dump(mode="json")
    change(plain)
    return parse(json.dumps(plain))


def test_out_of_the_box_nothing_is_lacking() -> None:
    assert [*faults_abroad(CONFIG)] == []


def test_a_country_that_is_allowed_and_has_no_words_is_named_with_language_key_and_way_out() -> (
    None
):
    config = changed(lambda plain: plain["dial_policy"]["regions"].update(JM=0.1, BR=0.2))

    english, spanish = faults_abroad(config)

    assert english == (
        "languages.en.regions: JM, BR missing, but dial_policy.regions lets them be called, and a"
        " person in danger would not hear where help is there; write resources and resources_again"
        " for each, or take them out of dial_policy.regions; the country whose numbers all other"
        " words name goes into languages.en.country"
    )
    assert spanish.startswith("languages.es.regions: JM, BR missing")


def test_the_country_of_a_languages_own_words_must_be_named() -> None:
    (fault,) = faults_abroad(changed(lambda plain: plain["languages"]["en"].update(country="")))

    assert fault.startswith("languages.en.regions: US missing")


def test_a_number_of_another_country_in_any_other_phrase_is_found() -> None:
    """`instead` was forgotten, or a phrase was changed and names a number in another form."""

    def forget(plain: dict[str, Any]) -> None:
        del plain["languages"]["en"]["regions"]["GB"]["instead"]["nine one one"]
        plain["languages"]["es"]["wrap_up"] = "Llame al 988. Hasta luego."

    english, *spanish = faults_abroad(changed(forget))

    assert english == (
        "languages.en.regions.GB.instead: 'nine one one' would still be said in GB, but is another"
        " country's; write what is said in its place, or name it in the resources of GB"
    )
    assert len(spanish) == len(CONFIG.languages["es"].regions) - 1  # in Canada it is right
    assert all("'988' would still be said in" in one for one in spanish)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nine one one, or nine ONE one.", {"911": "nine ONE one"}),
        ("one thing, two things; press one; 24 hours", {}),
        ("al ocho cero cero, nueve uno uno.", {"800911": "ocho cero cero, nueve uno uno"}),
        ("Ring 116 123 or 999.", {"116123": "116 123", "999": "999"}),
        (
            "thirteen eleven fourteen, triple zero",
            {"131114000": "thirteen eleven fourteen, triple zero"},
        ),
        ("once more, at four", {}),
    ],
)
def test_what_is_dialled_is_read_in_words_and_in_figures(text: str, found: dict[str, str]) -> None:
    assert dialled(text) == found
