"""What the team's systems are told, inside a unit of work and on the read side."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from ruby_fsm.adapters.db.cursor import OnCursor
from ruby_fsm.adapters.db.reader_trust import TrustReader
from ruby_fsm.adapters.db.rows import Row, Values
from ruby_fsm.adapters.db.statements import compiled, made
from ruby_fsm.adapters.db.tables import DELIVERIES
from ruby_fsm.app.deliveries import Delivery, DeliveryState

_D = DELIVERIES.c
_at = sa.bindparam
NAMES = [column.name for column in DELIVERIES.columns if column.name != "n"]
CHANGING = ("state", "tries", "tries_before", "outcome", "next_ms", "over_ms")
ROW = tuple(DELIVERIES.columns)

ADD = made(
    lambda insert: (
        insert(DELIVERIES)
        .values({name: _at(name) for name in NAMES})
        .on_conflict_do_nothing(index_elements=[_D.delivery_id])
    )
)
_THIS = _D.delivery_id == _at("of_id")
DELIVERY = compiled(sa.select(*ROW).where(_THIS).with_for_update())
SAVE = compiled(sa.update(DELIVERIES).where(_THIS).values({name: _at(name) for name in CHANGING}))
FORGET = compiled(sa.delete(DELIVERIES).where(_D.over_ms < _at("before_ms")))


class DeliveriesPart(OnCursor):
    def add_delivery(self, delivery: Delivery) -> bool:
        return self._do(ADD, **values_of(delivery)) == 1

    def delivery(self, delivery_id: str) -> Delivery | None:
        row = self._first(DELIVERY, of_id=delivery_id)
        return as_delivery(row) if row else None

    def save_delivery(self, delivery: Delivery) -> None:
        values = values_of(delivery)
        self._do(SAVE, of_id=delivery.delivery_id, **{name: values[name] for name in CHANGING})

    def forget_deliveries(self, before_ms: int) -> None:
        self._do(FORGET, before_ms=before_ms)


class DeliveriesReader(TrustReader):
    """See `app.replaying.DeliveryReader`."""

    async def deliveries(
        self, limit: int, before: int | None, state: str, receiver: str
    ) -> Sequence[Delivery]:
        query = sa.select(*ROW).order_by(_D.n.desc()).limit(limit)
        for column, wanted in ((_D.state, state), (_D.receiver, receiver)):
            query = query.where(column == wanted) if wanted else query
        if before is not None:
            query = query.where(_D.n < before)
        return [as_delivery(row) for row in await self._all(query)]

    async def dead_deliveries(self) -> int:
        dead = _D.state == sa.literal_column(f"'{DeliveryState.DEAD.value}'")  # as in its index
        found = await self._all(sa.select(sa.func.count()).select_from(DELIVERIES).where(dead))
        return int(found[0][0])


def values_of(it: Delivery) -> Values:
    return {
        "delivery_id": it.delivery_id,
        "event_id": it.event_id,
        "event": it.event,
        "receiver": it.receiver,
        "body": it.body,
        "at_ms": it.at_ms,
        "call_id": it.call_id,
        "state": it.state.value,
        "tries": it.tries,
        "tries_before": it.before,
        "outcome": it.outcome,
        "next_ms": it.next_ms,
        "over_ms": it.over_ms,
    }


def as_delivery(row: Row) -> Delivery:
    n, delivery_id, event_id, event, receiver, body, at_ms, call_id, state, *rest = row
    tries, before, outcome, next_ms, over_ms = rest
    return Delivery(
        delivery_id=delivery_id,
        event_id=event_id,
        event=event,
        receiver=receiver,
        body=body,
        at_ms=at_ms,
        call_id=call_id,
        state=DeliveryState(state),
        tries=tries,
        before=before,
        outcome=outcome,
        next_ms=next_ms,
        over_ms=over_ms,
        n=n,
    )
