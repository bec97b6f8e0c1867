"""Words made fit for a voice: cleaned, with the name filled in, cut to Twilio's lengths."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import accumulate, takewhile
from urllib.parse import quote

from ruby_fsm.core.wording import fill_name

# Twilio refuses a Say past 3,000 characters (Polly) or 4,500 URL-encoded ones (error 13521).
MOST_CHARS = 2_800
MOST_ENCODED = 4_300
LONGEST_CLUSTER = 64  # characters looked back for a border before a cluster is cut after all

# XML 1.0 section 2.2 forbids C0 controls and lone surrogates and advises against C1 controls and
# non-characters; none can be spoken, and Twilio puts the line down over them (error 12100).
_PLANE_ENDS = "".join(f"{chr(n * 0x10000 + 0xFFFE)}{chr(n * 0x10000 + 0xFFFF)}" for n in range(17))
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# Bidirectional marks, invisible operators, tags: they would only hide what a reader sees in a log.
# The joiners U+200C and U+200D stay: scripts and emoji are spelled with them.
_UNSPEAKABLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    f"\ud800-\udfff\ufdd0-\ufdef\U000e0000-\U000e007f{_PLANE_ENDS}]"
)
_CLOSING = "\"')\\]\u2019\u201d\u300d\u300f\uff09"
_SENTENCE_END = re.compile(rf"[.!?\u2026][{_CLOSING}]*\s+|[\u3002\uff01\uff1f][{_CLOSING}]*")
_JOINERS = {"\u200c", "\u200d"}


def clean(text: str) -> str:
    """Only what may stand in XML and be spoken, with single spaces."""
    return " ".join(_UNSPEAKABLE.sub("", _CONTROLS.sub(" ", text)).split())


def fill(text: str, name: str) -> str:
    """The person's name for `{name}`; without a name the sentence still reads well."""
    return fill_name(text, clean(name))


def pieces(text: str) -> Iterator[str]:
    """`text` in pieces Twilio takes, cut after a sentence, else a word, else a character."""
    while text:
        cut = _cut(text, _room(text))
        if piece := text[:cut].strip():
            yield piece
        text = text[cut:].lstrip()


def _room(text: str) -> int:
    """How many characters of `text` fit into one Say: at least one."""
    if len(text) <= MOST_CHARS and len(quote(text, safe="")) <= MOST_ENCODED:
        return len(text)  # nearly every text; character by character costs fifty times as much
    costs = accumulate(len(quote(char, safe="")) for char in text[:MOST_CHARS])
    return max(1, sum(1 for _ in takewhile(lambda cost: cost <= MOST_ENCODED, costs)))


def _cut(text: str, room: int) -> int:
    if room >= len(text):
        return len(text)
    ends = [found.end() for found in _SENTENCE_END.finditer(text, 0, room)]
    if ends and ends[-1] > room // 2:
        return ends[-1]
    if text[room].isspace():
        return room
    if (space := text.rfind(" ", room // 2, room)) > 0:
        return space
    back = range(room, max(room - LONGEST_CLUSTER, 0), -1)
    return next((at for at in back if not _is_joined(text[at - 1], text[at])), room)


def _is_joined(before: str, after: str) -> bool:
    """Whether a reader sees the two as one character, or as one flag."""
    return (
        unicodedata.category(after).startswith("M")
        or bool(_JOINERS & {before, after})
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or ("\U0001f1e6" <= before <= "\U0001f1ff" and "\U0001f1e6" <= after <= "\U0001f1ff")
    )
