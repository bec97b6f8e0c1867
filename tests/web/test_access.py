"""Who may come in: the token wherever the contract asks for it, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.document import document
from tests.web.kit import BEARER, INITIATE, UNKNOWN, dump, refused, ruby

GUARDED = (
    ("POST", INITIATE),
    ("GET", f"/ai-calling/call/{UNKNOWN}/analytics"),
    ("GET", f"/ai-calling/call/{UNKNOWN}/escalations"),
    ("GET", "/ai-calling/calls/active"),
    ("POST", f"/ai-calling/call/{UNKNOWN}/end"),
    ("POST", f"/ai-calling/call/{UNKNOWN}/crisis/resolve"),
    ("POST", f"/ai-calling/call/{UNKNOWN}/crisis/join"),
    ("POST", "/ai-calling/escalations/ES1/acknowledge"),
    ("GET", "/ai-calling/analytics/summary"),
    ("GET", "/ai-calling/audit"),
    ("GET", "/ai-calling/suppressions"),
    ("POST", "/ai-calling/suppressions"),
    ("POST", "/ai-calling/suppressions/lift"),
    ("POST", "/ai-calling/consents"),
    ("POST", "/ai-calling/consents/withdraw"),
    ("POST", "/ai-calling/policy/explain"),
    ("GET", f"/phone/call/{UNKNOWN}/status"),
    ("GET", "/voice/conversations"),
    ("GET", "/metrics"),
    ("GET", "/ai-calling/people/{person}"),
    ("DELETE", "/ai-calling/people/{person}"),
    ("GET", "/ai-calling/webhooks/deliveries"),
    ("POST", "/ai-calling/webhooks/deliveries/{delivery_id}/replay"),
)
OPEN = (
    "/ai-calling/health",
    "/phone/health",
    "/livez",
    "/readyz",
    "/docs",
    "/docs/openapi.json",
    "/docs/start.js",
)


@pytest.mark.contract("who.token", "initiate.401")
async def test_every_endpoint_but_the_open_ones_asks_for_the_token(tmp_path: Path) -> None:
    async with ruby(tmp_path, ruby_api_token=BEARER) as it:
        await it.calm()
        before = dump(tmp_path)
        for method, path in GUARDED:
            answer = await it.api.request(method, path, json={} if method == "POST" else None)

            refused(answer, 401, "not-authenticated")
            assert answer.headers["WWW-Authenticate"] == 'Bearer realm="ruby-fsm"'
        assert dump(tmp_path) == before


@pytest.mark.contract("who.open")
async def test_health_the_page_and_the_document_need_no_token(tmp_path: Path) -> None:
    async with ruby(tmp_path, ruby_api_token=BEARER) as it:
        await it.calm()
        for path in OPEN:
            assert (await it.api.get(path)).status_code == 200


def test_every_endpoint_is_either_guarded_or_open() -> None:
    """A new endpoint must be put on one of the lists."""
    asked = {(method, path.replace(UNKNOWN, "{call_sid}")) for method, path in GUARDED}
    asked = {(m, p.replace("ES1", "{escalation_id}")) for m, p in asked}
    found = {
        (method.upper(), path)
        for path, item in document()["paths"].items()
        for method in item
        if not path.startswith("/voice/webhook/")
    }

    assert found == asked | {("GET", path) for path in OPEN[:4]}


@pytest.mark.contract("who.token")
async def test_the_right_token_opens_in_any_case_of_the_scheme(tmp_path: Path) -> None:
    async with ruby(tmp_path, ruby_api_token=BEARER) as it:
        for header in (f"Bearer {BEARER}", f"bearer {BEARER}", f"BEARER  {BEARER} "):
            answer = await it.api.get("/ai-calling/calls/active", headers={"Authorization": header})

            assert answer.status_code == 200


@pytest.mark.contract("who.sim_needs_none")
async def test_with_the_simulated_carrier_and_no_token_set_all_may_come(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        await it.initiate()

        headers = {"Authorization": "Bearer of whatever"}
        assert (await it.api.get("/ai-calling/calls/active", headers=headers)).json()["count"] == 1


@pytest.mark.contract("errors.nothing_internal")
async def test_an_error_of_ours_is_told_without_a_word_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("SELECT secret FROM calls")

    async with ruby(tmp_path) as it:
        monkeypatch.setattr(it.parts.store.reader, "live", broken)
        answer = await it.api.get("/ai-calling/calls/active")

        refused(answer, 500, "bug")
        assert "SELECT" not in answer.text + caplog.text
        assert "RuntimeError" in caplog.text


@pytest.mark.contract("errors.problem")
async def test_while_the_store_is_away_the_answer_is_503_with_retry_after(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        await it.calm()
        it.gate.is_away = True
        answers = [
            await it.api.post(INITIATE, json={"to_number": "+14155550100"}),
            await it.api.get("/ai-calling/calls/active"),
            await it.api.get(f"/phone/call/{UNKNOWN}/status"),
            await it.api.post(f"/ai-calling/call/{UNKNOWN}/end"),
        ]
        it.gate.is_away = False

        for answer in answers:
            refused(answer, 503, "unavailable")
            assert answer.headers["Retry-After"] == "5"


async def test_no_request_body_is_ever_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with ruby(tmp_path) as it:
        await it.initiate("+14155550177", user_name="Rosalind", custom_prompt="the xylophone")
        await it.api.post(INITIATE, json={"to_number": "+1415555017", "user_name": "Rosalind"})

        assert not any(word in caplog.text for word in ("Rosalind", "xylophone", "415555017"))
