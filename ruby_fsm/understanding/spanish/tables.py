"""Read the tables of Spanish phrases: too long for code, and for readers of Spanish to judge."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

HERE = "ruby_fsm.understanding.spanish"


@cache
def sections(name: str, package: str = HERE) -> dict[str, tuple[str, ...]]:
    """The lines of a table of `package` by the heading they stand under; `#` begins a comment."""
    found: dict[str, tuple[str, ...]] = {}
    head = ""
    for line in _lines(name, package):
        if line.startswith("["):
            head = line.strip("[]")
        else:
            found[head] = (*found.get(head, ()), line)
    return found


def classes() -> dict[str, tuple[str, ...]]:
    """What a pattern names by `@`."""
    return sections("classes.txt")


def _lines(name: str, package: str) -> Iterator[str]:
    text = files(package).joinpath("data", name).read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line
