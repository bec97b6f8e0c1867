"""The default config.yaml: what a person hears, and every number with its reason."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator

import pytest

from ruby_fsm.config.fields import WORDS_MAX, fill_name
from ruby_fsm.config.load import default_path, load, parse, parse_canonical
from ruby_fsm.config.numbers import NumberSections
from ruby_fsm.core.policy import Keys, Numbers
from ruby_fsm.errors import ConfigError
from ruby_fsm.understanding.assessment import Level, Mood

TEXT = default_path().read_text(encoding="utf-8")
CONFIG = load()
POLICY = CONFIG.policy("en")
PHRASES = POLICY.phrases
LANGUAGES = tuple(CONFIG.languages)


def strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for inner in value.values():
                yield from strings(inner)
        case list() | tuple():
            for inner in value:
                yield from strings(inner)
        case _:
            pass


def spoken(language: str) -> list[str]:
    pack = CONFIG.pack(language).model_dump(mode="json")
    del pack["hear"], pack["voice"], pack["regions"], pack["country"]
    # Countries may share a line, and `instead` holds parts of sentences.
    there = {
        text
        for one in CONFIG.pack(language).regions.values()
        for text in (one.resources, one.resources_again)
    }
    return [*strings(pack), *sorted(there - {*strings(pack)})]


def test_numbers_and_keys_are_those_of_the_design() -> None:
    assert POLICY.numbers == Numbers()
    assert POLICY.keys == Keys()
    assert POLICY.crisis_at is Level.MODERATE
    assert not POLICY.has_human
    assert not POLICY.machine_message


def test_every_number_of_the_core_has_one_key_and_no_other() -> None:
    keys = [
        key
        for section in NumberSections.model_fields.values()
        for key in section.annotation.model_fields  # type: ignore[union-attr]  # all are sections
    ]

    assert sorted(keys) == sorted(field.name for field in dataclasses.fields(Numbers))


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Numbers)])
def test_each_number_stands_with_its_reason(name: str) -> None:
    (line,) = [line for line in TEXT.splitlines() if line.strip().startswith(f"{name}:")]

    assert re.search(r" # \w.{10,}$", line), f"{name} has no reason"


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_variants(language: str) -> None:
    phrases = CONFIG.policy(language).phrases

    for per_mood in (phrases.greetings, phrases.returning, phrases.goodbyes):
        assert set(per_mood) == set(Mood)
        assert all(len(lines) >= 2 for lines in per_mood.values())
    assert all(len(lines) >= 3 for lines in phrases.greetings.values())
    assert len(phrases.reprompts) >= 6
    assert len(phrases.fillers) >= 6
    assert len(phrases.safe_lines) >= 4
    assert len(phrases.crisis_ask_again) >= 3
    assert len(phrases.checks) == 4
    assert phrases.switched_to != phrases.disclosure


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_level_of_danger_has_its_own_words(language: str) -> None:
    crisis = CONFIG.policy(language).phrases.crisis

    assert set(crisis) == set(Level) - {Level.NONE}
    assert len({words.say for words in crisis.values()}) == 4
    assert len({words.ask for words in crisis.values()}) == 4
    assert all(words.ask.endswith("?") for words in crisis.values())
    assert all(len(words.plan) >= 5 for words in crisis.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_stands_twice(language: str) -> None:
    assert len(set(spoken(language))) == len(spoken(language))


@pytest.mark.parametrize("phrase", [text for tag in LANGUAGES for text in spoken(tag)])
def test_phrases_read_well_with_and_without_a_name(phrase: str) -> None:
    for name in ("Ada", ""):
        heard = fill_name(phrase, name)

        assert len(heard.split()) <= WORDS_MAX
        assert not re.search(r"[{}<>&]|  |,,|, ?[.?!]|^[, ]| [,.?!]", heard)
        assert heard.endswith((".", "?", "!"))
        assert not re.search(r"\d", heard), "numbers are written as words"


def test_the_disclosure_is_one_sentence_with_name_ai_and_the_way_to_stop() -> None:
    said = fill_name(PHRASES.disclosure, "")

    assert re.fullmatch(r"[^.!?]+\.", said)
    for part in ("Ruby", "an AI", "not a person", "say stop calling me", "press eight"):
        assert part in said
    assert POLICY.keys.opt_out == "8"
    assert "stop calling me" in CONFIG.lexicon("en").opt_out


def test_the_spanish_disclosure_says_the_same() -> None:
    phrases = CONFIG.policy("es").phrases
    said = fill_name(phrases.disclosure, "")

    assert re.fullmatch(r"[^.!?]+\.", said)
    for part in ("Ruby", "inteligencia artificial", "no una persona", "no me llamen más", "ocho"):
        assert part in said
        assert part in phrases.switched_to
    assert "no me llamen más" in CONFIG.lexicon("es").opt_out


def test_spanish_resources_answer_in_spanish() -> None:
    phrases = CONFIG.policy("es-MX").phrases

    for said in (phrases.resources, phrases.resources_again):
        assert "nueve ocho ocho" in said
        assert "oprim" in said
        assert "dos" in said
        assert "nueve uno uno" in said


def test_resources_name_the_lifeline_and_the_emergency_number() -> None:
    assert "nine eight eight" in PHRASES.resources
    assert "nine one one" in PHRASES.resources


def test_goodbye_is_heard_in_whole_phrases_only() -> None:
    goodbyes = CONFIG.lexicon("en").goodbye

    assert len(goodbyes) >= 50
    assert len(CONFIG.lexicon("es").goodbye) >= 30
    assert not {"quit", "stop", "end", "leave", "done"} & set(goodbyes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phrase_to_hear_means_one_thing(language: str) -> None:
    lexicon = CONFIG.lexicon(language)
    heard = [*lexicon.goodbye, *lexicon.opt_out, *lexicon.wants_human]

    assert len({phrase.casefold() for phrase in heard}) == len(heard)


def test_a_stored_config_comes_back_the_same() -> None:
    again = parse_canonical(CONFIG.canonical_json())

    assert again == CONFIG
    assert again.digest() == CONFIG.digest()
    assert parse_canonical(CONFIG.canonical_json()) is again


def test_the_digest_knows_nothing_of_order_and_comments() -> None:
    bare = "\n".join(line for line in TEXT.splitlines() if not line.strip().startswith("#"))
    parts = re.split(r"(?m)^(?=\w)", bare)

    turned = parse("".join(part.rstrip("\n") + "\n" for part in reversed(parts)))

    assert turned.canonical_json() == CONFIG.canonical_json()
    assert re.fullmatch(r"[0-9a-f]{64}", turned.digest())


def test_the_digest_changes_with_a_word() -> None:
    assert parse(TEXT.replace("I'm still here, {name}.", "Here I am, {name}.")).digest() != (
        CONFIG.digest()
    )


def test_a_stored_config_of_another_layout_is_a_config_error() -> None:
    stored = json.loads(CONFIG.canonical_json())
    stored["persona"]["colour"] = "red"

    with pytest.raises(ConfigError, match=r"stored config: persona\.colour: unknown key"):
        parse_canonical(json.dumps(stored))


@pytest.mark.parametrize("language", ["en", "en-GB", "de", "", "x" * 500])
def test_every_language_has_words(language: str) -> None:
    assert CONFIG.policy(language) is POLICY


def test_only_languages_with_words_are_served() -> None:
    assert CONFIG.serves("en")
    assert CONFIG.serves("en-GB")
    assert not CONFIG.serves("de")


def test_a_call_keeps_its_words_but_hears_the_newest_resources() -> None:
    newest = parse(TEXT.replace("free and at any hour", "free, day and night"))

    policy = CONFIG.policy("en", newest)

    assert "day and night" in policy.phrases.resources
    assert dataclasses.replace(policy.phrases, resources=PHRASES.resources) == PHRASES


def test_each_level_of_danger_has_an_escalation_path() -> None:
    for level in set(Level) - {Level.NONE}:
        assert CONFIG.crisis.path(level)
    assert CONFIG.crisis.path(Level.NONE) == ()
