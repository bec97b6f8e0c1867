"""The drawings that stand in a folder: written anew, or looked at for whether they are stale."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from ruby_fsm.cli.graphviz import hash_in, hash_of, svg
from ruby_fsm.core.diagram import page
from ruby_fsm.core.dot import dot
from ruby_fsm.core.views import TITLES, View

NAMES = {View.WHOLE: "states.svg", View.TELEPHONE: "telephone.svg", View.CRISIS: "crisis.svg"}


class Drawing(NamedTuple):
    """A file of the folder; a picture is known by the hash of its DOT, so no renderer looks."""

    name: str
    made: Callable[[], str]
    is_fresh: Callable[[str], bool]


def drawings() -> Iterator[Drawing]:
    yield Drawing("states.md", page, lambda text: text == page())
    for view, name in NAMES.items():
        yield picture(name, dot(view), TITLES[view])


def picture(name: str, text: str, title: str) -> Drawing:
    return Drawing(name, lambda: svg(text, title), lambda found: hash_in(found) == hash_of(text))


def write(folder: Path) -> list[Path]:
    """All of them. Raises Unavailable before anything is written if one can't be made."""
    made = {folder / drawing.name: drawing.made() for drawing in drawings()}
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in made.items():
        file.write_text(text, encoding="utf-8", newline="\n")
    return list(made)


def stale(folder: Path) -> dict[Path, str]:
    """What is wrong with each file that is not as the table is."""
    wrong: dict[Path, str] = {}
    for drawing in drawings():
        file = folder / drawing.name
        if not file.is_file():
            wrong[file] = "missing"
        elif not drawing.is_fresh(file.read_text(encoding="utf-8", errors="replace")):
            wrong[file] = "stale: the table has changed since it was drawn"
    return wrong
