"""Who may be called, inside a unit: opt-outs, consents, dials by what they count for, verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa

from ruby_fsm.adapters.db.cursor import OnCursor
from ruby_fsm.adapters.db.rows_policy import (
    CONSENT,
    SUPPRESSION,
    as_consent,
    as_suppression,
    consent_values,
    told_of,
    verdict_values,
)
from ruby_fsm.adapters.db.statements import compiled, insert_into, made
from ruby_fsm.adapters.db.tables import ATTEMPTS, CONSENTS, DIALS, SUPPRESSIONS, VERDICTS
from ruby_fsm.app.dial_records import (
    Consent,
    Dialled,
    Given,
    Scope,
    Spent,
    Suppression,
)

_S, _D, _A, _V = SUPPRESSIONS.c, DIALS.c, ATTEMPTS.c, VERDICTS.c
_at = sa.bindparam
HOUR_MS = 3_600_000
_THIS_NUMBER = _S.number_hash == _at("number_hash")
_COLUMNS = {Scope.NUMBER: _D.to_hash, Scope.USER: _D.user_hash, Scope.TOKEN: _D.owner}

SUPPRESS = made(  # the first opt-out stands, until it is lifted
    lambda insert: (
        insert(SUPPRESSIONS)
        .values({c.name: _at(c.name) for c in SUPPRESSIONS.columns})
        .on_conflict_do_update(
            index_elements=[_S.number_hash],
            set_={c.name: _at(c.name) for c in SUPPRESSIONS.columns if c.name != "number_hash"},
            where=_S.lifted_ms.is_not(None),
        )
    )
)
LIFT = compiled(
    sa.update(SUPPRESSIONS)
    .where(_THIS_NUMBER, _S.lifted_ms.is_(None))
    .values(lifted_ms=_at("at_ms"), told=_at("new_told"))
)
SUPPRESSED = compiled(sa.select(*SUPPRESSION).where(_THIS_NUMBER))
IS_SUPPRESSED = compiled(sa.select(_S.at_ms).where(_THIS_NUMBER, _S.lifted_ms.is_(None)))
CONSENTED = compiled(sa.select(*CONSENT).where(CONSENTS.c.number_hash == _at("number_hash")))
SAVE_CONSENT = made(
    lambda insert: (
        insert(CONSENTS)
        .values({c.name: _at(c.name) for c in CONSENTS.columns})
        .on_conflict_do_update(
            index_elements=[CONSENTS.c.number_hash],
            set_={c.name: _at(c.name) for c in CONSENTS.columns if c.name != "number_hash"},
        )
    )
)
DIALLED = compiled(insert_into(DIALS))
NTH = {
    scope: compiled(
        sa.select(_D.at_ms)
        .where(column == _at("who"), _D.at_ms > _at("since_ms"))
        .order_by(_D.at_ms.desc())
        .limit(1)
        .offset(_at("skip"))
    )
    for scope, column in _COLUMNS.items()
}
_THIS_DIAL = sa.and_(_A.call_id == _D.call_id, _A.n == _D.n)
NEWEST = compiled(
    sa.select(_A.status, _A.freed_ms, _D.at_ms)
    .join_from(DIALS, ATTEMPTS, _THIS_DIAL)
    .where(_D.to_hash == _at("number_hash"), _D.call_id != _at("but_call"))
    .order_by(_D.at_ms.desc())
    .limit(1)
)
_NEVER_UP = sa.or_(*(_A.status == word for word in ("busy", "no-answer", "failed", "canceled")))
_MINUTES = sa.case(
    (_A.duration_s.is_not(None), (_A.duration_s + 59) // 60),
    (_NEVER_UP, 0),
    else_=sa.cast(_at("longest_min"), sa.Integer),
)
_HOUR = _D.at_ms // HOUR_MS
SPENT = compiled(
    sa.select(_HOUR.label("hour"), _D.region, sa.func.sum(_MINUTES))
    .join_from(DIALS, ATTEMPTS, _THIS_DIAL)
    .where(_D.at_ms > _at("since_ms"))
    .group_by(sa.text("hour"), _D.region)
)
GIVEN = compiled(insert_into(VERDICTS))
HOW_MANY = compiled(
    sa.select(sa.func.count()).select_from(VERDICTS).where(_V.call_id == _at("of_call"))
)


class PolicyPart(OnCursor):
    # --- who asked not to be called -------------------------------------------------------------
    def suppress(
        self, number: str, at_ms: int, source: str, reason: str = "", by: str = ""
    ) -> bool:
        key = self._seal.hash(number)
        new = Suppression(key, at_ms, source, reason, by)
        told = told_of(key, new, self._seal) if reason or by else None
        return (
            self._do(
                SUPPRESS, number_hash=key, at_ms=at_ms, source=source, lifted_ms=None, told=told
            )
            == 1
        )

    def is_suppressed(self, number: str) -> bool:
        return self._first(IS_SUPPRESSED, number_hash=self._seal.hash(number)) is not None

    def suppression(self, number: str) -> Suppression | None:
        row = self._first(SUPPRESSED, number_hash=self._seal.hash(number))
        return as_suppression(row, self._seal) if row else None

    def lift(self, number: str, at_ms: int, reason: str, by: str) -> bool:
        known, key = self.suppression(number), self._seal.hash(number)
        if known is None:
            return False
        lifted = replace(known, lift_reason=reason, lifted_by=by)
        told = told_of(key, lifted, self._seal)
        return self._do(LIFT, number_hash=key, at_ms=at_ms, new_told=told) == 1

    # --- who agreed ------------------------------------------------------------------------------
    def consent(self, number: str) -> Consent:
        key = self._seal.hash(number)
        row = self._first(CONSENTED, number_hash=key)
        return as_consent(row, self._seal) if row else Consent()

    def save_consent(self, number: str, consent: Consent) -> None:
        self._do(SAVE_CONSENT, **consent_values(self._seal.hash(number), consent, self._seal))

    # --- dials, counted -------------------------------------------------------------------------
    def hold_dials(self) -> None:
        self._alone("dials")

    def count_dial(self, dial: Dialled) -> None:
        self._do(
            DIALLED,
            call_id=dial.call_id,
            n=dial.attempt,
            at_ms=dial.at_ms,
            to_hash=self._who(Scope.NUMBER, dial.number),
            user_hash=self._who(Scope.USER, dial.user_id),
            owner=dial.owner,
            region=dial.region,
        )

    def nth_dial_ms(self, scope: Scope, who: str, since_ms: int, nth: int) -> int | None:
        known = self._who(scope, who)
        row = self._first(NTH[scope], who=known, since_ms=since_ms, skip=nth - 1)
        return int(row[0]) if row else None

    def unanswered_ms(self, number: str, but_call: str) -> int | None:
        row = self._first(NEWEST, number_hash=self._seal.hash(number), but_call=but_call)
        if row is None or row[0] != "no-answer":
            return None
        return int(row[2] if row[1] is None else row[1])

    def spent(self, since_ms: int, longest_min: int) -> Sequence[Spent]:
        found = self._all(SPENT, since_ms=since_ms, longest_min=longest_min)
        return [Spent((int(hour) + 1) * HOUR_MS, region, int(n)) for hour, region, n in found]

    def _who(self, scope: Scope, who: str) -> str:
        return self._seal.hash(who) if who and scope is not Scope.TOKEN else who

    # --- what the policy said ---------------------------------------------------------------------
    def keep_verdict(self, call_id: str, given: Given) -> None:
        row = self._first(HOW_MANY, of_call=call_id)
        n = int(row[0]) + 1 if row else 1
        self._do(GIVEN, **verdict_values(call_id, n, given, self._seal))
