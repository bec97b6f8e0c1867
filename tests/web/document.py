"""The API document, made without a running service."""

from __future__ import annotations

from functools import cache
from typing import Any

from litestar import Litestar

from ruby_fsm.adapters.ids import RandomIds
from ruby_fsm.app.edge import Edge
from ruby_fsm.app.service import Service
from ruby_fsm.web.app import make_app
from ruby_fsm.web.published import published

VERSION = "0.1.0"


@cache
def document() -> dict[str, Any]:
    return published(app())


def app() -> Litestar:
    """The app over no service: it can describe itself, and that is all."""
    service = object.__new__(Service)
    object.__setattr__(service, "languages", ("en",))
    object.__setattr__(service, "edge", Edge())
    object.__setattr__(service, "ids", RandomIds())
    return make_app(service, VERSION)
