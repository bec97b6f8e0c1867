"""Reads YAML with the place of every key, and says what no config can hold.

Nothing here knows what the keys mean; that is the schema's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedBase
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node

DEPTH_MAX = 30
VALUES_MAX = 20_000  # a file of aliases to aliases grows without end; the default has a few hundred

HUGE = "too deep or too large for a config; remove the aliases"

Plain = dict[str, "Plain"] | list["Plain"] | str | int | float | bool | None
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Line and column from 1, and what is wrong there."""

    line: int
    column: int
    text: str


class UnreadableError(Exception):
    """The text can't be read as YAML at all."""

    def __init__(self, mark: Mark) -> None:
        super().__init__(mark.text)
        self.mark = mark


@dataclass(slots=True)
class Tree:
    """Plain data, and the (line, column) of each path in it, counted from 1."""

    data: Plain = None
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)
    faults: list[Mark] = field(default_factory=list)

    def place(self, path: Path) -> tuple[int, int]:
        """Where `path` stands, or its nearest parent that does."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))


def read(text: str) -> Tree:
    """Parse YAML 1.2. Raises UnreadableError at the first error of syntax."""
    yaml = YAML(typ="rt", pure=True)
    yaml.allow_duplicate_keys = True  # reported below, all of them
    tree = Tree()
    try:
        node = yaml.compose(text)
        if node is not None:
            tree.faults.extend(duplicates(node, set()))
            Planter(tree).plant((), yaml.constructor.construct_document(node))
    except MarkedYAMLError as error:
        raise UnreadableError(mark_of(error)) from error
    except (YAMLError, RecursionError, ValueError, TypeError, AttributeError, KeyError) as error:
        # ruamel lets such errors out for odd tags and nesting; none of them is ours.
        raise UnreadableError(
            Mark(1, 1, f"not YAML that can be read ({type(error).__name__})")
        ) from error
    return tree


def mark_of(error: MarkedYAMLError) -> Mark:
    """The parser's own words on one line, where it stumbled."""
    mark = error.problem_mark or error.context_mark
    words = " ".join(str(error.problem or error.context or "not YAML").split())
    return Mark(mark.line + 1 if mark else 1, mark.column + 1 if mark else 1, f"not YAML: {words}")


def duplicates(node: Node, seen: set[int]) -> Iterator[Mark]:
    """Every key that stands twice in one mapping."""
    if id(node) in seen or not isinstance(node.value, list):
        return
    seen.add(id(node))
    first: dict[str, int] = {}
    for item in node.value:
        key, value = item if isinstance(node, MappingNode) else (None, item)
        if key is not None and isinstance(key.value, str):
            line = key.start_mark.line + 1
            if key.value in first:
                text = f"{key.value!r} stands here twice, first in line {first[key.value]}"
                yield Mark(line, key.start_mark.column + 1, f"{text}; remove one")
            first.setdefault(key.value, line)
        yield from duplicates(value, seen)


class Planter:
    """Turns ruamel's containers into plain data and notes where everything stands."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.left = VALUES_MAX

    def plant(self, path: Path, value: object) -> None:
        """Fill the tree from `value`, the root."""
        self.tree.data = self.plain(path, value)

    def plain(self, path: Path, value: object) -> Plain:
        self.left -= 1
        if len(path) > DEPTH_MAX or self.left < 0:
            raise UnreadableError(Mark(*self.tree.place(path), HUGE))
        if isinstance(value, Mapping):
            return self.mapping(path, value)
        if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
            return self.sequence(path, value)
        return self.scalar(path, value)

    def mapping(self, path: Path, value: Mapping[object, object]) -> Plain:
        plain: dict[str, Plain] = {}
        for key, inner in value.items():
            self.note((*path, str(key)), value, key)
            plain[str(key)] = self.plain((*path, str(key)), inner)
        return plain

    def sequence(self, path: Path, value: Sequence[object]) -> Plain:
        plain: list[Plain] = []
        for index, inner in enumerate(value):
            self.note((*path, index), value, index)
            plain.append(self.plain((*path, index), inner))
        return plain

    def scalar(self, path: Path, value: object) -> Plain:
        match value:
            case None | bool():
                return value
            case int():
                return bool(value) if type(value).__name__ == "ScalarBoolean" else int(value)
            case float():
                return float(value)
            case str() if value.isascii() or not any("\ud800" <= c <= "\udfff" for c in value):
                return str(value)
            case str():
                return self.refuse(path, "half a character (a lone surrogate); remove it")
            case _:
                return self.refuse(
                    path, "this YAML tag or date is not understood; put it in quotes"
                )

    def note(self, path: Path, container: object, key: object) -> None:
        """Remember the place; merged and aliased keys have none of their own."""
        if isinstance(container, CommentedBase) and key in (container.lc.data or {}):
            line, column, *_ = container.lc.data[key]
            self.tree.places[path] = (line + 1, column + 1)

    def refuse(self, path: Path, text: str) -> Plain:
        self.tree.faults.append(Mark(*self.tree.place(path), f"{dotted(path)}: {text}"))
        return None


def dotted(path: Path) -> str:
    """`crisis.paths.high.0.contact`."""
    return ".".join(str(part) for part in path)
