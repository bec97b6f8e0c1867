"""The tiny checkout, fresh for each test."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.house.tiny import CHECKOUT, PROGRAM, UV, House
from tools import environment


@pytest.fixture
def house(tmp_path: Path) -> House:
    if os.name == "nt":
        pytest.skip("the stand-in for uv is a script that Windows does not run")
    root, folder = tmp_path / "check out", tmp_path / "bin"
    shutil.copytree(CHECKOUT / "tools", root / "tools")
    shutil.copy(CHECKOUT / "run.py", root)
    (root / "ruby_fsm").mkdir()
    (root / "ruby_fsm" / "__init__.py").touch()
    (root / "ruby_fsm" / "__main__.py").write_text(PROGRAM)
    for name in environment.INPUTS:
        (root / name).touch()
    folder.mkdir()
    uv, log = folder / "uv", tmp_path / "uv.log"
    uv.write_text(UV.format(python=sys.executable, log=str(log)))
    uv.chmod(0o755)
    return House(root, folder, log)
