"""The API page in a real browser: whole, silent towards the internet, and its requests work."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests.oracles.needed import MUST, needed
from tests.served import Served, serving

needed("playwright")
from playwright.sync_api import (  # noqa: E402 - after it is known to be there
    Page,
    expect,
    sync_playwright,
)

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = os.environ.get("RUBY_FSM_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")
pytestmark = pytest.mark.skipif(
    not CHROMIUM and not MUST,
    reason="no chromium on the PATH; `apt-get install chromium`, or name it in RUBY_FSM_CHROMIUM",
)
# Nothing of the browser's own may speak to the internet meanwhile; a build runs as root.
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"),
    *("--disable-component-update", "--disable-sync", "--disable-quic"),
)
READY_MS = 20_000
INITIATE = "/ai-calling/initiate-ai-call"


@dataclass(slots=True)
class Looking:
    """A page, every address it asked for, and everything it complained about."""

    page: Page
    url: str
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def listen(self) -> None:
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("websocket", lambda socket: self.asked.append(socket.url))
        self.page.on("requestfailed", lambda request: self.complaints.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda message: self.hear(message.type, message.text))

    def hear(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(text)

    @property
    def hosts(self) -> set[str]:
        return {urlsplit(url).netloc for url in self.asked if not url.startswith("data:")}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("served") / "data") as service:
        yield service


@pytest.fixture
def looking(served: Served, tmp_path: Path) -> Iterator[Looking]:
    """The page in a fresh browser, once all of it stands there."""
    assert CHROMIUM, "no chromium: the build installs it"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=[*QUIET])
        page = browser.new_page()
        page.set_default_timeout(READY_MS)
        looking = Looking(page, served.url)
        looking.listen()
        page.goto(f"{served.url}/docs")
        page.wait_for_selector(".opblock")
        yield looking
        browser.close()


def test_the_page_is_whole(looking: Looking) -> None:
    document = httpx.get(f"{looking.url}/docs/openapi.json", trust_env=False).json()
    paths = [path for path, item in document["paths"].items() for _ in item]

    shown = looking.page.locator(".opblock-summary-path").all_inner_texts()

    assert sorted(text.replace("\u200b", "") for text in shown) == sorted(paths)
    expect(looking.page).to_have_title("ruby_fsm: the API")
    expect(looking.page.locator(".info .title")).to_contain_text(document["info"]["title"])


def test_all_of_it_opens_and_it_asks_nobody_but_its_own_service(looking: Looking) -> None:
    for block in looking.page.locator(".opblock-summary-control").all():
        block.click()
    looking.page.wait_for_load_state("networkidle")

    opened = looking.page.locator(".opblock.is-open")
    expect(opened).to_have_count(looking.page.locator(".opblock").count())
    assert looking.hosts == {urlsplit(looking.url).netloc}
    assert looking.complaints == []


def test_a_call_can_be_placed_from_it(looking: Looking) -> None:
    block = looking.page.locator(f'.opblock:has([data-path="{INITIATE}"])')
    block.locator(".opblock-summary-control").click()
    block.get_by_role("button", name="Try it out").click()
    block.get_by_role("button", name="Execute").click()

    live = block.locator(".live-responses-table .response-col_status").last
    expect(live).to_contain_text(re.compile("20[12]"))
    told = block.locator(".live-responses-table").inner_text()

    assert re.search(r"CL[0-9a-f]{32}", told)
    assert looking.hosts == {urlsplit(looking.url).netloc}
    assert looking.complaints == []
