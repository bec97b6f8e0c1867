"""The API document cannot lie: it is fresh, whole, valid, and its examples are what is answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import httpx
import pytest

from ruby_fsm import errors
from ruby_fsm.web.catalog import REQUEST, everything
from ruby_fsm.web.published import text_of
from ruby_fsm.web.reference import api_reference, errors_reference
from tests.conftest import Golden
from tests.web.document import document
from tests.web.kit import INITIATE, in_crisis, ruby

DOCS = Path(__file__).parents[2] / "docs"


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document()["paths"].items():
        for method, operation in item.items():
            yield method, path, operation


OPERATIONS = list(operations())
IDS = [operation["operationId"] for _, _, operation in OPERATIONS]


# --- the committed pages ------------------------------------------------------------------------

HEALTH = ("/health", "/readyz", "/livez")


def test_the_committed_document_is_fresh(golden: Golden) -> None:
    golden(DOCS / "openapi.json", text_of(document()))


def test_the_committed_reference_of_the_api_is_fresh(golden: Golden) -> None:
    golden(DOCS / "reference" / "api.md", api_reference(document()))


def test_the_committed_reference_of_the_errors_is_fresh(golden: Golden) -> None:
    golden(DOCS / "reference" / "errors.md", errors_reference())


# --- the document -------------------------------------------------------------------------------


def test_operation_ids_are_stable_names() -> None:
    assert sorted(IDS) == sorted(set(IDS))
    assert set(IDS) == {
        *("initiateCall", "callAnalytics", "activeCalls", "endCall", "analyticsSummary"),
        *("resolveCrisis", "joinCrisis", "callEscalations", "acknowledgeEscalation"),
        *("suppressions", "suppress", "liftSuppression", "deliveries", "replayDelivery"),
        *("recordConsent", "withdrawConsent", "explainPolicy"),
        *("callingHealth", "telephoneHealth", "callStatus", "conversations"),
        "auditTrail",
        *("answerWebhook", "gatherWebhook", "replyWebhook", "dialWebhook", "fallbackWebhook"),
        *("statusWebhook", "amdWebhook", "alertWebhook", "alertKeyWebhook", "messageWebhook"),
        *(
            "acceptWebhook",
            "acceptKeyWebhook",
            "acceptStatusWebhook",
            "alertStatusWebhook",
            "auditTrail",
        ),
        *("livez", "readyz", "metrics", "exportPerson", "erasePerson"),
    }


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=IDS)
def test_every_operation_has_a_tag_a_summary_and_examples(
    method: str, path: str, operation: dict[str, Any]
) -> None:
    known = {tag["name"] for tag in document()["tags"]}
    is_webhook = path.startswith("/voice/webhook/")

    assert set(operation["tags"]) <= known
    assert (
        operation["tags"] == ["Twilio only"]
        if is_webhook
        else "Twilio only" not in known - {"Twilio only"}
    )
    assert operation["summary"]
    for media in contents(operation):
        assert media["examples"], (method, path)


def contents(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from operation.get("requestBody", {}).get("content", {}).values()
    for response in operation["responses"].values():
        yield from response.get("content", {}).values()


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=IDS)
def test_every_error_is_documented_as_a_problem(
    method: str, path: str, operation: dict[str, Any]
) -> None:
    is_health = path.endswith(HEALTH)
    for status, response in operation["responses"].items():
        if int(status) >= 400 and not is_health:
            assert list(response["content"]) == ["application/problem+json"], (method, path)
    if path == "/livez":  # reads nothing, and so has nothing that could fail
        return
    expected = {"503"} if is_health else {"403", "503"} if "webhook" in path else {"401", "503"}
    assert expected <= set(operation["responses"])


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=IDS)
def test_every_example_has_the_form_its_schema_asks_for(
    method: str, path: str, operation: dict[str, Any]
) -> None:
    for media in contents(operation):
        for example in media["examples"].values():
            assert faults(media["schema"], example["value"]) == [], (method, path)


def faults(schema: dict[str, Any], value: object, at: str = "") -> list[str]:
    """What of the value does not fit: enough of JSON Schema for the schemas we publish."""
    for part in (schema.get("$ref"), *(one.get("$ref") for one in schema.get("allOf", []))):
        if part:
            name = part.rpartition("/")[2]
            whole = {**document()["components"]["schemas"][name]}
            whole["nullable"] = schema.get("nullable", False)
            return faults(whole, value, at)
    if value is None:
        return [] if schema.get("nullable") else [f"{at}: null"]
    kinds = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict}
    kind = kinds.get(schema.get("type", ""), object)
    if not isinstance(value, kind):
        return [f"{at}: no {schema['type']}"]
    found = [f"{at}: not of the enum"] if value not in schema.get("enum", [value]) else []
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        found.append(f"{at}: {schema['pattern']}")
    if isinstance(value, list):
        found += [f for one in value for f in faults(schema.get("items", {}), one, f"{at}/0")]
    if isinstance(value, dict) and "properties" in schema:
        known = schema["properties"]
        found += [
            f"{at}/{name} missing" for name in schema.get("required", ()) if name not in value
        ]
        found += [f"{at}/{name} unknown" for name in value if name not in known]
        found += [
            fault
            for name, one in value.items()
            if name in known
            for fault in faults(known[name], one, f"{at}/{name}")
        ]
    return found


def test_the_webhooks_are_for_twilio_and_need_no_token() -> None:
    for _, path, operation in OPERATIONS:
        is_open = operation.get("security") == [{}]

        assert is_open == (path.startswith("/voice/webhook/") or path.endswith(HEALTH))


# --- examples that are sent and answered --------------------------------------------------------


async def test_every_documented_request_is_accepted_as_it_stands(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = await in_crisis(it)
        for example in body_of("initiateCall")["examples"].values():
            answer = await it.api.post(INITIATE, json=example["value"])
            assert answer.status_code in {201, 202}, answer.text
            same_form(answer, "initiateCall")
        for operation_id, path in (
            ("joinCrisis", "crisis/join"),
            ("resolveCrisis", "crisis/resolve"),
            ("endCall", "end"),
        ):
            for example in body_of(operation_id)["examples"].values():
                answer = await it.api.post(
                    f"/ai-calling/call/{call_id}/{path}", json=example["value"]
                )
                assert answer.status_code == 200, answer.text
                same_form(answer, operation_id)


@pytest.mark.parametrize(
    ("operation_id", "path"),
    [
        ("callAnalytics", "/ai-calling/call/{}/analytics"),
        ("activeCalls", "/ai-calling/calls/active"),
        ("suppressions", "/ai-calling/suppressions"),
        ("analyticsSummary", "/ai-calling/analytics/summary"),
        ("callEscalations", "/ai-calling/call/{}/escalations"),
        ("callStatus", "/phone/call/{}/status"),
        ("conversations", "/voice/conversations"),
        ("callingHealth", "/ai-calling/health"),
        ("telephoneHealth", "/phone/health"),
    ],
)
async def test_what_is_answered_has_the_documented_form(
    tmp_path: Path, operation_id: str, path: str
) -> None:
    async with ruby(tmp_path) as it:
        call_id = await in_crisis(it)

        same_form(await it.api.get(path.format(call_id)), operation_id)


def body_of(operation_id: str) -> dict[str, Any]:
    content: dict[str, Any] = operation_of(operation_id)["requestBody"]["content"]
    (media,) = content.values()
    return dict(media)


def operation_of(operation_id: str) -> dict[str, Any]:
    return next(o for _, _, o in OPERATIONS if o["operationId"] == operation_id)


def same_form(answer: httpx.Response, operation_id: str) -> None:
    response = operation_of(operation_id)["responses"][str(answer.status_code)]
    media = response["content"][answer.headers["Content-Type"].partition(";")[0]]
    assert faults(media["schema"], answer.json()) == []


# --- errors -------------------------------------------------------------------------------------


def kinds_below(kind: type[errors.RequestError]) -> Iterator[type[errors.RequestError]]:
    for child in kind.__subclasses__():
        yield child
        yield from kinds_below(child)


def test_every_error_of_the_tree_stands_in_the_reference() -> None:
    named = {kind.__module__: kind for kind in kinds_below(errors.RequestError)}

    assert set(kinds_below(errors.RequestError)) == set(REQUEST), named
    types = [known.problem.type for known in everything()]
    assert len(types) == len(set(types))


async def test_the_example_of_a_refusal_is_what_is_answered(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        body = {"number": "+14155550100"}
        answer = await it.api.post(INITIATE, json=body)

        example = asdict(REQUEST[errors.InvalidRequest].problem)
        assert answer.json() == example | {"instance": answer.json()["instance"]}
