"""Choose a line: one that can be filled in and was said never or longest ago, varying by call."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from ruby_fsm.adapters.chat.companion.lines import LINES, POOLS, Line
from ruby_fsm.adapters.chat.companion.words import bag, content, tokens

Values = Callable[[str], dict[str, str]]
# Words of comfort and of observation stand in for each other.
_NARROWED = {"observe": ("observe", "encourage")}
_STRICT = bag("np np_ask clause plan_clause")
# A template rests for this many turns after it was used.
REST = 6


def _rarest(line: Line, counts: Counter[str]) -> str:
    return min(line.words, key=lambda word: (counts[word], word), default="")


def _index() -> dict[str, list[Line]]:
    """Lines by their rarest word: a reply is compared with few of them."""
    counts = Counter(word for line in LINES for word in line.words)
    index: dict[str, list[Line]] = {}
    for line in LINES:
        index.setdefault(_rarest(line, counts), []).append(line)
    return index


_BY_WORD = _index()


def _candidates(spoken: str) -> Iterator[Line]:
    for word in {"", *spoken.split()}:
        yield from _BY_WORD.get(word, ())


@dataclass(frozen=True, slots=True)
class Used:
    """In which reply each line was last heard, counted from the newest: 1 is the last reply."""

    ago: dict[str, int]

    @classmethod
    def in_replies(cls, replies: Sequence[str]) -> Used:
        ago: dict[str, int] = {}
        for back, reply in enumerate(reversed(replies), 1):
            spoken = f" {reply} "
            for line in _candidates(spoken):
                if line.key not in ago and line.is_in(spoken):
                    ago[line.key] = back
        return cls(ago)

    def pools(self, within: int) -> set[str]:
        """Names of the pools heard from in the last `within` replies."""
        return {key.rsplit("/", 1)[0] for key, back in self.ago.items() if back <= within}


@dataclass(slots=True)
class Chooser:
    """Chooses the lines of one reply. `seed` stands for the call and the turn."""

    used: Used
    seed: str
    tone: str
    mood: str  # the tone of the whole call: what an unmarked moment leans to
    fresh: frozenset[str] = frozenset()  # stems of the person's last two turns
    chosen: list[Line] = field(default_factory=list)
    has_taken_up: bool = False

    def line(
        self, step: Sequence[str], values_of: Values, *, asks: bool | None = None
    ) -> Line | None:
        """A line for one step: of the first pool with one that takes up what was just said.

        Where none does, of the first with any. `asks` False keeps questions out. A pool
        may be narrowed to an act ("themes.work#ask"); one that ends in "!" is not passed
        over, one that ends in "?" only serves where nothing was taken up.
        """
        fallback: Line | None = None
        for name in self._coherent(step):
            if name.endswith("?") and self.has_taken_up:
                continue
            best = self._best(name.rstrip("!?"), values_of, asks=asks)
            if best and (
                name.endswith("!") or self.has_taken_up or self._is_fresh(best, values_of)
            ):
                return self._take(best, values_of)
            fallback = fallback or best
        return self._take(fallback, values_of) if fallback else None

    def aside(self, step: Sequence[str], values: dict[str, str], *, may_ask: bool) -> Line | None:
        """A line that goes inside another one: it is not counted among the chosen."""
        asks = None if may_ask else False
        best = (self._best(pool, lambda _: values, asks=asks) for pool in step)
        return next((line for line in best if line), None)

    def _coherent(self, step: Sequence[str]) -> Sequence[str]:
        """A reply that opened with one theme goes on with it, or with something general."""
        opened = next((line.pool for line in self.chosen if line.key.startswith("themes.")), "")
        if not opened:
            return step
        own = [name for name in step if name.split("#")[0] == opened]
        return [*own, *(name for name in step if not name.startswith("themes."))]

    def _best(self, name: str, values_of: Values, *, asks: bool | None) -> Line | None:
        pool, _, act = name.partition("#")
        values = values_of(pool)
        fitting = [
            line
            for line in POOLS.get(pool, ())
            if (not act or line.act in _NARROWED.get(act, (act,)))
            and self._fits(line, values, asks=asks)
        ]
        return min(fitting, key=lambda one: self._order(one, values), default=None)

    def _take(self, line: Line, values_of: Values) -> Line:
        self.chosen.append(line)
        self.has_taken_up |= self._is_fresh(line, values_of)
        return line

    def _is_fresh(self, line: Line, values_of: Values) -> bool:
        return self._takes_up(line.filled(values_of(line.pool)))

    def _fits(self, line: Line, values: dict[str, str], *, asks: bool | None) -> bool:
        if not line.slots <= values.keys() or line in self.chosen:
            return False
        if asks is False and line.text.endswith("?"):
            return False
        if self.used.ago.get(line.key, REST + 1) <= REST:
            return False
        if not line.tone or line.tone == self.tone:
            return True
        # What is said of anything at all must not darken a plain remark.
        return not self.tone and line.tone == self.mood and line.pool not in _STRICT

    def _order(self, line: Line, values: dict[str, str]) -> tuple[bool, bool, bool, int, bool, int]:
        """Never said before; taking something up, once; in the tone of the moment; then chance."""
        last = self.used.ago.get(line.key, 0)
        names_it = "np" in line.slots
        named = any("np" in one.slots for one in self.chosen)
        takes_up = self._takes_up(line.filled(values))
        # An unmarked moment would rather have an unmarked line.
        off_tone = bool(line.tone) if not self.tone else not line.tone
        return (
            last > 0,
            named and names_it,
            not (takes_up or self.has_taken_up),
            -last,
            off_tone,
            self.chance(line.key),
        )

    def _takes_up(self, text: str) -> bool:
        return not self.fresh.isdisjoint(content(tokens(text)))

    def chance(self, salt: str, of: int = 1 << 16) -> int:
        """0 to `of` - 1, the same for the same call, turn and `salt`."""
        return zlib.crc32(f"{self.seed}:{salt}".encode()) % of
