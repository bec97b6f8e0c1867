"""What is on record of the people behind the numbers: who asked for no calls, and who agreed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ruby_fsm.app.dial_gate import Asked, DialGate
from ruby_fsm.app.dial_records import Consent, Rule, Suppression, Verdict
from ruby_fsm.app.ports import Clock, Reader, Unit, Units
from ruby_fsm.app.settle import Settler
from ruby_fsm.app.trail import Act, Entry
from ruby_fsm.core.events import DialRefused
from ruby_fsm.errors import NotSuppressed

API = "api"


class People:
    """`by` names the token that asked. What is kept knows a number by its keyed hash alone."""

    def __init__(
        self, units: Units, reader: Reader, settler: Settler, clock: Clock, gate: DialGate
    ) -> None:
        self.units = units
        self.reader = reader
        self.settler = settler
        self.clock = clock
        self.gate = gate

    # --- who asked not to be called -------------------------------------------------------------
    async def suppressed(self, limit: int, after: str) -> Sequence[Suppression]:
        return await self.reader.suppressions(limit, after)

    async def suppress(self, number: str, reason: str, by: str) -> tuple[Suppression, bool]:
        """Nobody calls it from now on, and what is queued ends; True if it was not there before."""
        return await self.units.run(lambda unit: self._suppress(unit, number, reason, by))

    def _suppress(self, unit: Unit, number: str, reason: str, by: str) -> tuple[Suppression, bool]:
        now_ms = self.clock.now_ms()
        is_new = unit.suppress(number, now_ms, API, reason, by)
        self._cancel_queued(unit, number, Rule.SUPPRESSED, now_ms)
        known = unit.suppression(number)
        assert known is not None, "it was just put there"
        if is_new:
            unit.audit(Entry(now_ms, by, Act.NUMBER_SUPPRESSED, known.suppression_id))
            self.settler.orders.notices.opted_out(unit, known)
        return known, is_new

    async def lift(self, number: str, reason: str, by: str) -> Suppression:
        """The number may be called again; raises NotSuppressed."""
        return await self.units.run(lambda unit: self._lift(unit, number, reason, by))

    def _lift(self, unit: Unit, number: str, reason: str, by: str) -> Suppression:
        now_ms = self.clock.now_ms()
        is_lifted = unit.lift(number, now_ms, reason, by)
        known = unit.suppression(number)
        if not is_lifted or known is None:
            raise NotSuppressed("This number is not on the list of those who asked for no calls.")
        unit.audit(Entry(now_ms, by, Act.SUPPRESSION_LIFTED, known.suppression_id))
        self.settler.orders.notices.opted_in(unit, known)
        return known

    # --- who agreed -----------------------------------------------------------------------------
    async def record_consent(self, number: str, source: str, given_ms: int) -> Consent:
        """The newest moment stands; an older one changes nothing."""
        return await self.units.run(lambda unit: self._record(unit, number, source, given_ms))

    def _record(self, unit: Unit, number: str, source: str, given_ms: int) -> Consent:
        known = unit.consent(number)
        if given_ms <= known.given_ms:
            return known
        newer = replace(known, given_ms=given_ms, source=source)
        unit.save_consent(number, newer)
        return newer

    async def withdraw_consent(self, number: str, reason: str) -> Consent:
        """Also where none is on record; what is queued to the number ends."""
        return await self.units.run(lambda unit: self._withdraw(unit, number, reason))

    def _withdraw(self, unit: Unit, number: str, reason: str) -> Consent:
        known, now_ms = unit.consent(number), self.clock.now_ms()
        if not known.is_withdrawn:
            known = replace(known, withdrawn_ms=now_ms, reason=reason)
            unit.save_consent(number, known)
        self._cancel_queued(unit, number, Rule.CONSENT, now_ms)
        return known

    # --- what would happen ------------------------------------------------------------------------
    async def explain(self, asked: Asked, at_ms: int) -> Verdict:
        """What the dial policy would say then, as far as it is known now; nothing is kept."""
        return await self.units.run(lambda unit: self.gate.explain(unit, asked, at_ms))

    def _cancel_queued(self, unit: Unit, number: str, rule: Rule, now_ms: int) -> None:
        for call_id in unit.queued_to(number):
            record = unit.load(call_id)
            if record is not None:
                refused = DialRefused(now_ms, rule.value)
                self.settler.feed(unit, record, refused, f"{rule.value}:{record.call.n + 1}")
