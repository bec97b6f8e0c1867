"""People and animals in a life: what they are to the person, and what they are called."""

from __future__ import annotations

import re

from ruby_fsm.adapters.chat.companion.words import ADJECTIVES, BOUNDARY, KNOWN, NAMES, NOUNS, STOP, VERBS

_KINDS = {
    "pet": "dog cat puppy kitten parrot hamster rabbit budgie horse pet bird",
    "child": "son daughter kid child baby grandson granddaughter boy girl stepson stepdaughter",
    "partner": "husband wife boyfriend girlfriend partner fiance fiancee",
    "parent": "mum mom dad mother father nan gran grandad grandma grandpa granny mam stepdad stepmum "
    "uncle aunt auntie grandmother grandfather",
    "sibling": "brother sister cousin niece nephew",
    "friend": "friend mate flatmate housemate roommate neighbour neighbor colleague",
    "boss": "boss manager supervisor",
}
KIN = {word: kind for kind, words in _KINDS.items() for word in words.split()}
KIN_WORDS = frozenset(KIN)
_SAME = ({"mum", "mom", "mother", "mam"}, {"dad", "father"}, {"wife", "partner"}, {"husband", "partner"},
         {"friend", "mate"})  # fmt: skip
_AUXILIARIES = frozenset("is was has had can will could would isn't wasn't doesn't never always still just even".split())
_ANY = "|".join(KIN)
_BEHIND = re.compile(rf"\b({_ANY}) (?:is called |was called |called |named |(?:'s|is|was) )?(\w+)\b")
_CALLED = re.compile(rf"\b(?:{_ANY})\b.*?\b(?:called|named|name's|name is|name was) (\w+)")
_BEFORE = re.compile(rf"\b(\w+) (?:is |was |that's |that is )?(?:my|our|his|her|the) (?:\w+ )?({_ANY})\b")
_NAME_IS = re.compile(r"\b(?:his|her|its|their|name) (?:name(?:'s| is| was)|is|was) (\w+)\b")
_WAS_CALLED = re.compile(r"\b(?:he|she|it)(?:'s| is| was) called (\w+)\b")
_THAT_NAME = re.compile(r"\b(\w+) (?:that was|that's|was|is) (?:his|her|its) name\b")


def same_kin(one: str, other: str) -> bool:
    return one == other or any(one in group and other in group for group in _SAME)


def is_name(word: str, behind: str = "", kin: str = "") -> bool:
    """Surely or very likely a name, where one is expected; `behind` is the word after it."""
    if word in NAMES:
        return True
    if len(word) < 3 or word.isdigit() or word in KIN or word.endswith(("ing", "ed", "ly")):  # noqa: PLR2004
        return False
    if word not in KNOWN:
        return not word.endswith("s") or _goes_on(behind)
    # Pets are called after things: "my cat pickle is asleep".
    is_thing = word in NOUNS and word not in VERBS and word not in STOP and word not in _PET_THINGS
    return KIN.get(kin) == "pet" and is_thing and _goes_on(behind)


_PET_THINGS = frozenset("food bed park show hair basket house bowl vet owner club school walker home".split())


def _goes_on(behind: str) -> bool:
    """After a name comes what somebody does, or nothing."""
    return behind in ("", BOUNDARY, "he", "she", "he's", "she's", "who", "that's", "and", "the", "my") or (
        behind in VERBS or behind in _AUXILIARIES
    )


def names_in(text: str, last_kin: str) -> dict[str, str]:
    """Names told in `text` (tokens joined by blanks) and what each is to the person, '' if unsaid."""
    found: dict[str, str] = {}
    for match in _CALLED.finditer(text):
        kin = next(word for word in reversed(text[: match.start(1)].split()) if word in KIN)
        _keep(found, match[1], kin)
    for match in _BEHIND.finditer(text):
        behind = text[match.end() :].split(None, 1)[:1] or [""]
        if is_name(match[2], behind[0], match[1]):
            found[match[2]] = found.get(match[2]) or match[1]
    for match in _BEFORE.finditer(text):
        if is_name(match[1], "", match[2]) and (match[1] in NAMES or match[1] not in KNOWN or _opens(text, match)):
            found[match[1]] = found.get(match[1]) or match[2]
    for pattern in (_NAME_IS, _WAS_CALLED, _THAT_NAME):
        for match in pattern.finditer(text):
            _keep(found, match[1], last_kin)
    for word in text.split():
        if word in NAMES and word not in NOUNS and word not in VERBS and word not in ADJECTIVES:
            found.setdefault(word, "")
    return found


def _opens(text: str, match: re.Match[str]) -> bool:
    before = text[: match.start()].split()
    return not before or before[-1] in ("and", BOUNDARY, "so", "well", "just", "it's", "got")


def _keep(found: dict[str, str], name: str, kin: str) -> None:
    if is_name(name):
        found[name] = found.get(name) or kin


def kin_in(words: list[str]) -> str:
    """The last word for a relation among `words`, '' if there is none."""
    plain = (word.removesuffix("'s") for word in reversed(words))
    return next((word for word in plain if word in KIN), "")
