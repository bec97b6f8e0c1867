"""Find what an utterance speaks of, ready to be said back: "my old flat" is "your old flat"."""

from __future__ import annotations

from dataclasses import dataclass

from ruby_fsm.adapters.chat.companion.kin import KIN
from ruby_fsm.adapters.chat.companion.words import (
    ADJECTIVES,
    BOUNDARY,
    KNOWN,
    NOUNS,
    STOP,
    VERBS,
    bag,
    capital,
    proper,
)

_POINTERS = {
    "my": "your", "our": "your", "a": "the", "an": "the", "some": "the", "another": "that",
    "the": "the", "his": "his", "her": "her", "their": "their", "this": "that", "that": "that",
    "these": "those", "those": "those", "two": "the", "three": "the", "four": "the",
}  # fmt: skip
_BEING = bag(
    "am is are was were be being i'm he's she's it's you're they're that's like as not such"
)
_HAVING = bag("got have")
_FOLK = bag("friends mates kids parents")
# Too pale to be taken up.
_PALE = bag(
    "day days time times hour hours minute minutes way thing things bit lot kind sort point moment "
    "part side back mind life week weeks year years month months place end line case man men "
    "person people start stop state word words one next nothing sound hand second matter rest dear "
    "use size future past situation chance idea ideas reason truth mess fault rule post wait show "
    "head face deal plain touch step break talk look turn help love fear play course role list "
    "living waiting dating couple ground earth world robot machine computer program one ones fact "
    "turn number sense joke load pile plan plans morning mornings afternoon stack wall mistake "
    "mistakes"
)
_SINGULAR_S = bag(
    "news bus dress glass stress business boss illness tiredness loneliness kindness sickness ms "
    "sadness christmas tennis gas chess guess class address paperwork dentist diagnosis diabetes "
    "arthritis physics maths politics"
)
_PLURAL = bag("children people men women feet teeth grandchildren police scissors kids")
# Said without "the" or "my".
_MASS = bag(
    "work money music food tea coffee school uni university college church christmas grief "
    "loneliness homework housework gardening football chess knitting cooking baking painting "
    "swimming dancing running fishing photography pottery sewing cycling climbing singing yoga "
    "paperwork traffic insomnia dementia depression anxiety cancer guilt stress redundancy "
    "retirement chemistry history physics biology psychology maths law nursing teaching writing "
    "reading physio snooker tennis rugby soup toast curry rehab therapy chemo chocolate rent"
)
# Parts of the person, and things too near to be named.
_NEAR = bag(
    "brain lap hair head heart face hand hands feet foot eyes eye ears ear nose mouth arm arms "
    "skin chest stomach legs leg shoulders shoulder knees knee body voice breath teeth fingers "
    "finger neck bed name name's notice tongue throat skin guts temper pocket bag desk pyjamas "
    "socks shoes tea dinner lunch breakfast box door doorstep chair table lot number set note"
)
LONGEST = 6
_DOING = (NOUNS & VERBS) - _PALE  # "a coffee shop"
_SECOND = NOUNS - VERBS - _PALE  # "night bus", but not "night goes"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase of `tokens[start:end]`; `said` is how Ruby would name it, '' if she can't."""

    start: int
    end: int
    said: str
    head: str
    is_plural: bool = False


def phrases(words: list[str], names: frozenset[str] = frozenset()) -> list[Phrase]:
    """The noun phrases of `words` by where they begin; `names` are said as names."""
    words = [_without_is(words, at) for at in range(len(words))]
    found: list[Phrase] = []
    at = 0
    while at < len(words):
        phrase = _named(words, at, names) or _phrase(words, at, names)
        if phrase is None:
            at += 1
            continue
        found.append(_with_of(words, phrase))
        at = found[-1].end
    return found


def _without_is(words: list[str], at: int) -> str:
    """The word alone: "the kettle's boiling" is about the kettle; "mum's old coat" stays."""
    word = words[at]
    base = word.removesuffix("'s")
    if base == word or base not in NOUNS:
        return word
    behind = (*words[at + 1 : at + 3], BOUNDARY, BOUNDARY)
    is_owner = behind[0] in NOUNS or (behind[0] in ADJECTIVES and behind[1] in NOUNS)
    return word if is_owner else base


def _named(words: list[str], at: int, names: frozenset[str]) -> Phrase | None:
    word = words[at].removesuffix("'s")
    if word not in names or (at and words[at - 1] in _POINTERS):
        return None
    return Phrase(at, at + 1, capital(word), word)


def _phrase(words: list[str], at: int, names: frozenset[str] = frozenset()) -> Phrase | None:
    """The phrase that begins at `at`, None if none does."""
    pointer = words[at] if words[at] in _POINTERS else ""
    first = at + bool(pointer)
    end = _end_of(words, first, pointer, names)
    if not end or not (pointer or _stands_alone(words, at, end)):
        return None
    noun = words[end - 1]
    if words[end : end + 1] == ["thing"]:
        return Phrase(at, end + 1, noun, noun)  # "that painting thing"
    if pointer in ("a", "an") and noun in KIN and words[max(at - 1, 0)] in _HAVING:
        pointer = "my"
    is_unsaid = noun in _PALE or (noun in _NEAR and end - first == 1)
    is_unsaid = is_unsaid or _is_unclear(words[max(at - 1, 0) : at], words[at], noun)
    return Phrase(
        at, end, "" if is_unsaid else _said(pointer, words[first:end]), noun, is_plural(noun)
    )


def _end_of(words: list[str], first: int, pointer: str, names: frozenset[str]) -> int:
    """Index behind the last noun of a phrase whose first word is at `first`, 0 if there is none."""
    if not pointer and words[first] in VERBS and words[first] not in _MASS:
        return 0  # "i love chess" is about chess
    head = _over_modifiers(words, first)
    end = _over_nouns(words, head, names)
    if end > head:
        return end
    return head + 1 if pointer and _is_unknown_noun(words, head) else 0


def _is_unclear(before: list[str], pointer: str, noun: str) -> bool:
    """What names nothing: what one is ("i'm a nurse"), or is whose? ("their friends")."""
    if pointer in ("a", "an"):
        return bool(before) and before[0] in _BEING
    return pointer in ("his", "her", "their") and (noun in KIN or noun in _FOLK)


def _over_modifiers(words: list[str], at: int) -> int:
    while at + 1 < len(words) and (
        (words[at] in ADJECTIVES and words[at] not in NOUNS)
        or (words[at].endswith("'s") and words[at] not in STOP and words[at + 1] in NOUNS)
        or (words[at] in ADJECTIVES and words[at + 1] in NOUNS and words[at + 1] not in VERBS)
    ):
        at += 1
    return at


def _over_nouns(words: list[str], at: int, names: frozenset[str]) -> int:
    """Past one noun, or two where the second can't be the verb of the first."""
    if at >= len(words) or words[at] not in NOUNS:
        return at
    behind = words[at + 1] if at + 1 < len(words) else BOUNDARY
    after = words[at + 2] if at + 2 < len(words) else BOUNDARY
    is_second = behind in _SECOND or (behind in _DOING and after in STOP | {BOUNDARY})
    if is_second and behind not in names and words[at] not in KIN and not is_plural(words[at]):
        return at + 2
    return at + 1


def _is_unknown_noun(words: list[str], at: int) -> bool:
    """After "the" a word that no list knows is a noun if something ends it."""
    if at >= len(words) or words[at] in KNOWN or words[at] == BOUNDARY or words[at].isdigit():
        return False
    if words[at].endswith(("ly", "'s")) or words[at - 1] in ("this", "that", "these", "those"):
        return False
    behind = words[at + 1] if at + 1 < len(words) else BOUNDARY
    return behind == BOUNDARY or (behind in STOP and behind not in ("one", "ones"))


def _stands_alone(words: list[str], at: int, end: int) -> bool:
    """Without "the" or "my": what is never counted, and what is many."""
    noun = words[end - 1]
    if any(word in ADJECTIVES for word in words[at:end]) or noun in _NEAR:
        return False
    if at and words[at - 1] in (
        "no",
        "every",
        "any",
        "one",
        "your",
        "each",
        "of",
        "much",
        "many",
        "more",
        "i",
        "to",
    ):
        return noun in _MASS and words[at - 1] in ("of", "to", "more", "no") and noun not in VERBS
    return noun in _MASS or (is_plural(noun) and noun not in VERBS)


def _said(pointer: str, rest: list[str]) -> str:
    if any(word in ("you", "your") or word.isdigit() for word in rest):
        return ""
    words = [_POINTERS.get(word, word) for word in rest]
    if pointer:
        words.insert(0, _POINTERS[pointer])
    return " ".join(proper(word) for word in words)


def _with_of(words: list[str], phrase: Phrase) -> Phrase:
    """The whole: "a pair of glasses" is one thing."""
    if not phrase.said and phrase.head not in _PALE:
        return phrase
    if words[phrase.end : phrase.end + 1] != ["of"] or phrase.end + 1 >= len(words):
        return phrase
    behind = _phrase(words, phrase.end + 1) or _bare(words, phrase.end + 1)
    if behind is None or not behind.said or behind.end - phrase.start > LONGEST:
        return phrase
    if phrase.head in ("lot", "bit", "kind", "sort", "number"):
        return Phrase(phrase.start, behind.end, behind.said, behind.head, behind.is_plural)
    own = _said(
        words[phrase.start] if words[phrase.start] in _POINTERS else "",
        words[phrase.start + (words[phrase.start] in _POINTERS) : phrase.end],
    )
    # What the person named for the first time keeps its "a" inside: "the box of a friend".
    return Phrase(
        phrase.start, behind.end, f"{own} of {behind.said}", phrase.head, is_plural(phrase.head)
    )


def _bare(words: list[str], at: int) -> Phrase | None:
    """Nouns without a pointer: after "of" they can be nothing else."""
    head = _over_modifiers(words, at)
    end = head
    while end < len(words) and words[end] in NOUNS:
        end += 1
    if end == head:
        return None
    noun = words[end - 1]
    return Phrase(at, end, "" if noun in _PALE else _said("", words[at:end]), noun)


def is_plural(noun: str) -> bool:
    if noun in _PLURAL:
        return True
    return noun.endswith("s") and noun not in _SINGULAR_S and not noun.endswith(("ss", "us", "is"))
