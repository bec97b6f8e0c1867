"""Tokens, the audit trail and limits, inside a unit of work."""

from __future__ import annotations

import sqlalchemy as sa

from ruby_fsm.adapters.db.cursor import OnCursor
from ruby_fsm.adapters.db.statements import compiled, insert_into, made
from ruby_fsm.adapters.db.tables import AUDIT, AUDIT_HEAD, LIMITS, TOKENS
from ruby_fsm.app.tokens import Token
from ruby_fsm.app.trail import Act, Entry, Head, head_of, next_row

_T, _A, _H, _L = TOKENS.c, AUDIT.c, AUDIT_HEAD.c, LIMITS.c
_at = sa.bindparam

ADD_TOKEN = compiled(insert_into(TOKENS, "used_ms", "revoked_ms"))
USE_TOKEN = compiled(
    sa.update(TOKENS).where(_T.token_id == _at("of_token")).values(used_ms=_at("at_ms"))
)
REVOKE_TOKEN = compiled(
    sa.update(TOKENS)
    .where(_T.token_id == _at("of_token"), _T.revoked_ms.is_(None))
    .values(revoked_ms=_at("at_ms"))
)
HEAD = compiled(sa.select(_H.n, _H.hash, _H.seal).where(_H.id == 1))
AUDIT_ROW = compiled(insert_into(AUDIT))
LAST_DETAIL = compiled(
    sa.select(_A.detail).where(_A.act == _at("of_act")).order_by(_A.n.desc()).limit(1)
)
SET_HEAD = made(
    lambda insert: (
        insert(AUDIT_HEAD)
        .values(id=1, n=_at("n"), hash=_at("hash"), seal=_at("seal"))
        .on_conflict_do_update(
            index_elements=[_H.id], set_={"n": _at("n"), "hash": _at("hash"), "seal": _at("seal")}
        )
    )
)
LIMIT = compiled(sa.select(_L.due_us).where(_L.key == _at("of_key")))
SET_LIMIT = made(
    lambda insert: (
        insert(LIMITS)
        .values(key=_at("of_key"), due_us=_at("due_us"))
        .on_conflict_do_update(index_elements=[_L.key], set_={"due_us": _at("due_us")})
    )
)
FORGET_LIMITS = compiled(sa.delete(LIMITS).where(_L.due_us < _at("before_us")))


class TrustPart(OnCursor):
    def add_token(self, token: Token, sha256: str) -> None:
        self._do(
            ADD_TOKEN,
            token_id=token.token_id,
            name=token.name,
            sha256=sha256,
            scopes=" ".join(sorted(token.scopes)),
            created_ms=token.created_ms,
            expires_ms=token.expires_ms,
        )

    def use_token(self, token_id: str, at_ms: int) -> None:
        self._do(USE_TOKEN, of_token=token_id, at_ms=at_ms)

    def revoke_token(self, token_id: str, at_ms: int) -> bool:
        return self._do(REVOKE_TOKEN, of_token=token_id, at_ms=at_ms) == 1

    def audit(self, entry: Entry) -> None:
        self._alone("audit")  # or two rows would follow the same one
        found = self._first(HEAD)
        head = Head(found[0], found[1], found[2]) if found else Head()
        row = next_row(head, entry, self._seal.hash)
        self._do(
            AUDIT_ROW,
            n=row.n,
            at_ms=row.at_ms,
            who=row.who,
            act=row.act,
            target=row.target,
            detail=row.detail,
            hash=row.hash,
        )
        last = head_of(row, self._seal.hash)
        self._do(SET_HEAD, n=last.n, hash=last.hash, seal=last.seal)

    def last_detail(self, act: Act) -> str | None:
        row = self._first(LAST_DETAIL, of_act=act.value)
        return str(row[0]) if row else None

    def limits_alone(self) -> None:
        self._alone("limits")

    def limit_due_us(self, key: str) -> int:
        row = self._first(LIMIT, of_key=self._limit_key(key))
        return int(row[0]) if row else 0

    def set_limit_due_us(self, key: str, due_us: int) -> None:
        self._do(SET_LIMIT, of_key=self._limit_key(key), due_us=due_us)

    def forget_limits(self, before_us: int) -> None:
        self._do(FORGET_LIMITS, before_us=before_us)

    def _limit_key(self, key: str) -> str:
        # Numbers and user ids stand in it.
        return self._seal.hash(f"limit:{key}")
