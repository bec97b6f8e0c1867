"""What a turn is about: the themes its words call up, and how Ruby would name the cause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ruby_fsm.adapters.chat.companion.kin import KIN_WORDS
from ruby_fsm.adapters.chat.companion.lines import THEMES, Theme
from ruby_fsm.adapters.chat.companion.story import Story, Turn
from ruby_fsm.adapters.chat.companion.words import NOUNS, bag

# A coat in the hall means something else where somebody is missing.
_ONLY_BEREFT = bag("belongings funeral")
# Known by their bare names: "lupus", "chess".
_BARE = bag("illness hobby studying")
_EVERYDAY = bag("milk toast football washing shopping laundry ironing")
# "it doesn't work" is about no job.
_IDLE = bag("doesn't didn't don't won't not hard it might would could can't")
_BY_WORD: dict[str, list[Theme]] = {}
for _theme in THEMES:
    for _word in _theme.words:
        _BY_WORD.setdefault(_word, []).append(_theme)
_SAYINGS = tuple((saying, theme) for theme in THEMES for saying in theme.sayings)


@dataclass(frozen=True, slots=True)
class Topic:
    """A theme, and how Ruby would name the thing ('' where she can't)."""

    theme: str
    phrase: str = ""
    is_plural: bool = False


def topics(story: Story, at: int) -> Iterator[Topic]:
    """Themes called up by turn `at`, the most telling first, a theme once."""
    turn = story.turns[at]
    is_bereft = bool(story.gone or story.is_parted)
    seen: set[str] = set()
    found = [*_by_saying(turn), *_by_word(story, turn)]
    for _, topic in sorted(found, key=lambda pair: (pair[0], not pair[1].phrase)):
        if topic.theme not in seen and (is_bereft or topic.theme not in _ONLY_BEREFT):
            seen.add(topic.theme)
            yield topic


def _by_saying(turn: Turn) -> Iterator[tuple[int, Topic]]:
    spoken = f" {turn.text} "
    for saying, theme in _SAYINGS:
        if f" {saying} " in spoken:
            yield theme.rank, Topic(theme.name)


def _by_word(story: Story, turn: Turn) -> Iterator[tuple[int, Topic]]:
    for index, word in enumerate(turn.words):
        name = word.removesuffix("'s")
        kin = story.names.get(name, "")
        if name in story.gone or (kin and kin in story.gone):
            if kin:
                yield -1, Topic("gone", name.capitalize())
        elif word != "work" or not index or turn.words[index - 1] not in _IDLE:
            yield from _called_up(turn, index, word, kin)


def _called_up(turn: Turn, index: int, word: str, kin: str) -> Iterator[tuple[int, Topic]]:
    name = word.removesuffix("'s")
    phrase = next((p for p in turn.phrases if p.start <= index < p.end), None)
    if phrase and name in NOUNS | KIN_WORDS and phrase.head not in (name, word):
        return  # "my mum's stew" is about the stew, "a dinner lady" about no meal
    for theme in _BY_WORD.get(kin or word, ()) or _BY_WORD.get(name, ()):
        bare = word if _goes_bare(theme.name, word) else ""
        said = phrase.said if phrase and phrase.said else bare
        yield theme.rank, Topic(theme.name, said, bool(phrase and phrase.is_plural))


def _goes_bare(theme: str, word: str) -> bool:
    return theme in _BARE or (theme == "passing" and (word in _EVERYDAY or word.endswith("s")))
