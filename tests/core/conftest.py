"""`--without-row N`: run against the table with row N taken out, to show that a test goes red."""

from __future__ import annotations

import pytest

from ruby_fsm.core import machine

pytest.register_assert_rewrite("tests.core.moves")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--without-row", type=int, default=None, help="take row N out of TABLE")


def pytest_configure(config: pytest.Config) -> None:
    """Before any test module is imported, so that all of them see the smaller table."""
    n = config.getoption("--without-row", default=None)
    if n is not None:
        machine.TABLE = (*machine.TABLE[:n], *machine.TABLE[n + 1 :])
        machine.MACHINE = machine.make_machine(machine.TABLE)
        machine.decide.__defaults__ = (machine.MACHINE,)
