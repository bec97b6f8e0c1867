"""`python3 run.py …` and `ruby-fsm …` of a page, as they are typed, beside a service of the page.

Other tests run meanwhile: a service takes a free port, and what asks a service asks the page's.
"""

from __future__ import annotations

import os
import sys
from urllib.parse import urlsplit

from ruby_fsm.cli.hosting import LOOPBACK, listening, port_of

PAGE_URL = "DOCUMENTED_URL"  # where the page's service is, '' for none yet
OF_RUN_PY = ("test", "check", "oracles", "bench", "sbom")
ASKING = ("call", "calls", "end")


def main(words: list[str]) -> None:
    """Become the command. The words of run.py's own are what runs this page, and do nothing."""
    if words[:1] and words[0] in OF_RUN_PY:
        return
    command = [sys.executable, "-m", "ruby_fsm", *placed(words, os.environ.get(PAGE_URL, ""))]
    os.execv(command[0], command)


def free_port() -> int:
    with listening(LOOPBACK, 0) as bound:
        return port_of(bound)


def placed(words: list[str], url: str) -> list[str]:
    """The same with the port or the address of the page."""
    if words[:1] == ["serve"] or "--serve-only" in words:
        return [*words, "--port", "0"]
    if words[:1] == ["doctor"]:
        return [*words, "--port", str(urlsplit(url).port if url else free_port())]
    if url and words[:1] and words[0] in ASKING and "--url" not in words:
        return [*words, "--url", url]
    return words
