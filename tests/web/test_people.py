"""REST over who may be called: opt-outs by hand, consents, and what the dial policy would say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.web.kit import dump, refused, ruby
from tests.world import TO_NUMBER, Ruby

SUPPRESSIONS, CONSENTS = "/ai-calling/suppressions", "/ai-calling/consents"
EXPLAIN = "/ai-calling/policy/explain"


async def post(it: Ruby, path: str, **body: Any) -> httpx.Response:
    return await it.drive(it.api.post(path, json={"to_number": TO_NUMBER, **body}))


async def test_a_number_is_put_on_the_list_once_and_lifted_once_with_reasons(
    tmp_path: Path,
) -> None:
    async with ruby(tmp_path) as it:
        first = await post(it, SUPPRESSIONS, reason="by letter")
        second = await post(it, SUPPRESSIONS, reason="by mail")

        assert (first.status_code, second.status_code) == (201, 200)
        assert first.json() == second.json()
        assert (first.json()["reason"], first.json()["source"]) == ("by letter", "api")
        lifted = await post(it, f"{SUPPRESSIONS}/lift", reason="changed her mind")
        assert lifted.json()["lift_reason"] == "changed her mind"
        assert lifted.json()["reason"] == "by letter"
        again = await post(it, f"{SUPPRESSIONS}/lift", reason="changed her mind")
        refused(again, 404, "not-suppressed")
        anew = await post(it, SUPPRESSIONS, reason="by mail")
        assert (anew.status_code, anew.json()["lifted_at"]) == (201, None)


async def test_the_list_shows_no_number_and_goes_on_page_by_page(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        for n in range(5):
            await post(it, SUPPRESSIONS, to_number=f"+1415555010{n}", reason=f"letter {n}")
        found: list[str] = []
        after = ""
        for size in (2, 2, 1):
            answer = await it.api.get(SUPPRESSIONS, params={"limit": 2, "after": after})
            page = answer.json()
            assert len(page["suppressions"]) == size
            assert "+1415" not in answer.text
            found += [one["reason"] for one in page["suppressions"]]
            after = page["next"]

        assert after is None
        assert sorted(found) == [f"letter {n}" for n in range(5)]


async def test_an_opt_out_on_the_telephone_stands_in_the_list(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        await it.parts.store.units.run(lambda unit: unit.suppress(TO_NUMBER, 1, "words"))

        (known,) = (await it.api.get(SUPPRESSIONS)).json()["suppressions"]

        assert (known["source"], known["reason"], known["suppressed_by"]) == ("words", None, None)


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        (SUPPRESSIONS, {}, "/reason"),
        (SUPPRESSIONS, {"reason": ""}, "/reason"),
        (SUPPRESSIONS, {"reason": "x", "to_number": "911"}, "/to_number"),
        (f"{SUPPRESSIONS}/lift", {"reason": "x", "number": "x"}, "/number"),
        (CONSENTS, {}, "/source"),
        (CONSENTS, {"source": "form", "at": "2999-01-01T00:00:00Z"}, "/at"),
        (CONSENTS, {"source": "form", "at": "1969-12-31T23:59:59Z"}, "/at"),
        (f"{CONSENTS}/withdraw", {"reason": "x" * 501}, "/reason"),
        (EXPLAIN, {"time_zone": "Mars/Olympus"}, "/time_zone"),
        (EXPLAIN, {"at": "tomorrow"}, "/at"),
    ],
)
async def test_what_is_not_valid_is_named(
    tmp_path: Path, path: str, body: dict[str, Any], pointer: str
) -> None:
    async with ruby(tmp_path) as it:
        problem = refused(await post(it, path, **body), 400, "invalid-request")

        assert pointer in [fault["pointer"] for fault in problem["errors"]]
        assert (await it.api.get(SUPPRESSIONS)).json()["suppressions"] == []


async def test_the_newest_word_on_consent_stands(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        none = await post(it, f"{CONSENTS}/withdraw", reason="unsubscribed")
        assert none.json()["standing"] == "withdrawn"
        await it.pass_time(1)
        given = await post(it, CONSENTS, source="form")
        assert (given.json()["standing"], given.json()["source"]) == ("given", "form")
        older = await post(it, CONSENTS, source="old form", at="2020-01-01T00:00:00Z")
        assert older.json()["source"] == "form"
        await it.pass_time(1)
        gone = await post(it, f"{CONSENTS}/withdraw")

        assert gone.json()["standing"] == "withdrawn"
        assert gone.json()["given_at"] == given.json()["given_at"]


async def test_explain_says_what_would_happen_and_leaves_no_trace(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        await post(it, SUPPRESSIONS, reason="by letter")

        told = (await post(it, EXPLAIN, at="2026-03-14T05:10:00Z")).json()
        fine = (await post(it, EXPLAIN, to_number="+14155550111")).json()

        assert (told["verdict"], told["rule"]) == ("refused", "suppressed")
        assert (fine["verdict"], fine["stage"]) == ("passed", "explain")
        assert {one["rule"] for one in fine["reasons"]} >= {"region", "number_type", "consent"}
        assert it.rest.made("POST", "/Calls.json") == []


async def test_no_answer_and_no_stored_byte_holds_the_number_or_the_reason(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        answers = [
            await post(it, SUPPRESSIONS, reason="reason-canary"),
            await post(it, f"{CONSENTS}/withdraw", reason="withdrawal-canary"),
            await post(it, CONSENTS, source="source-canary"),
            await post(it, EXPLAIN),
        ]
        assert all(TO_NUMBER not in answer.text for answer in answers)
        await it.stop()
        written = dump(tmp_path)
        await it.start()

        for word in (TO_NUMBER, "reason-canary", "withdrawal-canary", "source-canary"):
            assert word not in str(written)
