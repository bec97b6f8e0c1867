"""Erasing what a call holds of a person, inside a unit of work: the skeleton of its log stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa

from ruby_fsm.adapters.db import codec, rows
from ruby_fsm.adapters.db.cursor import OnCursor
from ruby_fsm.adapters.db.statements import compiled
from ruby_fsm.adapters.db.tables import CALLS, CONSENTS, DIALS, EVENTS, IDEMPOTENCY, VERDICTS
from ruby_fsm.app.records import Person
from ruby_fsm.core.call import CallState
from ruby_fsm.core.effects import Say, Verb
from ruby_fsm.core.events import Event, KeyPressed, ReplyReady, RiskRaised, SpeechHeard
from ruby_fsm.understanding.assessment import Assessment

_C, _E = CALLS.c, EVENTS.c
_at = sa.bindparam
CALLS_OF = compiled(
    sa.select(_C.call_id, _C.state != CallState.ENDED.value)
    .where(sa.or_(_C.to_hash == _at("hashed"), _C.user_hash == _at("hashed")))
    .order_by(_C.created_ms, _C.call_id)
)
ROWS = compiled(
    sa.select(_E.id, _E.n, _E.name, _E.payload, _E.verbs).where(_E.call_id == _at("of_call"))
)
BLANK_ROW = compiled(
    sa.update(EVENTS)
    .where(_E.id == _at("of_row"))
    .values(payload=_at("new_payload"), verbs=_at("new_verbs"))
)
BLANK_CALL = compiled(
    sa.update(CALLS)
    .where(_C.call_id == _at("of_call"))
    .values(person=_at("new_person"), to_hash=_at("nobody"), user_hash=_at("nobody"))
)
_THEIRS = sa.select(_C.to_hash).where(_C.call_id == _at("of_call")).scalar_subquery()
# That a person agrees no more is kept, as an opt-out is.
FORGET_CONSENT = compiled(
    sa.delete(CONSENTS).where(CONSENTS.c.number_hash == _THEIRS, CONSENTS.c.withdrawn_ms.is_(None))
)
FORGET_VERDICTS = compiled(sa.delete(VERDICTS).where(VERDICTS.c.call_id == _at("of_call")))
BLANK_DIALS = compiled(
    sa.update(DIALS)
    .where(DIALS.c.call_id == _at("of_call"))
    .values(to_hash=_at("nobody"), user_hash=_at("nobody"))
)
FORGET_ANSWERS = compiled(sa.delete(IDEMPOTENCY).where(IDEMPOTENCY.c.call_id == _at("of_call")))
NOBODY = ""  # no number and no user id has this hash


class ErasingPart(OnCursor):
    def calls_of(self, person: str) -> Sequence[tuple[str, bool]]:
        found = self._all(CALLS_OF, hashed=self._seal.hash(person)) if person else []
        return [(call_id, bool(is_live)) for call_id, is_live in found]

    def erase(self, call_id: str) -> None:
        for row_id, n, name, payload, verbs in self._all(ROWS, of_call=call_id):
            place = rows.payload_place(call_id, n)
            event = blank(codec.load_event(name, self._seal.open(payload, place)))
            self._do(
                BLANK_ROW,
                of_row=row_id,
                new_payload=self._seal.seal(codec.dump_event(event), place),
                new_verbs=self._silent(verbs, rows.verbs_place(call_id, n)) if verbs else None,
            )
        self._do(FORGET_CONSENT, of_call=call_id)
        self._do(FORGET_VERDICTS, of_call=call_id)
        self._do(BLANK_DIALS, of_call=call_id, nobody=NOBODY)
        nobody = codec.dump_person(Person(""))
        self._do(
            BLANK_CALL,
            of_call=call_id,
            new_person=self._seal.seal(nobody, rows.person_place(call_id)),
            nobody=NOBODY,
        )
        self._do(FORGET_ANSWERS, of_call=call_id)

    def _silent(self, verbs: bytes, place: str) -> bytes:
        kept = [silent(verb) for verb in codec.load_verbs(self._seal.open(verbs, place))]
        return self._seal.seal(codec.dump_verbs(kept), place)


def blank(event: Event) -> Event:
    """The fact without a word, a key or a reading of the person."""
    match event:
        case SpeechHeard():
            return replace(event, text="", assessment=Assessment())
        case RiskRaised():
            return replace(event, assessment=Assessment())
        case KeyPressed():
            return replace(event, digits="")
        case ReplyReady():
            return replace(event, text="")
        case _:
            return event


def silent(verb: Verb) -> Verb:
    """What was said is not kept; what kind of line it was, is."""
    return replace(verb, text="") if isinstance(verb, Say) else verb
