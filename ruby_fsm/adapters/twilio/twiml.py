"""Verbs of a document into TwiML, by an element tree: words are only ever the text of a Say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import assert_never
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

from ruby_fsm.adapters.twilio.elements import (
    LineVoice,
    Spoken,
    dial,
    dial_room,
    gather,
    hang_up,
    pause,
    redirect,
    room_name,
    say_all,
    written,
)
from ruby_fsm.adapters.twilio.signature import Verifier
from ruby_fsm.adapters.twilio.urls import Urls
from ruby_fsm.adapters.twilio.words import clean, fill, pieces
from ruby_fsm.app.records import Document
from ruby_fsm.core.effects import HangUp, Join, Line, Listen, LookAgain, Say, Transfer, Verb

MOST_TRIES = 20
# Twilio refuses a document past 64 kB (error 11750): so much for the words, the rest for the tags.
MOST_BYTES_OF_WORDS = 50_000
TAG_BYTES = 100
# For a live line whose document gives no order: hear the person, whatever the state.
HEAR = Listen(start_s=8, end_s=2)
# Between a filler and the next look: a second, in which the person is heard if they speak.
WHILE_WAITING = Listen(start_s=1, end_s=2)
# What is kept first when a document is too long; what is not listed comes after, replies last.
KEPT_FIRST = (Line.RESOURCES, Line.CRISIS, Line.DISCLOSURE)

Control = Listen | LookAgain | Transfer | Join | HangUp


@dataclass(frozen=True, slots=True)
class SafeWords:
    """What is said without the store.

    `kind`: while we come back; `stranger`: to a caller who is none of ours. `resources`: where the
    person's country is not known; `abroad`: in a country that is, by its ISO code.
    """

    voice: LineVoice
    kind: str
    stranger: str
    resources: str
    abroad: Callable[[str], str | None] = lambda _: None
    pause_s: int = 5

    def help(self, country: str) -> Spoken:
        return Spoken(self.abroad(country) or self.resources, Line.RESOURCES)


@dataclass(frozen=True, slots=True)
class TwilioLine:
    """`voices`: (config hash, language) of a call to its voice; it must know every pair.

    `safe_words`: in the default language; `other_safe_words` by the tag that a URL may carry.
    `caller_id`: the E.164 number a human sees when a person is handed over.
    """

    urls: Urls
    verifier: Verifier
    voices: Callable[[str, str], LineVoice]
    safe_words: SafeWords
    caller_id: str
    other_safe_words: Mapping[str, SafeWords] = field(default_factory=dict[str, SafeWords])

    def render(self, document: Document) -> str:
        """TwiML: all words in order, then the last verb that is no Say."""
        voice = self.voices(document.config_hash, document.language)
        says = [verb for verb in document.verbs if isinstance(verb, Say)]
        spoken = _fit(_spoken(says, document.name))
        control = HangUp() if document.is_over else _last_control(document.verbs)
        if not spoken and (document.is_over or control is None):
            text = voice.sorry if document.is_over else voice.safe
            spoken = _fit(_spoken([Say(text, Line.SAFE)], document.name))
        return written(self._page(document, voice, spoken, control or HEAR))

    def degraded(
        self, call_id: str, doc: int, tries: int, language: str = "", country: str = ""
    ) -> str:
        """`tries`: how often this was given already; at 20 the line is put down."""
        words = self.other_safe_words.get(language, self.safe_words)
        root = Element("Response")
        if tries >= MOST_TRIES:
            say_all(root, (words.help(country),), words.voice)
            hang_up(root)
            return written(root)
        say_all(root, (Spoken(words.kind, Line.SAFE), words.help(country)), words.voice)
        pause(root, words.pause_s)
        redirect(root, self.urls.reply(call_id, doc, tries + 1, words.voice.lang))
        return written(root)

    def unknown(self, country: str = "") -> str:
        words = self.safe_words
        root = Element("Response")
        say_all(root, (Spoken(words.stranger, Line.SAFE), words.help(country)), words.voice)
        hang_up(root)
        return written(root)

    def verify(
        self, method: str, path: str, raw_query: str, headers: Mapping[str, str], body: bytes
    ) -> Mapping[str, str]:
        """See Verifier.verify. Raises NotFromTwilio."""
        return self.verifier.verify(method, path, raw_query, headers, body)

    def _page(
        self, document: Document, voice: LineVoice, spoken: Sequence[Spoken], control: Control
    ) -> Element:
        root = Element("Response")
        call_id, n = document.call_id, document.n
        if isinstance(control, Listen | LookAgain):
            self._listen(root, document, voice, spoken, control)
            return root
        say_all(root, spoken, voice)
        match control:
            case Transfer() if voice.human:
                whisper = self.urls.accept(call_id, n) if control.warm else ""
                action = self.urls.dial(call_id, n)
                dial(root, action, voice.human, self.caller_id, control, whisper=whisper)
            case Transfer():  # no number to dial: the hook is asked as if nobody had answered
                redirect(root, self.urls.dial(call_id, n))
            case Join():
                room = room_name(call_id, control.number)
                dial_room(root, room, control.limit_s, self.urls.dial(call_id, n))
            case HangUp():
                hang_up(root)
            case _:
                assert_never(control)
        return root

    def _listen(
        self,
        root: Element,
        document: Document,
        voice: LineVoice,
        spoken: Sequence[Spoken],
        control: Listen | LookAgain,
    ) -> None:
        """The person may speak at any moment, also over a filler and while a reply is made."""
        firm, nested = _around_gather(spoken)
        say_all(root, firm, voice)
        looks = isinstance(control, LookAgain)
        listen = WHILE_WAITING if isinstance(control, LookAgain) else control
        action = self.urls.gather(document.call_id, document.n, voice.lang)
        say_all(gather(root, action, voice, listen, tells_silence=not looks), nested, voice)
        if looks:
            redirect(root, self.urls.reply(document.call_id, document.n, lang=voice.lang))


def _around_gather(spoken: Sequence[Spoken]) -> tuple[Sequence[Spoken], Sequence[Spoken]]:
    """What stands before and within the Gather: what may not be spoken over goes before it."""
    firm = max((n for n, piece in enumerate(spoken, 1) if not piece.barge_in), default=0)
    return spoken[:firm], spoken[firm:]


def _spoken(says: Iterable[Say], name: str) -> list[Spoken]:
    """Words come from a model as they are: `{name}` is a placeholder in the others only."""
    cleaned = (
        (clean(say.text if say.line is Line.REPLY else fill(say.text, name)), say) for say in says
    )
    return [
        Spoken(piece, say.line, say.barge_in) for text, say in cleaned for piece in pieces(text)
    ]


def _fit(spoken: Sequence[Spoken]) -> list[Spoken]:
    """What one document can hold, in order; resources and crisis words are the last to go."""

    def rank(n: int) -> tuple[bool, bool, int]:
        return (spoken[n].line is Line.REPLY, spoken[n].line not in KEPT_FIRST, n)

    left = MOST_BYTES_OF_WORDS
    kept: set[int] = set()
    for n in sorted(range(len(spoken)), key=rank):
        cost = len(escape(spoken[n].text).encode()) + TAG_BYTES
        if cost <= left:
            left -= cost
            kept.add(n)
    return [piece for n, piece in enumerate(spoken) if n in kept]


def _last_control(verbs: Sequence[Verb]) -> Control | None:
    """The newest order; those before it were overtaken before they were ever sent."""
    return next((verb for verb in reversed(verbs) if not isinstance(verb, Say)), None)
