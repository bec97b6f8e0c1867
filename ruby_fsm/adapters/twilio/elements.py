"""The few TwiML elements Ruby uses, each written in one place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from ruby_fsm.adapters.twilio.words import clean, pieces
from ruby_fsm.core.effects import Line, Listen, Transfer
from ruby_fsm.core.speaking import SLOWER

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
SLOWLY = f"{100 / SLOWER:.0f}%"
# Whose voices take SSML's rate: Polly's all do (its page on the prosody tag), Google's Chirp 3 and
# Twilio's basic ones do not.
HEEDS_RATE = ("Polly.", "Google.")
NO_RATE = "Chirp"
MOST_HINTS, LONGEST_HINT, MOST_HINT_CHARS = 500, 100, 4_000


@dataclass(frozen=True, slots=True)
class LineVoice:
    """How one language sounds and is heard. `language`: a tag Twilio's Say and Gather know.

    `safe`: said where a live line has nothing to say; `sorry`: where an ended one has not.
    `human`: E.164, where Transfer leads; '': nowhere. `lang`: its tag in config.yaml, '' for the
    default language.
    """

    language: str
    safe: str
    sorry: str
    voice: str = ""
    speech_model: str = ""
    hints: tuple[str, ...] = ()
    human: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words as they are said; `barge_in`: the person may speak over them."""

    text: str
    line: Line
    barge_in: bool = True


def say_all(parent: Element, spoken: Iterable[Spoken], voice: LineVoice) -> None:
    """Each text as one Say, or as several where it is longer than Twilio takes."""
    attributes = _given({"voice": voice.voice, "language": voice.language})
    for one in spoken:
        for piece in pieces(clean(one.text)):
            say = SubElement(parent, "Say", attributes)
            if one.line is Line.RESOURCES and _heeds_rate(voice):
                say = SubElement(say, "prosody", rate=SLOWLY)
            say.text = piece


def _heeds_rate(voice: LineVoice) -> bool:
    return voice.voice.startswith(HEEDS_RATE) and NO_RATE not in voice.voice


def gather(
    parent: Element, action: str, voice: LineVoice, listen: Listen, *, tells_silence: bool = True
) -> Element:
    """`tells_silence`: silence is a turn of its own; else the verb after this one is done."""
    attributes = {
        "input": "dtmf speech",
        "action": action,
        "method": "POST",
        "timeout": str(max(1, listen.start_s)),
        # A whole number: Twilio refuses `auto` beside a speech model (error 13335).
        "speechTimeout": str(max(1, listen.end_s)),
        "speechModel": voice.speech_model,
        "language": voice.language,
        "hints": _hints(voice.hints),
        "numDigits": "1",
        "actionOnEmptyResult": "true" if tells_silence else "",
        # On by default, and it would star out words that risk is judged by.
        "profanityFilter": "false",
    }
    return SubElement(parent, "Gather", _given(attributes))


def gather_key(parent: Element, action: str, seconds: int) -> Element:
    """One key and no words; the verb after this one is done where none is pressed."""
    attributes = {
        "input": "dtmf",
        "action": action,
        "method": "POST",
        "timeout": str(seconds),
        "numDigits": "1",
    }
    return SubElement(parent, "Gather", attributes)


def pause(parent: Element, seconds: int) -> None:
    if seconds > 0:
        SubElement(parent, "Pause", length=str(seconds))


def redirect(parent: Element, url: str) -> None:
    SubElement(parent, "Redirect", method="POST").text = url


def dial(
    parent: Element,
    action: str,
    number: str,
    caller_id: str,
    transfer: Transfer,
    *,
    whisper: str = "",
) -> None:
    """`whisper`: the URL of what the human hears before being joined; '' joins at once."""
    attributes = {
        "action": action,
        "method": "POST",
        "answerOnBridge": "true",
        "timeout": str(max(1, transfer.ring_s)),
        "timeLimit": str(max(1, transfer.limit_s)),
        "callerId": caller_id,
    }
    told = {"url": whisper, "method": "POST"} if whisper else {}
    SubElement(SubElement(parent, "Dial", attributes), "Number", told).text = number


def dial_room(parent: Element, name: str, limit_s: int, action: str = "") -> None:
    """The room is silent while somebody is alone in it, and over as soon as one of them leaves.

    `action`: what is asked when it is over; '' goes on with what stands below.
    """
    told = {"action": action, "method": "POST"} if action else {}
    way_in = SubElement(parent, "Dial", {**told, "timeLimit": str(max(1, limit_s))})
    attributes = {
        "beep": "false",
        "startConferenceOnEnter": "true",
        "endConferenceOnExit": "true",
        "waitUrl": "",  # Twilio's own plays music
    }
    SubElement(way_in, "Conference", attributes).text = name


def room_name(call_id: str, ring: int) -> str:
    """Where a person and the human of that ring meet; nothing personal (Twilio's page on rooms)."""
    return f"{call_id}-{ring}"


def hang_up(parent: Element) -> None:
    SubElement(parent, "Hangup")


def written(root: Element) -> str:
    return DECLARATION + tostring(root, encoding="unicode")


def _hints(hints: Iterable[str]) -> str:
    said = [clean(hint.replace(",", " "))[:LONGEST_HINT] for hint in hints]
    joined = ",".join([hint for hint in said if hint][:MOST_HINTS])
    return joined if len(joined) <= MOST_HINT_CHARS else joined[:MOST_HINT_CHARS].rpartition(",")[0]


def _given(attributes: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in attributes.items() if value}
