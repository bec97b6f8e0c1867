"""Choose a line: one that fits what can be filled in, was said longest ago or never, and varies by call."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ruby_fsm.adapters.chat.companion.lines import LINES, POOLS, Line

Values = Callable[[str], dict[str, str]]
# Words of comfort and of observation stand in for each other.
_NARROWED = {"observe": ("observe", "encourage")}
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
    chosen: list[Line] = field(default_factory=list)

    def line(self, pools: Iterable[str], values_of: Values, *, asks: bool | None = None) -> Line | None:
        """A line of the first pool that has one; `asks` False keeps questions out.

        A pool may be narrowed to an act: "themes.work#ask".
        """
        for name in pools:
            pool, _, act = name.partition("#")
            values = values_of(pool)
            fitting = [
                line
                for line in POOLS.get(pool, ())
                if (not act or line.act in _NARROWED.get(act, (act,)))
                and self._fits(line, values, asks=asks)
            ]
            if fitting:
                line = min(fitting, key=lambda one: self._order(one, values))
                self.chosen.append(line)
                return line
        return None

    def _fits(self, line: Line, values: dict[str, str], *, asks: bool | None) -> bool:
        if not line.slots <= values.keys() or line in self.chosen:
            return False
        if asks is False and line.text.endswith("?"):
            return False
        if self.used.ago.get(line.key, REST + 1) <= REST:
            return False
        if not line.tone or line.tone == self.tone:
            return True
        return not self.tone and line.tone == self.mood

    def _order(self, line: Line, values: dict[str, str]) -> tuple[bool, bool, int, int, int]:
        """Never said before; in the tone of the moment; taking something up; then by chance."""
        said = line.key in self.used.ago
        takes_up = "np" in line.slots
        already = any("np" in one.slots for one in self.chosen)
        # An unmarked moment would rather have an unmarked line.
        off_tone = bool(line.tone) if not self.tone else not line.tone
        return (
            said,
            already and takes_up,
            -self.used.ago.get(line.key, 0),
            (not takes_up) + off_tone,
            self.chance(line.key),
        )

    def chance(self, salt: str, of: int = 1 << 16) -> int:
        """0 to `of` - 1, the same for the same call, turn and `salt`."""
        return zlib.crc32(f"{self.seed}:{salt}".encode()) % of
