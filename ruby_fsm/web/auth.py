"""Who may call: a bearer token, compared by its hash in constant time."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from ruby_fsm.app.service import Service
from ruby_fsm.errors import NotAuthenticated

BOOTSTRAP = "bootstrap"
ANYONE = "anyone"
HOW = "Send 'Authorization: Bearer <token>' with the token that RUBY_API_TOKEN holds."


def service_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Service:
    service = connection.app.state.service
    assert isinstance(service, Service)
    return service


def with_token(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Guard: raises NotAuthenticated. Where no token is set (simulated carrier) all may pass."""
    wanted = service_of(connection).token_sha256
    if wanted is None:
        return
    scheme, _space, token = connection.headers.get("authorization", "").partition(" ")
    given = hashlib.sha256(token.strip().encode("utf-8", "surrogatepass")).digest()
    if scheme.lower() != "bearer" or not hmac.compare_digest(given, wanted):
        raise NotAuthenticated(HOW)


def caller_of(service: Service) -> str:
    """Whose token asks; kept with what it does, never a secret itself."""
    return ANYONE if service.token_sha256 is None else BOOTSTRAP


def viewer_of(service: Service) -> str | None:
    """Whose calls show their numbers; None for the bootstrap token, which may see all."""
    return ANYONE if service.token_sha256 is None else None
