"""No variable and no `.env` of the developer reaches these tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.upper().startswith(("RUBY_", "TWILIO_", "BACKEND_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
