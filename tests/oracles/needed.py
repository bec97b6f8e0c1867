"""Programs that others wrote: where one is absent, its tests are skipped, or fail in a build."""

from __future__ import annotations

import importlib
import os
from pathlib import Path

import pytest

MUST = os.environ.get("RUBY_FSM_ORACLES") == "1"  # set by `python3 run.py oracles`
HOW = "`python3 run.py oracles` installs it"


def needed(*packages: str) -> None:
    """Go on with the module if all `packages` are there."""
    for name in packages:
        if MUST:
            importlib.import_module(name)
        else:
            pytest.importorskip(name, reason=f"{name} is not installed; {HOW}")


def needed_file(variable: str, what: str) -> Path:
    """The file that an environment variable names; without one the module is skipped or fails."""
    path = Path(os.environ.get(variable, ""))
    if path.is_file():
        return path
    why = f"{variable} names no file; it wants {what}"
    if MUST:
        pytest.fail(why, pytrace=False)
    pytest.skip(why, allow_module_level=True)
