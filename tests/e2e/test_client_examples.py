"""The examples for clients run unchanged, as a newcomer copies them, and print what they say."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.blocks import Block, blocks_of
from tests.docs.reader import Reader

PAGES = {
    "python": "docs/how-to/call-from-python.md",
    "javascript": "docs/how-to/call-from-javascript.md",
}
RUNNERS = {"python": Reader.runs_python, "javascript": Reader.runs_javascript}
NO_NODE = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
LANGUAGES = ["python", pytest.param("javascript", marks=NO_NODE)]
VARIES = {r"CL[0-9a-f]{32}": "CL…", r"after \d+ s": "after … s"}
# Or already over when it is first asked.
IN_BETWEEN = {"queued queued", "initiated queued", "ringing queued"}


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    made = Reader(tmp_path)
    yield made
    made.leave()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.contract("initiate.plain_client")
def test_the_examples_print_what_the_page_says(language: str, reader: Reader) -> None:
    start, *rest = blocks_of(PAGES[language])
    reader.types(start)
    shown = list(zip(rest[::2], rest[1::2], strict=True))

    for code, told in shown:
        printed = RUNNERS[language](reader, code)
        assert lines(printed) == lines(told.text), code.place

    assert len(shown) == 3


@pytest.mark.parametrize("page", PAGES.values())
def test_each_example_is_followed_by_what_it_prints(page: str) -> None:
    languages = [block.language for block in blocks_of(page)]

    assert languages[0] == "bash"
    assert set(languages[2::2]) == {"text"}


def lines(printed: str) -> list[str]:
    """Without what differs from run to run."""
    for varying, shown in VARIES.items():
        printed = re.sub(varying, shown, printed)
    return [line for line in printed.splitlines() if line not in IN_BETWEEN]


def test_both_pages_tell_the_same() -> None:
    python, javascript = (told(blocks_of(page)) for page in PAGES.values())

    assert python == javascript


def told(blocks: list[Block]) -> list[str]:
    return [block.text.lower() for block in blocks if block.language == "text"]
