"""Accepting a call: checked, recorded and put in line in one unit, then placed if nothing waits."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from ruby_fsm.app.dial_gate import Asked, DialGate, refusal_of
from ruby_fsm.app.dial_records import Outcome, Rule, Verdict
from ruby_fsm.app.dialling import Dialler
from ruby_fsm.app.limits import take
from ruby_fsm.app.memory import last_talk, talks_with
from ruby_fsm.app.placing import due_job, hand_on
from ruby_fsm.app.policies import Policies
from ruby_fsm.app.ports import Clock, Engine, Ids, Unit, Units
from ruby_fsm.app.records import Person, Priority, Record, Remembered
from ruby_fsm.core.call import Call, CallState
from ruby_fsm.errors import Fault, InvalidRequest, KeyInFlight, KeyReused
from ruby_fsm.understanding.assessment import Mood

SID_WAIT_S = 2.0  # how long an answer waits for Twilio's sid
DAY_MS = 86_400_000
IN_FLIGHT_MS = 10_000  # past it, whoever was answering has died


class Wait(StrEnum):
    """What keeps an accepted call waiting."""

    NOT_BEFORE = "not_before"
    CAPACITY = "capacity"
    PACE = "pace"
    CALLING_HOURS = Rule.CALLING_HOURS.value
    CAP = Rule.CAP.value
    SPEND = Rule.SPEND.value
    COOL_DOWN = Rule.COOL_DOWN.value


@dataclass(frozen=True, slots=True)
class Wanted:
    """A call as asked for, its fields already checked."""

    to_number: str
    user_id: str = ""
    user_name: str = ""
    initial_mood: Mood = Mood.NEUTRAL
    custom_prompt: str = ""
    language: str = ""
    not_before_ms: int = 0
    priority: Priority = Priority.NORMAL
    time_zone: str = ""
    consent: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class RequestKey:
    """An Idempotency-Key ('' for none), whose it is, and what was asked under it."""

    owner: str
    key: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """`scheduled_ms`: the earliest it may be placed; `position` in line: 1 is the next.

    `is_again`: accepted before under the same Idempotency-Key; `stored` is what was answered then,
    '' if whoever answered died before it was kept.
    """

    record: Record
    sid: str = ""
    waiting_for: Wait | None = None
    scheduled_ms: int = 0
    position: int = 0
    is_again: bool = False
    stored: str = ""


def refuse_far_ahead(not_before_ms: int, now_ms: int, most_days: int) -> None:
    """Raises InvalidRequest: a call in a year is a slip of the pen, and would wait for ever."""
    if not_before_ms - now_ms > most_days * DAY_MS:
        what = f"is more than {most_days} days ahead"
        raise InvalidRequest(
            f"/not_before {what}. Ask nearer to the time; limits.ahead_days in config.yaml says "
            "how far ahead a call may be asked for.",
            Fault("/not_before", f"{what}; ask nearer to the time"),
        )


class Accepting:
    def __init__(
        self,
        *,
        units: Units,
        engine: Engine,
        policies: Policies,
        dialler: Dialler,
        clock: Clock,
        ids: Ids,
        from_number: str,
        gate: DialGate,
    ) -> None:
        self.units = units
        self.engine = engine
        self.policies = policies
        self.dialler = dialler
        self.clock = clock
        self.ids = ids
        self.from_number = from_number
        self.gate = gate

    async def accept(self, wanted: Wanted, key: RequestKey) -> Accepted:
        """The same key never makes a second call.

        Raises TooMany, PolicyRefused, KeyInFlight, KeyReused.
        """
        call_id = self.ids.call_id()
        placed = self.dialler.expect(call_id)
        try:
            accepted = await self.units.run(lambda unit: self._take(unit, wanted, key, call_id))
            if isinstance(accepted, Verdict):
                raise refusal_of(accepted)
            if accepted.is_again or accepted.waiting_for is not None:
                return accepted
            sid = await self.dialler.placed_within(call_id, placed, SID_WAIT_S)
        finally:
            self.dialler.forget(call_id)
        return replace(accepted, sid=sid)

    async def store_answer(self, key: RequestKey, call_id: str, answer: str) -> None:
        """Keep what was answered, to be given again for the same key."""
        value = Remembered(key.fingerprint, call_id, self.clock.now_ms(), answer)
        await self.units.run(lambda unit: unit.remember(key.owner, key.key, value))

    def _take(
        self, unit: Unit, wanted: Wanted, key: RequestKey, call_id: str
    ) -> Accepted | Verdict:
        """A refusal is returned: what the policy said is kept as well."""
        if key.key and (again := self._again(unit, key)) is not None:
            return again
        now_ms = self.clock.now_ms()
        refuse_far_ahead(wanted.not_before_ms, now_ms, self.policies.newest.limits.ahead_days)
        take(
            unit,
            self.policies.newest.limits,
            token=key.owner,
            user=wanted.user_id,
            number=wanted.to_number,
            now_ms=now_ms,
        )
        asked = Asked(wanted.to_number, wanted.user_id, key.owner, wanted.time_zone, call_id)
        verdict = self.gate.at_door(unit, asked, max(now_ms, wanted.not_before_ms))
        if verdict.outcome is Outcome.REFUSED:
            return verdict
        record = self._record(unit, wanted, key.owner, call_id, verdict)
        unit.keep_config(self.policies.digest, self.policies.newest.canonical_json())
        unit.add_call(record)
        if key.key:
            made = Remembered(key.fingerprint, call_id, record.call.created_ms, None)
            unit.remember(key.owner, key.key, made)
        return self._put_in_line(unit, record, verdict)

    def _again(self, unit: Unit, key: RequestKey) -> Accepted | None:
        before = unit.remembered(key.owner, key.key)
        if before is None:
            return None
        if before.fingerprint != key.fingerprint:
            raise KeyReused("Send a new Idempotency-Key with another body.")
        if before.response is None and self.clock.now_ms() - before.at_ms < IN_FLIGHT_MS:
            raise KeyInFlight("It is answered within a few seconds; ask again then.")
        record = unit.load(before.call_id)
        assert record is not None, "a key is kept with its call"
        standing = self._standing(unit, record)
        return replace(standing, is_again=True, stored=before.response or "")

    def _standing(self, unit: Unit, record: Record) -> Accepted:
        """An earlier call as it stands now."""
        call, now_ms = record.call, self.clock.now_ms()
        made = unit.attempt(call.call_id, call.attempt)
        if call.state is not CallState.QUEUED or made is None or made.slot_ms is not None:
            return Accepted(record, sid=made.sid if made else "")
        waits = Wait.NOT_BEFORE if call.due_ms > now_ms else Wait.CAPACITY
        return self._waiting(unit, record, waits, max(call.due_ms, now_ms))

    def _record(
        self, unit: Unit, wanted: Wanted, owner: str, call_id: str, verdict: Verdict
    ) -> Record:
        now_ms = self.clock.now_ms()
        before = next(talks_with(unit, wanted.to_number), None)
        is_kept = self.policies.newest.memory.enabled
        due_ms = max(now_ms, wanted.not_before_ms, verdict.until_ms)
        expires_ms = due_ms + self.policies.numbers.queue_ttl_s * 1000
        call = Call(
            call_id=call_id,
            created_ms=now_ms,
            initial_mood=wanted.initial_mood,
            is_returning=before is not None,
            due_ms=due_ms,
            expires_ms=expires_ms,
            alive_until_ms=expires_ms,
            mood=wanted.initial_mood,
        )
        person = Person(
            to_number=wanted.to_number,
            user_id=wanted.user_id,
            user_name=wanted.user_name,
            custom_prompt=wanted.custom_prompt,
            language=wanted.language or self.policies.newest.default_language,
            time_zone=wanted.time_zone,
            consent=wanted.consent,
            last_talk=last_talk(unit, before) if before is not None and is_kept else None,
        )
        return Record(
            call=call,
            person=person,
            config_hash=self.policies.digest,
            from_number=self.from_number,
            owner=owner,
            priority=wanted.priority,
            not_before_ms=wanted.not_before_ms,
        )

    def _put_in_line(self, unit: Unit, record: Record, verdict: Verdict) -> Accepted:
        call, now_ms = record.call, self.clock.now_ms()
        if call.due_ms > now_ms:
            self.engine.at(unit, due_job(call.call_id, call.attempt, call.due_ms))
            waits = Wait(verdict.rule.value) if verdict.rule else Wait.NOT_BEFORE
            return self._waiting(unit, record, waits, call.due_ms)
        numbers = self.policies.numbers
        granted = hand_on(unit, self.engine, now_ms, numbers)
        due_ms = granted.get(call.call_id)
        if due_ms is None:
            earliest_ms = max(now_ms, unit.next_dial_ms())
            return self._waiting(unit, record, Wait.CAPACITY, earliest_ms)
        if due_ms <= now_ms:
            return Accepted(record, scheduled_ms=due_ms)
        position = math.ceil((due_ms - now_ms) / 1000 * numbers.pace_per_s)
        return Accepted(record, "", Wait.PACE, due_ms, position)

    @staticmethod
    def _waiting(unit: Unit, record: Record, waits: Wait, scheduled_ms: int) -> Accepted:
        position = unit.waiting_before(record.call.call_id) + 1
        return Accepted(record, "", waits, scheduled_ms, position)
