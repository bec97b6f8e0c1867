#!/usr/bin/env python3
"""Start everything from a bare checkout with nothing but Python: `python3 run.py help` says what.

Written in grammar that Python 3.4 parses, and with its library alone: an old `python3` must get far
enough to look for a newer one. The work itself is in `tools/`.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
VERSIONS = ("3.13", "3.12", "3.11", "3.14", "3.15")  # where wheels are surest to exist comes first
PROBE = "import sys; sys.exit(sys.version_info < (3, 11))"
SELF = Path(__file__).resolve()


def newer_python() -> "list[str] | None":
    """The command of a Python that is new enough, tried: a pyenv shim may exist and run nothing."""
    launcher = shutil.which("py") if os.name == "nt" else None
    for version in VERSIONS:
        found = shutil.which("python" + version)
        if found and starts([found]):
            return [found]
        if launcher and starts([launcher, "-" + version]):
            return [launcher, "-" + version]
    return None


def starts(python: "list[str]") -> bool:
    try:
        return not subprocess.call(
            python + ["-c", PROBE], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    except OSError:
        return False


def advice() -> str:
    """The one line that brings a new enough Python to this machine."""
    if shutil.which("apt-get"):
        return "sudo apt-get install -y python3.11 python3.11-venv"
    if shutil.which("dnf"):
        return "sudo dnf install -y python3.11"
    if shutil.which("brew"):
        return "brew install python@3.13"
    if os.name == "nt":
        return "winget install Python.Python.3.13"
    return "python3.11 or newer, with venv and pip, from the packages of your system"


def start_again(words: "list[str]") -> int:
    """Run ourselves under a newer Python; exit code 69 and what to install where there is none."""
    python = newer_python()
    if python is None:
        version = ".".join(str(part) for part in sys.version_info[:3])
        sys.stderr.write(
            "run.py: Python 3.11 or newer is needed; this is {}, at {}.\nInstall one: {}\n".format(
                version, sys.executable, advice()
            )
        )
        return 69
    command = python + [str(SELF)] + words
    if os.name != "nt":
        os.execv(command[0], command)
    return subprocess.call(command)


def main(words: "list[str]") -> int:
    if sys.version_info < OLDEST:
        return start_again(words)
    sys.path.insert(0, str(SELF.parent))  # PYTHONSAFEPATH leaves it out
    from tools.start import guarded

    return guarded(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
