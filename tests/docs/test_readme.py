"""README cannot lie: its blocks run, its commands exist, its links lead somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from ruby_fsm.cli.main import cli
from ruby_fsm.simulator.terminal import RINGS
from tests.docs.typed import OF_RUN_PY
from tests.served import Served

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("code", blocks("python"), ids=["first-request"])
def test_its_python_places_a_call_as_a_newcomer_copies_it(code: str, served: Served) -> None:
    here = code.replace("http://127.0.0.1:8080", served.url)

    ended = subprocess.run(
        [sys.executable, "-c", here], capture_output=True, text=True, timeout=30, check=False
    )

    assert ended.returncode == 0, ended.stderr
    assert re.fullmatch(r"C[AL][0-9a-f]{32} queued\n", ended.stdout)


def test_its_commands_exist() -> None:
    words = set(re.findall(r"python3 run\.py ([a-z-]+)", README))

    assert words <= {*OF_RUN_PY, *cli.commands}
    assert {"demo", "test", "serve", "calls", "call", "end"} <= words


def test_it_tells_which_words_are_run_pys_own() -> None:
    told = re.search(r"Every word after `run\.py` but (.+?) goes to", README)

    assert told is not None
    assert set(re.findall(r"`([a-z]+)`", told[1])) == set(OF_RUN_PY)


def test_it_shows_the_ringing_as_it_is() -> None:
    assert f"\n{RINGS}\n" in README


@pytest.mark.parametrize(
    "target", sorted(set(re.findall(r"\]\(((?!http)[^)#]+)", README))), ids=str
)
def test_its_links_lead_somewhere(target: str) -> None:
    assert (ROOT / target).exists()


def test_its_scripts_are_there() -> None:
    for path in re.findall(r"--script (\S+)", README):
        assert (ROOT / path).is_file()
