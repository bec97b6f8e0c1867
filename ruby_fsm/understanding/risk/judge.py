"""The danger in an utterance: what the rules see, and what head and encoder make of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from ruby_fsm.understanding.assessment import Category, Level, Risk
from ruby_fsm.understanding.encoder.encoder import Reading, encoder
from ruby_fsm.understanding.risk.grade import Graded, Spotted, grade
from ruby_fsm.understanding.risk.head import danger_in, load, opinion


class Shown(NamedTuple):
    """Danger in a whole utterance, and in the words near a match, in hundredths of log-odds."""

    whole: int
    near: int


# Read once, at import: a service whose weights are not the ones it was measured with never starts.
HEAD = load()
# Below these odds of danger the head could not make up for what the encoder is sure of (of the rows
# that choose, none), and is not asked, which spares three of four calm utterances its time.
CALM = -2.0
# A rule is contradicted where the whole utterance shows less than this, in hundredths of log-odds,
# and so do the words around each place that it matched, so many before and behind. Those of
# everyday words: chosen on seven authors from whom nothing had been learnt: of 16 false alarms it
# took eight, and of the dangers none; and lowered as the encoder's share grew, so that of 1,078
# dangers none is lost.
CONTRADICTED = Shown(whole=-1400, near=-1400)
NEAR = 4
# A wish for death that may be said lightly is read with one word behind it, too: with more of them,
# "i want to die" and then calm talk shows little. Of 48 false alarms of firm rules on seven fresh
# authors and on what chooses these took ten, and of 802 dangers one, to a gentle check.
LIGHTLY = Shown(whole=-4000, near=0)
# What rules grade high is moderate where these readings show less than this: of 19 harmless lines
# of the same authors six, of 306 dangers none, and of 738 dangers of the lines for tests, most of
# them with calm talk behind, two.
GRAVELY = Shown(whole=-3500, near=0)
BEHIND = (NEAR, 1)
# Texts of so many words may tell something else around a danger. Of what doubtful rules see in one
# so many places are read alone, the last first: a turn has to be understood in time.
LONG, PLACES = 12, 4
# What a doubtful rule adds to the score, in hundredths, where it sees danger; and what it takes
# that a rule sees danger denied, or that all its words are a figure of speech.
DOUBTED = 1300
# What is typed has to show so much more: people write of death, of songs and of themselves, what
# they never say on a telephone.
TYPED = 600
# What head and encoder alone raise in a call that was calm so far is read again behind the turn
# before it, its last so many words, and that reading counts with this share. Chosen on 70 calm
# calls and on dangers of three authors put behind calm turns.
BEFORE, BESIDE = 40, 0.3


def judge(
    words: Sequence[str], reading: Reading, *, typed: bool = False, before: Sequence[str] = ()
) -> Risk:
    """The danger in normalised `words`: head and encoder are asked where the rules see too little.

    What doubtful rules see is believed as soon as those find danger too, and what everyday ones see
    until those contradict. `typed`: a hand wrote the words (`understanding/typed.py`). `before`:
    the calm turn they follow on, which may tell what they mean.
    """
    seen = grade(words)
    if seen.firm.level >= Level.MODERATE or not words or _is_believed(words, seen, reading):
        return _as_grave(words, seen, reading)
    if reading.danger > CALM:
        known = _added(seen, typed=typed)
        added = opinion(words, seen.all, HEAD, reading, known)
        if added.level >= Level.MODERATE:
            is_explained = before and _is_explained(words, before, seen, reading, known)
            return _doubted(added) if is_explained else added
    alone = _alone(words, seen, typed=typed) if len(words) >= LONG else Risk()
    return max(alone, seen.firm, _doubted(seen.all), key=lambda risk: risk.level)


def _added(seen: Graded, *, typed: bool) -> int:
    added = -TYPED if typed else 0
    if seen.all.level >= Level.MODERATE:
        return added + DOUBTED
    if seen.is_figure or seen.all.category is Category.DENIAL:
        return added - DOUBTED
    return added


def _is_explained(
    words: Sequence[str], before: Sequence[str], seen: Graded, reading: Reading, known: int
) -> bool:
    """Whether words that show danger alone show too little of it behind those before them."""
    alone = danger_in(words, seen.all, HEAD, reading) + known
    both = (*before[-BEFORE:], *words)
    beside = danger_in(both, grade(both).all, HEAD, encoder().read(both))
    return alone + BESIDE * (beside - alone) < HEAD.raise_at


def _is_believed(words: Sequence[str], seen: Graded, reading: Reading) -> bool:
    """Whether what may be contradicted is not: also read alone, without what is said around it.

    So no calm talk around a danger talks it away.
    """
    everyday = [(_near(spotted, words), CONTRADICTED) for spotted in seen.everyday]
    lightly = [(_near(one, words, after), LIGHTLY) for one in seen.lightly for after in BEHIND]
    around = {*everyday, *lightly}
    if not around:
        return False
    shown = danger_in(words, seen.all, HEAD, reading)
    return any(shown >= least.whole or _shown(part) >= least.near for part, least in around)


def _as_grave(words: Sequence[str], seen: Graded, reading: Reading) -> Risk:
    """What the rules see: high at most where not all else is certain that it is harmless."""
    grave = [one for one in seen.spotted if one.risk.level >= Level.HIGH]
    around = {_near(one, words) for one in grave}
    if (
        not grave
        or danger_in(words, seen.all, HEAD, reading) >= GRAVELY.whole
        or any(_shown(part) >= GRAVELY.near for part in around)
    ):
        return seen.all
    return replace(seen.all, level=Level.MODERATE)


def _shown(part: Sequence[str]) -> int:
    return danger_in(part, grade(part).all, HEAD, encoder().read(part))


def _alone(words: Sequence[str], seen: Graded, *, typed: bool) -> Risk:
    """What doubtful rules see that head and encoder find too, once it is read alone."""
    grave = [spotted for spotted in seen.doubtful if spotted.risk.level >= Level.MODERATE]
    for spotted in grave[: -PLACES - 1 : -1]:
        part = _near(spotted, words)
        found = opinion(part, spotted.risk, HEAD, encoder().read(part), -TYPED if typed else 0)
        if found.level >= Level.MODERATE:
            return found
    return Risk()


def _near(spotted: Spotted, words: Sequence[str], after: int = NEAR) -> tuple[str, ...]:
    return tuple(words[max(0, spotted.start - NEAR) : spotted.end + after])


def _doubted(risk: Risk) -> Risk:
    """What is not confirmed, by others or by what was said before, is worth a gentle check."""
    return replace(risk, level=min(risk.level, Level.LOW))
