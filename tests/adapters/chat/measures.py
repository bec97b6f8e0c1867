"""What makes a reply a good one, as far as it can be counted.

Each measure knows only the words that were said, the mark on the person's line, and (for templates)
which lines a reply is made of.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from ruby_fsm.adapters.chat.companion.choosing import Used
from tests.adapters.chat.answers import AGAIN, answers_first, asked_turns
from tests.adapters.chat.counting import content, sentences, words
from tests.adapters.chat.dialogues import Talk

FAR = 8  # turns: so long ago must be what counts as recalled
REST = 6  # turns in which no template returns


def share(flags: Iterable[bool]) -> float:
    found = list(flags)
    return sum(found) / len(found)


# --- variety ------------------------------------------------------------------------------------


def repeated_replies(talk: Talk) -> int:
    """Replies that stand in the dialogue a second time, word for word."""
    return sum(count - 1 for count in Counter(talk.replies).values())


def templates(reply: str) -> set[str]:
    return set(Used.in_replies([reply]).ago)


def early_templates(talk: Talk) -> list[tuple[int, str]]:
    """(turn, template) of each that is back within six turns, but where asked to say it again."""
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
    """A sentence that looks back names what was said `FAR` turns ago, and by neither side since.

    Answers to "do you remember …" don't count.
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


_RECALL_WORDS = content("earlier mentioned told spoke remember said forgotten")


def _content_of(texts: Iterable[str]) -> set[str]:
    return set().union(*(content(text) for text in texts))


# --- over many talks ----------------------------------------------------------------------------


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
