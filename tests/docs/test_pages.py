"""The documents can't lie: every code block of every page is typed, run or checked, in order."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.docs.blocks import PAGES, ROOT, Block, blocks_of
from tests.docs.fragments import check_json, check_twiml, check_yaml
from tests.docs.reader import Reader
from tests.e2e.test_client_examples import PAGES as CLIENTS
from tests.e2e.test_webhooks import PAGE as RECEIVERS

RUN: Mapping[str, Callable[[Reader, Block], str]] = {
    "bash": Reader.types,
    "python": Reader.runs_python,
}
CHECKED: Mapping[str, Callable[[str, Path], None]] = {
    "yaml": check_yaml,
    "json": check_json,
    "xml": check_twiml,
}
NODE = shutil.which("node")
ELSEWHERE = (*CLIENTS.values(), RECEIVERS)  # run with what they print
NOT_RUN = "not run"
WORDS = {NOT_RUN, "serves", "example"}
BLOCKS = {page: blocks_of(page) for page in PAGES}
TYPED = [page for page in PAGES if page not in ELSEWHERE]
EVERY = [block for blocks in BLOCKS.values() for block in blocks]


def is_run(block: Block) -> bool:
    return block.language in RUN and NOT_RUN not in block.marks


def is_ignored(name: str) -> bool:
    asked = ["git", "check-ignore", "--no-index", name, f"{name}/"]  # as a file, as a folder
    told = subprocess.run(asked, cwd=ROOT, capture_output=True, check=False)
    return told.returncode == 0 or not (ROOT / ".git").exists()  # without git nothing is committed


def place_of(block: Block) -> str:
    return block.place


@pytest.mark.parametrize("page", [page for page in TYPED if any(map(is_run, BLOCKS[page]))])
def test_whoever_types_the_page_gets_through_and_leaves_nothing_to_commit(
    page: str, reader: Reader
) -> None:
    for block in filter(is_run, BLOCKS[page]):
        RUN[block.language](reader, block)

    assert [name for name in reader.made() if not is_ignored(name)] == []


@pytest.mark.skipif(NODE is None, reason="node is not installed; no JavaScript is run")
@pytest.mark.parametrize(
    "block",
    [block for page in TYPED for block in BLOCKS[page] if block.language == "javascript"],
    ids=place_of,
)
def test_javascript_runs_as_it_is_copied(block: Block, reader: Reader) -> None:
    reader.runs_javascript(block)


@pytest.mark.parametrize(
    "block", [block for block in EVERY if block.language in CHECKED], ids=place_of
)
def test_what_a_page_shows_is_valid(block: Block, tmp_path: Path) -> None:
    CHECKED[block.language](block.text, tmp_path)


@pytest.mark.parametrize(
    "block",
    [block for block in EVERY if NOT_RUN in block.marks],
    ids=lambda block: f"{block.place}: {block.marks[NOT_RUN]}",
)
def test_a_block_that_is_not_run_says_why(block: Block) -> None:
    assert len(block.marks[NOT_RUN].split()) >= 3, block.place


def test_every_mark_of_a_block_is_known() -> None:
    assert [f"{b.place}: {w!r}" for b in EVERY for w in b.marks if w not in WORDS] == []
