"""The API page is whole without the internet."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator

import httpx
import pytest

from ruby_fsm.web.docs import FILES
from ruby_fsm.web.published import text_of
from tests.web.document import app, document

Browser = httpx.AsyncClient


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    inside = httpx.ASGITransport(app=app())  # type: ignore[arg-type]  # Litestar's own scope types
    async with httpx.AsyncClient(transport=inside, base_url="http://127.0.0.1:8080") as client:
        yield client


async def test_the_page_asks_for_nothing_outside(browser: Browser) -> None:
    html = (await browser.get("/docs")).text

    assert "//" not in re.sub(r"<!--.*?-->", "", html)
    wanted = re.findall(r'(?:src|href)="([^"]+)"', html)
    assert len(wanted) == 4
    for path in wanted:
        answer = await browser.get(path)
        assert answer.status_code == 200, path
        assert answer.content


async def test_the_pages_policy_forbids_what_is_not_its_own(browser: Browser) -> None:
    answer = await browser.get("/docs")
    html = answer.text

    (policy,) = answer.headers.get_list("Content-Security-Policy")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["connect-src"] == "'self'"
    assert rules["frame-ancestors"] == "'none'"
    assert "<script>" not in html
    assert "onclick" not in html


async def test_the_page_reads_the_document_and_asks_no_validator(
    browser: Browser,
) -> None:
    start = (await browser.get("/docs/start.js")).text

    assert 'url: "/docs/openapi.json"' in start
    assert "validatorUrl: null" in start
    served = await browser.get("/docs/openapi.json")
    assert served.json()["paths"] == document()["paths"]
    assert served.json()["openapi"].startswith("3.0")


async def test_the_files_of_the_page_come_from_the_installed_package(
    browser: Browser,
) -> None:
    script = await browser.get(f"{FILES}/swagger-ui-bundle.js")

    assert len(script.content) > 500_000
    for path in (f"{FILES}/../app.py", f"{FILES}/%2e%2e/%2e%2e/__init__.py", f"{FILES}/none.js"):
        assert (await browser.get(path)).status_code == 404


def test_the_app_describes_itself_without_a_service() -> None:
    assert json.loads(text_of(document()))["info"]["title"] == "ruby_fsm"
    assert app().openapi_schema.paths
