"""Read the tables of phrases that are too long for code: leads and concepts."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from importlib.resources import files
from typing import NamedTuple

from ruby_fsm.understanding.assessment import Category, Level


class Lead(NamedTuple):
    """A phrase that often tells of danger, and of which; `mark` is its own, `name` its family's."""

    name: str
    mark: str
    category: Category
    level: Level


class Concept(NamedTuple):
    """What a phrase is about, and the danger it tells of when nothing else says more."""

    name: str
    category: Category


def data(name: str) -> bytes:
    return files("ruby_fsm.understanding.risk").joinpath("data", name).read_bytes()


def leads() -> Iterator[tuple[str, Lead]]:
    for head, line in _lines("leads.txt"):
        name, category, level = head.split()
        mark = sha256(line.encode()).hexdigest()[:6]
        yield line, Lead(name, mark, Category(category), Level[level.upper()])


def doubtful() -> frozenset[str]:
    """The patterns of rules that raise no alarm alone."""
    return frozenset(line for _, line in _lines("doubtful.txt"))


def concepts() -> Iterator[tuple[str, Concept]]:
    for head, line in _lines("concepts.txt"):
        name, category = head.split()
        for phrase in line.split(","):
            if phrase.strip():
                yield phrase.strip(), Concept(name, Category(category))


def _lines(name: str) -> Iterator[tuple[str, str]]:
    """Each line of a table with the heading it stands under."""
    head = ""
    for line in data(name).decode().splitlines():
        if line.startswith("["):
            head = line.strip("[]")
        elif line and not line.startswith("#"):
            yield head, line
