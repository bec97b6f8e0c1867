"""No sequence is left out: each of the list has a test, and each test a sequence."""

from __future__ import annotations

import re
from pathlib import Path

from tests.sequences.kit import OTHER_TRANSPORT, SEQUENCES, WANTED


def test_every_sequence_is_played_but_those_of_the_other_transport() -> None:
    files = Path(__file__).parent.glob("test_*.py")
    marked = re.compile(r'^@pytest\.mark\.sequence\("(S\d+)"\)$', re.MULTILINE)
    played = [ident for file in files for ident in marked.findall(file.read_text())]

    assert sorted(played) == WANTED
    assert len(WANTED) == len(SEQUENCES) - len(OTHER_TRANSPORT) == 37
