"""How `run.py` runs other programs: with clean variables, and with words for what went wrong."""

import collections
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OK, FAILED, USAGE, UNAVAILABLE, CONFIGURATION, INTERRUPTED = 0, 1, 2, 69, 78, 130

# Of pip's and uv's own variables only those that say how to reach the packages are kept: the rest
# (PIP_USER, PIP_TARGET, UV_SYSTEM_PYTHON, ...) would install something else, or somewhere else.
REACH = (
    *("INDEX", "LINK", "CERT", "TLS", "PROXY", "HOST", "OFFLINE"),
    *("TIMEOUT", "RETRIES", "CACHE", "CONFIG", "KEYRING", "CREDENTIALS"),
)
STRAY = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__")
PACKAGE_LINES = ("Collecting ", "Requirement already ")


class BlockedError(Exception):
    """Something is in the way that the person can remove; the message says how."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.code = code


class StepError(Exception):
    """A command of the preparation failed; its last lines are the message."""


def environment() -> dict[str, str]:
    """Our variables without those that would lead Python, pip or uv astray."""
    kept = {name: value for name, value in os.environ.items() if is_kept(name)}
    # pip's configuration files may ask for a user installation too; only a variable outranks them.
    return kept | {"PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}


def is_kept(name: str) -> bool:
    if name in STRAY:
        return False
    return not name.startswith(("PIP_", "UV_")) or any(word in name for word in REACH)


def say(words: str) -> None:
    """Speak of our own work on stderr: stdout belongs to the program we start."""
    print(f"run.py: {words}", file=sys.stderr, flush=True)


def hand_over(command: list[str], folder: Path | None = None) -> int:
    """Become `command`: its signals and exit code are ours. Windows has no exec, so it waits."""
    sys.stdout.flush()
    if folder:
        os.chdir(folder)
    if os.name != "nt":
        os.execve(command[0], command, environment())
    child = subprocess.Popen(command, env=environment())
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:  # the child got the Ctrl-C as well, and answers it
            continue


def quiet(command: list[str]) -> bool:
    """Whether `command` starts and exits 0; what it says is of no interest."""
    nowhere = subprocess.DEVNULL
    try:
        return not subprocess.call(command, env=environment(), stdout=nowhere, stderr=nowhere)
    except OSError:
        return False


def step(command: list[str], packages: int = 0) -> None:
    """Run one command of the preparation; on a terminal count towards `packages`."""
    counted = packages > 0 and sys.stderr.isatty()
    tail: collections.deque[str] = collections.deque(maxlen=25)
    done = 0
    with subprocess.Popen(
        command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as child:
        assert child.stdout is not None
        for raw in child.stdout:
            tail.append(raw.decode(errors="replace").rstrip())
            done += tail[-1].startswith(PACKAGE_LINES)
            if counted:
                print(f"\r  {done}/{packages} packages", end="", file=sys.stderr, flush=True)
    if counted:
        print(file=sys.stderr)
    if child.returncode:
        raise StepError("\n".join(tail))
