"""RELIABILITY.md lists every oracle, and the build runs what it says."""

from __future__ import annotations

from tests.docs.blocks import ROOT

TEXT = (ROOT / "RELIABILITY.md").read_text(encoding="utf-8")


def test_every_program_of_others_is_listed() -> None:
    oracles = [path.name for path in ROOT.glob("tests/oracles/test_*.py")]

    assert len(oracles) >= 5
    assert [name for name in oracles if f"`tests/oracles/{name}`" not in TEXT] == []


def test_the_build_runs_what_is_said_to_be_run() -> None:
    build = (ROOT / ".ci" / "run").read_text(encoding="utf-8")

    for command in ("run.py oracles", "tests.chaos --calls 60 --kills 20", "--kill-mid-call"):
        assert command in build
        assert command in TEXT
