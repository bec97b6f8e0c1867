"""Every link between the documents leads somewhere."""

from __future__ import annotations

import posixpath

import pytest

from tests.docs.blocks import PAGES, ROOT
from tests.docs.markdown import anchors, links

OTHERS = tuple(
    str(path.relative_to(ROOT)) for path in (*ROOT.glob("*.md"), *ROOT.glob("diagrams/*.md"))
)
ALL = sorted({*PAGES, *OTHERS})
OUTSIDE = ("http://", "https://", "mailto:")


def inside(page: str) -> list[tuple[str, str]]:
    """File and anchor of each link that stays in the repository."""
    split = [link.partition("#") for link in links(page) if not link.startswith(OUTSIDE)]
    here = posixpath.dirname(page)
    return [
        (posixpath.normpath(posixpath.join(here, path)) if path else page, anchor)
        for path, _, anchor in split
    ]


@pytest.mark.parametrize("page", ALL)
def test_no_link_is_dead(page: str) -> None:
    assert [path for path, _ in inside(page) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", ALL)
def test_no_link_leads_to_a_heading_that_is_not_there(page: str) -> None:
    named = [(path, anchor) for path, anchor in inside(page) if anchor]

    assert [f"{p}#{a}" for p, a in named if p.endswith(".md") and a not in anchors(p)] == []
