"""Whatever is sent, the answer names every fault, its place and the way out, and no value."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.web.kit import INITIATE, pointers, refused
from tests.world import TO_NUMBER, Ruby

pytestmark = pytest.mark.asyncio(loop_scope="module")

JSON = {"Content-Type": "application/json"}
E164 = "is no possible telephone number; write it in E.164, as +14155550100"
RFC3339 = "is no time of RFC 3339; write it as 2030-01-31T18:00:00Z"
NO_TEXT = "is not text; put it in quotes"
ALL = (
    "to_number, user_id, initial_mood, custom_prompt, user_name, language, not_before, priority, "
    "time_zone, consent"
)
CALL = "/ai-calling/call/CL" + "f" * 32


async def asked(shared: Ruby, body: object, **more: Any) -> dict[str, Any]:
    return refused(await shared.api.post(INITIATE, json=body, **more), 400, "invalid-request")


@pytest.mark.contract("initiate.400", "errors.problem", "errors.all_at_once")
async def test_all_faults_stand_in_one_answer_each_with_its_pointer(shared: Ruby) -> None:
    problem = await asked(
        shared,
        {
            "to_number": "4155550100",
            "user_id": "u" * 129,
            "initial_mood": "angry",
            "custom_prompt": "p" * 2001,
            "user_name": "n" * 81,
            "language": "de",
            "not_before": "tomorrow",
            "priority": "urgent",
            "time_zone": "Mars/Olympus",
            "consent": {"at": 5, "who": "me"},
            "phone": 1,
        },
    )

    assert pointers(problem) == {
        "/to_number": E164,
        "/user_id": "is too long; at most 128 characters",
        "/initial_mood": "is none of 'happy', 'neutral', 'sad' or 'stressed'",
        "/custom_prompt": "is too long; at most 2000 characters",
        "/user_name": "is too long; at most 80 characters",
        "/language": "is not served; write one of: en, es",
        "/not_before": RFC3339,
        "/priority": "is none of 'high', 'normal' or 'low'",
        "/time_zone": "is no IANA time zone; write one like Europe/Berlin",
        "/consent/source": "is needed",
        "/consent/at": RFC3339,
        "/consent/who": "is no field of this request; the fields here are source, at",
        "/phone": f"is no field of this request; the fields here are {ALL}",
    }
    assert all(pointer in problem["detail"] for pointer in pointers(problem))


@pytest.mark.contract("initiate.unknown_fields")
@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("tonumber", "to_number"),
        ("initialMood", "initial_mood"),
        ("custom-prompt", "custom_prompt"),
    ],
)
async def test_an_unknown_field_is_refused_by_name(shared: Ruby, wrong: str, right: str) -> None:
    problem = await asked(shared, {"to_number": TO_NUMBER, wrong: "x"})

    expected = {f"/{wrong}": f"is no field of this request; did you mean {right}?"}
    assert pointers(problem) == expected


@pytest.mark.contract("initiate.400", "e164.possible")
@pytest.mark.parametrize(
    "number",
    [
        *("", "+", "14155550100", "+1415555010", "+141555501000", "+0155550100", "+99955501001"),
        *("+٤", "tel:+14155550100", " +14155550100", "+14155550100\n", "+1 415 555 0100"),
    ],
)
async def test_a_number_that_is_not_possible_is_refused(shared: Ruby, number: str) -> None:
    assert pointers(await asked(shared, {"to_number": number})) == {"/to_number": E164}


@pytest.mark.parametrize(
    ("field", "value", "detail"),
    [
        ("to_number", 14155550100, NO_TEXT),
        ("to_number", None, NO_TEXT),
        ("user_id", 7, NO_TEXT),
        ("user_id", ["x"], NO_TEXT),
        ("custom_prompt", {"text": "x"}, NO_TEXT),
        ("custom_prompt", "a\0b", "holds a NUL or half of a surrogate pair; send plain text"),
        ("initial_mood", "Sad", "is none of 'happy', 'neutral', 'sad' or 'stressed'"),
        ("initial_mood", 3, "is none of 'happy', 'neutral', 'sad' or 'stressed'"),
        ("not_before", 1893456000, RFC3339),
        ("not_before", "1893456000", RFC3339),
        ("not_before", "2030-01-31", RFC3339),
        ("not_before", "2030-01-31T18:00:00", RFC3339),
        ("not_before", "2030-02-30T18:00:00Z", RFC3339),
        ("not_before", "0001-01-01T00:00:00+14:00", RFC3339),
        ("not_before", "9999-12-31T23:59:59-14:00", RFC3339),
        ("language", "english", "is no language tag; write it as en or en-GB"),
        ("consent", "yes", "is not an object; write {...}"),
        ("consent", [], "is not an object; write {...}"),
    ],
)
@pytest.mark.contract("initiate.400")
async def test_no_value_is_converted_silently(
    shared: Ruby, field: str, value: object, detail: str
) -> None:
    problem = await asked(shared, {"to_number": TO_NUMBER} | {field: value})

    assert pointers(problem) == {f"/{field}": detail}


@pytest.mark.contract("initiate.400")
async def test_a_call_too_far_ahead_is_refused_with_how_far_it_may_be(shared: Ruby) -> None:
    far, near = "2026-02-04T18:00:01Z", "2026-02-04T17:59:00Z"  # it is 5 January, 18:00
    problem = await asked(shared, {"to_number": TO_NUMBER, "not_before": far})
    waits = await shared.api.post(INITIATE, json={"to_number": TO_NUMBER, "not_before": near})

    assert pointers(problem) == {
        "/not_before": "is more than 30 days ahead; ask nearer to the time"
    }
    assert "limits.ahead_days" in problem["detail"]
    assert (waits.status_code, waits.json()["waiting_for"]) == (202, "not_before")


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"", "is needed: send one JSON object"),
        (b"null", "is not an object; write {...}"),
        (b"[]", "is not an object; write {...}"),
        (b'"text"', "is not an object; write {...}"),
        (b"{", "is not valid JSON at line 1, column 2"),
        (b'{"to_number": "+14155550100",}', "is not valid JSON at line 1, column 30"),
        (b'{"to_number": NaN}', "holds NaN, which is no JSON"),
        (b'{"to_number": -Infinity}', "holds -Infinity, which is no JSON"),
        (b"\xff\xfe{\0}\0", "is not UTF-8 at byte 0"),
        (b'\xef\xbb\xbf{"to_number": "+14155550100"}', "is not valid JSON at line 1, column 1"),
        (b"[" * 50_000, "is nested too deeply"),
        (b'{"a":' * 10_000, "is nested too deeply"),
        (b'{"to_number": ' + b"1" * 5000 + b"}", "holds a number that is too long"),
        (b'{"user_name": "\\ud800", "to_number": "+14155550100"}', "half of a surrogate pair"),
        (b'{"\\ud800": 1}', "half of a surrogate pair"),
        (b'{"to_number": "+1", "to_number": "+2"}', "stands twice in one object; send it once"),
    ],
    ids=lambda value: None if isinstance(value, str) else ascii(value[:24]),
)
@pytest.mark.contract("initiate.400")
async def test_what_is_no_json_object_is_refused(shared: Ruby, body: bytes, detail: str) -> None:
    answer = await shared.api.post(INITIATE, content=body, headers=JSON)

    problem = refused(answer, 400, "invalid-request")
    assert any(detail in found for found in pointers(problem).values())


async def test_a_body_that_is_not_marked_as_json_is_told_the_header(shared: Ruby) -> None:
    for sent in (
        {"content": json.dumps({"to_number": TO_NUMBER})},
        {"data": {"to_number": TO_NUMBER}},
        {"content": b"{}", "headers": {"Content-Type": "text/plain"}},
    ):
        problem = refused(await shared.api.post(INITIATE, **sent), 415, "unsupported-media-type")
        assert "Content-Type: application/json" in problem["detail"]


async def test_json_of_a_kind_and_with_a_charset_is_read(shared: Ruby) -> None:
    for kind in ("application/json; charset=utf-8", "application/vnd.calls+json"):
        headers = {"Content-Type": kind}
        answer = await shared.api.post(INITIATE, content=b'{"to_number": "x"}', headers=headers)

        refused(answer, 400, "invalid-request")


async def test_a_body_over_64_kib_is_not_read(shared: Ruby) -> None:
    body = json.dumps({"to_number": TO_NUMBER, "custom_prompt": "x" * 70_000})

    refused(await shared.api.post(INITIATE, content=body, headers=JSON), 413, "too-large")


@pytest.mark.contract("errors.nothing_internal")
async def test_no_value_of_a_person_stands_in_a_refusal(shared: Ruby) -> None:
    secret = "Sam-Rivera-4155550199"

    problem = await asked(
        shared,
        {
            "to_number": secret,
            "user_id": secret * 8,
            "user_name": [secret],
            "initial_mood": secret,
            "custom_prompt": secret * 100,
            "language": secret,
            "time_zone": secret,
            "not_before": secret,
            "consent": {"source": {secret: 1}, "at": secret},
        },
    )

    assert "Rivera" not in str(problem)
    assert len(problem["errors"]) == 10


async def test_the_name_of_an_unknown_field_is_cut(shared: Ruby) -> None:
    problem = await asked(shared, {"to_number": TO_NUMBER, "x" * 9000: 1, "a/b~c": 1})

    assert "/" + "x" * 64 + "…" in pointers(problem)
    assert "/a~1b~0c" in pointers(problem)
