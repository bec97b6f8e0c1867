"""Ruby without a model, in Spanish: takes up the mood, asks an open question, repeats nothing soon.

Smaller than the English companion: it does not look back at what was told turns ago.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from ruby_fsm.adapters.chat.companion.wording import cut
from ruby_fsm.app.ports import ChatRequest
from ruby_fsm.app.records import Utterance
from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Assessment, Intent, Level, Lexicon, Mood
from ruby_fsm.understanding.phrase import PhraseBook
from ruby_fsm.understanding.spanish.words import hear

LANGUAGE = "es"
SPANISH = Lexicon(language=LANGUAGE)
REST = 6  # turns until a sentence may be said again
SHORT = 3  # words: more of them tell something
MOST_QUESTIONS = 2  # in a row

_ASIDES = PhraseBook(
    (
        ("hola|alo|buenas|saludos", "greet"),
        ("buenos|buenas dias|tardes|noches", "greet"),
        ("como estas|esta|andas|anda|te|le va|usted?", "how_are_you"),
        ("como estas|esta ~1 usted?", "how_are_you"),
        ("que tal", "how_are_you"),
        ("y usted|tu", "how_are_you"),
        ("gracias", "thanks"),
        ("no ~1 se", "dont_know"),
        ("ni idea", "dont_know"),
        ("si|claro|aja|correcto|exacto", "yes"),
        ("no|para nada", "no"),
    ),
    {},
)
_ADVICE = PhraseBook(
    (
        (pattern, None)
        for pattern in (
            "que|cual|cuanta|cuantas ~2 medicina|pastilla|pastillas|remedio|dosis|tomo|tomar",
            "puedo|debo|deberia ~1 tomar|tomarme|dejar|mezclar ~3 pastilla|pastillas|medicina",
            "me recomienda|recomiendas|aconseja ~3 tomar|medicina|pastillas|tratamiento",
        )
    ),
    {},
)


def _pools() -> dict[str, tuple[str, ...]]:
    text = files("ruby_fsm.adapters.chat.companion").joinpath("spanish.txt").read_text("utf-8")
    pools: dict[str, tuple[str, ...]] = {}
    name = ""
    for line in text.splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif line and not line.startswith("#"):
            pools[name] = (*pools.get(name, ()), line)
    return pools


POOLS = _pools()


def reply(request: ChatRequest) -> str:
    """Ruby's words, at most `max_words`. The same request gives the same words."""
    said = [one.text for one in request.history if one.is_person]
    replies = _replies(request.history)
    chooser = Chooser(request.call_id, len(said), replies)
    if not said:
        return cut(chooser.line("greet"), request.max_words)
    found = _assessed(request.history)
    if Intent.REPEAT in found.intents and replies:
        return cut(f"{chooser.line('repeat')} {_plain(replies[-1])}", request.max_words)
    parts = [chooser.line(pool) for pool in _plan(request, found, said[-1], replies)]
    return cut(" ".join(parts), request.max_words)


def _replies(history: Sequence[Utterance]) -> list[str]:
    """What Ruby said; several sayings in a row are one."""
    replies: list[str] = []
    goes_on = False
    for one in history:
        if not one.is_person and goes_on:
            replies[-1] += f" {one.text}"
        elif not one.is_person:
            replies.append(one.text)
        goes_on = not one.is_person
    return replies


def _assessed(history: Sequence[Utterance]) -> Assessment:
    newest = next(one for one in reversed(history) if one.is_person)
    return newest.assessment or assess(newest.text, SPANISH)


def _plan(
    request: ChatRequest, found: Assessment, said: str, replies: Sequence[str]
) -> Iterator[str]:
    """The pools to draw from, in the order in which their lines are said."""
    words = hear(said).words
    if Intent.WHO_ARE_YOU in found.intents:
        yield "identity"
    elif _ADVICE.find(words):
        yield "no_advice"
    elif found.risk.level > Level.NONE:
        yield "care"
        yield "care_ask"
    else:
        yield from _talk(request, found, words, replies)


def _talk(
    request: ChatRequest, found: Assessment, words: Sequence[str], replies: Sequence[str]
) -> Iterator[str]:
    aside = _aside(words)
    if aside in ("greet", "how_are_you"):
        yield aside
        return
    # What was said is taken up as it was said; asked is after the mood of the call.
    mood = found.mood.mood.value
    asks = mood if found.mood.confidence else _lasting(request.mood).value
    topic = f"topic.{found.topics[0]}" if found.topics else ""
    yield aside or f"mood.{mood}"
    if topic in POOLS and not aside and mood != Mood.HAPPY.value:
        yield topic
    yield f"ask.{asks}" if _may_ask(replies) else "space"


def _aside(words: Sequence[str]) -> str:
    """What a short utterance is, '' where something is told."""
    if len(words) > SHORT:
        return ""
    return next((match.owner for match in _ASIDES.find(words) if match.start == 0), "")


def _lasting(mood: Mood) -> Mood:
    """A bright moment passes; who was low or tense a moment ago still is."""
    return Mood.NEUTRAL if mood is Mood.HAPPY else mood


def _may_ask(replies: Sequence[str]) -> bool:
    last = replies[-MOST_QUESTIONS:]
    return len(last) < MOST_QUESTIONS or not all(one.rstrip().endswith("?") for one in last)


def _plain(last: str) -> str:
    """Said again without the words that brought it the last time."""
    for opener in POOLS["repeat"]:
        last = last.removeprefix(opener).strip()
    return last


@dataclass(frozen=True, slots=True)
class Chooser:
    """Draws lines, each call in its own order, the one that was said never or longest ago."""

    call_id: str
    turn: int
    replies: Sequence[str]

    def line(self, pool: str) -> str:
        lines = POOLS[pool]
        start = zlib.crc32(f"{self.call_id}:{pool}:{self.turn}".encode())
        ordered = [lines[(start + n) % len(lines)] for n in range(len(lines))]
        return max(ordered, key=self._ago)

    def _ago(self, line: str) -> int:
        """How many replies ago it was said; past `REST` it makes no difference."""
        for back, reply in enumerate(reversed(self.replies[-REST:]), 1):
            if line in reply:
                return back
        return REST + 1
