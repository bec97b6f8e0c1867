"""TwiML is read as strictly as Twilio reads it."""

import json
from pathlib import Path
from typing import Any

import pytest

from ruby_fsm.simulator import twiml
from ruby_fsm.simulator.twiml import TwimlError, read
from ruby_fsm.simulator.verbs import (
    Dial,
    Document,
    Gather,
    Hangup,
    Pause,
    Play,
    Redirect,
    Reject,
    Say,
    Verb,
)

SCHEMA: dict[str, Any] = json.loads(
    Path(__file__).parents[1].joinpath("data/twiml_schema.json").read_text(encoding="utf-8")
)["elements"]


def document(inner: str) -> Document:
    return read(f"<Response>{inner}</Response>".encode())


@pytest.mark.parametrize(
    ("xml", "verb"),
    [
        ("<Say>Hello   there</Say>", Say("Hello there")),
        (
            '<Say voice="Polly.Joanna" language="en-GB" loop="2">Hi</Say>',
            Say("Hi", "Polly.Joanna", "en-GB", 2),
        ),
        ("<Say>I <emphasis>really</emphasis> mean<break/> it</Say>", Say("I really mean it")),
        ('<Say>the <sub alias="doctor">Dr</sub> said</Say>', Say("the doctor said")),
        ("<Pause/>", Pause(1)),
        ('<Pause length="7"/>', Pause(7)),
        ("<Play>https://a.test/x.mp3</Play>", Play("https://a.test/x.mp3")),
        ('<Play digits="1w2"/>', Play("", "1w2")),
        ('<Redirect method="GET">/next</Redirect>', Redirect("/next", "GET")),
        ("<Hangup/>", Hangup()),
        ('<Reject reason="busy"/>', Reject("busy")),
        ("<Dial>+14155550100</Dial>", Dial(("+14155550100",))),
        (
            (
                '<Dial action="/d" timeout="20" timeLimit="60" callerId="+1500"><Number>+1</Number>'
                "<Number>+2</Number></Dial>"
            ),
            Dial(("+1", "+2"), "/d", "POST", 20, 60, "+1500"),
        ),
        ("<Gather/>", Gather(speech_timeout_s=5)),
        (
            (
                '<Gather input="dtmf speech" action="/g" timeout="8" speechTimeout="2"'
                ' numDigits="1" finishOnKey="*" actionOnEmptyResult="true" bargeIn="false"'
                ' language="de-DE" speechModel="phone_call"><Say>Yes?</Say><Pause/></Gather>'
            ),
            Gather(
                (Say("Yes?"), Pause()),
                speech=True,
                action="/g",
                timeout_s=8,
                speech_timeout_s=2,
                num_digits=1,
                finish_on_key="*",
                action_on_empty_result=True,
                barge_in=False,
                language="de-DE",
            ),
        ),
        (
            '<Gather input="speech" speechTimeout="auto"/>',
            Gather(speech=True, dtmf=False, speech_timeout_s=None),
        ),
    ],
)
def test_each_verb_is_read(xml: str, verb: Verb) -> None:
    assert document(xml) == Document((verb,))


@pytest.mark.parametrize("tag", sorted(twiml.ATTRIBUTES))
def test_attributes_known_here_are_those_of_twilios_schema(tag: str) -> None:
    assert twiml.ATTRIBUTES[tag] == set(SCHEMA[tag]["attributes"])


def test_ssml_known_here_is_that_of_twilios_schema() -> None:
    assert set(SCHEMA["Say"]["children"]) == twiml.SSML


@pytest.mark.parametrize(
    ("xml", "complaint"),
    [
        ("<Shout>hi</Shout>", "<Shout> is no verb"),
        ("<Record/>", "<Record> is no verb"),
        ('<Say shout="1">hi</Say>', "<Say> has no attribute shout"),
        ('<Pause length="long"/>', "<Pause> length is 'long'"),
        ("<Gather><Dial/></Gather>", "<Dial> is not allowed in <Gather>"),
        ("<Gather input=\"['dtmf']\"/>", "<Gather> input is"),
        ('<Gather actionOnEmptyResult="True"/>', "actionOnEmptyResult is 'True'"),
        ('<Gather method="PUT"/>', "<Gather> method is 'PUT'"),
        ("<Dial><Sip>a</Sip></Dial>", "<Dial> of a <Sip>"),
        ('<Dial><Number tone="1">+1</Number></Dial>', "<Number> has no attribute tone"),
        ("<Say><blink>hi</blink></Say>", "<blink> is not allowed in <Say>"),
    ],
)
def test_what_the_schema_does_not_know_is_noted(xml: str, complaint: str) -> None:
    (noted,) = document(xml).complaints

    assert noted.code == 12200
    assert complaint in noted.message


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        (b"", "text/xml", 12100),
        (b" <Response/>", "text/xml", 12100),
        (b"<Response>", "text/xml", 12100),
        (b"<Response><Say>a & b</Say></Response>", "text/xml", 12100),
        (b"<Response><Say>\x01</Say></Response>", "text/xml", 12100),
        (b"<response/>", "text/xml", 12100),
        (b'<!DOCTYPE r [<!ENTITY a "b">]><Response/>', "text/xml", 12100),
        (b"<Response/>", "application/json", 12300),
        (b"<Response/>", "", 12300),
        (b"<Response>" + b" " * 65_536 + b"</Response>", "text/xml", 11750),
    ],
)
def test_a_document_twilio_gives_up_is_an_error(body: bytes, kind: str, code: int) -> None:
    with pytest.raises(TwimlError) as caught:
        read(body, kind)

    assert caught.value.code == code


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (f"<Say>{'a b ' * 1025}</Say>", 13521),
        (f'<Say voice="Polly.Amy">{"a" * 3001}</Say>', 13521),
        (f'<Say voice="Google.en-US-Wavenet-A">{"a b " * 1251}</Say>', 13521),
        (f"<Say>{'я' * 751}</Say>", 13521),
        ('<Gather input="speech" speechTimeout="auto" speechModel="phone_call"/>', 13335),
        ('<Gather input="speech" speechTimeout="0"/>', 13327),
    ],
)
def test_a_verb_twilio_cannot_play_is_an_error(xml: str, code: int) -> None:
    with pytest.raises(TwimlError) as caught:
        document(xml)

    assert caught.value.code == code


def test_polly_does_not_count_the_tags() -> None:
    word = "<emphasis>a</emphasis>"

    (say,) = document(f'<Say voice="Polly.Amy">{word * 2000}</Say>').verbs

    assert isinstance(say, Say)
    assert len(say.text) == 2000


def test_an_xml_declaration_and_a_charset_are_fine() -> None:
    body = "<?xml version='1.0' encoding='UTF-8'?><Response><Say>ä</Say></Response>".encode()

    assert read(body, "text/xml; charset=utf-8").verbs == (Say("ä"),)
