"""Writes the reference pages of the API and of its errors from what is served.

A test compares them with `docs/reference/`, so the pages can't say anything else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ruby_fsm.web.catalog import Known, everything
from ruby_fsm.web.problems import URN

Node = Mapping[str, Any]
API_HEAD = """\
# The API

JSON in, JSON out. Times are RFC 3339 in UTC, durations in seconds. A started service shows this
page at `/docs`, with requests to try, and the OpenAPI document at `/docs/openapi.json`; the same
document is [docs/openapi.json](../openapi.json).

Send `Authorization: Bearer <token>` with the token of `RUBY_API_TOKEN`; with the simulated carrier
none is needed. Errors are `application/problem+json` with a stable `type`: [errors](errors.md).
Every answer holds `X-Request-ID`, and so does every line of the log about it: yours, where you sent
one of 8 to 64 letters, digits, `_` and `-`, a letter among them; else one made here.
A number shows whole to the token that placed the call and to admin, else its last four digits.

```python
import requests

answer = requests.post(
    "http://127.0.0.1:8080/ai-calling/initiate-ai-call",
    json={"to_number": "+14155550100", "user_id": "u-1042", "initial_mood": "stressed"},
    timeout=10,
)
print(answer.json()["call_sid"], answer.json()["status"])
```

```javascript
const answer = await fetch("http://127.0.0.1:8080/ai-calling/initiate-ai-call", {
  method: "POST",
  headers: {"Content-Type": "application/json"},
  body: JSON.stringify({to_number: "+14155550100", user_id: "u-1042", initial_mood: "stressed"}),
});
const call = await answer.json();
```

This page is written from the OpenAPI document.
"""
ERRORS_HEAD = """\
# Errors

Every error answer is `application/problem+json` (RFC 9457): `type` is stable and names the kind of
error, `title` says it, `detail` says what is wrong this time, `errors` names each faulty field of a
request by a JSON pointer, all of them at once. No answer repeats a value that was sent.
`instance` ends in the id of the request, which `X-Request-ID` and the service's log hold too.

| status | type | |
|---|---|---|
{rows}

This page is written from the code.
"""
RESOLVED = "#/components/schemas/"


def api_reference(document: Node) -> str:
    """`docs/reference/api.md`."""
    return "\n".join([API_HEAD, *sections(document)])


def errors_reference() -> str:
    """`docs/reference/errors.md`."""
    known = everything()
    rows = "\n".join(error_row(one) for one in known)
    return "\n".join([ERRORS_HEAD.format(rows=rows), *map(error_section, known)])


def error_row(known: Known) -> str:
    problem = known.problem
    kind = problem.type.removeprefix(URN)
    return f"| {problem.status} | [`{kind}`](#{kind}) | {problem.title} |"


def error_section(known: Known) -> str:
    problem = known.problem
    lines = [
        f"## {problem.type.removeprefix(URN)}",
        f"{problem.status} · `{problem.type}` · {problem.title}",
        known.meaning,
        f"What to do: {known.way_out}",
        f"For instance: {problem.detail}",
    ]
    return "\n\n".join(lines) + "\n"


def sections(document: Node) -> Iterator[str]:
    for tag in document["tags"]:
        yield f"## {tag['name']}\n\n{tag['description']}\n"
        for path, item in document["paths"].items():
            for method, operation in item.items():
                if tag["name"] in operation["tags"]:
                    yield "\n".join(endpoint(document, f"{method.upper()} {path}", operation))


def endpoint(document: Node, title: str, operation: Node) -> Iterator[str]:
    yield f"### {title}\n"
    yield f"{operation['summary']} (`{operation['operationId']}`).\n"
    if "description" in operation:
        yield f"{operation['description']}\n"
    yield from parameters(operation.get("parameters", []))
    yield from body(document, operation.get("requestBody"))
    yield from answers(operation["responses"])


def parameters(found: list[Node]) -> Iterator[str]:
    if not found:
        return
    yield "| parameter | in | |\n|---|---|---|"
    for one in found:
        yield f"| `{one['name']}` | {one['in']} | {one.get('description', '')} |"
    yield ""


def body(document: Node, found: Node | None) -> Iterator[str]:
    """Its fields, and each of its examples."""
    if found is None:
        return
    ((media, content),) = found["content"].items()
    needed = "needed" if found.get("required") else "may be left out"
    yield f"Body, `{media}`, {needed}:\n"
    yield "| field | | |\n|---|---|---|"
    schema = resolved(document, content["schema"])
    for name, field in schema.get("properties", {}).items():
        mark = "needed" if name in schema.get("required", []) else ""
        yield f"| `{name}` | {kind_of(document, field)} | {mark_of(field, mark)} |"
    yield ""
    for example in content["examples"].values():
        yield fenced(example["value"])


def answers(found: Node) -> Iterator[str]:
    yield "| answer | |\n|---|---|"
    for status, response in sorted(found.items()):
        kinds = [f"[`{kind}`](errors.md#{kind})" for kind in kinds_of(response)]
        headers = [f"header `{name}`" for name in response.get("headers", {})]
        told = [response["description"], *kinds, *headers]
        yield f"| {status} | {'; '.join(text.rstrip('.') for text in told)} |"
    yield ""
    for status, response in sorted(found.items()):
        shown = response.get("content", {}).get("application/json", {}).get("examples", {})
        for example in shown.values():
            yield f"{status}:\n"
            yield fenced(example["value"])


def kinds_of(response: Node) -> list[str]:
    return list(response.get("content", {}).get("application/problem+json", {}).get("examples", {}))


def resolved(document: Node, schema: Node) -> Node:
    """The schema behind a reference, alone or as the one part of a whole."""
    ref = schema.get("$ref") or next((part.get("$ref") for part in schema.get("allOf", [])), None)
    if not ref:
        return schema
    found: Node = document["components"]["schemas"][ref.removeprefix(RESOLVED)]
    return found


def kind_of(document: Node, field: Node) -> str:
    """The type of a field, with the limits a sender must know."""
    schema = resolved(document, field)
    if "enum" in schema:
        return " \\| ".join(f"`{value}`" for value in schema["enum"])
    if schema.get("properties"):
        inner = ", ".join(f"`{name}`" for name in schema["properties"])
        return f"object: {inner}"
    limit = f", at most {schema['maxLength']} characters" if "maxLength" in schema else ""
    kind = schema.get("format") or {"string": "text"}.get(schema["type"], schema["type"])
    return f"{kind}{limit}"


def mark_of(field: Node, mark: str) -> str:
    default = field.get("default")
    told = [f"default `{default}`"] if default not in {None, "", False} else []
    return "; ".join([text for text in (mark, *told, field.get("description", "")) if text])


def fenced(value: object) -> str:
    return f"```json\n{json.dumps(value, indent=2, ensure_ascii=False)}\n```\n"
