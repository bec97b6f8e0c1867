"""The read side of tokens and of the audit trail."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from ruby_fsm.adapters.db import rows
from ruby_fsm.adapters.db.faults import unavailable
from ruby_fsm.adapters.db.seal import Seal
from ruby_fsm.adapters.db.tables import AUDIT, AUDIT_HEAD, TOKENS
from ruby_fsm.app.access import Scope
from ruby_fsm.app.tokens import Token
from ruby_fsm.app.trail import Head, Kept

_T, _A, _H = TOKENS.c, AUDIT.c, AUDIT_HEAD.c
PAGE = 200
TOKEN = (
    _T.token_id, _T.name, _T.scopes, _T.created_ms, _T.expires_ms, _T.used_ms, _T.revoked_ms
)  # fmt: skip
ROW = (_A.n, _A.at_ms, _A.who, _A.act, _A.target, _A.detail, _A.hash)


class TrustReader:
    """See `app.tokens.TokenReader` and `app.trail.TrailReader`."""

    def __init__(self, engine: AsyncEngine, seal: Seal) -> None:
        self._engine = engine
        self._seal = seal

    def hash(self, text: str) -> str:
        """Keyed, as in the rows."""
        return self._seal.hash(text)

    async def token(self, sha256: str) -> Token | None:
        found = await self._all(sa.select(*TOKEN).where(_T.sha256 == sha256))
        return as_token(found[0]) if found else None

    async def tokens(self) -> list[Token]:
        query = sa.select(*TOKEN).order_by(_T.created_ms, _T.token_id)
        return [as_token(row) for row in await self._all(query)]

    async def audit_page(self, limit: int, before: int | None) -> list[Kept]:
        query = sa.select(*ROW).order_by(_A.n.desc()).limit(limit)
        if before is not None:
            query = query.where(_A.n < before)
        return [Kept(*row) for row in await self._all(query)]

    async def audit_rows(self) -> AsyncIterator[Kept]:
        last = None
        query = sa.select(*ROW).order_by(_A.n).limit(PAGE)
        while page := await self._all(query if last is None else query.where(_A.n > last)):
            for row in page:
                yield Kept(*row)
            last = page[-1][0]

    async def audit_head(self) -> Head:
        found = await self._all(sa.select(_H.n, _H.hash, _H.seal).where(_H.id == 1))
        return Head(*found[0]) if found else Head()

    async def _all(self, query: sa.Select[*tuple[object, ...]]) -> Sequence[rows.Row]:
        with unavailable():
            async with self._engine.connect() as connection:
                return (await connection.execute(query)).all()


def as_token(row: rows.Row) -> Token:
    token_id, name, scopes, *times = row
    return Token(token_id, name, frozenset(map(Scope, scopes.split())), *times)
