"""How a person calls this program where they stand."""

from __future__ import annotations

from pathlib import Path


def program() -> str:
    """A checkout puts no `ruby-fsm` on anybody's path."""
    is_checkout = Path("run.py").is_file() and Path("ruby_fsm").is_dir()
    return "python3 run.py" if is_checkout else "ruby-fsm"
