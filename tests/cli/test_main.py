"""How the program begins."""

from __future__ import annotations

import subprocess
import sys

LOOK = """
import gc
from ruby_fsm.__main__ import spare_what_is_loaded
gc.disable()
spare_what_is_loaded()
print(gc.isenabled(), gc.get_freeze_count() > 0)
"""


def test_what_is_loaded_is_spared_and_all_later_garbage_is_found() -> None:
    found = subprocess.run(
        [sys.executable, "-c", LOOK], capture_output=True, text=True, check=True, timeout=60
    )

    assert found.stdout.split() == ["True", "True"]
