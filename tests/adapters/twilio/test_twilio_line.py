"""Claims about the documents that go out on the line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruby_fsm.adapters.twilio.elements import LineVoice
from ruby_fsm.adapters.twilio.signature import Verifier
from ruby_fsm.adapters.twilio.twiml import SafeWords, TwilioLine
from ruby_fsm.adapters.twilio.urls import Urls
from ruby_fsm.app.lines import Line as LinePort
from ruby_fsm.app.records import Document
from ruby_fsm.core.effects import HangUp, Join, Line, Listen, LookAgain, Say, Transfer, Verb
from ruby_fsm.errors import NotFromTwilio
from tests.twiml_check import parsed, spoken

Golden = Callable[[Path, str], None]
GOLDEN = Path(__file__).parents[2] / "golden" / "twiml"
CALL = "CL" + "0" * 32
PUBLIC = "https://ruby.example.com"
ENGLISH = LineVoice(
    language="en-US",
    voice="Polly.Joanna-Neural",
    speech_model="phone_call",
    hints=("stop calling me", "goodbye, Ruby"),
    safe="I am here. Please go on.",
    sorry="I am sorry, our call has ended.",
    human="+15005550009",
)
GERMAN = replace(ENGLISH, language="de-DE", voice="Polly.Vicki-Neural", safe="Ich bin da.")
SAFE = SafeWords(
    voice=ENGLISH,
    kind="Please stay with me, I need a moment.",
    stranger="This line only makes calls.",
    resources="In an emergency, call 911. You can call or text 988 at any time.",
    abroad={"GB": "In an emergency, call 999."}.get,
)
VERIFIER = Verifier(PUBLIC, "AC" + "0" * 32, ("token",))


def voices(config_hash: str, language: str) -> LineVoice:
    return GERMAN if language == "de" else ENGLISH


LINE = TwilioLine(Urls(PUBLIC), VERIFIER, voices, SAFE, "+15005550006")


def document(*verbs: Verb, name: str = "", is_over: bool = False, language: str = "en") -> Document:
    return Document(CALL, 1, 7, verbs, name=name, is_over=is_over, language=language)


def rendered(*verbs: Verb, name: str = "", is_over: bool = False) -> ET.Element:
    return parsed(LINE.render(document(*verbs, name=name, is_over=is_over)))


def shape(root: ET.Element) -> list[str]:
    """Tags in order of the document; those inside a Gather stand after a `>`."""
    return [
        tag
        for child in root
        for tag in (child.tag, *(">" + inner.tag for inner in child if child.tag == "Gather"))
    ]


DISCLOSURE = Say("Hello, this is Ruby, an AI. Press 8 to stop.", Line.DISCLOSURE, barge_in=False)
GREETING = Say("Good evening, {name}. How are you?", Line.GREETING)
REPLY = Say("That sounds like a long day & a half. What helped?", Line.REPLY)
FILLER = Say("Mm-hm.", Line.FILLER)
CRISIS = Say("I am glad you told me. Are you safe now?", Line.CRISIS)
RESOURCES = Say("You can call or text 988 at any time.", Line.RESOURCES, barge_in=False)
GOODBYE = Say("Take good care, {name}. Goodbye.", Line.GOODBYE)

SEQUENCES: dict[str, Document] = {
    "greeting": document(DISCLOSURE, GREETING, Listen(8, 2), name="Ann"),
    "reply": document(REPLY, Listen(12, 2)),
    "filler": document(FILLER, LookAgain(1)),
    "look-again": document(LookAgain()),
    "crisis": document(RESOURCES, CRISIS, Listen(15, 3)),
    "transfer": document(RESOURCES, Say("One moment.", Line.NOTICE), Transfer(30, 3600)),
    "room": document(Say("Somebody is here.", Line.NOTICE, barge_in=False), Join(2, 3600)),
    "goodbye": document(GOODBYE, HangUp()),
    "machine": document(HangUp()),
    "listen": document(Listen(8, 2)),
    "words-alone": document(REPLY),
    "empty": document(),
    "over": document(is_over=True),
    "over-with-words": document(RESOURCES, Listen(8, 2), is_over=True),
    "german": document(Say("Guten Abend, {name}.", Line.GREETING), Listen(8, 2), language="de"),
}


def shown(twiml: str) -> str:
    """A document as a reviewer reads it."""
    root = parsed(twiml)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode") + "\n"


@pytest.mark.parametrize("name", SEQUENCES)
def test_each_sequence_of_verbs_gives_its_golden_document(name: str, golden: Golden) -> None:
    golden(GOLDEN / f"{name}.xml", shown(LINE.render(SEQUENCES[name])))


@pytest.mark.parametrize("tries", [0, 19, 20])
def test_the_document_made_without_the_store_is_golden(tries: int, golden: Golden) -> None:
    golden(GOLDEN / f"degraded-{tries}.xml", shown(LINE.degraded(CALL, 7, tries)))


def test_the_document_for_strangers_is_golden(golden: Golden) -> None:
    golden(GOLDEN / "unknown.xml", shown(LINE.unknown()))


def test_twilio_line_is_a_line() -> None:
    port: LinePort = LINE

    with pytest.raises(NotFromTwilio):
        port.verify("POST", "/voice/webhook/answer", "", {}, b"")


def test_the_person_may_speak_over_words_unless_they_forbid_it() -> None:
    assert shape(rendered(DISCLOSURE, GREETING, Listen(8, 2))) == ["Say", "Gather", ">Say"]
    assert shape(rendered(REPLY, RESOURCES, CRISIS, Listen(8, 2))) == [
        "Say",
        "Say",
        "Gather",
        ">Say",
    ]


def test_gather_hears_keys_and_speech_and_comes_back_even_from_silence() -> None:
    gather = rendered(Listen(12, 3)).find("Gather")

    assert gather is not None
    assert gather.attrib == {
        "input": "dtmf speech",
        "action": f"{PUBLIC}/voice/webhook/gather?call={CALL}&at=7",
        "method": "POST",
        "timeout": "12",
        "speechTimeout": "3",
        "speechModel": "phone_call",
        "language": "en-US",
        "hints": "stop calling me,goodbye Ruby",
        "numDigits": "1",
        "actionOnEmptyResult": "true",
        "profanityFilter": "false",
    }


def test_the_end_of_speech_is_a_positive_number_whatever_is_asked() -> None:
    gather = rendered(Listen(0, 0)).find("Gather")

    assert gather is not None
    assert (gather.get("timeout"), gather.get("speechTimeout")) == ("1", "1")


def test_only_the_newest_order_of_a_cause_is_followed() -> None:
    root = rendered(DISCLOSURE, GREETING, Listen(8, 2), FILLER, LookAgain(1))

    assert [child.tag for child in root] == ["Say", "Gather", "Redirect"]


def test_a_handover_without_a_number_asks_the_hook_as_if_nobody_answered() -> None:
    silent = replace(ENGLISH, human="")
    line = replace(LINE, voices=lambda config_hash, language: silent)

    root = parsed(line.render(document(RESOURCES, Transfer(30, 3600))))

    assert shape(root) == ["Say", "Redirect"]
    assert root.findtext("Redirect") == f"{PUBLIC}/voice/webhook/dial?call={CALL}&at=7"


@pytest.mark.parametrize("verbs", [(), (REPLY,), (Say("\x00\ud800", Line.SAFE),)])
def test_a_live_line_is_never_left_without_an_order(verbs: tuple[Verb, ...]) -> None:
    root = rendered(*verbs)

    assert root[-1].tag == "Gather"
    assert spoken(root)


def test_an_ended_call_says_its_words_and_hangs_up() -> None:
    assert shape(rendered(RESOURCES, Listen(8, 2), is_over=True)) == ["Say", "Hangup"]
    assert spoken(rendered(is_over=True)) == [ENGLISH.sorry]
    silent = replace(LINE, voices=lambda *_: replace(ENGLISH, sorry=""))
    assert shape(parsed(silent.render(document(is_over=True)))) == ["Hangup"]


def test_words_come_in_the_language_of_the_document() -> None:
    root = parsed(LINE.render(document(REPLY, Listen(8, 2), language="de")))

    assert {element.get("language") for element in root.iter() if element.get("language")} == {
        "de-DE"
    }


def test_a_reply_keeps_braces_the_name_is_never_filled_into() -> None:
    root = rendered(Say("Is {name} a word?", Line.REPLY), Listen(8, 2), name="Ann")

    assert spoken(root) == ["Is {name} a word?"]


def test_resources_outlive_a_document_that_grew_too_long() -> None:
    long = Say("& " * 30_000, Line.REPLY)

    said = spoken(rendered(long, long, Say("日本語。" * 9_000, Line.SAFE), RESOURCES, Listen(8, 2)))

    assert said[-1] == RESOURCES.text


def slow(root: ET.Element) -> list[str]:
    """What is said slowly."""
    return [say.findtext("prosody", "") for say in root.iter("Say") if len(say)]


@pytest.mark.parametrize("voice", ["Polly.Joanna-Neural", "Polly.Amy", "Google.en-US-Neural2-C"])
def test_the_resources_and_nothing_else_are_said_slowly(voice: str) -> None:
    line = replace(LINE, voices=lambda *_: replace(ENGLISH, voice=voice))

    root = parsed(line.render(document(CRISIS, RESOURCES, REPLY, GOODBYE, Listen(8, 2))))

    assert slow(root) == [RESOURCES.text]
    assert {found.get("rate") for found in root.iter("prosody")} == {"80%"}


@pytest.mark.parametrize("voice", ["", "woman", "alice", "Google.en-US-Chirp3-HD-Aoede"])
def test_a_voice_that_heeds_no_rate_says_them_as_they_are(voice: str) -> None:
    line = replace(LINE, voices=lambda *_: replace(ENGLISH, voice=voice))

    root = parsed(line.render(document(RESOURCES, Listen(8, 2))))

    assert (slow(root), spoken(root)) == ([], [RESOURCES.text])


def test_the_documents_made_without_the_store_say_them_slowly_too() -> None:
    documents = (LINE.degraded(CALL, 7, 0), LINE.degraded(CALL, 7, 20), LINE.unknown())

    assert [slow(parsed(one)) for one in documents] == [[SAFE.resources]] * 3


def test_the_documents_made_without_the_store_know_the_country() -> None:
    for country, told in {"GB": "In an emergency, call 999.", "": SAFE.resources}.items():
        first, last = (LINE.degraded(CALL, 7, tries, country=country) for tries in (0, 20))

        for one in (first, last, LINE.unknown(country)):
            assert slow(parsed(one)) == [told]


def test_documents_without_the_store_come_back_and_count_up_to_twenty() -> None:
    for tries in range(20):
        root = parsed(LINE.degraded(CALL, 7, tries))
        assert spoken(root) == [SAFE.kind, SAFE.resources]
        assert shape(root) == ["Say", "Say", "Pause", "Redirect"]
        expected = f"{PUBLIC}/voice/webhook/reply?call={CALL}&at=7&try={tries + 1}"
        assert root.findtext("Redirect") == expected

    last = parsed(LINE.degraded(CALL, 7, 20))
    assert spoken(last) == [SAFE.resources]
    assert shape(last) == ["Say", "Hangup"]


HOSTILE = [
    "</Say><Hangup/><Say>",
    "<speak><break time='10s'/></speak>",
    "]]><![CDATA[<Dial>+1900</Dial>]]>",
    "&lt;Dial&gt; &amp; &#x41; \" onclick='x'",
    "a\x00b\x08c\x0b\x1f\x7f\x85d",
    "\ud800 lone \udfff surrogates",
    "\ufffe\uffff\ufdd0\U0001fffe non-characters",
    "\u202eright to left\u2066\u200f",
    "👩‍👩‍👧‍👦🏳️‍🌈🇺🇸" * 500,
    "é́́́" * 4000,
    "{name}{}{0.__class__}%s",
    "x" * 10_000,
    " \r\n\t\u2028\u2029 ",
]
hostile = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=200),
    st.text(st.characters(), max_size=200),
    st.text(st.sampled_from(" a.&<>\"'\ud800\x00\u202e\u200d😀é"), max_size=6000),
)
says = st.builds(Say, hostile, st.sampled_from(Line), st.booleans())
small = st.integers(-5, 100_000)
verbs_of_all_kinds = st.lists(
    st.one_of(
        says,
        st.builds(Listen, small, small),
        st.builds(LookAgain, small),
        st.builds(Transfer, small, small),
        st.builds(Join, small, small),
        st.just(HangUp()),
    ),
    max_size=8,
)
OURS = {
    "Response",
    "Say",
    "Gather",
    "Pause",
    "Redirect",
    "Dial",
    "Number",
    "Conference",
    "Hangup",
    "prosody",
}


def skeleton(root: ET.Element) -> list[tuple[str, dict[str, str]]]:
    """Everything of a document but the words."""
    return [(e.tag, dict(e.attrib)) for e in root.iter()]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("line", [Line.REPLY, Line.GREETING])
def test_invariant_35_hostile_words_stay_words(text: str, line: Line) -> None:
    root = rendered(Say("before " + text + " after", line), Listen(8, 2), name=text)

    tags = {tag for tag, _ in skeleton(root)}
    assert tags == {"Response", "Gather", "Say"}
    said = " ".join(spoken(root))
    assert said.startswith("before")
    assert said.endswith("after")


@given(verbs=st.tuples(verbs_of_all_kinds), name=hostile, is_over=st.booleans())
def test_invariant_10_every_document_is_one_twilio_takes(
    verbs: tuple[list[Verb]], name: str, is_over: bool
) -> None:
    root = rendered(*verbs[0], name=name, is_over=is_over)

    assert {element.tag for element in root.iter()} <= OURS
    assert len(root) > 0
    assert root[-1].tag in ({"Hangup"} if is_over else {"Gather", "Redirect", "Dial", "Hangup"})


@given(verbs=verbs_of_all_kinds, name=hostile)
def test_invariant_35_no_element_or_attribute_stems_from_a_person(
    verbs: list[Verb], name: str
) -> None:
    plain = [Say("Yes.", v.line, v.barge_in) if isinstance(v, Say) else v for v in verbs]
    expected = {str(entry) for entry in skeleton(rendered(*plain, LookAgain(1)))}

    found = {str(entry) for entry in skeleton(rendered(*verbs, LookAgain(1), name=name))}

    assert found <= expected


@given(call_id=hostile.map(lambda text: text[:64]), doc=st.integers(0), tries=st.integers(-1, 30))
def test_documents_without_the_store_are_legal_for_any_id(
    call_id: str, doc: int, tries: int
) -> None:
    root = parsed(LINE.degraded(call_id, doc, tries))

    assert SAFE.resources in spoken(root)


def test_a_long_hint_is_cut_and_too_many_are_left_out() -> None:
    voice = replace(ENGLISH, hints=("h" * 300, *(["word"] * 2000)))
    line = replace(LINE, voices=lambda *_: voice)

    gather = parsed(line.render(document(Listen(8, 2)))).find("Gather")

    assert gather is not None
    assert gather.get("hints", "").split(",")[:2] == ["h" * 100, "word"]


@given(hints=st.lists(hostile, max_size=40))
def test_hints_never_outgrow_what_twilio_takes(hints: list[str]) -> None:
    voice = replace(ENGLISH, hints=tuple(hints))
    line = replace(LINE, voices=lambda *_: voice)

    parsed(line.render(document(Listen(8, 2))))
