"""Sealing rows anew with the newest key, a few at a time, inside a unit of work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import sqlalchemy as sa

from ruby_fsm.adapters.db import rows
from ruby_fsm.adapters.db.cursor import OnCursor
from ruby_fsm.adapters.db.rows_policy import consent_place, suppression_place, verdict_place
from ruby_fsm.adapters.db.seal import kid_of
from ruby_fsm.adapters.db.statements import Statement, Value, compiled
from ruby_fsm.adapters.db.tables import (
    CALLS,
    CONSENTS,
    ESCALATIONS,
    EVENTS,
    IDEMPOTENCY,
    KEYS,
    SUPPRESSIONS,
    VERDICTS,
)

_at = sa.bindparam


class Sealed(NamedTuple):
    """A sealed column, the column its rows are gone through by, and where each value stands."""

    column: sa.Column[bytes]
    by: sa.Column[str] | sa.Column[int]
    place: Callable[..., str]
    named_by: tuple[str, ...]  # the columns `place` is made of


SEALED = (
    Sealed(CALLS.c.person, CALLS.c.call_id, rows.person_place, ("call_id",)),
    Sealed(EVENTS.c.payload, EVENTS.c.id, rows.payload_place, ("call_id", "n")),
    Sealed(EVENTS.c.verbs, EVENTS.c.id, rows.verbs_place, ("call_id", "n")),
    Sealed(ESCALATIONS.c.way, ESCALATIONS.c.escalation_id, rows.way_place, ("escalation_id",)),
    Sealed(SUPPRESSIONS.c.told, SUPPRESSIONS.c.number_hash, suppression_place, ("number_hash",)),
    Sealed(CONSENTS.c.told, CONSENTS.c.number_hash, consent_place, ("number_hash",)),
    Sealed(VERDICTS.c.verdict, VERDICTS.c.call_id, verdict_place, ("call_id", "n")),
    Sealed(IDEMPOTENCY.c.answer, IDEMPOTENCY.c.key_hash, rows.answer_place, ("key_hash",)),
)


def page_of(sealed: Sealed) -> Statement:
    names = [sealed.column.table.c[name] for name in sealed.named_by]
    # Several rows may share the value that is gone by: all of them or none.
    page = sa.select(sealed.by).distinct().where(sealed.by > _at("after"))
    page = page.order_by(sealed.by).limit(_at("at_most"))
    query = sa.select(sealed.by, sealed.column, *names).where(sealed.by.in_(page))
    return compiled(query.order_by(sealed.by))


def swap_of(sealed: Sealed) -> Statement:
    """Only where the value is still the one that was read."""
    update = sa.update(sealed.column.table).where(
        sealed.by == _at("of_row"), sealed.column == _at("old")
    )
    return compiled(update.values({sealed.column.name: _at("new")}))


PAGES = [page_of(one) for one in SEALED]
SWAPS = [swap_of(one) for one in SEALED]
FORGET_PROOF = compiled(sa.delete(KEYS).where(KEYS.c.kid == _at("of_kid")))
Place = str | int


class ResealingPart(OnCursor):
    @property
    def sealed_columns(self) -> int:
        return len(SEALED)

    def reseal(self, column: int, after: Place | None, at_most: int) -> tuple[Place | None, int]:
        """The next rows of a column: where they end, None at the end; how many were changed."""
        sealed, newest = SEALED[column], self._seal.kids[0]
        start: Value = (0 if sealed.by is EVENTS.c.id else "") if after is None else after
        found = self._all(PAGES[column], after=start, at_most=at_most)
        changed = 0
        for by, box, *names in found:
            if box is None or kid_of(box) == newest:
                continue
            place = sealed.place(*names)
            new = self._seal.seal(self._seal.open(box, place), place)
            changed += self._do(SWAPS[column], of_row=by, old=box, new=new)
        return (found[-1][0] if found else None), changed

    def forget_old_keys(self) -> list[str]:
        """No row is sealed with any key but the newest: those may be left out from now on."""
        old = list(self._seal.kids[1:])
        for kid in old:
            self._do(FORGET_PROOF, of_kid=kid)
        return old


def counted(connection: sa.Connection, kids: tuple[str, ...]) -> Mapping[str, int]:
    """How many values are sealed with each key: read by row, for an operator."""
    found = dict.fromkeys(kids, 0)
    for sealed in SEALED:
        for kid in kids:
            prefix = bytes([len(kid.encode())]) + kid.encode()
            query = sa.select(sa.func.count()).where(
                sa.func.substr(sealed.column, 1, len(prefix)) == prefix
            )
            found[kid] += connection.execute(query).scalar_one()
    return found
