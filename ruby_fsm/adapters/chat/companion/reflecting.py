"""Turn what the person said round, so that it can be said back: "my sister left me" → "your sister left you"."""

from __future__ import annotations

from ruby_fsm.adapters.chat.companion.words import (
    BOUNDARY,
    KNOWN,
    NOUNS,
    PAST,
    VERBS,
    proper,
)

FEWEST, MOST = 3, 9
_SWAP = {
    "i": "you", "i'm": "you're", "i've": "you've", "i'd": "you'd", "i'll": "you'll", "me": "you",
    "my": "your", "mine": "yours", "myself": "yourself", "we": "you", "we're": "you're",
    "we've": "you've", "we'd": "you'd", "we'll": "you'll", "us": "you", "our": "your",
    "ours": "yours", "ourselves": "yourselves", "am": "are",
}  # fmt: skip
_SELF = frozenset(("i", "i'm", "i've", "i'd", "i'll", "we", "we're", "we've", "we'd", "we'll"))
_OTHERS = frozenset(
    "he she they he's she's they're they've he'd she'd they'd he'll she'll they'll".split()
)
_SPLIT = frozenset("and but so because cos or if when while although though unless since".split())
# Said before and after what is meant; nobody wants them back.
_BEFORE = frozenset(
    "well um uh er oh like honestly anyway yeah yes no actually basically maybe then mean just "
    "literally now also sorry okay ok suddenly obviously plus still sometimes today".split()
)
_AFTER = (
    ("you", "know"), ("if", "that", "makes", "sense"), ("so", "yeah"), ("or", "something"), ("i", "think"),
    ("anyway",), ("to", "be", "fair"), ("if", "i'm", "honest"), ("but", "there", "you", "go"),
    ("that's", "all"), ("really",), ("though",), ("as", "well"), ("i", "guess"), ("i", "suppose"),
    ("to", "be", "honest"), ("at", "the", "moment"), ("honestly",), ("actually",), ("right", "now"),
    ("believe", "it", "or", "not"), ("now",), ("today",), ("lately",), ("too",),
)  # fmt: skip
_OPENINGS = (("i", "mean"), ("to", "be", "honest"), ("it's", "just"), ("you", "know"), ("the", "thing", "is"))
_CANT_END = frozenset(
    "of to in on at for with from into onto about by and but or so because a an the my your his her our their "
    "this these those very too quite really such i he she we they am is are was were be been has have had will would can "
    "could should may might must do does did not as than that which who like even just only every most "
    "got get getting i'm i've he's she's it's we're they're don't doesn't didn't if when more".split()
)
_BRIDGES = frozenset(
    "what who that if when think thought say said know knew feel felt hope hoped wish wished told than as where how "
    "why because until before after while since guess mean thinks says everything anything thing all "
    "way time person whatever".split()
)
_ADVERBS = frozenset(
    "just never always still really even only also nearly almost already often probably actually "
    "sometimes usually not all both".split()
)
_AUXILIARIES = frozenset(
    "am is are was were do does did don't doesn't didn't have has had haven't hasn't hadn't can can't "
    "could couldn't will won't would wouldn't should shouldn't might must isn't wasn't weren't".split()
)
_UNWANTED = frozenset("you your you're you've you'd you'll yours ruby um uh er like eh lol like lord god".split())


def trimmed(words: list[str]) -> list[str]:
    """`words` without what is only said in passing at either end."""
    changed = True
    while changed and words:
        changed = False
        for opening in _OPENINGS:
            if tuple(words[: len(opening)]) == opening:
                words, changed = words[len(opening) :], True
        if words and words[0] in _BEFORE:
            words, changed = words[1:], True
        for tail in _AFTER:
            if tuple(words[-len(tail) :]) == tail:
                words, changed = words[: -len(tail)], True
    return words


def clauses(words: list[str]) -> list[list[str]]:
    """What stands between joining words, and before a new "i" that nothing binds to what precedes."""
    parts: list[list[str]] = [[]]
    for at, word in enumerate(words):
        before = words[at - 1] if at else ""
        if word == BOUNDARY or word in _SPLIT:
            parts.append([])
        else:
            if word in _SELF and parts[-1] and before not in _BRIDGES and before not in _BEFORE:
                parts.append([])
            parts[-1].append(word)
    return [part for raw in parts if (part := trimmed(raw))]


def swapped(words: list[str]) -> str:
    """Said from the other side of the line."""
    said: list[str] = []
    for at, word in enumerate(words):
        new = _SWAP.get(word, word)
        if word == "was" and at and words[at - 1] == "i":
            new = "were"
        elif word in ("was", "wasn't") and at > 1 and words[at - 1] in _ADVERBS and words[at - 2] == "i":
            new = word.replace("was", "were")
        elif word == "wasn't" and at and words[at - 1] == "i":
            new = "weren't"
        said.append(proper(new))
    return " ".join(said)


def reflection(words: list[str], kin: frozenset[str]) -> str:
    """The last clause of `words` that can be said back in good English, '' if there is none."""
    for part in reversed(clauses(words)):
        if is_sound(part, kin):
            return swapped(part)
    return ""


def is_sound(part: list[str], kin: frozenset[str]) -> bool:
    """Subject, finite verb, an end that is an end, and nothing that would jar when said back."""
    if not FEWEST <= len(part) <= MOST or part[-1] in _CANT_END or not _UNWANTED.isdisjoint(part):
        return False
    if any(word.isdigit() for word in part) or any(word in _SELF | _OTHERS for word in part[2:]):
        return False
    return _has_verb_after_subject(part, kin)


def _has_verb_after_subject(part: list[str], kin: frozenset[str]) -> bool:
    head = part[0]
    at = 1
    if head in ("my", "our"):
        if part[1] not in kin and part[1] not in NOUNS:
            return False
        at = 2
        if at < len(part) and part[at] not in KNOWN:  # "my sister anna left"
            at += 1
    elif head not in _SELF and head not in _OTHERS:
        return False
    elif "'" in head and not head.endswith("'ll") and not head.endswith("'d"):
        return part[1] not in ("a", "an", "the")
    while at < len(part) - 1 and part[at] in _ADVERBS:
        at += 1
    if at >= len(part):
        return False
    verb = part[at]
    return verb in _AUXILIARIES or verb in PAST or (verb in VERBS and not verb.endswith("ing"))
