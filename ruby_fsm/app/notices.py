"""What the team's systems are told: written in the unit of what happened, so that neither is alone.

A body holds ids, states, reasons and levels. Never a number, a name, a role or a word that was
said: the receiver asks for the rest over REST, with a token, and is seen to.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from ruby_fsm.app.analytics import when
from ruby_fsm.app.deliveries import Delivery
from ruby_fsm.app.dial_records import Suppression
from ruby_fsm.app.ports import Engine, Unit
from ruby_fsm.app.records import Escalation, Job
from ruby_fsm.config.webhooks import EventName, Webhook
from ruby_fsm.core.call import Call, CallState
from ruby_fsm.core.machine import Decision

VERSION = 1  # of `data`: raised when a field is taken away or means something else
UNHEARD = "unheard"  # kind of the job that looks at the end of a path

Data = dict[str, str | int | None]


@dataclass(frozen=True, slots=True)
class Happened:
    """`what` tells it from every other of its kind: the same is told once."""

    event: EventName
    what: str
    at_ms: int
    data: Data
    call_id: str = ""

    @property
    def event_id(self) -> str:
        return named("EV", f"{self.event}:{self.what}")

    @property
    def body(self) -> str:
        return body_of(self.event, self.event_id, self.at_ms, self.data)


class Notices:
    """Puts a delivery and its job for each receiver that wants an event; sends nothing itself."""

    def __init__(self, engine: Engine, webhooks: Sequence[Webhook] = ()) -> None:
        self.engine = engine
        self.webhooks = webhooks

    def moved(self, unit: Unit, decision: Decision) -> None:
        """A call went into another state."""
        call, at_ms = decision.call, decision.event.at_ms
        if call.state is CallState.ENDED:
            self._tell(unit, of_call("call.ended", call, at_ms))
        elif call.state is CallState.CRISIS:
            self._tell(unit, of_call("call.crisis", call, at_ms))

    def opened(self, unit: Unit, escalation: Escalation) -> None:
        self._tell(unit, of_escalation("escalation.opened", escalation, escalation.opened_ms))

    def acknowledged(self, unit: Unit, escalation: Escalation) -> None:
        """By whom is not told: it may be a name."""
        at_ms = escalation.acknowledged_ms or 0
        self._tell(unit, of_escalation("escalation.acknowledged", escalation, at_ms))

    def goes_through(self, unit: Unit, escalation: Escalation) -> None:
        """When the last deadline of the path runs out, it is looked whether anybody has it."""
        if escalation.through_ms is not None and self._wanting("escalation.exhausted"):
            key, args = f"{UNHEARD}:{escalation.escalation_id}", of_job(escalation)
            self.engine.at(unit, Job(key, escalation.through_ms, UNHEARD, args))

    def exhausted(self, unit: Unit, escalation: Escalation) -> None:
        at_ms = escalation.through_ms or 0
        self._tell(unit, of_escalation("escalation.exhausted", escalation, at_ms))

    def opted_out(self, unit: Unit, known: Suppression, call_id: str = "") -> None:
        self._tell(unit, of_opt_out("opt_out.added", known, known.at_ms, call_id))

    def opted_in(self, unit: Unit, known: Suppression) -> None:
        self._tell(unit, of_opt_out("opt_out.lifted", known, known.lifted_ms or 0))

    def _wanting(self, event: EventName) -> list[Webhook]:
        return [one for one in self.webhooks if event in one.events]

    def _tell(self, unit: Unit, it: Happened) -> None:
        for webhook in self._wanting(it.event):
            delivery = Delivery(
                delivery_id=named("WD", f"{it.event_id}:{webhook.name}"),
                event_id=it.event_id,
                event=it.event,
                receiver=webhook.name,
                body=it.body,
                at_ms=it.at_ms,
                call_id=it.call_id,
                next_ms=it.at_ms,
            )
            if unit.add_delivery(delivery):
                self.engine.at(unit, delivery.job)


def of_call(event: EventName, call: Call, at_ms: int) -> Happened:
    data: Data = {
        "call_id": call.call_id,
        "state": call.state.value,
        "level": call.risk.name.lower(),
    }
    if call.end_reason is not None:
        data["end_reason"] = call.end_reason.value
    return Happened(event, f"{call.call_id}:{call.n}", at_ms, data, call.call_id)


def of_escalation(event: EventName, escalation: Escalation, at_ms: int) -> Happened:
    data: Data = {
        "call_id": escalation.call_id,
        "escalation_id": escalation.escalation_id,
        "level": escalation.level.name.lower(),
    }
    return Happened(event, escalation.escalation_id, at_ms, data, escalation.call_id)


def of_opt_out(event: EventName, known: Suppression, at_ms: int, call_id: str = "") -> Happened:
    data: Data = {
        "suppression_id": known.suppression_id,
        "source": known.source,
        "call_id": call_id or None,
    }
    return Happened(event, f"{known.suppression_id}:{at_ms}", at_ms, data, call_id)


def of_job(escalation: Escalation) -> dict[str, str | int]:
    return {"escalation": escalation.escalation_id, "call": escalation.call_id}


def named(kind: str, text: str) -> str:
    """Two letters and 32 hex digits, the same however often it is worked out."""
    return kind + hashlib.sha256(text.encode()).hexdigest()[:32]


def body_of(event: str, event_id: str, at_ms: int, data: Data) -> str:
    whole = {
        "type": event,
        "id": event_id,
        "timestamp": when(at_ms),
        "version": VERSION,
        "data": data,
    }
    return json.dumps(whole, separators=(",", ":"))
