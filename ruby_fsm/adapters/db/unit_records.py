"""Escalations, remembered answers, configs and the watchdog's list, inside a unit of work."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from ruby_fsm.adapters.db import rows
from ruby_fsm.adapters.db.cursor import OnCursor
from ruby_fsm.adapters.db.statements import Statement, compiled, insert_into, made
from ruby_fsm.adapters.db.tables import CALLS, CONFIGS, ESCALATIONS, IDEMPOTENCY, KEYS
from ruby_fsm.app.records import Escalation, Remembered
from ruby_fsm.core.call import CallState

_C, _X, _I = CALLS.c, ESCALATIONS.c, IDEMPOTENCY.c
_at = sa.bindparam
_LIVE = _C.state != CallState.ENDED.value


def _upsert(table: sa.Table) -> Statement:
    keys = [column.name for column in table.primary_key]
    names = [column.name for column in table.columns]
    rest: dict[str, object] = {name: _at(name) for name in names if name not in keys}
    return made(
        lambda insert: (
            insert(table)
            .values({name: _at(name) for name in names})
            .on_conflict_do_update(index_elements=keys, set_=rest)
        )
    )


ESCALATION = compiled(sa.select(*rows.ESCALATION).where(_X.escalation_id == _at("of_id")))
ESCALATIONS_OF = compiled(
    sa.select(*rows.ESCALATION).where(_X.call_id == _at("of_call")).order_by(_X.number)
)
RECENT_ESCALATIONS = compiled(
    sa.select(*rows.ESCALATION)
    .where(_X.opened_ms >= _at("since_ms"))
    .order_by(_X.opened_ms.desc(), _X.escalation_id)
)
UNHEARD = compiled(
    sa.select(sa.func.count())
    .select_from(ESCALATIONS)
    .where(_X.acknowledged_ms.is_(None), _X.through_ms <= _at("now_ms"))
)
SAVE_ESCALATION = _upsert(ESCALATIONS)
REMEMBERED = compiled(sa.select(*rows.REMEMBERED).where(_I.key_hash == _at("of_key")))
REMEMBER = _upsert(IDEMPOTENCY)
KEEP_CONFIG = made(
    lambda insert: (
        insert(CONFIGS)
        .values(hash=_at("hash"), canonical_json=_at("canonical_json"))
        .on_conflict_do_nothing()
    )
)
CONFIG = compiled(sa.select(CONFIGS.c.canonical_json).where(CONFIGS.c.hash == _at("hash")))
OVERDUE = compiled(
    sa.select(_C.call_id)
    .where(_LIVE, _C.watch_ms < _at("now_ms"))
    .order_by(_C.watch_ms, _C.call_id)
    .limit(_at("at_most"))
)
PUSH_ALIVE = compiled(
    sa.update(CALLS).where(_C.call_id == _at("of_call")).values(watch_ms=_at("until_ms"))
)

KEY_PROOFS = compiled(sa.select(KEYS.c.kid, KEYS.c.proof))
KEEP_KEY_PROOF = compiled(insert_into(KEYS))


class RecordsPart(OnCursor):
    def escalation(self, escalation_id: str) -> Escalation | None:
        row = self._first(ESCALATION, of_id=escalation_id)
        return rows.as_escalation(row, self._seal) if row else None

    def escalations_of(self, call_id: str) -> Sequence[Escalation]:
        found = self._all(ESCALATIONS_OF, of_call=call_id)
        return [rows.as_escalation(row, self._seal) for row in found]

    def save_escalation(self, escalation: Escalation) -> None:
        self.escalations_saved.append(escalation)
        self._do(SAVE_ESCALATION, **rows.escalation_values(escalation, self._seal))

    def recent_escalations(self, since_ms: int) -> Sequence[Escalation]:
        found = self._all(RECENT_ESCALATIONS, since_ms=since_ms)
        return [rows.as_escalation(row, self._seal) for row in found]

    def unheard(self, now_ms: int) -> int:
        row = self._first(UNHEARD, now_ms=now_ms)
        return int(row[0]) if row else 0

    def remembered(self, owner: str, key: str) -> Remembered | None:
        key_hash = self._key_hash(owner, key)
        self._alone(key_hash)  # the same key again waits for what this one makes of it
        row = self._first(REMEMBERED, of_key=key_hash)
        return rows.as_remembered(row, key_hash, self._seal) if row else None

    def remember(self, owner: str, key: str, value: Remembered) -> None:
        self._do(REMEMBER, **rows.remembered_values(self._key_hash(owner, key), value, self._seal))

    def keep_config(self, config_hash: str, canonical_json: str) -> None:
        self._do(KEEP_CONFIG, hash=config_hash, canonical_json=canonical_json)

    def config(self, config_hash: str) -> str | None:
        row = self._first(CONFIG, hash=config_hash)
        return row[0] if row else None

    def overdue(self, now_ms: int, limit: int) -> Sequence[str]:
        self._alone("watch")  # or two processes would look after the same ones
        return [row[0] for row in self._all(OVERDUE, now_ms=now_ms, at_most=limit)]

    def push_alive(self, call_id: str, alive_until_ms: int) -> None:
        self._do(PUSH_ALIVE, of_call=call_id, until_ms=alive_until_ms)

    def key_proofs(self) -> dict[str, bytes]:
        """The proof of every key ever used here, by key id; see `proofs.py`."""
        return {row[0]: row[1] for row in self._all(KEY_PROOFS)}

    def keep_key_proof(self, kid: str, proof: bytes) -> None:
        self._do(KEEP_KEY_PROOF, kid=kid, proof=proof)

    def _key_hash(self, owner: str, key: str) -> str:
        # A caller may well put a number into its Idempotency-Key.
        return self._seal.hash(f"{len(owner)}:{owner}{key}")
