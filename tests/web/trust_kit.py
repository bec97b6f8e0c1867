"""Tokens for the tests of who may do what."""

from __future__ import annotations

import httpx

from ruby_fsm.app.access import Scope
from ruby_fsm.app.tokens import Token, hash_of, made, new_secret
from ruby_fsm.app.trail import Kept
from tests.world import Ruby


async def new_token(
    it: Ruby, *scopes: Scope, days: int | None = None, at_ms: int | None = None
) -> tuple[str, Token]:
    """The secret of a new token, and what is kept of it."""
    secret = new_secret()
    token = made(secret, "a test's", scopes, at_ms or it.clock.now_ms(), days)
    await it.parts.store.units.run(lambda unit: unit.add_token(token, hash_of(secret)))
    return secret, token


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


async def asked(it: Ruby, secret: str, method: str, path: str, **more: object) -> httpx.Response:
    answer = await it.api.request(method, path, headers=bearer(secret), **more)  # type: ignore[arg-type]  # httpx's own
    await it.calm()
    return answer


async def trail(it: Ruby) -> list[Kept]:
    """Oldest first."""
    return [row async for row in it.parts.store.reader.audit_rows()]


async def acts(it: Ruby) -> list[tuple[str, str, str]]:
    return [(row.act, row.who, row.target) for row in await trail(it)]
