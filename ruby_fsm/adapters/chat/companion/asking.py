"""Tell which direct question an utterance asks, if any."""

from __future__ import annotations

from collections.abc import Sequence

from ruby_fsm.adapters.chat.companion.lines import read_groups
from ruby_fsm.adapters.chat.companion.medical import is_medical
from ruby_fsm.adapters.chat.companion.reflecting import trimmed
from ruby_fsm.adapters.chat.companion.story import ends
from ruby_fsm.adapters.chat.companion.words import bag

FEW = 5  # words: "is that silly" asks for a judgement
# The first of the file is meant where several fit.
_RANK = {name: rank for rank, (name, _, _) in enumerate(read_groups("patterns", ""))}
_COMPLAINTS = bag("!same !notunderstand !insult !questions")
_ASKING = bag(
    "do did does can could would will are is have has what why who where when how which was were "
    "should am"
)
_AT_RUBY = bag("you your you've you're")
_HARMFUL = bag("bad dangerous serious unhealthy harmful addicted too")
_JUDGED = bag("that this it")
# Said in a question's words, and no question.
_RHETORICAL = (
    "can you imagine",
    "can you believe",
    "would you believe",
    "guess what",
    "do you know what",
    "can you hear that",
    "what's that noise",
)


def question_in(words: list[str], owners: Sequence[str]) -> str:
    """The kind of question, '' if none; `owners` are the kinds of the patterns found in it."""
    if is_medical(words):
        return "medical"
    kinds = sorted((owner for owner in owners if owner.startswith("?")), key=_RANK.__getitem__)
    is_rhetorical = any(saying in " ".join(words) for saying in _RHETORICAL)
    if is_rhetorical and kinds in ([], ["?hear"]):
        return ""
    kind = kinds[0][1:] if kinds else _unlisted(trimmed(ends(words)), owners)
    # What may do harm is never called normal.
    return "bad" if kind == "normal" and not _HARMFUL.isdisjoint(words) else kind


def _unlisted(plain: list[str], owners: Sequence[str]) -> str:
    if not plain or not _COMPLAINTS.isdisjoint(owners):
        return ""
    if plain[0] in ("is", "was") and len(plain) <= FEW and not _JUDGED.isdisjoint(plain[1:2]):
        return "normal"
    return "other" if plain[0] in _ASKING and not _AT_RUBY.isdisjoint(plain[1:4]) else ""
