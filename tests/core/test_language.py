"""The language of a call: changed by a word, kept by what was said before, and never lost."""

from __future__ import annotations

import pytest

from ruby_fsm.core import events as e
from ruby_fsm.core.machine import decide
from ruby_fsm.core.tongue import spoken, spoken_at
from ruby_fsm.understanding.assessment import Category, Level
from tests.core.kit import NOW, call_in, danger, reply, speech, words
from tests.strategies import LANGUAGES, PHRASES, Policy
from tests.strategies import TWO_LANGUAGES as BOTH

IN_SPANISH = speech(language="es")
SILENT = e.SilenceHeard(NOW)


@pytest.mark.parametrize("state", ["listening", "responding"])
def test_the_new_language_is_confirmed_in_itself_and_spoken_from_then_on(state: str) -> None:
    asked = decide(call_in(state), IN_SPANISH, BOTH)
    silent = decide(asked.call, SILENT, BOTH)

    assert words(asked) == ["es switched to"]
    assert words(silent)[0].startswith("es reprompt")
    assert spoken(silent.call, BOTH) == "es"


def test_what_was_said_before_keeps_its_language() -> None:
    call = call_in("listening")
    asked = decide(call, IN_SPANISH, BOTH)
    back = decide(asked.call, speech(language="en"), BOTH)

    assert spoken_at(back.call, call.n) == ""
    assert spoken_at(back.call, asked.call.n) == "es"
    assert spoken_at(back.call, back.call.n) == "en"
    assert words(back) == ["switched to"]


def test_danger_comes_first_and_in_the_language_asked_for() -> None:
    event = speech(level=Level.HIGH, category=Category.INTENT, language="es")

    decision = decide(call_in("listening"), event, BOTH)

    assert decision.call.state.value == "crisis"
    assert "es resources" in words(decision)


def test_a_crisis_goes_on_in_the_language_asked_for() -> None:
    crisis = decide(call_in("listening"), danger(), BOTH)

    asked = decide(crisis.call, IN_SPANISH, BOTH)

    assert asked.call.state.value == "crisis"
    assert words(asked)[0] == "es resources"


def test_a_reply_being_made_in_the_old_language_is_not_spoken() -> None:
    asked = decide(call_in("responding"), IN_SPANISH, BOTH)

    assert words(decide(asked.call, reply(), BOTH)) == []


@pytest.mark.parametrize("tag", ["de", "es"])
def test_a_language_without_words_changes_nothing(tag: str) -> None:
    policy = BOTH if tag == "de" else Policy(PHRASES)

    decision = decide(call_in("listening"), speech(language=tag), policy)

    assert decision.call.state.value == "responding"
    assert decision.call.languages == ()


def test_a_call_begun_in_a_region_stays_there() -> None:
    policy = Policy(PHRASES, language="en-GB", languages={**LANGUAGES, "en-GB": PHRASES})
    to_spanish = decide(call_in("listening"), IN_SPANISH, policy)

    back = decide(to_spanish.call, speech(language="en"), policy)

    assert spoken(back.call, policy) == "en-GB"


def test_the_language_that_is_spoken_may_be_asked_for() -> None:
    decision = decide(call_in("listening"), speech(language="en"), BOTH)

    assert words(decision) == ["switched to"]
    assert decision.call.languages == ()
