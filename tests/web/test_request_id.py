"""Each request has an id: in its answer, its problem, and the lines of the log it causes."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ruby_fsm.cli.logs import set_up_logging
from tests.web.kit import UNKNOWN, in_crisis, refused, ruby, talking

OURS = "RQ"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """The log as it is written to standard error, JSON."""
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    before = list(logging.getLogger().handlers)
    set_up_logging("json", logging.INFO)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    set_up_logging("json", logging.WARNING)
    logging.getLogger().handlers[:] = before


@pytest.mark.parametrize("sent", ["a1b2c3d4-e5f6", "x" * 64, "req_2026-11-30"])
async def test_a_sane_id_of_the_sender_is_kept(tmp_path: Path, sent: str) -> None:
    async with ruby(tmp_path) as it:
        answer = await it.api.get("/livez", headers={"X-Request-ID": sent})

        assert answer.headers["X-Request-ID"] == sent


@pytest.mark.parametrize(
    "sent",
    ["", "short", "x" * 65, "14155550100", "a b c d e f", "é" * 9, 'a"}{"b":1', "+14155550100x"],
)
async def test_any_other_is_replaced_by_one_of_ours(tmp_path: Path, sent: str) -> None:
    async with ruby(tmp_path) as it:
        headers = [(b"X-Request-ID", sent.encode())]
        answer = await it.api.get("/livez", headers=headers)

        assert answer.headers["X-Request-ID"].startswith(OURS)


async def test_no_two_requests_share_an_id_of_ours(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        answers = [await it.api.get("/livez") for _ in range(3)]

        assert len({answer.headers["X-Request-ID"] for answer in answers}) == 3


async def test_every_problem_names_its_request(tmp_path: Path) -> None:
    """By the framework, by us, and by the edge that stands before both."""
    async with ruby(tmp_path) as it:
        refused(await it.api.get("/nowhere"), 404, "not-found")
        refused(await it.api.get(f"/phone/call/{UNKNOWN}/status"), 404, "call-not-found")
        refused(await it.api.put("/livez"), 405, "method-not-allowed")
        big = await it.api.post("/ai-calling/initiate-ai-call", content=b"x" * 70_000)
        refused(big, 413, "too-large")


async def test_a_webhook_s_answer_holds_one_too(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        answer = await it.hook("gather", "", {"CallSid": "CA" + "0" * 32})

        assert answer.headers["X-Request-ID"].startswith(OURS)


async def test_moves_are_told_with_the_request_that_caused_them(
    tmp_path: Path, lines: Callable[[], list[dict[str, Any]]]
) -> None:
    async with ruby(tmp_path) as it:
        call_id = await in_crisis(it)

    moved = [one for one in lines() if one["event"].startswith(f"{call_id}: SpeechHeard")]
    assert len(moved) == 1
    assert moved[0]["request_id"].startswith(OURS)


async def test_two_requests_at_once_keep_their_own_id(
    tmp_path: Path, lines: Callable[[], list[dict[str, Any]]]
) -> None:
    async with ruby(tmp_path) as it:
        first = await talking(it)
        second = await talking(it, "+14155550101")
        for call_id, name in ((first, "first-request"), (second, "second-request")):
            path = f"/ai-calling/call/{call_id}/end"
            await it.api.post(path, json={}, headers={"X-Request-ID": name})
        await it.calm()

    asked = {one["request_id"] for one in lines() if "EndRequested" in one["event"]}
    assert asked == {"first-request", "second-request"}
