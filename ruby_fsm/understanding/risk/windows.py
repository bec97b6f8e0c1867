"""Bound the work on a long text: read windows around the words that matter, not every word."""

from __future__ import annotations

from collections.abc import Sequence

from ruby_fsm.understanding.phrase import words_in

# 60 s of speech, all that Twilio lets through at once, at 2.5 words a second, and a little more; of
# longer texts the parts that matter are read. To grade more takes longer than a call may wait.
MOST_WORDS = 160
HEAD = 40
TAIL = 80
REACH = 12
# Parts two windows: no rule knows it, so nothing is read across the gap.
GAP = "/"

_WATCHED = words_in(
    "kill killing killed suicide suicidal die dying dead death alive unalive overdose overdosed"
    " overdosing pills gun rope noose hang hanging shoot jump jumping drown cut cutting slit wrists"
    " bleeding breathe breathing ambulance unconscious collapsed raped rape abused beats hits"
    " hurting myself goodbye wake born living existing end ending burden bridge knife blade harm"
)

# Whoever asks after danger uses one of these, too.
_ASKED_AFTER = _WATCHED | words_in("hurt safe unsafe danger life thoughts harming giving")


def may_ask_after_danger(words: Sequence[str]) -> bool:
    """Whether Ruby may have asked in these whether there is danger; says so rather too often."""
    return not _ASKED_AFTER.isdisjoint(words)


def to_read(words: Sequence[str]) -> tuple[Sequence[str], bool]:
    """At most about `MOST_WORDS` of `words`, and whether every watched word is among them.

    Head and tail always; of the middle the windows of about 25 words around watched words, the
    last first, since what is said last weighs most.
    """
    if len(words) <= MOST_WORDS:
        return words, True
    chosen = {*range(HEAD), *range(len(words) - TAIL, len(words))}
    whole = True
    for at in range(len(words) - TAIL - 1, HEAD - 1, -1):
        if words[at] in _WATCHED and at not in chosen:
            if len(chosen) >= MOST_WORDS:
                whole = False
                break
            chosen.update(range(max(at - REACH, 0), at + REACH + 1))
    return _joined(words, sorted(chosen)), whole


def _joined(words: Sequence[str], places: Sequence[int]) -> list[str]:
    joined: list[str] = []
    before = places[0] - 1
    for place in places:
        if place != before + 1:
            joined.append(GAP)
        joined.append(words[place])
        before = place
    return joined
