"""What a handler asks of its connection: the service, and who was let in."""

from __future__ import annotations

from typing import Any

from litestar.connection import ASGIConnection

from ruby_fsm.app.service import Service
from ruby_fsm.web.access import viewer_of

__all__ = ["service_of", "viewer_of"]


def service_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Service:
    service = connection.app.state.service
    assert isinstance(service, Service)
    return service
