"""What makes a reply a good one, as far as it can be counted. Each measure knows only the words
that were said, the mark on the person's line, and (for templates) which lines a reply is made of.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from ruby_fsm.adapters.chat.companion.choosing import Used
from tests.adapters.chat.dialogues import Talk
from tests.adapters.chat.plain_words import STOPWORDS

FAR = 8  # turns: so long ago must be what counts as recalled
REST = 6  # turns in which no template returns
# What the person asked to hear again is no repetition.
AGAIN = "repeat"


def words(text: str) -> list[str]:
    return re.findall(r"[a-z]+(?:'[a-z]+)?", text.lower().replace("\u2019", "'"))


def stem(word: str) -> str:
    word = word.removesuffix("'s")
    for ending in ("ing", "ies", "ed", "es", "s", "y", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def content(text: str) -> set[str]:
    """Stems of the words that carry meaning: no function words, none of fewer than three letters."""
    return {stem(word) for word in words(text) if len(word) > 2 and word not in STOPWORDS}


def share(flags: Iterable[bool]) -> float:
    found = list(flags)
    return sum(found) / len(found)


# --- variety -----------------------------------------------------------------------------------


def repeated_replies(talk: Talk) -> int:
    """Replies that stand in the dialogue a second time, word for word."""
    return sum(count - 1 for count in Counter(talk.replies).values())


def templates(reply: str) -> set[str]:
    return set(Used.in_replies([reply]).ago)


def early_templates(talk: Talk) -> list[tuple[int, str]]:
    """(turn, template) of each that comes back within six turns, but where asked to say it again."""
    last: dict[str, int] = {}
    early = []
    for turn, (said, reply) in enumerate(zip(talk.dialogue.said, talk.replies, strict=True)):
        if said.asks == AGAIN:
            continue
        for key in templates(reply):
            if turn - last.get(key, -REST - 1) <= REST:
                early.append((turn, key))
            last[key] = turn
    return early


# --- listening ----------------------------------------------------------------------------------


def takes_up(talk: Talk, turn: int) -> bool:
    """The reply has a content word of the person's last two utterances."""
    heard = talk.dialogue.said[max(turn - 1, 0) : turn + 1]
    return bool(content(talk.replies[turn]) & set().union(*(content(said.text) for said in heard)))


def parrots(talk: Talk, turn: int) -> bool:
    """The reply has three words in a row that the person said at any time up to now."""
    told = set().union(*(_threes(said.text) for said in talk.dialogue.said[: turn + 1]))
    return bool(_threes(talk.replies[turn]) & told)


def _threes(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return set(zip(found, found[1:], found[2:], strict=False))


def ends_in_question(talk: Talk, turn: int) -> bool:
    return talk.replies[turn].rstrip().endswith("?")


_RECALLING = re.compile(
    r"earlier|while (?:ago|back)|you (?:spoke|said|told|mentioned)|remember you|going back",
    re.IGNORECASE,
)
_UNASKED_ONLY = ("recall", "recallw", "recallany", AGAIN)


def recalls(talk: Talk, turn: int) -> bool:
    """A sentence that looks back names something the person said `FAR` turns ago or earlier, and
    neither side since. Answers to "do you remember …" don't count.
    """
    if turn < FAR or talk.dialogue.said[turn].asks in _UNASKED_ONLY:
        return False
    old = _content_of(said.text for said in talk.dialogue.said[: turn - FAR + 1])
    since = talk.dialogue.said[turn - FAR + 1 : turn + 1]
    recent = _content_of(said.text for said in since)
    recent |= _content_of(talk.replies[turn - FAR + 1 : turn])
    looking_back = [
        sentence for sentence in sentences(talk.replies[turn]) if _RECALLING.search(sentence)
    ]
    return bool(_content_of(looking_back) & (old - recent - _RECALL_WORDS))


_RECALL_WORDS = {
    stem(word) for word in "earlier mentioned told spoke remember said forgotten".split()
}


def _content_of(texts: Iterable[str]) -> set[str]:
    return set().union(*(content(text) for text in texts))


def sentences(text: str) -> list[str]:
    return [part.strip() for part in re.findall(r"[^.!?]+[.!?]*", text) if part.strip()]


# --- direct questions ------------------------------------------------------------------------------

# What the first sentence must hold to count as an answer. It must not be a question itself.
_ANSWERS = {
    "real": r"\bAI\b|program|not a person|not human|no human|not a doctor",
    "who": r"Ruby",
    "how": r"fine|all right|working as I should|nothing to report",
    "feel": r"\bAI\b|program|\bno\b|not in the way|don't|can't|haven't|other people|others",
    "hear": r"hear|I'm (?:still )?here",
    "help": r"I can|what I can|mostly I",
    "why": r"this call|call was|I rang|asked for this call",
    "care": r"I'm listening|I can't feel|I'm with you|program",
    "normal": r"don't hear anything|sounds normal|wouldn't call|isn't \w+|\bnot \w+, no|sounds human|not odd|can't measure|isn't just you|not the only",
    "better": r"can't promise|I'd hope|easier|don't know|certain",
    "fault": r"don't hear|don't think|can't be the judge|not how it sounds",
    "opinion": r"wouldn't call|isn't \w+|\bnot \w+, no|don't hear|only know|can't see|don't know|my sense|can't answer|don't think",
    "advice": r"I can't|I'd|I don't have|helps some|I wonder|big step|yours to choose",
    "secret": r"can't promise|wouldn't call|record|kept",
    "sense": r"it does",
    "joke": r"I know one|I'll try|here's one",
    "time": r"can't tell|don't know",
    "medical": r"doctor|pharmacist|can't tell you|not able|mustn't|can't say",
    "recallany": r"you told|you spoke|you said|I do|yes",
}  # fmt: skip


def answers_first(talk: Talk, turn: int) -> bool:
    """The first sentence (two where the first is a bare yes, no or joke) answers the question."""
    said, reply = talk.dialogue.said[turn], talk.replies[turn]
    opening = sentences(reply)[:1]
    if not opening or (opening[0].endswith("?") and said.asks not in ("joke", "recall", "recallw")):
        return False
    if said.asks == AGAIN:
        return turn == 0 or bool(content(reply) >= content(_substance(talk.replies[turn - 1])))
    if said.asks in ("recall", "recallw"):
        wanted = content(said.wanted) or set(words(said.wanted))
        return bool(wanted & (content(opening[0]) | set(words(opening[0]))))
    if said.asks == "medical":
        opening = sentences(reply)[:2]
    return bool(re.search(_ANSWERS[said.asks], " ".join(opening), re.IGNORECASE))


def _substance(reply: str) -> str:
    return reply.split(": ", 1)[-1] if reply.count(": ") else sentences(reply)[-1]


def asked_turns(talk: Talk) -> list[int]:
    return [turn for turn, said in enumerate(talk.dialogue.said) if said.asks]


# --- over many talks ---------------------------------------------------------------------------


def over_turns(talks: Sequence[Talk], measure: Callable[[Talk, int], bool]) -> float:
    return share(measure(talk, turn) for talk in talks for turn in range(len(talk.replies)))


def answered(talks: Sequence[Talk]) -> float:
    return share(answers_first(talk, turn) for talk in talks for turn in asked_turns(talk))


def longest(talks: Sequence[Talk]) -> int:
    return max(len(reply.split()) for talk in talks for reply in talk.replies)


def never_recalling(talks: Sequence[Talk]) -> list[str]:
    """Keys of dialogues in which nothing is recalled unasked."""
    return [
        talk.dialogue.key
        for talk in talks
        if not any(recalls(talk, turn) for turn in range(len(talk.replies)))
    ]
