"""Turn round what the person said: "my sister left me" becomes "your sister left you"."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

from ruby_fsm.adapters.chat.companion.words import (
    ADJECTIVES,
    BOUNDARY,
    KNOWN,
    NAMES,
    NOUNS,
    PAST,
    VERBS,
    bag,
    capital,
    content,
    proper,
    sayings,
)

FEWEST, MOST = 3, 9


def _said(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(saying.split()) for saying in sayings(text))


_SWAP = {
    "i": "you", "i'm": "you're", "i've": "you've", "i'd": "you'd", "i'll": "you'll", "me": "you",
    "my": "your", "mine": "yours", "myself": "yourself", "we": "you", "we're": "you're",
    "we've": "you've", "we'd": "you'd", "we'll": "you'll", "us": "you", "our": "your",
    "gonna": "going to", "wanna": "want to", "gotta": "have to", "ours": "yours",
    "ourselves": "yourselves", "am": "are",
}  # fmt: skip
_SELF = bag("i i'm i've i'd i'll we we're we've we'd we'll")
_OTHERS = bag("he she they he's she's they're they've he'd she'd they'd he'll she'll they'll")
_INDEFINITE = bag("people nobody everybody everyone someone somebody everything something nothing")
# A new sentence, where nothing binds it to what precedes.
_FRESH = _SELF | bag("that's it's there's he's she's they're")
_STARTS = _FRESH | _OTHERS | bag("my it the there")
_SUPPOSING = bag("if unless when while")
_RESUMING = frozenset(("and", "but", "so", BOUNDARY))
_SUBJECTS = bag("that it he she they i we this there")
_SPLIT = bag("and but so because cos or if when while although though unless since")
# Said before and after what is meant; nobody wants them back.
_BEFORE = bag(
    "well um uh er oh like honestly anyway yeah yes no actually basically maybe then mean just "
    "literally now also sorry okay ok suddenly obviously plus still sometimes today"
)
_AFTER = _said(
    "you know; if that makes sense; so yeah; or something; i think; anyway; to be fair; if i'm "
    "honest; but there you go; that's all; really; though; as well; i guess; i suppose; to be "
    "honest; at the moment; honestly; actually; right now; believe it or not; can you believe it; "
    "i can't believe it; i still can't believe it; now; today; lately; too"
)
_OPENINGS = _said("i mean; to be honest; it's just; you know; the thing is")
_HEDGES = _said("i don't know; i think; i guess; i suppose; i reckon")
_CANT_END = bag(
    "of to in on at for with from into onto about by and but or so because a an the my your his "
    "her our their this these those very too quite really such i he she we they am is are was were "
    "be been has have had will would can could should may might must do does did not as than that "
    "which who like even just only every most got get getting i'm i've he's she's it's we're "
    "they're don't doesn't didn't if when more"
)
_BRIDGES = bag(
    "what who that if when think thought say said know knew feel felt hope hoped wish wished told "
    "than as where how why because until before after while since guess mean thinks says thing "
    "things way time only long much many far often first last till of for with about"
)
_ADVERBS = bag(
    "just never always still really even only also nearly almost already often probably actually "
    "sometimes usually not all both"
)
_AUXILIARIES = bag(
    "am is are was were do does did don't doesn't didn't have has had haven't hasn't hadn't can "
    "can't could couldn't will won't would wouldn't should shouldn't might must isn't wasn't "
    "weren't"
)
_FILLERS = bag("literally basically actually honestly um uh er erm")
_HERE = bag("in here there at home work around out")
_TOWARDS = bag("to in from")
_WEAK = bag("know thing tell told")
_UNWANTED = bag("you your you're you've you'd you'll yours ruby um uh er eh lol lord god")


def trimmed(words: list[str]) -> list[str]:
    """`words` without what is only said in passing at either end."""
    while (shorter := _without_tail(_without_head(words))) != words:
        words = shorter
    return words


def _without_head(words: list[str]) -> list[str]:
    for opening in _OPENINGS:
        if tuple(words[: len(opening)]) == opening:
            return words[len(opening) :]
    for hedge in _HEDGES:
        behind = words[len(hedge) : len(hedge) + 1]
        if tuple(words[: len(hedge)]) == hedge and behind and behind[0] in _STARTS:
            return words[len(hedge) :]
    return words[1:] if words and words[0] in _BEFORE else words


def _without_tail(words: list[str]) -> list[str]:
    for tail in _AFTER:
        if tuple(words[-len(tail) :]) == tail:
            return words[: -len(tail)]
    return words


def clauses(words: list[str]) -> list[list[str]]:
    """What stands between joining words, and before a new "i" that nothing binds to what precedes.

    What is only supposed ("what if they say no") is left out, with what would follow from it.
    """
    parts: list[list[str]] = [[]]
    supposed = False
    kept: list[list[str]] = []
    words = [word for word in words if word not in _FILLERS]
    for at, word in enumerate([*words, BOUNDARY]):
        before = words[at - 1] if at else ""
        behind = words[at + 1] if at + 1 < len(words) else BOUNDARY
        joins = word == BOUNDARY or (
            word in _SPLIT and not (before == behind or (before in NOUNS and behind in NOUNS))
        )
        if word == "so" and behind not in _STARTS and behind not in _FRESH:
            joins = False  # "so much", "so tired"
        if word == "if" and before in ("know", "see", "wonder"):
            joins = False  # "i don't know if i can"
        fresh = word in _FRESH and parts[-1] and before not in _BRIDGES and before not in _BEFORE
        if joins or fresh:
            if not supposed:
                kept.append(parts[-1])
            parts.append([])
        if joins:
            supposed = word in _SUPPOSING or (supposed and word not in _RESUMING)
        else:
            parts[-1].append(word)
    return [part for raw in kept if (part := trimmed(raw))]


def _is_place(before: str, word: str) -> bool:
    is_unknown = word not in KNOWN and word.isalpha() and not word.endswith(("ing", "ed"))
    return before in _TOWARDS and is_unknown


def swapped(words: list[str], names: Collection[str] = ()) -> str:
    """Said from the other side of the line; `names` and places get their capital."""
    said: list[str] = []
    for at, word in enumerate(words):
        new = _SWAP.get(word, word)
        if word == "was" and at and words[at - 1] == "i":
            new = "were"
        elif (
            word in ("was", "wasn't")
            and at > 1
            and words[at - 1] in _ADVERBS
            and words[at - 2] == "i"
        ):
            new = word.replace("was", "were")
        elif word == "wasn't" and at and words[at - 1] == "i":
            new = "weren't"
        is_named = word in names or (at and _is_place(words[at - 1], word))
        said.append(capital(word) if is_named else proper(new))
    return " ".join(said)


def reflection(words: list[str], kin: frozenset[str], names: Collection[str] = ()) -> str:
    """The clause of `words` that says most and can be said back in good English, or ''."""
    sound = [part for part in clauses(words) if is_sound(part, kin) and content(part) - _WEAK]
    if not sound:
        return ""
    most = max(enumerate(sound), key=lambda pair: (len(content(pair[1])), pair[0]))[1]
    return swapped(most, names)


def is_sound(part: list[str], kin: frozenset[str]) -> bool:
    """Subject, finite verb, an end that is an end, and nothing that would jar when said back."""
    if not FEWEST <= len(part) <= MOST or part[-1] in _CANT_END or not _UNWANTED.isdisjoint(part):
        return False
    if any(word.isdigit() for word in part) or _has_stray_like(part) or _is_turned(part):
        return False
    if any(
        word in _SELF | _OTHERS and part[at + 1] not in _BRIDGES for at, word in enumerate(part[2:])
    ):
        return False
    verb = _after_subject(part, kin)
    return 0 < verb < len(part) and _is_finite(part, verb)


def _is_turned(part: list[str]) -> bool:
    """A question hidden in it: "is that", "do i"."""
    return any(one in _AUXILIARIES and two in _SUBJECTS for one, two in pairwise(part[1:]))


def _has_stray_like(part: list[str]) -> bool:
    """Whether "like" stands in it as a filler; in "like a stranger", "i like tea" it does not."""
    return any(
        word == "like"
        and part[at - 1] not in _SELF
        and (at + 1 == len(part) or part[at + 1] not in ("a", "an", "the", "my", "to", "being"))
        for at, word in enumerate(part)
    )


def _after_subject(part: list[str], kin: frozenset[str]) -> int:
    """Where the verb must stand, -1 where no subject is known."""
    head = part[0]
    if head in _SELF or head in _OTHERS or head in _INDEFINITE:
        at = 1
        while head in _INDEFINITE and at < len(part) - 1 and part[at] in _HERE:
            at += 1  # "everything in here smells of him"
    elif head in ("my", "our", "the", "his", "her") and (part[1] in kin or part[1] in NOUNS):
        at = 2
        if (
            head in ("my", "our") and at < len(part) and part[at] not in KNOWN
        ):  # "my sister anna left"
            at += 1
    elif head in ("my", "our") and part[1].removesuffix("'s") in kin | NOUNS:
        return 1  # "my telly's broken"
    elif head in NAMES and head not in NOUNS and head not in VERBS:
        at = 1
    else:
        return -1
    while at < len(part) - 1 and part[at] in _ADVERBS:
        at += 1
    return at


def _is_finite(part: list[str], verb: int) -> bool:
    word = part[verb]
    if verb == 1 and part[0] in ("my", "our"):
        return (
            word.endswith("'s")
            and part[2]
            in ADJECTIVES | _AUXILIARIES | {"on", "in", "at", "gone", "broken", "just", "not"}
        ) or (part[2].endswith("ing"))
    if "'" in part[0] and part[0] != "i'd" and not part[0].endswith("'ll"):
        return word not in ("a", "an", "the") or part[0] in ("it's", "he's", "she's", "i've")
    if word in _AUXILIARIES or word in PAST:
        return True
    if word not in VERBS or word.endswith("ing"):
        return False
    third = part[0] not in _SELF and part[0] not in ("they", "people")
    return (
        not third or word.endswith(("s", "ed")) or part[0].endswith(("'d", "'ll")) or word in PAST
    )
