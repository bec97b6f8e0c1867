"""Wrong paths, queries, methods, headers and tokens: each answer says which, and the way out."""

from __future__ import annotations

import pytest

from tests.web.kit import BEARER, INITIATE, pointers, refused
from tests.world import TO_NUMBER, Ruby

pytestmark = pytest.mark.asyncio(loop_scope="module")

NO_TEXT = "is not text; put it in quotes"
CALL = "/ai-calling/call/CL" + "f" * 32


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        ("/end", {"force": "true"}, {"/force": "is neither true nor false"}),
        ("/end", {"force": 1}, {"/force": "is neither true nor false"}),
        ("/end", {"force": True}, {"/reason": "is needed with force; say why"}),
        ("/end", {"force": True, "reason": " "}, {"/reason": "is needed with force; say why"}),
        ("/end", {"reason": "x" * 501}, {"/reason": "is too long; at most 500 characters"}),
        ("/end", {"forced": True}, {"/forced": "is no field of this request; did you mean force?"}),
        ("/crisis/resolve", {}, {"/reason": "is needed"}),
        ("/crisis/resolve", {"reason": ""}, {"/reason": "is too short; at least 1 character"}),
        ("/crisis/join", {"reason": 1}, {"/reason": NO_TEXT}),
    ],
)
async def test_the_other_bodies_are_read_as_strictly(
    shared: Ruby, path: str, body: object, expected: dict[str, str]
) -> None:
    answer = await shared.api.post(CALL + path, json=body)

    assert pointers(refused(answer, 400, "invalid-request")) == expected


async def test_a_needed_body_that_is_absent_is_asked_for(shared: Ruby) -> None:
    answer = await shared.api.post(CALL + "/crisis/resolve")

    expected = {"": "is needed: send one JSON object"}
    assert pointers(refused(answer, 400, "invalid-request")) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("limit=0", {"/limit": "is no whole number from 1 to 200"}),
        ("limit=201", {"/limit": "is no whole number from 1 to 200"}),
        ("limit=ten", {"/limit": "is no whole number from 1 to 200"}),
        ("limit=", {"/limit": "is no whole number from 1 to 200"}),
        ("after=x", {"/after": "leads nowhere; send the `next` of the page before"}),
        ("after=%00%ff", {"/after": "leads nowhere; send the `next` of the page before"}),
    ],
)
@pytest.mark.parametrize("path", ["/ai-calling/calls/active", "/voice/conversations"])
async def test_a_page_that_can_not_be_is_refused(
    shared: Ruby, path: str, query: str, expected: dict[str, str]
) -> None:
    answer = await shared.api.get(f"{path}?{query}")

    assert pointers(refused(answer, 400, "invalid-request")) == expected


async def test_both_ends_of_a_wrong_period_are_named(shared: Ruby) -> None:
    path = "/ai-calling/analytics/summary"

    both = refused(await shared.api.get(f"{path}?since=x&until=2020"), 400, "invalid-request")
    torn = refused(
        await shared.api.get(f"{path}?since=2020-01-01T00:00:00+02:00"), 400, "invalid-request"
    )
    turned = refused(
        await shared.api.get(f"{path}?since=2020-01-02T00:00:00Z&until=2020-01-01T00:00:00Z"),
        400,
        "invalid-request",
    )

    assert set(pointers(both)) == {"/since", "/until"}
    assert "%2B" in pointers(torn)["/since"]
    assert pointers(turned) == {"/since": "is not before until"}


@pytest.mark.parametrize("ref", ["x", "CL1", "CA" + "F" * 32, "%00", "%ff", "😀", "a" * 3000])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/ai-calling/call/{}/analytics"),
        ("GET", "/ai-calling/call/{}/escalations"),
        ("POST", "/ai-calling/call/{}/end"),
        ("POST", "/ai-calling/call/{}/crisis/join"),
        ("GET", "/phone/call/{}/status"),
    ],
)
@pytest.mark.contract("rest.analytics", "rest.end", "rest.status", "rest.crisis_join")
async def test_an_id_of_no_call_is_not_found_whatever_its_form(
    shared: Ruby, method: str, path: str, ref: str
) -> None:
    refused(await shared.api.request(method, path.format(ref)), 404, "call-not-found")


async def test_a_path_of_nothing_is_not_found(shared: Ruby) -> None:
    for path in (
        "/",
        "/ai-calling",
        "/ai-calling/call",
        "/voice/webhook/relay",
        "/docs-files/../x",
    ):
        refused(await shared.api.get(path), 404, "not-found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", INITIATE, "POST"),
        ("PATCH", INITIATE, "POST"),
        ("DELETE", "/ai-calling/calls/active", "GET"),
        ("POST", "/ai-calling/health", "GET"),
        ("GET", "/voice/webhook/answer", "POST"),
        ("PUT", "/voice/webhook/gather", "POST"),
        ("GET", "/voice/webhook/status", "POST"),
    ],
)
async def test_another_method_is_told_the_right_one(
    shared: Ruby, method: str, path: str, allowed: str
) -> None:
    answer = await shared.api.request(method, path)

    refused(answer, 405, "method-not-allowed")
    assert allowed in answer.headers["Allow"].split(", ")


async def test_a_wrong_idempotency_key_is_refused(shared: Ruby) -> None:
    for key in ("", "k" * 256):
        answer = await shared.api.post(
            INITIATE, json={"to_number": TO_NUMBER}, headers={"Idempotency-Key": key}
        )

        expected = {"/Idempotency-Key": "is empty, or longer than 255 characters"}
        assert pointers(refused(answer, 400, "invalid-request")) == expected


@pytest.mark.contract("initiate.401", "who.token")
@pytest.mark.parametrize(
    "header",
    [
        *(None, "", "Bearer", "Bearer ", "Bearer wrong", f"Basic {BEARER}", f"Bearer {BEARER}x"),
        *(BEARER, f"Bearer {BEARER[:-1]}", "Bearer \xff"),
    ],
)
async def test_without_the_right_token_nothing_is_told(shared: Ruby, header: str | None) -> None:
    headers = {} if header is None else {b"Authorization": header.encode("latin-1")}
    shown = shared.api.headers.pop("Authorization")
    try:
        answer = await shared.api.post(INITIATE, json={"to_number": "wrong"}, headers=headers)
    finally:
        shared.api.headers["Authorization"] = shown

    refused(answer, 401, "not-authenticated")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
