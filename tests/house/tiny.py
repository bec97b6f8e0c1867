"""A tiny checkout beside the real one, so that `run.py` is tried without a network in moments."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]

PROGRAM = """
import os, signal, sys
word = sys.argv[1]
if word == "exit":
    sys.exit(int(sys.argv[2]))
if word == "wait":
    print(os.getpid(), flush=True)
    signal.pause()
if word == "variable":
    print(os.environ.get(sys.argv[2]))
if word == "path":
    print(*sys.path, sep="\\n")
"""

# Stands in for uv: creates the environment without pip, and installs nothing but a path to the
# checkout. It logs what it was asked, fails when told to, and waits at a gate when there is one.
UV = """#!{python}
import os, sys, sysconfig, venv
from pathlib import Path

words = sys.argv[1:]
with open({log!r}, "a") as log:
    print(*words, file=log)
if "HOUSE_GATE" in os.environ:
    with open(os.environ["HOUSE_GATE"], "rb", buffering=0) as gate:
        gate.read(1)
if os.environ.get("HOUSE_UV_FAILS") == words[0]:
    sys.exit("the index is out of reach")
if words[0] == "venv":
    venv.create(words[-1], symlinks=True)
elif "--editable" in words:
    root = Path(words[words.index("--python") + 1]).parent.parent
    site = root / "lib" / f"python{{sys.version_info.major}}.{{sys.version_info.minor}}"
    (site / "site-packages" / "checkout.pth").write_text(words[-1])
"""


@dataclass(frozen=True)
class House:
    """A checkout holding only `run.py`, its tools and a program that does as it is told."""

    root: Path
    bin: Path
    log: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    def asked(self) -> list[str]:
        """What the stand-in for uv was asked to do, a line each."""
        return self.log.read_text().splitlines() if self.log.exists() else []

    def start(
        self, *words: str, env: Mapping[str, str] | None = None, cwd: Path | None = None
    ) -> subprocess.Popen[str]:
        """Start `python3 run.py WORDS`; the caller waits for it."""
        return subprocess.Popen(
            [sys.executable, str(self.root / "run.py"), *words],
            cwd=cwd or self.root,
            env={"PATH": f"{self.bin}:/usr/bin:/bin", "HOME": str(self.root), **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,  # a Ctrl-C goes to the whole group, but not to ours
        )

    def run(
        self, *words: str, env: Mapping[str, str] | None = None, cwd: Path | None = None
    ) -> tuple[int, str, str]:
        """Exit code, stdout and stderr of `python3 run.py WORDS`."""
        with self.start(*words, env=env, cwd=cwd) as process:
            out, err = process.communicate()
        return process.returncode, out, err

    def module(self, name: str, lines: Sequence[str]) -> None:
        """Put a stand-in for a development tool where `python -m` finds it: in the checkout."""
        file = self.root / f"{name.replace('.', '/')}.py"
        file.parent.mkdir(exist_ok=True)
        file.write_text("\n".join(lines))
