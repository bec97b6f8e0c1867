"""What CONTRIBUTING says of made files is so."""

from __future__ import annotations

import re

from tests.docs.blocks import ROOT, Block
from tests.docs.reader import Reader

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def typed(command: str) -> Block:
    return Block("CONTRIBUTING.md", 1, "bash", command, {})


def test_the_command_that_makes_drawings_anew_mends_a_stale_one(reader: Reader) -> None:
    row = re.search(r"^\| diagrams \| `(.+)` \|$", TEXT, re.MULTILINE)
    assert row is not None
    (reader.home / "diagrams" / "states.md").write_text("of an older table")

    reader.types(typed(row[1]))

    assert "up to date" in reader.types(typed("python3 run.py diagram --check"))
