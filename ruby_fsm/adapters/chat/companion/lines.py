"""The sentences Ruby can say, read from text files: pools by what they are for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

ACTS = {
    "v": "validate", "r": "reflect", "a": "ask", "m": "recall", "w": "answer", "e": "encourage",
    "s": "summarise", "o": "observe", "c": "choice", "h": "handle",
}  # fmt: skip
FILES = ("answers", "handling", "general", "themes")
_LINE = re.compile(r"([a-z])([+-]?) (\S.*)")
_SLOT = re.compile(r"\{(, )?(\w+)\}")


@dataclass(frozen=True)
class Line:
    """One template. `tone`: '+' for bright moments only, '-' for dark ones, '' for any."""

    key: str
    act: str
    tone: str
    text: str

    @property
    def pool(self) -> str:
        return self.key.rsplit("/", 1)[0]

    @cached_property
    def slots(self) -> frozenset[str]:
        """What must be filled in, lower case; an optional one ("{, name}") is not among it."""
        return frozenset(m[2].lower() for m in _SLOT.finditer(self.text) if not m[1])

    @cached_property
    def fragments(self) -> tuple[str, ...]:
        """What stays the same however the slots are filled: by it the line is known again."""
        return tuple(part for part in _SLOT.sub("\0", self.text).split("\0") if part.strip(" .!?"))

    @cached_property
    def words(self) -> frozenset[str]:
        """The words that stand whole in the line, whatever the slots are filled with."""
        marked = _SLOT.sub("\0", self.text).split()
        return frozenset(word for word in marked if "\0" not in word)

    def filled(self, values: dict[str, str]) -> str:
        def value(match: re.Match[str]) -> str:
            name = match[2]
            found = values.get(name.lower(), "")
            if match[1]:
                return f", {found}" if found else ""
            return found[:1].upper() + found[1:] if name[0].isupper() else found

        return _SLOT.sub(value, self.text)

    def is_in(self, reply: str) -> bool:
        """Whether `reply` was made with this line. `reply` has a blank at either end."""
        at = 0
        for number, fragment in enumerate(self.fragments):
            opens = number == 0 and self.text.startswith(fragment)
            closes = number == len(self.fragments) - 1 and self.text.endswith(fragment)
            piece = f"{' ' if opens else ''}{fragment}{' ' if closes else ''}"
            found = reply.find(piece, at)
            if found < 0:
                return False
            at = found + len(piece) - closes
        return bool(self.fragments)


@dataclass(frozen=True, slots=True)
class Theme:
    """Something people talk about: `words` or phrases that call it up, and how early it stands."""

    name: str
    rank: int
    words: frozenset[str]
    sayings: tuple[str, ...]


def read_groups(name: str, folder: str = "lines") -> Iterator[tuple[str, str, list[str]]]:
    """Groups of a resource: (name, what stands behind the colon, lines)."""
    root = files(__package__) / folder if folder else files(__package__)
    group: tuple[str, str, list[str]] | None = None
    for raw in (root / f"{name}.txt").read_text("utf-8").splitlines():
        if not (text := raw.strip()) or text.startswith("#"):
            continue
        if text.startswith("= "):
            if group:
                yield group
            head, _, behind = text[2:].partition(":")
            group = (head.strip(), behind.strip(), [])
        elif group:
            group[2].append(text)
    if group:
        yield group


def _pools() -> dict[str, tuple[Line, ...]]:
    pools: dict[str, tuple[Line, ...]] = {}
    for file in FILES:
        for name, _, rows in read_groups(file):
            pool = f"{file}.{name}" if file in ("themes", "answers") else name
            assert pool not in pools, f"two pools are called {pool}"
            pools[pool] = tuple(_line(pool, number, row) for number, row in enumerate(rows, 1))
    return pools


def _line(pool: str, number: int, row: str) -> Line:
    match = _LINE.fullmatch(row)
    assert match, f"{pool}: {row!r} is no line: write an act, a tone or none, a blank and words"
    return Line(f"{pool}/{number}", ACTS[match[1]], match[2], match[3])


def _themes() -> tuple[Theme, ...]:
    themes = []
    for rank, (name, behind, _) in enumerate(read_groups("themes")):
        words = behind.split()
        sayings = tuple(word.replace("_", " ") for word in words if "_" in word)
        single = frozenset(word for word in words if "_" not in word)
        themes.append(Theme(name, rank, single, sayings))
    return tuple(themes)


POOLS = _pools()
LINES = tuple(line for pool in POOLS.values() for line in pool)
THEMES = _themes()
