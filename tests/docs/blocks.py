"""The code blocks of the documents, and what a comment on the line before one says of it.

`<!-- not run: the reason -->`  can't run in a test, and why
`<!-- serves -->`               serves until the page's end, or until the next block that serves
`<!-- example: id -->`          `CL…` or `ES…` in it stands for the id that was printed last
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sybil import Document, Region
from sybil.parsers.markdown.lexers import RawFencedCodeBlockLexer

ROOT = Path(__file__).resolve().parents[2]
PAGES = (
    *("README.md", "CONTRIBUTING.md", "RELIABILITY.md"),
    *(str(path.relative_to(ROOT)) for path in ROOT.glob("docs/**/*.md")),
)
FENCED = RawFencedCodeBlockLexer(re.compile(r"(?P<language>[^\n]*)\n"))
MARK = re.compile(r"^[ \t]*<!-- (?P<word>[a-z ]+?)(?:: (?P<told>.+))? -->$")


@dataclass(frozen=True, slots=True)
class Block:
    """`marks`: the comments right above it, word by word, each with what it tells or ''."""

    page: str
    line: int
    language: str
    text: str
    marks: dict[str, str]

    @property
    def place(self) -> str:
        return f"{self.page}:{self.line}"


def blocks_of(page: str) -> list[Block]:
    """Every fenced block of a page, `page` relative to the root, in order."""
    document = Document((ROOT / page).read_text(encoding="utf-8"), page)
    return [block(document, region) for region in FENCED(document)]


def block(document: Document, region: Region) -> Block:
    lexemes = region.lexemes
    above = document.text[: region.start]
    return Block(
        page=document.path,
        line=above.count("\n") + 1,
        language=str(lexemes["language"]).strip(),
        text=str(lexemes["source"]),
        marks=dict(marks_above(above.splitlines())),
    )


def marks_above(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in reversed(lines):
        found = MARK.match(line)
        if found is None:
            return
        yield found["word"], found["told"] or ""
