"""Tokens: made, told apart, revoked. The secret is shown once; only its sha256 is kept."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

import structlog

from ruby_fsm.app.access import BY_ENVIRONMENT, NOBODY_ASKED, Caller, Scope
from ruby_fsm.app.ports import Clock, Units
from ruby_fsm.errors import NotAuthenticated, Unavailable

log = structlog.get_logger("ruby_fsm.access")
PREFIX = "rfsm_"
FORM = re.compile(PREFIX + r"[A-Za-z0-9_-]{43}")
SECRET_BYTES = 32  # so many need no slow hash: nobody guesses them
ID_DIGITS = 16
COARSE_MS = 3_600_000  # a token used all day is written once an hour
HOW = (
    "Send 'Authorization: Bearer <token>' with a token made by 'ruby-fsm token create', or the "
    "one that RUBY_API_TOKEN holds."
)


@dataclass(frozen=True, slots=True)
class Token:
    """What is kept of a token. `token_id` is made of its hash, and is no secret."""

    token_id: str
    name: str
    scopes: frozenset[Scope]
    created_ms: int
    expires_ms: int | None = None
    used_ms: int | None = None
    revoked_ms: int | None = None

    def is_good(self, now_ms: int) -> bool:
        return self.revoked_ms is None and (self.expires_ms is None or now_ms < self.expires_ms)


class TokenReader(Protocol):
    """The read side of tokens. Every method raises Unavailable."""

    async def token(self, sha256: str) -> Token | None: ...
    async def tokens(self) -> list[Token]:
        """All there ever were, oldest first."""


def new_secret() -> str:
    return PREFIX + secrets.token_urlsafe(SECRET_BYTES)


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def made(
    secret: str, name: str, scopes: Iterable[Scope], now_ms: int, days: int | None = None
) -> Token:
    """What is kept of a new token; `days`: until it expires, None for never."""
    expires_ms = now_ms + days * 86_400_000 if days else None
    token_id = f"TK{hash_of(secret)[:ID_DIGITS]}"
    return Token(token_id, name, frozenset(scopes), now_ms, expires_ms)


def refusal(secret: str, token: Token | None, now_ms: int) -> tuple[str, str]:
    """Why a token opens nothing, and whose it is where that is known: for the log."""
    if token is not None:
        is_revoked = token.revoked_ms is not None
        assert is_revoked or not token.is_good(now_ms)
        return "a revoked token" if is_revoked else "an expired token", token.token_id
    if not secret:
        return "no token", ""
    return "an unknown token" if FORM.fullmatch(secret) else "no token of ours", ""


class Tokens:
    """`bootstrap`: sha256 of the environment's token, hex, or None.

    `is_open`: while there is no token at all, all may come; for the simulated carrier only.
    """

    def __init__(
        self,
        units: Units,
        reader: TokenReader,
        clock: Clock,
        *,
        bootstrap: str | None,
        is_open: bool,
    ) -> None:
        self.units = units
        self.reader = reader
        self.clock = clock
        self.bootstrap = bootstrap
        self.is_open = is_open and bootstrap is None
        self._told_ms: dict[str, int] = {}  # of tokens there are: no stranger adds to it

    async def who(self, header: str) -> Caller:
        """Who sends this Authorization header. Raises NotAuthenticated, Unavailable."""
        scheme, _space, given = header.partition(" ")
        secret = given.strip() if scheme.lower() == "bearer" else ""
        hashed = hash_of(secret)
        if self.bootstrap and hmac.compare_digest(hashed, self.bootstrap):
            self._told(BY_ENVIRONMENT.token_id)
            return BY_ENVIRONMENT
        token = await self.reader.token(hashed) if FORM.fullmatch(secret) else None
        if token is not None and token.is_good(self.clock.now_ms()):
            self._told(token.token_id)
            await self._used(token)
            return Caller(token.token_id, token.scopes)
        if self.is_open and not await self.reader.tokens():
            return NOBODY_ASKED
        raise NotAuthenticated(HOW, *refusal(secret, token, self.clock.now_ms()))

    def _told(self, token_id: str) -> None:
        """A line of the log, once an hour: each request shows its token anew."""
        now_ms = self.clock.now_ms()
        if now_ms - self._told_ms.get(token_id, now_ms - COARSE_MS) >= COARSE_MS:
            self._told_ms[token_id] = now_ms
            log.info("token_used", who=token_id)

    async def _used(self, token: Token) -> None:
        now_ms = self.clock.now_ms()
        if token.used_ms is not None and now_ms - token.used_ms < COARSE_MS:
            return
        with suppress(Unavailable):  # a note, for which nobody is turned away
            await self.units.run(lambda unit: unit.use_token(token.token_id, now_ms))
