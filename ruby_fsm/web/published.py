"""The API document as it is published: OpenAPI 3.0.3, which the API page and older tools read.

Schemas come from pydantic, which knows more of our types than the framework tells.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from litestar import Litestar, Request
from litestar.enums import OpenAPIMediaType
from litestar.openapi.plugins import JsonRenderPlugin
from pydantic import TypeAdapter

from ruby_fsm.app.policy_views import ConsentView, Suppressions, SuppressionView
from ruby_fsm.app.replaying import Deliveries, DeliveryView
from ruby_fsm.app.views import (
    ActiveCalls,
    Analytics,
    CallStatus,
    Conversations,
    Erased,
    EscalationView,
    Export,
    Health,
    Summary,
    VerdictView,
)
from ruby_fsm.web.answers import Acknowledged, Ended, Initiated
from ruby_fsm.web.audit import AuditTrail
from ruby_fsm.web.openapi import complete
from ruby_fsm.web.people_bodies import (
    ConsentBody,
    ExplainBody,
    LiftBody,
    SuppressBody,
    WithdrawBody,
)
from ruby_fsm.web.problems import Problem
from ruby_fsm.web.schemas import AcknowledgeBody, EndBody, InitiateBody, JoinBody, ResolveBody

SENT = (
    *(InitiateBody, EndBody, ResolveBody, JoinBody, AcknowledgeBody),
    *(SuppressBody, LiftBody, ConsentBody, WithdrawBody, ExplainBody),
    *(Suppressions, SuppressionView, ConsentView, VerdictView, Deliveries, DeliveryView),
    *(Initiated, Ended, Acknowledged, Problem),
    *(ActiveCalls, Analytics, CallStatus, Conversations, EscalationView, Health, Summary),
    *(AuditTrail, Export, Erased),
)
REF = "#/components/schemas/{model}"
NOTHING = {"type": "null"}
# False is what their absence means already.
FLAGS = frozenset({"deprecated", "required", "allowEmptyValue", "allowReserved"})


class Document(JsonRenderPlugin):
    """/docs/openapi.json."""

    def __init__(self) -> None:
        super().__init__(path="/openapi.json", media_type=OpenAPIMediaType.OPENAPI_JSON)

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:  # noqa: ARG002 - the framework's own lacks half of it
        return text_of(published(request.app)).encode()


def published(app: Litestar) -> dict[str, Any]:
    """The document of the app's endpoints."""
    complete(app.openapi_schema)
    made = app.openapi_schema.to_schema()
    components = {**made["components"], "schemas": schemas()}
    whole: dict[str, Any] = older({**made, "openapi": "3.0.3", "components": components})
    return whole


def text_of(document: Mapping[str, Any]) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def schemas() -> dict[str, Any]:
    adapters = [(kind, "validation", TypeAdapter(kind)) for kind in SENT]
    _, found = TypeAdapter.json_schemas(adapters, ref_template=REF)  # type: ignore[arg-type]  # a tuple of unlike types
    return dict(sorted(found["$defs"].items()))


def older(node: Any) -> Any:
    """A node of a 3.1 document as 3.0 writes it; examples are let alone."""
    if isinstance(node, list):
        return [older(one) for one in node]
    if not isinstance(node, dict):
        return node
    made = {key: value if key == "value" else older(value) for key, value in node.items()}
    made = {key: value for key, value in made.items() if says_something(key, value, made)}
    if "$ref" in made and len(made) > 1:  # 3.0 does not look beside a reference
        made = {"allOf": [{"$ref": made.pop("$ref")}], **made}
    return nullable(made)


def says_something(key: str, value: object, node: Mapping[str, Any]) -> bool:
    """Whether a line of the document says more than its absence, or than the name above it."""
    is_title = key == "title" and isinstance(value, str) and ("type" in node or "anyOf" in node)
    return not (is_title or (key in FLAGS and value is False) or (key == "headers" and not value))


def nullable(schema: dict[str, Any]) -> dict[str, Any]:
    """3.0 has no type null: `anyOf` with it is a mark on the other one."""
    kinds = schema.get("anyOf") or schema.get("oneOf") or []
    if NOTHING not in kinds:
        return schema
    others = [kind for kind in kinds if kind != NOTHING]
    rest = {key: value for key, value in schema.items() if key not in {"anyOf", "oneOf"}}
    if len(others) > 1:
        return {**rest, "nullable": True, "anyOf": others}
    if "$ref" in others[0]:
        return {**rest, "nullable": True, "allOf": others}
    return {**others[0], **rest, "nullable": True}
