"""A reader who types every block of a page, in order, in a terminal of their own."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from tests.docs.blocks import ROOT, Block
from tests.docs.typed import PAGE_URL
from tests.served import clean_environment

COPIED = ("config.yaml", "diagrams", "docs", "tests/scripts")
USUAL = "http://127.0.0.1:8080"
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
ID = {"CL…": re.compile(r"CL[0-9a-f]{32}"), "ES…": re.compile(r"ES[0-9a-f]{32}")}
OURS = re.compile(r"run\.py|ruby-fsm")  # in what starts a service of ours, and no other program
LIMIT_S = 60
# What a block sets stays set in the next one, as in a terminal; what is read-only bash sets itself.
SHELL = """\
set -e
[ ! -f {state} ] || source {state}
export {url}
{text}"""
KEEP = """\
keep() {{ declare -p | grep -v '^declare -[A-Za-z]*r' && printf 'cd %q\\n' "$PWD"; }}
trap 'keep > {state}' EXIT
"""
WRAPPERS = {
    "python3": '#!/bin/sh\nif [ "$1" = run.py ]; then shift; exec ruby-fsm "$@"; fi\n'
    'exec {python} "$@"\n',
    "ruby-fsm": '#!{python}\nimport sys\nsys.path.insert(0, "{root}")\n'
    "from tests.docs.typed import main\nmain(sys.argv[1:])\n",
}


class Reader:
    """`folder` is theirs: it holds a fresh checkout, as far as pages speak of it."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "ruby_fsm"
        self.printed = ""
        self._folder = folder
        self._state = shlex.quote(str(folder / "state"))
        self._url = ""
        self._service: subprocess.Popen[str] | None = None
        for name in COPIED:
            copy(ROOT / name, self.home / name)
        bin_folder = folder / "bin"
        bin_folder.mkdir()
        for name, text in WRAPPERS.items():
            (bin_folder / name).write_text(text.format(python=sys.executable, root=ROOT))
            (bin_folder / name).chmod(0o755)
        self._path = f"{bin_folder}{os.pathsep}{os.environ['PATH']}"

    # --- kinds of blocks --------------------------------------------------------------------------
    def types(self, block: Block) -> str:
        """What a bash block prints. What serves is left running, and printed what it may."""
        if "serves" in block.marks:
            self.serve(self._as_typed(block))
            return ""
        keep = KEEP.format(state=self._state)
        return self._run(block, ["bash", "-c", self._shell(keep + self._as_typed(block))])

    def runs_python(self, block: Block) -> str:
        return self._run(block, [sys.executable, "-c", self._as_typed(block)])

    def runs_javascript(self, block: Block) -> str:
        command = ["node", "--input-type=module", "--eval", self._as_typed(block)]
        return self._run(block, command)

    def made(self) -> list[str]:
        """What there is beside the checkout's own."""
        own = {name.partition("/")[0] for name in COPIED}
        return sorted(path.name for path in self.home.iterdir() if path.name not in own)

    # --- how --------------------------------------------------------------------------------------
    def serve(self, text: str = "python3 run.py serve") -> None:
        """Start what serves for ever, in the place of what served before."""
        self.leave()
        log = self._folder / "service.log"
        with log.open("w") as complaints:
            self._service = subprocess.Popen(
                ["bash", "-c", self._shell(text)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=complaints,
                start_new_session=True,
                **self._terminal(),
            )
        found = address(self._service)
        assert found, f"it did not start:\n{text}\n{log.read_text()}"
        self._url = found if OURS.search(text) else ""

    def leave(self) -> None:
        """Ctrl-C, for what serves."""
        if self._service is None:
            return
        assert self._service.stdout is not None
        os.killpg(self._service.pid, signal.SIGINT)
        self._service.wait(timeout=20)
        self._service.stdout.close()
        self._service = None

    def _as_typed(self, block: Block) -> str:
        """The block with the address of the page's service, and the ids that were printed."""
        text = block.text
        if "example" in block.marks:
            for placeholder, pattern in ID.items():
                found = pattern.findall(self.printed)
                text = text.replace(placeholder, found[-1] if found else placeholder)
        if self._service is None and asks(text) and "serves" not in block.marks:
            self.serve()
        return text.replace(USUAL, self._url) if self._url else text

    def _shell(self, text: str) -> str:
        url = f"{PAGE_URL}={self._url}"
        return SHELL.format(state=self._state, url=url, text=text)

    def _run(self, block: Block, command: list[str]) -> str:
        ended: subprocess.CompletedProcess[str] = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LIMIT_S,
            check=False,
            **self._terminal(),
        )
        self.printed += ended.stdout  # a page sends nobody to look for an id among complaints
        told = f"{block.place}: exit code {ended.returncode}\n{block.text}\n"
        assert ended.returncode == 0, f"{told}{ended.stdout}{ended.stderr}"
        return ended.stdout

    def _terminal(self) -> dict[str, Any]:
        return {"cwd": self.home, "env": self._environment(), "text": True}

    def _environment(self) -> dict[str, str]:
        home = str(self._folder)
        return clean_environment(PATH=self._path, HOME=home, NO_PROXY="127.0.0.1")


def address(process: subprocess.Popen[str]) -> str:
    """Where it listens, as it says itself; '' if it ends first, or is ended for being late."""
    assert process.stdout is not None
    late = threading.Timer(LIMIT_S, os.killpg, (process.pid, signal.SIGKILL))
    late.start()
    found = next((found for line in process.stdout if (found := ADDRESS.search(line))), None)
    late.cancel()
    return found[0] if found else ""


def asks(text: str) -> bool:
    """Whether a block speaks to a service."""
    return USUAL in text or bool(re.search(r"(run\.py|ruby-fsm) (calls?|end)\b", text))


def copy(source: Path, dest: Path) -> None:
    dest.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, dest)
    else:
        shutil.copy(source, dest)
