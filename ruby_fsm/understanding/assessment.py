"""What one utterance tells us: risk, mood, topics and intents, as plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Level(IntEnum):
    """How much danger an utterance shows; ordered, so `max` and `>=` mean what they say."""

    NONE = 0
    LOW = 1
    MODERATE = 2
    HIGH = 3
    IMMINENT = 4


class Category(StrEnum):
    """What kind of danger, after the Columbia scale (C-SSRS) and its neighbours on a telephone."""

    NONE = "none"
    PASSIVE_WISH = "passive_wish"
    IDEATION = "ideation"
    METHOD = "method"
    INTENT = "intent"
    PLAN = "plan"
    BEHAVIOUR = "behaviour"
    SELF_HARM = "self_harm"
    ABUSE = "abuse"
    VIOLENCE = "violence"
    MEDICAL = "medical"
    THIRD_PARTY = "third_party"
    DENIAL = "denial"
    PAST = "past"
    HYPERBOLE = "hyperbole"
    INDIRECT = "indirect"
    UNASSESSED = "unassessed"


class Mood(StrEnum):
    HAPPY = "happy"
    NEUTRAL = "neutral"
    SAD = "sad"
    STRESSED = "stressed"


class Intent(StrEnum):
    """What the person asks of the call itself; one utterance may hold several.

    The last two are a machine's: who are you, to a caller it screens; leave a message.
    """

    GOODBYE = "goodbye"
    OPT_OUT = "opt_out"
    WANTS_HUMAN = "wants_human"
    WHO_ARE_YOU = "who_are_you"
    REPEAT = "repeat"
    HELLO = "hello"
    BACK_CHANNEL = "back_channel"
    HOLD_ON = "hold_on"
    SCREENING = "screening"
    VOICEMAIL = "voicemail"


@dataclass(frozen=True, slots=True)
class Risk:
    """Danger in one utterance; `evidence` is the span of the words that shows it ('' when none)."""

    level: Level = Level.NONE
    category: Category = Category.NONE
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class MoodReading:
    """`valence` -1 (dark) to 1 (bright); `confidence` 0 to 1, 0: nothing was said about mood."""

    mood: Mood = Mood.NEUTRAL
    valence: float = 0.0
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Assessment:
    """One utterance. `failed`: the assessor broke, so the turn counts as needing care.

    `says_yes`: as an answer it is a yes, whole or hesitant; it tells nothing without its question.
    `language`: the one it asks to go on in, '' for none.
    """

    risk: Risk = Risk()
    mood: MoodReading = MoodReading()
    topics: tuple[str, ...] = ()
    intents: frozenset[Intent] = frozenset()
    words: int = 0
    failed: bool = False
    says_yes: bool = False
    language: str = ""

    @property
    def is_heavy(self) -> bool:
        """A turn after which the line waits longer: any risk, or a dark mood."""
        return self.risk.level > Level.NONE or self.mood.valence <= HEAVY_VALENCE


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases of config.yaml that mean something to the call; whole phrases, never substrings.

    `language`: the tag they are heard in. `languages`: by tag, how a person asks for each.
    """

    goodbye: tuple[str, ...] = ()
    opt_out: tuple[str, ...] = ()
    wants_human: tuple[str, ...] = ()
    language: str = "en"
    languages: tuple[tuple[str, tuple[str, ...]], ...] = ()


HEAVY_VALENCE = -0.78
