"""What a page of markdown holds beside its blocks: links, headings, and words in code type."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from tests.docs.blocks import ROOT, blocks_of

FENCED = re.compile(r"^[ \t]*```.*?^[ \t]*```[ \t]*$", re.DOTALL | re.MULTILINE)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
SPAN = re.compile(r"`([^`\n]+(?:\n[^`\n]+)?)`")
LINK = re.compile(r"\]\(([^()\s]+)\)|\bhref=\"([^\"]+)\"")
HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)


@cache
def prose(page: str) -> str:
    """The page without its blocks and comments."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return COMMENT.sub("", FENCED.sub("", text))


def links(page: str) -> Iterator[str]:
    """Targets as they are written."""
    without_code = SPAN.sub("", prose(page))
    return (found[1] or found[2] for found in LINK.finditer(without_code))


def spans(page: str) -> Iterator[str]:
    """Words in code type, each on one line."""
    return (" ".join(found[1].split()) for found in SPAN.finditer(prose(page)))


def typed(page: str) -> Iterator[str]:
    """Every line of a bash block, continued lines as one."""
    for block in blocks_of(page):
        if block.language == "bash":
            yield from block.text.replace("\\\n", " ").splitlines()


@cache
def anchors(page: str) -> frozenset[str]:
    """The headings of a page as a link names them, the way that GitHub does."""
    seen: Counter[str] = Counter()
    found = set()
    for heading in HEADING.findall(prose(page)):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        slug = re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")
        found.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
        seen[slug] += 1
    return frozenset(found)
