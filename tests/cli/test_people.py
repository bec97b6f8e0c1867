"""`ruby-fsm people`: nothing is erased by a slip."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from ruby_fsm.cli.people import people


@pytest.mark.parametrize("typed", ["n\n", "\n"])
def test_whoever_does_not_say_yes_erases_nothing_and_is_told_so(typed: str) -> None:
    """Nobody listens at the address: it is not asked at all."""
    said = CliRunner().invoke(
        people, ["erase", "someone", "--url", "http://127.0.0.1:1"], input=typed
    )

    assert said.exit_code == 1
    assert said.stderr == "Nothing was erased.\n"
