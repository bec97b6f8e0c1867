"""The language of a call, from REST to its documents: chosen, changed by a word, and kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from ruby_fsm.config.load import load
from ruby_fsm.core.call import CallState
from ruby_fsm.understanding.assessment import Level
from tests.app.kit import quick
from tests.sequences.kit import Wire
from tests.twiml_check import parsed
from tests.world import words_of

CONFIG = load()
ENGLISH, SPANISH = CONFIG.pack("en"), CONFIG.pack("es")
DANGER = "me quiero matar"


def gather_of(twiml: str) -> Element:
    return next(parsed(twiml).iter("Gather"))


def tongues(twiml: str) -> set[str]:
    """The languages in which a document speaks and hears."""
    root = parsed(twiml)
    return {one.get("language", "") for tag in ("Say", "Gather") for one in root.iter(tag)}


@pytest.fixture
async def spanish(tmp_path: Path) -> Any:
    async with quick(tmp_path, by_hand=True) as it:
        placed = await it.initiate(language="es", user_name="Lupe")
        yield Wire(it, placed["call_id"])


@pytest.fixture
async def english(tmp_path: Path) -> Any:
    async with quick(tmp_path, by_hand=True) as it:
        placed = await it.initiate(user_name="Lupe")
        yield Wire(it, placed["call_id"])


async def test_a_call_in_spanish_is_spoken_and_heard_in_spanish(spanish: Wire) -> None:
    await spanish.answer()

    gather = gather_of(spanish.twiml)
    voices = {say.get("voice") for say in parsed(spanish.twiml).iter("Say")}
    assert "le habla Ruby" in spanish.words
    assert tongues(spanish.twiml) == {"es-US"}
    assert voices == {SPANISH.voice.voice}
    assert gather.get("speechModel") == SPANISH.voice.speech_model
    assert "no me llamen más" in (gather.get("hints") or "")
    assert "lang=es" in (gather.get("action") or "")


async def test_danger_in_spanish_goes_to_crisis_with_resources_in_spanish(spanish: Wire) -> None:
    await spanish.answer()

    await spanish.gather(DANGER)

    call = await spanish.call()
    assert (call.state, call.risk) == (CallState.CRISIS, Level.MODERATE)
    assert SPANISH.resources in spanish.words
    assert SPANISH.crisis.levels.moderate.ask in spanish.words


async def test_an_opt_out_in_spanish_is_confirmed_in_spanish(spanish: Wire) -> None:
    await spanish.answer()

    await spanish.gather("por favor no me llamen más")

    assert (await spanish.call()).suppressed
    assert SPANISH.opt_out in spanish.words


async def test_the_chat_backend_is_told_the_language(spanish: Wire) -> None:
    await spanish.answer()
    await spanish.gather("estoy un poco triste")

    await spanish.gather("in English please")
    await spanish.gather("i am a bit sad")

    assert [request.language for request in spanish.it.chat.asked] == ["es", "en"]


async def test_a_spoken_wish_changes_the_language_from_the_next_document_on(english: Wire) -> None:
    await english.answer()
    before = english.twiml

    await english.gather("can we speak Spanish")

    assert tongues(before) == {"en-US"}
    assert tongues(english.twiml) == {"es-US"}
    assert "sigamos en español, Lupe" in english.words
    assert "inteligencia artificial" in english.words


async def test_what_was_answered_before_the_change_is_answered_the_same_again(
    english: Wire,
) -> None:
    await english.answer()
    at = english.query("Gather")
    first = await english.gather("it was a long day", at)
    at_reply = english.query("Gather")
    switched = await english.gather("en español por favor", at_reply)
    await english.gather("estoy bien")

    again = await english.gather("it was a long day", at)
    again_switched = await english.gather("en español por favor", at_reply)

    assert again.text == first.text
    assert tongues(again.text) == {"en-US"}
    assert again_switched.text == switched.text
    assert tongues(again_switched.text) == {"es-US"}


async def test_words_are_understood_in_the_language_they_were_heard_in(english: Wire) -> None:
    await english.answer()
    await english.gather("can we speak Spanish")

    await english.gather("ya no le veo sentido a vivir")

    assert (await english.call()).state is CallState.CRISIS
    assert SPANISH.resources in english.words


async def test_a_line_without_the_store_speaks_the_language_of_its_document(
    spanish: Wire,
) -> None:
    await spanish.answer()
    at = spanish.query("Gather")
    spanish.it.gate.leave()

    degraded = await spanish.gather(DANGER, at)

    assert SPANISH.trouble in words_of(degraded.text)
    assert SPANISH.resources in words_of(degraded.text)
    assert tongues(degraded.text) == {"es-US"}
    assert [alert.level for alert in spanish.it.alerts.sent] == [Level.MODERATE]


async def test_a_language_nobody_serves_is_refused_by_name(tmp_path: Path) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        body = {"to_number": "+14155550100", "language": "fr"}

        answer = await it.api.post("/ai-calling/initiate-ai-call", json=body)

        assert answer.status_code == 400
        assert "write one of: en, es" in answer.text
        assert not it.calls()
