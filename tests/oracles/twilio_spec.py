"""Twilio's own OpenAPI description, as a judge of requests and answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
from openapi_core import Config, OpenAPI
from openapi_core.testing import MockRequest, MockResponse

HOST = "https://api.twilio.com"
FORM = "application/x-www-form-urlencoded"
ROOT = "/2010-04-01/Accounts/"
KNOWN = {
    "/Calls.json": f"{ROOT}{{AccountSid}}/Calls.json",
    "/Messages.json": f"{ROOT}{{AccountSid}}/Messages.json",
    "/IncomingPhoneNumbers.json": f"{ROOT}{{AccountSid}}/IncomingPhoneNumbers.json",
}


class Judge:
    """`judged`: operations that were seen, as `POST /…/Calls.json`."""

    def __init__(self, path: Path) -> None:
        # As JSON: openapi-core would read the file as YAML, and YAML refuses half of a surrogate.
        self._raw: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        # Twilio names paths and what is left out a `uri`, which only some installations look at.
        any_uri = Config(extra_format_validators={"uri": lambda _: True})
        self._spec = OpenAPI.from_dict(dict(self._raw), config=any_uri)
        self.judged: set[str] = set()

    def judge(self, request: httpx.Request, response: httpx.Response) -> None:
        """Raises what openapi-core finds, or AssertionError for a parameter Twilio has not."""
        body = request.content
        asked = MockRequest(
            HOST,
            request.method.lower(),
            request.url.path,
            args=dict(request.url.params),
            headers={"Authorization": request.headers.get("Authorization", "")},
            data=body or None,
            content_type=request.headers.get("Content-Type", "").partition(";")[0],
        )
        self._spec.validate_request(asked)
        self._known_parameters(request, body)
        if response.is_success:
            answered = MockResponse(
                response.content,
                response.status_code,
                content_type=response.headers.get("Content-Type", "").partition(";")[0],
            )
            self._spec.validate_response(asked, answered)
        self.judged.add(f"{request.method} {template(request.url.path)}")

    def _known_parameters(self, request: httpx.Request, body: bytes) -> None:
        """The description lets unknown form fields pass; Twilio would not heed them."""
        operation = self._raw["paths"][template(request.url.path)][request.method.lower()]
        if request.method == "POST":
            schema = operation["requestBody"]["content"][FORM]["schema"]
            known = set(schema["properties"])
        else:
            known = {one["name"] for one in operation.get("parameters", ())}
        given = {name for name, _ in parse_qsl(body.decode(), keep_blank_values=True)}
        given |= set(request.url.params)
        assert given <= known, f"Twilio has no {sorted(given - known)}"


def template(path: str) -> str:
    """`/2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json` for any such path."""
    inner = path.removeprefix(ROOT)
    if "/" not in inner:
        return f"{ROOT}{{Sid}}.json"
    rest = inner[inner.index("/") :]
    kind = "Messages" if rest.startswith("/Messages/") else "Calls"
    return KNOWN.get(rest, f"{ROOT}{{AccountSid}}/{kind}/{{Sid}}.json")
