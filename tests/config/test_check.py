"""The questions of the gentle check: short, plain, and there for a config written before them."""

from __future__ import annotations

import json

import pytest

from ruby_fsm.config.fields import WORDS_MAX, fill_name
from ruby_fsm.config.language import ENGLISH_CHECK
from ruby_fsm.config.load import default_path, load, parse, parse_canonical
from ruby_fsm.config.schema import Config
from ruby_fsm.understanding.assessment import Category

CONFIG = load()
ABOUT = {Category.DENIAL, Category.THIRD_PARTY, Category.PAST, Category.INDIRECT}
SHIPPED = CONFIG.policy("en").phrases.checks
OURS = ENGLISH_CHECK.by_category()


def stored_before(voice_language: str = "en-US") -> Config:
    """A config of a running call, kept before there was a check."""
    plain = json.loads(CONFIG.canonical_json())
    del plain["languages"]["en"]["crisis"]["check"]
    plain["languages"]["en"]["voice"]["language"] = voice_language
    return parse_canonical(json.dumps(plain))


@pytest.mark.parametrize("words", [SHIPPED, OURS], ids=["shipped", "built in"])
def test_each_kind_has_one_short_question(words: dict[Category, str]) -> None:
    assert set(words) == ABOUT
    for text in words.values():
        assert len(fill_name(text, "").split()) <= WORDS_MAX
        assert text.count("?") == 1


@pytest.mark.parametrize("words", [SHIPPED, OURS], ids=["shipped", "built in"])
def test_the_person_is_asked_directly_and_worry_for_another_is_told_where_help_is(
    words: dict[Category, str],
) -> None:
    assert "ending your life" in words[Category.DENIAL]
    assert "ending your life" in words[Category.PAST]
    assert "family and friends" in words[Category.THIRD_PARTY]
    assert "danger at this moment?" in words[Category.THIRD_PARTY]
    assert "in danger right now" in words[Category.INDIRECT]
    assert "ending your life?" in words[Category.INDIRECT]


def test_a_config_without_a_check_still_loads_and_asks_in_english() -> None:
    assert stored_before().policy("en").phrases.checks == OURS
    assert not any("nine" in text for text in OURS.values())


def test_a_file_without_a_check_still_loads() -> None:
    text = default_path().read_text(encoding="utf-8")
    head, _, rest = text.partition("      check:\n")
    behind = rest[rest.index("\n    # Whole phrases") :]

    assert parse(head + behind, "config.yaml").policy("en").phrases.checks == OURS


def test_no_english_is_spoken_by_the_voice_of_another_language() -> None:
    assert stored_before("de-DE").policy("en").phrases.checks == {}


def test_one_question_may_be_left_out_and_the_others_stay_ones_own() -> None:
    plain = json.loads(CONFIG.canonical_json())
    plain["languages"]["en"]["voice"]["language"] = "de-DE"
    plain["languages"]["en"]["crisis"]["check"] = {"denial": "Darf ich direkt fragen?"}

    checks = parse_canonical(json.dumps(plain)).policy("en").phrases.checks

    assert checks == {Category.DENIAL: "Darf ich direkt fragen?"}
