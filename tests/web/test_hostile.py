"""No input gives a 5xx: naughty strings in every field, and every JSON text that breaks parsers."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.twiml_check import parsed
from tests.web.kit import INITIATE, UNKNOWN, refused, ruby, talking
from tests.world import TO_NUMBER, Ruby

DATA = Path(__file__).parents[1] / "data" / "hostile"
LATER = "2026-02-01T00:00:00Z"
JSON = {"Content-Type": "application/json"}


def naughty() -> list[str]:
    lines = (DATA / "blns.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line]


def attacks() -> Iterator[tuple[str, bytes]]:
    for line in (DATA / "json_testsuite.jsonl").read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        yield one["name"], base64.b64decode(one["b64"])


@pytest.mark.asyncio(loop_scope="module")
async def test_a_naughty_string_in_a_free_text_is_kept_or_refused(shared: Ruby) -> None:
    for text in naughty():
        body = {
            "to_number": TO_NUMBER,
            "user_id": text,
            "user_name": text,
            "custom_prompt": text,
            "consent": {"source": text, "at": LATER},
            "not_before": LATER,
        }
        answer = await shared.api.post(INITIATE, json=body)

        if answer.status_code == 202:
            person = (await shared.record(answer.json()["call_id"])).person
            kept = (person.user_id, person.user_name, person.custom_prompt)
            assert kept == (text, text, text)
        else:
            problem = refused(answer, 400, "invalid-request")
            assert len(text) in {0, *range(81, 9999)}, (text, problem)


@pytest.mark.asyncio(loop_scope="module")
async def test_a_naughty_string_for_a_word_of_ours_is_refused(shared: Ruby) -> None:
    fields = ("to_number", "initial_mood", "language", "not_before", "priority", "time_zone")
    for text in naughty():
        body = {**dict.fromkeys(fields, text), "consent": {"source": "x", "at": text}, text: 1}

        problem = refused(await shared.api.post(INITIATE, json=body), 400, "invalid-request")
        assert len(problem["errors"]) >= len(fields)


@pytest.mark.asyncio(loop_scope="module")
async def test_a_naughty_string_in_the_other_bodies_paths_and_queries_is_refused(
    shared: Ruby,
) -> None:
    for text in naughty():
        one, query = quote(text, safe=""), {"after": text, "since": text, "until": text}
        answers = [
            await shared.api.post(f"/ai-calling/call/{UNKNOWN}/end", json={"reason": text}),
            await shared.api.post(f"/ai-calling/call/{UNKNOWN}/crisis/join", json={"reason": text}),
            await shared.api.post("/ai-calling/escalations/x/acknowledge", json={"by": text}),
            await shared.api.post(f"/ai-calling/escalations/{one}x/acknowledge"),
            await shared.api.get(f"/ai-calling/call/{one}x/analytics"),
            await shared.api.get("/ai-calling/calls/active", params={"limit": f"{text}x"}),
        ]
        if text:
            answers.append(await shared.api.get("/ai-calling/analytics/summary", params=query))
            answers.append(await shared.api.get("/voice/conversations", params=query))

        assert {answer.status_code for answer in answers} <= {400, 404}
        kinds = {answer.headers["Content-Type"] for answer in answers}
        assert kinds == {"application/problem+json"}


@pytest.mark.asyncio(loop_scope="module")
async def test_a_naughty_string_is_a_key_like_another(shared: Ruby) -> None:
    for text in naughty():
        key = {b"Idempotency-Key": text.encode()}
        answer = await shared.api.post(INITIATE, json={"to_number": ""}, headers=key)

        refused(answer, 400, "invalid-request")


@pytest.mark.parametrize("path", [INITIATE, f"/ai-calling/call/{UNKNOWN}/end"])
@pytest.mark.asyncio(loop_scope="module")
async def test_no_json_text_breaks_the_reader(shared: Ruby, path: str) -> None:
    for name, text in attacks():
        answer = await shared.api.post(path, content=text, headers=JSON)

        allowed = {400, 413} if text.strip() else {400, 404}
        wanted = allowed | (
            {404} if path != INITIATE and text.strip() in {b"{}", b"null"} else set()
        )
        assert answer.status_code in wanted, name
        assert answer.headers["Content-Type"] == "application/problem+json"


async def test_naughty_words_are_heard_and_answered_with_well_formed_words(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = await talking(it, user_name="<Say>&\u202eSam</Say>")
        sid = it.sid(call_id)
        for n, text in enumerate(naughty()):
            form = {"CallSid": sid, "CallStatus": "in-progress", "SpeechResult": text}
            answer = await it.hook("gather", f"call={call_id}&at={n}", form)
            await it.calm()

            assert answer.status_code == 200
            parsed(answer.text)
