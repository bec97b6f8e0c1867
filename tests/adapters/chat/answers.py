"""Whether a direct question is answered, and answered first.

What counts as an answer is written down by kind of question: the opening sentence must say it. A
question in return is none, and nor is anything that could follow any sentence ("I see").
"""

from __future__ import annotations

import re

from tests.adapters.chat.counting import content, sentences, words
from tests.adapters.chat.dialogues import Talk

# What the person asked to hear again is no repetition.
AGAIN = "repeat"
_OF_MEMORY = ("recall", "recallw")
_NOT_KNOWN = r"I don't know|I can't (?:tell|see|answer|promise|say|decide|be)"
# What the opening must hold: a plain word to the matter, or that Ruby can't know.
_ANSWERS = {
    "real": r"\bAI\b|program|not a person|not human|no human|not a doctor",
    "who": r"\bRuby\b",
    "how": r"\bI'm (?:fine|all right|working)|nothing to report",
    "feel": r"\bAI\b|program|^no\b|not in the way|I (?:don't|can't|haven't|have no|never)|I do|"
    r"others",
    "hear": r"\bhear\b|I'm (?:still )?here",
    "help": r"\bI can\b|I listen",
    "why": r"this call|I rang",
    "care": r"I'm listening|I can't feel|I(?:'m| am) with you|program",
    "normal": r"\b(?:no|not|isn't|wouldn't)\b|sounds (?:normal|human)|don't hear",
    "better": r"I can't promise|I'd hope|easier|I don't know|certain",
    "fault": r"I don't (?:hear|think)|I can't be|not how it sounds",
    "opinion": r"I (?:only know|honestly don't|don't hear|wouldn't)|my sense|\b(?:not|isn't)\b",
    "advice": r"\bI'd\b|I can't|I don't have|helps some|I wonder|big step|yours to choose",
    "secret": r"can't promise|wouldn't call it a secret",
    "sense": r"it does",
    "joke": r"I know one|I'll try|here's one",
    "time": r"can't tell",
    "medical": r"doctor|pharmacist",
    "recallany": r"you told|you spoke|you said|one thing was|\bI do\b|yes",
}


def answers_first(talk: Talk, turn: int) -> bool:
    """The opening answers what was asked; of medicine, it sends to a doctor or a pharmacist."""
    said, reply = talk.dialogue.said[turn], talk.replies[turn]
    opening = sentences(reply)[:1]
    if not opening or opening[0].endswith("?"):
        return False
    if said.asks == AGAIN:
        return turn == 0 or content(reply) >= content(_newest_words(talk.replies[turn - 1]))
    if said.asks in _OF_MEMORY:
        wanted = content(said.wanted) or set(words(said.wanted))
        return bool(wanted & (content(opening[0]) | set(words(opening[0]))))
    if said.asks in ("medical", "recallany"):
        opening = sentences(reply)[:2]
    pattern = f"{_ANSWERS[said.asks]}|{_NOT_KNOWN}"
    return bool(re.search(pattern, " ".join(opening), re.IGNORECASE))


def _newest_words(reply: str) -> str:
    """The last sentence: what was asked for again may itself have had an opener."""
    return sentences(reply)[-1]


def asked_turns(talk: Talk) -> list[int]:
    return [turn for turn, said in enumerate(talk.dialogue.said) if said.asks]
