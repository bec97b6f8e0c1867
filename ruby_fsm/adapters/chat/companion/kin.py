"""People and animals in a life: what they are to the person, and what they are called."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ruby_fsm.adapters.chat.companion.words import (
    BOUNDARY,
    KNOWN,
    NAMES,
    NOUNS,
    SHORTEST,
    STOP,
    SURE_NAMES,
    VERBS,
    bag,
)

_KINDS = {
    "pet": "dog cat puppy kitten parrot hamster rabbit budgie horse pet bird",
    "child": "son daughter kid lad lass child baby grandson granddaughter boy girl stepson "
    "stepdaughter",
    "partner": "husband wife boyfriend girlfriend partner fiance fiancee",
    "parent": "mum mom dad mother father nan gran grandad grandma grandpa granny mam stepdad "
    "stepmum uncle aunt auntie grandmother grandfather",
    "sibling": "brother sister cousin niece nephew",
    "friend": "friend mate flatmate housemate roommate neighbour neighbor colleague",
    "boss": "boss manager supervisor",
}
KIN = {word: kind for kind, words in _KINDS.items() for word in words.split()}
KIN_WORDS = frozenset(KIN)
_WOMEN = bag(
    "wife girlfriend mum mom mother nan gran grandma granny mam stepmum aunt auntie grandmother "
    "sister niece daughter granddaughter stepdaughter girl lass"
)
_MEN = bag(
    "husband boyfriend dad father grandad grandpa stepdad uncle grandfather brother nephew son "
    "grandson stepson boy lad"
)
_HIS, _HERS = bag("he he's his him"), bag("she she's her hers")
_SAME = (
    bag("mum mom mother mam"),
    bag("dad father"),
    bag("wife partner"),
    bag("husband partner"),
    bag("friend mate"),
)
_AUXILIARIES = bag(
    "is was has had can will could would isn't wasn't doesn't never always still just even"
)
_ANY = "|".join(KIN)
_BEHIND = re.compile(rf"\b({_ANY}) (?:is called |was called |called |named )?(\w+)\b")
_CALLED = re.compile(rf"\b(?:{_ANY})\b.*?\b(?:called|named|name's|name is|name was) (\w+)")
_BEFORE = re.compile(
    rf"\b(\w+) (?:is |was |that's |that is )?(?:my|our|his|her|the) (?:\w+ )?({_ANY})\b"
)
_NAME_IS = re.compile(r"\b(?:his|her|its|their) (?:name is|name was|name's|names|name) (\w+)\b")
_WAS_CALLED = re.compile(r"\b(?:he|she)(?:'s| is| was) called (\w+)\b")
_CALLED_LAST = re.compile(r"\b(\w+) (?:he|she|it) (?:was|is) called\b")
_THAT_NAME = re.compile(r"\b(\w+) (?:that was|that's|was|is) (?:his|her|its) name\b")


def same_kin(one: str, other: str) -> bool:
    return one == other or any(one in group and other in group for group in _SAME)


def is_name(word: str, behind: str = "", kin: str = "") -> bool:
    """Surely or very likely a name, where one is expected; `behind` is the word after it."""
    if word in NAMES:
        return True
    if len(word) < SHORTEST or word.isdigit() or word in KIN or word.endswith(("ing", "ed", "ly")):
        return False
    if word not in KNOWN:
        return not word.endswith("s") or _goes_on(behind)
    # Pets are called after things: "my cat pickle is asleep".
    is_thing = word in NOUNS and word not in VERBS and word not in STOP and word not in _PET_THINGS
    return KIN.get(kin) == "pet" and is_thing and _goes_on(behind)


_PET_THINGS = bag("food bed park show hair basket house bowl vet owner club school walker home")


def _goes_on(behind: str) -> bool:
    """After a name comes what somebody does, or nothing."""
    return behind in (
        "",
        BOUNDARY,
        "he",
        "she",
        "he's",
        "she's",
        "who",
        "that's",
        "and",
        "the",
        "my",
    ) or (behind in VERBS or behind in _AUXILIARIES)


def names_in(text: str, last_kin: str) -> dict[str, str]:
    """Names told in `text`, tokens joined by blanks, and what each is to the person ('' unsaid)."""
    found: dict[str, str] = {}
    for name, kin in (*_called(text), *_beside(text), *_declared(text, last_kin)):
        found[name] = found.get(name) or kin
    for word in text.split():
        if word in SURE_NAMES:
            found.setdefault(word, "")
    return found


def _called(text: str) -> Iterator[tuple[str, str]]:
    """As in: a dog, he is called rex."""
    for match in _CALLED.finditer(text):
        if is_name(match[1], "", kin := kin_in(text[: match.start(1)].split())):
            yield match[1], kin


def _beside(text: str) -> Iterator[tuple[str, str]]:
    """As in: my sister anna; anna my sister."""
    for match in _BEHIND.finditer(text):
        behind = text[match.end() :].split(None, 1)[:1] or [""]
        if is_name(match[2], behind[0], match[1]):
            yield match[2], match[1]
    for match in _BEFORE.finditer(text):
        is_sure = match[1] in NAMES or match[1] not in KNOWN or _opens(text, match)
        if is_sure and is_name(match[1], "", match[2]):
            yield match[1], match[2]


def _declared(text: str, last_kin: str) -> Iterator[tuple[str, str]]:
    """As in: her name is anna, of whoever was spoken of last, unless that can't be meant."""
    for pattern in (_NAME_IS, _WAS_CALLED, _CALLED_LAST, _THAT_NAME):
        for match in pattern.finditer(text):
            said = match[0].split()
            is_he, is_she = bool(_HIS & {*said}), bool(_HERS & {*said})
            is_other = (is_he and last_kin in _WOMEN) or (is_she and last_kin in _MEN)
            kin = "" if is_other else last_kin
            # Said to be a name, it is one: "he's called major".
            if is_name(match[1]) or (kin and match[1] not in STOP | VERBS):
                yield match[1], kin


def _opens(text: str, match: re.Match[str]) -> bool:
    before = text[: match.start()].split()
    return not before or before[-1] in ("and", BOUNDARY, "so", "well", "just", "it's", "got")


def kin_in(words: list[str]) -> str:
    """The last word for a relation among `words`, '' if there is none."""
    plain = (word.removesuffix("'s") for word in reversed(words))
    return next((word for word in plain if word in KIN), "")
