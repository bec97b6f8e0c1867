"""Understand one turn as something to answer: what it asks, what it does, what it is about."""

from __future__ import annotations

from dataclasses import dataclass

from ruby_fsm.adapters.chat.companion.asking import question_in
from ruby_fsm.adapters.chat.companion.kin import KIN, KIN_WORDS
from ruby_fsm.adapters.chat.companion.lines import read_groups
from ruby_fsm.adapters.chat.companion.nouns import Phrase
from ruby_fsm.adapters.chat.companion.reflecting import reflection, trimmed
from ruby_fsm.adapters.chat.companion.story import Story, ends
from ruby_fsm.adapters.chat.companion.topics import Topic, topics
from ruby_fsm.adapters.chat.companion.words import bag, sayings
from ruby_fsm.understanding.normalise import normalise
from ruby_fsm.understanding.phrase import PhraseBook

BRIGHT = 0.2  # valence
DARK_FEELINGS = bag(
    "lonely sad tired exhausted anxious nervous scared afraid frightened worried stressed guilty "
    "ashamed angry upset hurt lost empty numb hopeless overwhelmed homesick jealous embarrassed "
    "trapped stuck helpless miserable low down invisible forgotten worthless useless resentful "
    "bitter restless tense drained frustrated confused unloved unwanted heartbroken devastated "
    "furious annoyed bored awkward pathetic stupid"
)
BRIGHT_FEELINGS = bag(
    "happy proud glad grateful excited relieved lucky hopeful calm content pleased peaceful "
    "thrilled delighted optimistic cheerful"
)
# What people call themselves on a bad day.
_HARSH = bag(
    "stupid useless worthless pathetic lazy boring weak selfish awful ugly broken hopeless"
)
_MACHINES = bag("robot machine computer recording program")
_BEFORE_FEELING = bag(
    "feel feeling felt feels i'm am get getting so really very a bit just quite still that too "
    "pretty more absolutely i've i was been sort of kind always all"
)
_OWN = bag("i i'm i've feel feeling")
_OBJECTS = bag("my the a an his her it him them our your me this that")
_NOT = bag("not don't didn't isn't no never wasn't aren't he's she's they're you're")
_REACH = 5  # words before a feeling that say whose it is
# No line meant for bright moments fits these, whatever other words say.
_GRIM = bag(
    "panic guilt burden anger fear lonely tired illness pain loss breakup money letter hiding "
    "failing caring temper confusion funeral house let_down quitting"
)
_INWARD = bag("feel feels felt head mind heart vanish")
_DENIALS = bag(
    "probably might maybe would it'd could worse worst awful horrible don't not never haven't "
    "won't couldn't isn't wasn't didn't"
)
_JOYS = sayings("can't believe; can't wait; can't stop smiling; don't mind; not bad; never been so")
_SOMEBODY = bag("he she him her his")
_BOOK = PhraseBook(
    ((row, name) for name, _, rows in read_groups("patterns", "") for row in rows),
    {"kin": tuple(KIN)},
)
_SHORT = {
    saying.strip(): name
    for name, behind, _ in read_groups("short", "")
    for saying in behind.split(";")
}


@dataclass(frozen=True, slots=True)
class Heard:
    """One turn of the person, understood. `tone`: '+' bright, '-' dark, '' neither."""

    words: list[str]
    asks: str = ""
    short: str = ""
    marks: frozenset[str] = frozenset()
    topics: tuple[Topic, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    clause: str = ""
    feeling: str = ""
    tone: str = ""

    @property
    def has_substance(self) -> bool:
        told = self.topics or self.phrases or self.clause or self.feeling
        return bool(not self.short and told)

    @property
    def is_grim(self) -> bool:
        return any(topic.theme in _GRIM for topic in self.topics)

    @property
    def harsh(self) -> str:
        """What the person calls themselves, '' if nothing."""
        return self._first(_HARSH) if "selfcritic" in self.marks else ""

    @property
    def machine(self) -> str:
        """What the person calls Ruby, '' if nothing."""
        return self._first(_MACHINES)

    def _first(self, wanted: frozenset[str]) -> str:
        return next((word for word in self.words if word in wanted), "")


def heard(story: Story, at: int, valence: float) -> Heard:
    """The turn `at` of the story; `valence` as its assessment found it, 0 where it found none."""
    turn = story.turns[at]
    owners = [match.owner for match in _BOOK.find(normalise(turn.text))]
    short = _short(turn.words)
    tone = "" if short else _tone(valence)
    about = tuple(topics(story, at))
    if tone == "-" or len(about) > 1 or not _INWARD.isdisjoint(turn.words):
        about = tuple(topic for topic in about if topic.theme != "passing")
    if tone == "+" and _is_shadowed(story, turn.words, about):
        tone = ""
    feeling = _feeling(turn.words)
    return Heard(
        words=turn.words,
        asks=_asks(short, turn.words, owners),
        short=short,
        marks=frozenset(owner[1:] for owner in owners if owner.startswith("!")),
        topics=about,
        phrases=tuple(p for p in turn.phrases if p.said),
        clause=reflection(turn.words, KIN_WORDS, story.names),
        feeling=feeling,
        tone=tone or _tone_of(feeling),
    )


def _tone(valence: float) -> str:
    if valence >= BRIGHT:
        return "+"
    return "-" if valence <= -BRIGHT else ""


def _tone_of(feeling: str) -> str:
    if feeling in BRIGHT_FEELINGS:
        return "+"
    return "-" if feeling else ""


def _is_shadowed(story: Story, words: list[str], about: tuple[Topic, ...]) -> bool:
    """Whether it is no bright moment after all: "she was so happy", where she has died."""
    said = " ".join(words)
    is_denied = not _DENIALS.isdisjoint(words) and not any(joy in said for joy in _JOYS)
    is_of_the_dead = bool(story.gone) and not _SOMEBODY.isdisjoint(words)
    return is_denied or is_of_the_dead or any(topic.theme in _GRIM for topic in about)


def _short(words: list[str]) -> str:
    plain = ends(words)
    return _SHORT.get(" ".join(plain)) or _SHORT.get(" ".join(trimmed(plain)), "")


def _asks(short: str, words: list[str], owners: list[str]) -> str:
    if short:
        return short if short in ("how", "repeat") else ""
    return question_in(words, owners)


def _feeling(words: list[str]) -> str:
    """A feeling the person names as their own, '' if none."""
    for at, word in enumerate(words):
        if word not in DARK_FEELINGS and word not in BRIGHT_FEELINGS:
            continue
        near = words[max(at - _REACH, 0) : at]
        # "i lost my job" is no feeling, "he's tired" is not theirs.
        is_own = near and near[-1] in _BEFORE_FEELING and not _OWN.isdisjoint(near)
        if is_own and _NOT.isdisjoint(near) and _OBJECTS.isdisjoint(words[at + 1 : at + 2]):
            return word
    return ""
