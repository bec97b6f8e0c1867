"""Where help is in the country that is called, in every sentence that names it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from ruby_fsm.adapters.chat.chain import contacts
from ruby_fsm.config.load import load, parse_canonical
from ruby_fsm.config.regions import Region, in_text
from ruby_fsm.core.policy import Phrases
from ruby_fsm.understanding.gate.judge import fault_in

CONFIG = load()
HERE = CONFIG.policy("en").phrases
AMERICAN = ("nine eight eight", "nine one one", "emergency room")
ABROAD = ("GB", "IE", "AU", "NZ")


def said(phrases: Phrases) -> str:
    return repr(phrases).lower()


@pytest.mark.parametrize("country", ABROAD)
def test_abroad_no_sentence_names_an_american_number(country: str) -> None:
    there = CONFIG.policy("en", CONFIG, country).phrases

    assert [words for words in AMERICAN if words in said(there)] == []
    assert said(there).count("{name}") == said(HERE).count("{name}")


@pytest.mark.parametrize("country", ["US", "DE", "GG", ""])
def test_a_country_without_words_hears_the_languages_own(country: str) -> None:
    assert CONFIG.policy("en", CONFIG, country).phrases == HERE


def test_the_lines_that_are_said_are_those_of_crisis_lines() -> None:
    """One list with its sources, and none of its countries said otherwise."""
    spoken = {line.country: line.spoken for line in CONFIG.crisis_lines}
    for country, region in CONFIG.languages["en"].regions.items():
        assert spoken[country] in region.resources.lower()
        assert spoken[country] in region.resources_again.lower()


def test_a_call_that_began_under_an_older_config_gets_the_newest_words_for_its_country() -> None:
    plain = json.loads(CONFIG.canonical_json())
    plain["languages"]["en"]["regions"] = {}
    plain["languages"]["en"]["goodbyes"]["sad"][0] = "So long, and ring nine eight eight."
    older = parse_canonical(json.dumps(plain))
    there = older.policy("en", CONFIG, "GB").phrases

    assert "Samaritans" in there.resources
    assert "So long, and ring one one six one two three." in repr(there)


def test_a_model_may_name_the_line_of_each_country() -> None:
    known = contacts(CONFIG)

    assert fault_in("The Samaritans are on one one six one two three.", known) is None
    assert fault_in("Ring five five five one two three four.", known) is not None


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
