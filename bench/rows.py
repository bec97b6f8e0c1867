"""Shows that every row of the table is needed: takes each out in turn and sees a test go red.

Run `python bench/rows.py` (or with the numbers of some rows); exits 1 if a row is missed by none.
"""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from time import perf_counter

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ruby_fsm.core import machine  # noqa: E402  # the checkout comes before an installed copy

# Deterministic and fast: the lines of "What moves", then the graph.
FILES = (
    "test_moves.py",
    "test_telephone.py",
    "test_talk.py",
    "test_alive_until.py",
    "test_graph.py",
)
TESTS = [str(ROOT / "tests" / "core" / name) for name in FILES]
OPTIONS = ("-x", "-q", "-p", "no:cacheprovider", f"--rootdir={ROOT}")


class FirstFailure:
    """A plugin of pytest that remembers which test went red, '' for none."""

    def __init__(self) -> None:
        self.test = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and not self.test:
            self.test = report.nodeid.partition("::")[2]


def killer(row: int | None) -> str:
    """The test that goes red without `row` (None: with the whole table), '' if none does."""
    whole, failure = machine.TABLE, FirstFailure()
    without = () if row is None else ("--without-row", str(row))
    with redirect_stdout(StringIO()):
        code = pytest.main([*TESTS, *OPTIONS, *without], plugins=[failure])
    machine.TABLE = whole
    machine.MACHINE = machine.make_machine(whole)
    machine.decide.__defaults__ = (machine.MACHINE,)
    forget_tests()
    if (code == pytest.ExitCode.OK) == bool(failure.test):  # no test, yet not fine: not collected
        sys.exit(f"the tests could not be run: {code!r}")
    return failure.test


def forget_tests() -> None:
    """Test modules are imported anew for each table."""
    tests = str(ROOT / "tests")
    for name, module in list(sys.modules.items()):
        if (getattr(module, "__file__", None) or "").startswith(tests):
            del sys.modules[name]


def told(row: machine.Row) -> str:
    guard = f" [{row.when.__name__}]" if row.when else ""
    states = ", ".join(row.sources)
    return f"{row.event.__name__}{guard} in {states} -> {row.dest or 'stays'}"


def main() -> int:
    started = perf_counter()
    if red := killer(None):
        sys.exit(f"the tests are red with the whole table: {red}")
    rows = [int(x) for x in sys.argv[1:]] or range(len(machine.TABLE))
    survived = 0
    for n in rows:
        test = killer(n)
        survived += not test
        print(f"{n:3}  {'killed' if test else 'SURVIVED'}  {told(machine.TABLE[n])}")
        print(f"     {test or 'no test went red'}", flush=True)
    print(f"{len(rows) - survived} of {len(rows)} rows killed in {perf_counter() - started:.0f} s")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
