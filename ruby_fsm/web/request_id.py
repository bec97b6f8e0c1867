"""The id of each request: in its answer, in its problem, in the lines of the log it causes."""

from __future__ import annotations

import re
from typing import Any

from ruby_fsm.app.ports import Ids

HEADER = "X-Request-ID"
URN = "urn:ruby-fsm:request:"
KEY = "ruby_request_id"
# Ids as gateways make them. It stands in the log: what is digits alone may be somebody's number.
FORM = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9_-]{8,64}")


def given(scope: Any, ids: Ids) -> str:
    """The sender's own id where it has the form of one, else a new one; kept with the request."""
    sent = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
    text = sent.decode("latin-1")
    found = text if FORM.fullmatch(text) else ids.request_id()
    scope.setdefault("state", {})[KEY] = found
    return found


def id_of(scope: Any) -> str:
    return str(scope["state"][KEY])


def urn_of(scope: Any) -> str:
    """`instance` of a problem (RFC 9457, 3.1.5): this occurrence of it."""
    return f"{URN}{id_of(scope)}"
