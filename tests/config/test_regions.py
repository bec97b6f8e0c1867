"""Where help is in the country that is called, in every sentence that names it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from ruby_fsm.adapters.chat.chain import contacts
from ruby_fsm.config.abroad import dialled
from ruby_fsm.config.load import load, parse_canonical
from ruby_fsm.config.regions import ANYWHERE, Region, in_text
from ruby_fsm.config.schema import Config
from ruby_fsm.understanding.gate.judge import fault_in

CONFIG = load()
HERE = CONFIG.policy("en").phrases
GERMAN = {"null": "zero", "eins": "one", "acht": "eight"}


def without(country: str) -> Config:
    plain = json.loads(CONFIG.canonical_json())
    del plain["languages"]["en"]["regions"][country]
    return parse_canonical(json.dumps(plain))


@pytest.mark.parametrize("country", CONFIG.languages["en"].regions)
def test_abroad_every_name_stays_in_its_sentence(country: str) -> None:
    for language in CONFIG.languages:
        here, there = (repr(CONFIG.policy(language, CONFIG, one).phrases) for one in ("", country))

        assert there.count("{name}") == here.count("{name}")


@pytest.mark.parametrize("country", ["US", ""])
def test_at_home_and_where_no_country_is_known_the_languages_own_words_are_said(
    country: str,
) -> None:
    assert CONFIG.policy("en", CONFIG, country).phrases == HERE


def test_a_country_without_words_hears_those_of_every_other_country() -> None:
    guernsey = CONFIG.policy("en", CONFIG, "GG").phrases

    assert guernsey == CONFIG.policy("en", CONFIG, ANYWHERE).phrases
    assert "the emergency number of your country" in guernsey.resources
    assert without(ANYWHERE).policy("en", without(ANYWHERE), "GG").phrases == HERE


@pytest.mark.parametrize("language", CONFIG.languages)
def test_the_lines_that_are_said_are_those_of_crisis_lines(language: str) -> None:
    """One list with its sources: no line is said that is not on it, nor one of another country."""
    listed: dict[str, set[str]] = {}
    for line in CONFIG.crisis_lines:
        listed.setdefault(line.country, set()).update(dialled(in_text(line.spoken, GERMAN)))
    pack = CONFIG.languages[language]
    for country, there in {pack.country: pack, **pack.regions}.items():
        where_to_talk = there.resources.split(". ")[0]

        said = set(dialled(where_to_talk))
        assert said <= listed.get(country, set())
        assert bool(said) is (country in listed)


def test_a_call_that_began_under_an_older_config_gets_the_newest_words_for_its_country() -> None:
    plain = json.loads(CONFIG.canonical_json())
    plain["languages"]["en"]["regions"] = {}
    plain["languages"]["en"]["goodbyes"]["sad"][0] = "So long, and ring nine eight eight."
    older = parse_canonical(json.dumps(plain))
    there = older.policy("en", CONFIG, "GB").phrases

    assert "Samaritans" in there.resources
    assert "So long, and ring one one six one two three." in repr(there)


def test_a_model_may_name_the_line_of_the_persons_country_and_no_other() -> None:
    known = contacts(CONFIG)
    samaritans = "The Samaritans are on one one six one two three."

    assert fault_in(samaritans, known("GB")) is None
    assert fault_in("Please ring nine nine nine.", known("GB")) is None
    for country in ("US", "", "FR", "BR"):
        assert fault_in(samaritans, known(country)) is not None
    for country in ("GB", "FR", "BR"):
        assert fault_in("Please ring nine eight eight.", known(country)) is not None
    assert fault_in("Ring five five five one two three four.", known("GB")) is not None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nine one one, or nine one one.", "Triple zero, or triple zero."),
        ("ninety nine one ones", "ninety nine one ones"),
        ("call or text nine one one", "call triple zero"),
    ],
)
def test_whole_words_are_swapped_and_a_capital_stays(text: str, found: str) -> None:
    assert in_text(text, {"nine one one": "triple zero", "call or text": "call"}) == found


def test_a_region_without_swaps_changes_its_two_sentences_alone() -> None:
    region = Region(resources="Ring us.", resources_again="Ring.")

    assert region.phrases(HERE) == replace(HERE, resources="Ring us.", resources_again="Ring.")
