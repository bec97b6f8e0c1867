"""Understand one utterance as something to answer: what it asks, what it does, what it is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ruby_fsm.adapters.chat.companion.kin import KIN, KIN_WORDS
from ruby_fsm.adapters.chat.companion.lines import THEMES, Theme, read_groups
from ruby_fsm.adapters.chat.companion.medical import is_medical
from ruby_fsm.adapters.chat.companion.nouns import Phrase
from ruby_fsm.adapters.chat.companion.reflecting import reflection, trimmed
from ruby_fsm.adapters.chat.companion.story import Story, ends
from ruby_fsm.understanding.normalise import normalise
from ruby_fsm.understanding.phrase import PhraseBook

BRIGHT = 0.2
_FEELINGS = {
    "-": "lonely sad tired exhausted anxious nervous scared afraid frightened worried stressed guilty ashamed angry upset "
    "hurt lost empty numb hopeless overwhelmed homesick jealous embarrassed trapped stuck helpless miserable low down "
    "invisible forgotten worthless useless resentful bitter restless tense drained frustrated confused "
    "unloved unwanted heartbroken devastated furious annoyed bored fed_up awkward pathetic stupid",
    "+": "happy proud glad grateful excited relieved lucky hopeful calm content pleased peaceful thrilled delighted "
    "optimistic cheerful",
}
FEELINGS = {word: sign for sign, words in _FEELINGS.items() for word in words.split()}
# What people call themselves on a bad day.
_HARSH = frozenset(
    "stupid useless worthless pathetic lazy boring weak selfish awful ugly broken hopeless".split()
)
_MACHINES = frozenset("robot machine computer phone recording program wall".split())
_BEFORE_FEELING = frozenset(
    "feel feeling felt feels i'm am get getting so really very a bit just quite still that too "
    "pretty more absolutely i've i was been sort of kind always all".split()
)
_NOT = frozenset("not don't didn't isn't no never wasn't aren't he's she's they're you're".split())
_BOOK = PhraseBook(
    ((row, name) for name, _, rows in read_groups("patterns", "") for row in rows),
    {"kin": tuple({*KIN, "husband", "friend", "baby"})},
)
_RANK = {name: rank for rank, (name, _, _) in enumerate(read_groups("patterns", ""))}
_PAST_ONE = frozenset("he she him her his".split())
_SHORT = {
    saying.strip(): name
    for name, behind, _ in read_groups("short", "")
    for saying in behind.split(";")
}
_BY_WORD: dict[str, list[Theme]] = {}
for _theme in THEMES:
    for _word in _theme.words:
        _BY_WORD.setdefault(_word, []).append(_theme)
_SAYINGS = tuple((saying, theme) for theme in THEMES for saying in theme.sayings)
_ASKING = frozenset(
    "do did does can could would will are is have has what why who where when how which was were should am".split()
)
_AT_RUBY = frozenset(("you", "your", "you've", "you're"))
# Said with a question's words, and no question.
# A coat in the hall means something else where somebody is missing.
_ONLY_BEREFT = frozenset(("belongings", "funeral"))
_RHETORICAL = ("can you imagine", "can you believe", "would you believe", "guess what", "do you know what",
               "can you hear that", "what's that noise", "how are you supposed", "what can you do")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Topic:
    """What it is about: a theme, and how Ruby would name the thing ('' where she can't)."""

    theme: str
    phrase: str = ""
    is_plural: bool = False


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
    harsh: str = ""
    machine: str = ""
    tone: str = ""

    @property
    def has_substance(self) -> bool:
        return bool(not self.short and (self.topics or self.phrases or self.clause or self.feeling))


def heard(story: Story, at: int, valence: float) -> Heard:
    """The turn `at` of the story; `valence` as its assessment found it, 0 where it found none."""
    turn = story.turns[at]
    words = turn.words
    short = _short(words)
    matches = _BOOK.find(normalise(turn.text)) if words else []
    marks = frozenset(m.owner[1:] for m in matches if m.owner.startswith("!"))
    tone = "+" if valence >= BRIGHT else "-" if valence <= -BRIGHT else ""
    if tone == "+" and story.gone and not _PAST_ONE.isdisjoint(words):
        tone = ""  # "she was so happy there" is no bright moment
    feeling = _feeling(words)
    return Heard(
        words=words,
        asks=short if short in ("how", "repeat") else "" if short else _asks(words, [m.owner for m in matches]),
        short=short,
        marks=marks,
        topics=tuple(_topics(story, at)),
        phrases=tuple(p for p in turn.phrases if p.said),
        clause=reflection(words, KIN_WORDS),
        feeling=feeling,
        machine=next((word for word in words if word in _MACHINES), ""),
        harsh=next((word for word in words if word in _HARSH), "") if "selfcritic" in marks else "",
        tone=tone or (FEELINGS.get(feeling, "")),
    )


def _short(words: list[str]) -> str:
    plain = ends(words)
    said = " ".join(plain)
    return _SHORT.get(said) or _SHORT.get(" ".join(trimmed(plain)), "")


def _asks(words: list[str], owners: list[str]) -> str:
    """The kind of direct question, '' if none; medicine first, then what the patterns say."""
    if is_medical(words):
        return "medical"
    kinds = sorted((owner for owner in owners if owner.startswith("?")), key=_RANK.__getitem__)
    if any(saying in " ".join(words) for saying in _RHETORICAL) and (not kinds or kinds[0] == "?hear"):
        return ""
    if kinds:
        return kinds[0][1:]
    plain = trimmed(ends(words))
    return "other" if _is_question_to_ruby(plain) else ""


def _is_question_to_ruby(plain: list[str]) -> bool:
    return bool(plain) and plain[0] in _ASKING and not _AT_RUBY.isdisjoint(plain[1:4])


def _feeling(words: list[str]) -> str:
    """A feeling the person names as their own."""
    for at, word in enumerate(words):
        if word not in FEELINGS or not at or words[at - 1] not in _BEFORE_FEELING:
            continue
        near = words[max(at - 5, 0) : at]
        if _NOT.isdisjoint(near) and any(w in ("i", "i'm", "feel", "feeling", "i've") for w in near):
            return word
    return ""


def _topics(story: Story, at: int) -> Iterator[Topic]:
    """Themes called up by turn `at`, the most telling first, each with what called it up."""
    turn = story.turns[at]
    spoken = f" {turn.text} "
    found: list[tuple[int, Topic]] = [
        (theme.rank, Topic(theme.name)) for saying, theme in _SAYINGS if f" {saying} " in spoken
    ]
    for index, word in enumerate(turn.words):
        name = word.removesuffix("'s")
        kin = story.names.get(name, "")
        if name in story.gone or (kin and kin in story.gone):
            if kin:
                found.append((-1, Topic("gone", name.capitalize())))
            continue
        for theme in _BY_WORD.get(kin or word, ()):
            phrase = next((p for p in turn.phrases if p.start <= index < p.end and p.said), None)
            said = phrase.said if phrase else ""
            found.append((theme.rank, Topic(theme.name, said, bool(phrase and phrase.is_plural))))
    seen: set[str] = set()
    bereft = bool(story.gone or story.is_parted)
    for _, topic in sorted(found, key=lambda pair: (pair[0], not pair[1].phrase)):
        if topic.theme not in seen and (bereft or topic.theme not in _ONLY_BEREFT):
            seen.add(topic.theme)
            yield topic
