"""The checkout's own virtual environment: prepared once, known by its stamp on every later run."""

import contextlib
import hashlib
import importlib.util
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tools.commands import (
    CONFIGURATION,
    ROOT,
    UNAVAILABLE,
    BlockedError,
    StepError,
    quiet,
    say,
    step,
)

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

# Each level holds the ones before it: to run, to test, to hold against other people's programs.
LOCKS = {
    "run": "requirements.txt",
    "dev": "requirements-dev.txt",
    "oracles": "requirements-oracles.txt",
}
LEVELS = tuple(LOCKS)
INPUTS = (*LOCKS.values(), "pyproject.toml")
NEEDED_MB = {"run": 480, "dev": 480, "oracles": 900}  # a little above what was measured
UNFINISHED = "unfinished"
PROBE = """
import os, sys{}
sys.exit(sys.version_info < (3, 11) or not os.path.samefile(sys.prefix, sys.argv[1]))
"""


def ready(level: str) -> str:
    """Path of the environment's Python, with all that the locks up to `level` name in it."""
    named = os.environ.get("RUBY_FSM_VENV")
    venv = Path(named).expanduser().absolute() if named else ROOT / ".venv"
    if not is_fresh(venv, level):
        with only_one(venv):
            if not is_fresh(venv, level):  # the run we waited for may have done it
                prepare(venv, shutil.which("uv"), level)
    return interpreter(venv)


def interpreter(venv: Path) -> str:
    return str(venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def base_python() -> str:
    """The interpreter behind the environment we may be running in, and may have to remove."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


# The stamp


def stamp(venv: Path) -> Path:
    return venv / "ruby-fsm.stamp"


def digest(venv: Path) -> str:
    """What an environment is made from: another lock, checkout or interpreter, another digest."""
    whole = hashlib.sha256(repr([str(ROOT), os.path.realpath(interpreter(venv))]).encode())
    for name in INPUTS:
        whole.update(hashlib.sha256((ROOT / name).read_bytes()).digest())
    return whole.hexdigest()


def stamped(venv: Path) -> list[str]:
    """`[level, digest]` of a finished environment, `[UNFINISHED]` of one broken off, else []."""
    try:
        return stamp(venv).read_text().split()
    except OSError:
        return []


def is_fresh(venv: Path, level: str) -> bool:
    if not Path(interpreter(venv)).exists():
        return False
    enough = LEVELS[LEVELS.index(level) :]
    return stamped(venv) in [[one, digest(venv)] for one in enough]


def is_sound(venv: Path, uv: str | None) -> bool:
    """Whether packages can be added; one broken off or without its interpreter is made anew."""
    probe = PROBE.format("" if uv else ", pip")
    return stamped(venv) != [UNFINISHED] and quiet([interpreter(venv), "-c", probe, str(venv)])


# One at a time


@contextlib.contextmanager
def only_one(venv: Path) -> Iterator[None]:
    """Hold the lock beside the environment: of two first runs at once the second waits."""
    venv.parent.mkdir(parents=True, exist_ok=True)
    with Path(f"{venv}.lock").open("a") as file:
        if not is_locked(file.fileno()):
            say(f"another run is preparing {venv}; waiting for it")
            while not is_locked(file.fileno()):
                time.sleep(0.1)
        yield


def is_locked(file: int) -> bool:
    """Try to take the lock, which the system gives back when we close the file or die."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


# Preparation


def prepare(venv: Path, uv: str | None, level: str) -> None:
    """Create or mend `venv` and install the locks into it, with uv if it works, else with pip."""
    say(f"preparing {venv} with Python {sys.version_info.major}.{sys.version_info.minor}")
    started = time.monotonic()
    try:
        build(venv, uv, level)
    except StepError as error:
        if not uv:
            raise
        say(f"uv could not do it, pip tries now; uv said:\n{error}")
        build(venv, None, level)
    stamp(venv).write_text(f"{level} {digest(venv)}")
    say(f"ready after {time.monotonic() - started:.0f} s")


def build(venv: Path, uv: str | None, level: str) -> None:
    """Leave a whole environment, or one marked as broken off."""
    if not is_sound(venv, uv):
        wipe(venv)
        check_room(venv, NEEDED_MB[level])
        create(venv, uv)
    stamp(venv).write_text(UNFINISHED)
    install(venv, uv, level)


def check_room(venv: Path, needed_mb: int) -> None:
    free_mb = shutil.disk_usage(venv.parent).free // 2**20
    if free_mb < needed_mb:
        raise BlockedError(
            UNAVAILABLE,
            f"{venv} needs {needed_mb} MB, its disk has {free_mb} MB free.\n"
            "Make room, or set RUBY_FSM_VENV to a folder on another disk.",
        )


def wipe(venv: Path) -> None:
    """Remove what is left of an environment; a folder that never was one is the person's own."""
    if not venv.exists():
        return
    if not (venv == ROOT / ".venv" or (venv / "pyvenv.cfg").exists() or not any(venv.iterdir())):
        raise BlockedError(
            CONFIGURATION,
            f"RUBY_FSM_VENV: {venv} holds other things than a virtual environment.\n"
            "Name a new or an empty folder.",
        )
    shutil.rmtree(venv)


def create(venv: Path, uv: str | None) -> None:
    """Make an empty environment; Debian's Python may lack ensurepip, and then has pip or not."""
    base = base_python()
    if uv:
        step([uv, "venv", "--quiet", "--python", base, str(venv)])
    elif importlib.util.find_spec("ensurepip"):
        step([base, "-m", "venv", str(venv)])
    elif quiet([base, "-m", "pip", "--version"]):
        step([base, "-m", "venv", "--without-pip", str(venv)])
    else:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        line = f"sudo apt-get install -y {package}" if shutil.which("apt-get") else "pip, for it"
        words = f"{base} has neither ensurepip nor pip, so nothing can be installed."
        raise BlockedError(UNAVAILABLE, f"{words}\nInstall: {line}")


def install(venv: Path, uv: str | None, level: str) -> None:
    """Install the locked packages, each checked against its hash, then the checkout itself."""
    locks = [ROOT / LOCKS[one] for one in LEVELS[: LEVELS.index(level) + 1]]
    packages = sum("==" in line for lock in locks for line in lock.read_text().splitlines())
    command = installer(venv, uv)
    step([*command, "--require-hashes", *(f"--requirement={lock}" for lock in locks)], packages)
    # Not in the first call: pip takes no editable with hashes. Not isolated: the build backend is
    # locked like the rest, and an isolated build would fetch it anew and unpinned.
    step([*command, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])


def installer(venv: Path, uv: str | None) -> list[str]:
    python = interpreter(venv)
    if uv:
        return [uv, "pip", "install", "--python", python]
    if quiet([python, "-c", "import pip"]):
        return [python, "-m", "pip", "install"]
    return [base_python(), "-m", "pip", "--python", python, "install"]
