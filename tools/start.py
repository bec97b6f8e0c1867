"""The words `run.py` understands, and what each of them starts."""

import os
import subprocess
import time

from tools.commands import (
    FAILED,
    INTERRUPTED,
    OK,
    ROOT,
    UNAVAILABLE,
    USAGE,
    BlockedError,
    StepError,
    environment,
    hand_over,
    say,
)
from tools.environment import ready

HELP = """\
python3 run.py demo     Ruby rings in this terminal; no real call is placed
python3 run.py test     run the tests (further words go to pytest)
python3 run.py check    format, lint, types, floors, diagrams
python3 run.py oracles  hold the service against programs that others wrote; installs them first
python3 run.py sbom     what a release installs, as CycloneDX (a further word names the file)
python3 run.py bench    measure a turn side by side with the usual apps; installs them first
python3 run.py WORD     any other word goes to `ruby-fsm`: serve, call, calls, end, config, ...
                        (`python3 run.py serve --help` explains one)

The first run prepares .venv in this checkout. RUBY_FSM_VENV names another folder for it.
"""
DRAWING = ("diagram",)  # what draws an SVG is needed by nobody who takes calls
ORACLES = ("tests/oracles", "tests/browser")
MODULES = {"bench": "bench", "sbom": "tools.sbom"}
FLOORS = "from importlinter.cli import lint_imports_command as floors; floors()"
GATES = {
    "format": ["-m", "ruff", "format", "--check", "--output-format=concise", "."],
    "lint": ["-m", "ruff", "check", "--output-format=concise", "."],
    "types": ["-m", "mypy", "ruby_fsm", "tools", "run.py"],
    "floors": ["-c", FLOORS],
    "diagrams": ["-P", "-m", "ruby_fsm", "diagram", "--check"],
}


def guarded(words: list[str]) -> int:
    """`main`, with the faults a person can meet on a healthy machine told in words."""
    try:
        return main(words)
    except KeyboardInterrupt:
        say("interrupted; the same command starts again where it is safe to")
        return INTERRUPTED
    except BlockedError as error:
        say(str(error))
        return error.code
    except StepError as error:
        say(f"preparing the environment failed:\n{error}")
        say("is the network reachable, or the proxy or index that pip is set to? Then try again")
    except OSError as error:
        say(f"{error}\nThe checkout must be whole, and the place of the environment writable;")
        say("RUBY_FSM_VENV names another place")
    return UNAVAILABLE


def main(words: list[str]) -> int:
    """Do what `words` ask for; come back only if the work was not handed to another program."""
    match words:
        case [] | ["help" | "-h" | "--help", *_]:
            print(HELP, end="")
            return OK if words else USAGE
        case ["test", *rest]:
            return hand_over([ready("dev"), *pytest(), *rest], ROOT)
        case ["oracles", *rest]:
            os.environ["RUBY_FSM_ORACLES"] = "1"  # what is absent now is a failure, not a skip
            return hand_over([ready("oracles"), *pytest(), *ORACLES, *rest], ROOT)
        case ["bench" | "sbom" as word, *rest]:
            return hand_over([ready("oracles"), "-m", MODULES[word], *rest], ROOT)
        case ["check"]:
            return check(ready("dev"))
        case ["check", stray, *_]:
            raise BlockedError(USAGE, f"check takes no further words, so not {stray!r} either")
        case _:
            # -P: a file `random.py` where the person stands must not shadow the real one.
            level = "dev" if words[0] in DRAWING else "run"
            return hand_over([ready(level), "-P", "-m", "ruby_fsm", *words])


def pytest() -> list[str]:
    """RUBY_FSM_COVERAGE=1 measures the run, so that a build need not run the tests twice."""
    measured = os.environ.get("RUBY_FSM_COVERAGE") == "1"
    runner = ["-m", "coverage", "run", "-m", "pytest"] if measured else ["-m", "pytest"]
    return [*runner, "-n", "auto", "--maxprocesses", "4", "--dist", "loadgroup"]


def check(python: str) -> int:
    """Run every gate, also after one has failed; 1 if any did."""
    failed = [name for name, gate in GATES.items() if not is_passed(name, [python, *gate])]
    return FAILED if failed else OK


def is_passed(name: str, command: list[str]) -> bool:
    """Whether the gate `command` exits 0; its words are shown only when it does not."""
    print(f"{name:9}", end="", flush=True)
    started = time.monotonic()
    gate = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    verdict = "failed" if gate.returncode else "ok"
    print(f"{verdict:7}{time.monotonic() - started:5.1f} s", flush=True)
    if gate.returncode:
        words = gate.stdout.decode(errors="replace").rstrip()
        print(words or f"exit code {gate.returncode}, and no words", flush=True)
    return gate.returncode == 0
