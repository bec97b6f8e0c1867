"""Writes the reference page of what the API answers, field by field, from the OpenAPI document.

A test compares it with `docs/reference/answers.md`, so the page can't say anything else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ruby_fsm.web.answer_words import DANGERS, words
from ruby_fsm.web.reference import RESOLVED

Node = Mapping[str, Any]
# What an endpoint answers, each before the parts that only it holds.
MODELS: Mapping[str, str] = {
    "Initiated": "A call accepted",
    "CallStatus": "The status of a call",
    "ActiveCalls": "Calls that have not ended",
    "Conversations": "Conversations in progress",
    "Conversation": "One conversation",
    "Ended": "A call ended",
    "Analytics": "Everything known of one call",
    "Timing": "Its timing",
    "Talk": "Its conversation",
    "MoodStory": "Its mood",
    "MoodPoint": "A point of its mood",
    "RiskStory": "Its risk",
    "RiskPoint": "A point of its risk",
    "TopicShare": "A topic",
    "Latency": "Its latency",
    "Spread": "A spread of times",
    "VerdictView": "A word of the dial policy",
    "FindingView": "A reason of the dial policy",
    "EscalationView": "An escalation",
    "EscalationStepView": "A step of an escalation",
    "Acknowledged": "An escalation acknowledged",
    "Summary": "The same over many calls",
    "Export": "Everything kept of a person",
    "ExportedCall": "One call of theirs",
    "SaidLine": "What was said",
    "Erased": "A person erased",
    "AuditTrail": "The audit trail",
    "AuditEntry": "A row of the audit trail",
    "Suppressions": "Numbers nobody may call",
    "SuppressionView": "A number nobody may call",
    "ConsentView": "A consent",
    "Deliveries": "What webhooks were told",
    "DeliveryView": "One event for one webhook",
    "Health": "Health",
    "Component": "A part of the service",
    "Problem": "Problem",
    "Fault": "A faulty field",
}
KINDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
}
PAGE = """\
# What the API answers

Every field of every answer of [the API](api.md). Moments are RFC 3339 in UTC, with milliseconds. A
later version may add fields; none is renamed or dropped.

{sections}
## Kinds of danger

| `category` | means |
|---|---|
{dangers}

This page is written from the OpenAPI document.
"""


def answers_reference(document: Node) -> str:
    """`docs/reference/answers.md`."""
    schemas: Mapping[str, Node] = document["components"]["schemas"]
    sections = "\n".join(section(name, schemas[name]) for name in MODELS)
    dangers = "\n".join(f"| `{kind}` | {what} |" for kind, what in DANGERS.items())
    return PAGE.format(sections=sections, dangers=dangers)


def section(name: str, schema: Node) -> str:
    """A heading and a row for each field."""
    rows = [
        f"| `{field}` | {kind_of(node)} | {words(name, field)} |"
        for field, node in schema["properties"].items()
    ]
    return "\n".join([f"## {MODELS[name]}\n", "| field | | |", "|---|---|---|", *rows, ""])


def kind_of(node: Node) -> str:
    """Text, a number, a link to the model, or a list or mapping of these."""
    held = list(models_of(node))
    if held:
        kind = f"[{MODELS[held[0]].lower()}](#{MODELS[held[0]].lower().replace(' ', '-')})"
    else:
        kind = plain(node)
    if node.get("type") == "array":
        kind = f"list: {kind}"
    elif "additionalProperties" in node:
        kind = f"by name: {kind}"
    return f"{kind}, or null" if node.get("nullable") else kind


def plain(node: Node) -> str:
    """The type of what is no model."""
    items, values = node.get("items"), node.get("additionalProperties")
    if isinstance(items, Mapping):
        return "object" if items.get("type") == "object" else plain(items)
    return plain(values) if isinstance(values, Mapping) else KINDS[str(node["type"])]


def models_of(node: Node) -> Iterator[str]:
    """The model that a field holds, itself or within."""
    if "$ref" in node:
        yield node["$ref"].removeprefix(RESOLVED)
    for inner in (*node.get("allOf", []), node.get("items"), node.get("additionalProperties")):
        if isinstance(inner, Mapping):
            yield from models_of(inner)
