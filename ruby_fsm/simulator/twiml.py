"""Read a TwiML document as strictly as Twilio does.

What Twilio gives a document up for raises TwimlError; what it merely notes is a complaint.
"""

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from urllib.parse import quote_plus

from ruby_fsm.simulator.verbs import (
    Complaint,
    Conference,
    Dial,
    Document,
    Gather,
    Hangup,
    Pause,
    Play,
    Prompt,
    Redirect,
    Reject,
    Say,
    Verb,
)

MAX_BYTES = 64 * 1024
MAX_ENCODED = 4500
# Longest Say by make of voice; only Google counts the tags and the blanks around words.
MAX_BASIC, MAX_POLLY, MAX_GOOGLE = 4096, 3000, 5000

FETCH_FAILED, TOO_LARGE, NOT_XML, NOT_IN_SCHEMA = 11200, 11750, 12100, 12200
WRONG_TYPE, SAY_TOO_LONG, BAD_SPEECH_TIMEOUT, AUTO_WITH_MODEL = 12300, 13521, 13327, 13335

XML_TYPES = frozenset({"text/xml", "application/xml", "text/html"})
SSML = frozenset(
    {"break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub", "w"}
)

_LISTEN = "action method timeout finishOnKey numDigits input language hints speechTimeout"
_LISTEN_MORE = (
    "speechModel profanityFilter enhanced actionOnEmptyResult bargeIn debug maxSpeechTime"
    " partialResultCallback partialResultCallbackMethod"
)
_CALL = "action method timeout timeLimit callerId hangupOnStar answerOnBridge ringTone sequential"
_CALL_MORE = (
    "record trim events referUrl referMethod passports recordingConfigurationId recordingTrack"
    " recordingStatusCallback recordingStatusCallbackEvent recordingStatusCallbackMethod"
)
_ROOM = "muted beep startConferenceOnEnter endConferenceOnExit waitUrl waitMethod maxParticipants"
_ROOM_MORE = (
    "participantLabel coach jitterBufferSize region record trim eventCallbackUrl statusCallback"
    " statusCallbackEvent statusCallbackMethod recordingConfigurationId recordingStatusCallback"
    " recordingStatusCallbackEvent recordingStatusCallbackMethod"
)
_LEG = "url method sendDigits byoc statusCallback statusCallbackEvent statusCallbackMethod"
_LEG_MORE = (
    "machineDetection machineDetectionTimeout machineDetectionSpeechThreshold"
    " machineDetectionSpeechEndThreshold machineDetectionSilenceTimeout amdStatusCallback"
    " amdStatusCallbackMethod"
)
ATTRIBUTES: dict[str, frozenset[str]] = {
    "Response": frozenset(),
    "Say": frozenset({"voice", "language", "loop"}),
    "Play": frozenset({"loop", "digits"}),
    "Pause": frozenset({"length"}),
    "Gather": frozenset(f"{_LISTEN} {_LISTEN_MORE}".split()),
    "Redirect": frozenset({"method"}),
    "Hangup": frozenset(),
    "Reject": frozenset({"reason"}),
    "Dial": frozenset(f"{_CALL} {_CALL_MORE}".split()),
    "Number": frozenset(f"{_LEG} {_LEG_MORE}".split()),
    "Conference": frozenset(f"{_ROOM} {_ROOM_MORE}".split()),
}


class TwimlError(Exception):
    """A document Twilio cannot go on with; `code` is Twilio's error code."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


def read(body: bytes, content_type: str = "text/xml") -> Document:
    """Read the body of a reply, or of the `Twiml` parameter. Raises TwimlError."""
    root = _parse(body, content_type)
    reader = _Reader()
    reader.check(root)
    verbs = tuple(verb for child in root for verb in reader.verb(child))
    return Document(verbs, tuple(reader.complaints))


def _parse(body: bytes, content_type: str) -> ET.Element:
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in XML_TYPES:
        raise TwimlError(WRONG_TYPE, f"Content-Type {kind or '(none)'} is not text/xml")
    if len(body) > MAX_BYTES:
        raise TwimlError(TOO_LARGE, f"the document has {len(body)} bytes, {MAX_BYTES} are allowed")
    if not body.startswith(b"<"):
        raise TwimlError(NOT_XML, "the document does not begin with <")
    if b"<!DOCTYPE" in body:
        raise TwimlError(NOT_XML, "a document type is not TwiML")
    try:
        root = ET.fromstring(body)  # noqa: S314 - no document type means no entities to expand
    except ET.ParseError as fault:
        raise TwimlError(NOT_XML, f"not well-formed: {fault}") from fault
    if root.tag != "Response":
        raise TwimlError(NOT_XML, f"the root is <{root.tag}>, it must be <Response>")
    return root


class _Reader:
    """Turns elements into verbs and collects the complaints."""

    def __init__(self) -> None:
        self.complaints: list[Complaint] = []
        self._verbs: dict[str, Callable[[ET.Element], Verb]] = {
            "Say": self._say,
            "Play": self._play,
            "Pause": self._pause,
            "Gather": self._gather,
            "Redirect": self._redirect,
            "Hangup": lambda _: Hangup(),
            "Reject": lambda element: Reject(element.get("reason", "rejected")),
            "Dial": self._dial,
        }

    def complain(self, message: str) -> None:
        self.complaints.append(Complaint(NOT_IN_SCHEMA, message))

    def check(self, element: ET.Element) -> None:
        for name in sorted(set(element.attrib) - ATTRIBUTES[element.tag]):
            self.complain(f"<{element.tag}> has no attribute {name}")

    def verb(self, element: ET.Element) -> Iterator[Verb]:
        """One verb, or none and a complaint where the network has nothing to play."""
        make = self._verbs.get(element.tag)
        if make is None:
            self.complain(f"<{element.tag}> is no verb this network plays")
            return
        self.check(element)
        yield make(element)

    def _say(self, element: ET.Element) -> Say:
        text = " ".join("".join(self._spoken(element)).split())
        voice = element.get("voice", "")
        _check_length(element, text, voice)
        return Say(text, voice, element.get("language", ""), self._number(element, "loop", 1))

    def _spoken(self, element: ET.Element) -> Iterator[str]:
        yield element.text or ""
        for child in element:
            if child.tag not in SSML:
                self.complain(f"<{child.tag}> is not allowed in <Say>")
            if alias := child.get("alias"):
                yield alias
            else:
                yield from self._spoken(child)
            yield child.tail or ""

    def _play(self, element: ET.Element) -> Play:
        url, digits = (element.text or "").strip(), element.get("digits", "")
        return Play(url, digits, self._number(element, "loop", 1))

    def _pause(self, element: ET.Element) -> Pause:
        return Pause(self._number(element, "length", 1))

    def _redirect(self, element: ET.Element) -> Redirect:
        return Redirect((element.text or "").strip(), self._method(element))

    def _gather(self, element: ET.Element) -> Gather:
        inputs = element.get("input", "dtmf").split()
        if not inputs or not {"dtmf", "speech"}.issuperset(inputs):
            self.complain(f"<Gather> input is {element.get('input')!r}, not speech or dtmf")
        timeout_s = self._number(element, "timeout", 5)
        return Gather(
            prompts=tuple(self._prompts(element)),
            speech="speech" in inputs,
            dtmf="dtmf" in inputs,
            action=element.get("action", ""),
            method=self._method(element),
            timeout_s=timeout_s,
            speech_timeout_s=_speech_timeout(element, timeout_s),
            finish_on_key=element.get("finishOnKey", "#"),
            num_digits=self._number(element, "numDigits", 0) or None,
            action_on_empty_result=self._flag(element, "actionOnEmptyResult", default=False),
            barge_in=self._flag(element, "bargeIn", default=True),
            language=element.get("language", "en-US"),
        )

    def _prompts(self, gather: ET.Element) -> Iterator[Prompt]:
        for child in gather:
            if child.tag not in {"Say", "Play", "Pause"}:
                self.complain(f"<{child.tag}> is not allowed in <Gather>")
                continue
            for verb in self.verb(child):
                assert isinstance(verb, Say | Play | Pause)
                yield verb

    def _dial(self, element: ET.Element) -> Dial:
        numbers, whispers = [(element.text or "").strip()], dict[str, str]()
        conference: Conference | None = None
        for child in element:
            if child.tag == "Conference":
                conference = self._conference(child)
                continue
            if child.tag != "Number":
                self.complain(f"<Dial> of a <{child.tag}> is not played by this network")
                continue
            self.check(child)
            numbers.append((child.text or "").strip())
            if url := child.get("url"):
                whispers[numbers[-1]] = url
        return Dial(
            tuple(number for number in numbers if number),
            element.get("action", ""),
            self._method(element),
            self._number(element, "timeout", 30),
            self._number(element, "timeLimit", 14_400),
            element.get("callerId", ""),
            whispers,
            conference,
        )

    def _conference(self, element: ET.Element) -> Conference:
        self.check(element)
        name = (element.text or "").strip()
        if not name:
            self.complain("<Conference> has no name")
        if element.get("waitUrl"):
            self.complain("<Conference> waitUrl is not fetched by this network")
        if element.get("beep", "true") not in {"true", "false", "onEnter", "onExit"}:
            self.complain(f"<Conference> beep is {element.get('beep')!r}")
        starts = self._flag(element, "startConferenceOnEnter", default=True)
        ends = self._flag(element, "endConferenceOnExit", default=False)
        return Conference(name, starts, ends)

    def _number(self, element: ET.Element, name: str, default: int) -> int:
        value = element.get(name)
        if value is None:
            return default
        if value.isascii() and value.isdigit():
            return int(value)
        self.complain(f"<{element.tag}> {name} is {value!r}, not a whole number")
        return default

    def _flag(self, element: ET.Element, name: str, *, default: bool) -> bool:
        value = element.get(name)
        if value is None or value in {"true", "false"}:
            return default if value is None else value == "true"
        self.complain(f"<{element.tag}> {name} is {value!r}, not true or false")
        return default

    def _method(self, element: ET.Element) -> str:
        method = element.get("method", "POST").upper()
        if method in {"GET", "POST"}:
            return method
        self.complain(f"<{element.tag}> method is {method!r}, not GET or POST")
        return "POST"


def _speech_timeout(element: ET.Element, timeout_s: int) -> int | None:
    value = element.get("speechTimeout")
    if value == "auto":
        if element.get("speechModel"):
            raise TwimlError(AUTO_WITH_MODEL, "speechTimeout auto does not go with a speechModel")
        return None
    if value is None:
        return timeout_s
    if value.isascii() and value.isdigit() and int(value) > 0:
        return int(value)
    raise TwimlError(BAD_SPEECH_TIMEOUT, f"speechTimeout {value!r} is not a positive number")


def _check_length(element: ET.Element, text: str, voice: str) -> None:
    if voice.startswith("Google."):
        inner = (element.text or "") + "".join(ET.tostring(child, "unicode") for child in element)
        length, limit = len(inner), MAX_GOOGLE
    else:
        length, limit = len(text), MAX_POLLY if voice.startswith("Polly.") else MAX_BASIC
    if length > limit:
        raise TwimlError(SAY_TOO_LONG, f"<Say> has {length} characters, {limit} are allowed")
    if (encoded := len(quote_plus(text))) > MAX_ENCODED:
        raise TwimlError(SAY_TOO_LONG, f"<Say> has {encoded} URL-encoded, {MAX_ENCODED} allowed")
