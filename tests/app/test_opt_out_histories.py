"""Invariant 27, OPT-OUT: an opt-out said while a retry is queued, and no further dial, ever.

Ten thousand random histories over the real decide, the real policy and the real store; each is one
unit of work, so that it needs no service around it. A failure names its seed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.app.dial_gate import DialGate
from ruby_fsm.app.dialling import Dialler
from ruby_fsm.app.ordering import Orders
from ruby_fsm.app.people import People
from ruby_fsm.app.placing import hand_on
from ruby_fsm.app.policies import Policies
from ruby_fsm.app.records import Person, Record
from ruby_fsm.app.settle import Settler
from ruby_fsm.core.call import Call, CallState
from ruby_fsm.core.events import (
    CallAnswered,
    CallBusy,
    CallCompleted,
    CallUnanswered,
    KeyPressed,
    SpeechHeard,
)
from ruby_fsm.simulator import VirtualClock
from ruby_fsm.understanding.assess import assess
from tests.app.kit import CONFIG, POLICY, quick
from tests.postgresql import DATABASES
from tests.world import Ruby

SEED = 20_260_105
# What they prove is the same on a server, where each of their statements is a round trip.
HISTORIES, SHARDS = 400 if "postgresql" in DATABASES else 10_000, 4
A_UNIT = 100  # histories that share a commit
STOP = assess("please stop calling me")
NUMBERS_OF_CONFIG = POLICY.numbers


@dataclass
class History:
    """Some calls to two people, one of whom says stop; `dialled` holds every intent committed."""

    unit: StoreUnit
    it: Ruby
    random: Random
    name: str
    clock: VirtualClock
    calls: list[str] = field(default_factory=list[str])
    known: dict[str, Record] = field(default_factory=dict[str, Record])
    dialled: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])

    def __post_init__(self) -> None:
        parts = self.it.parts
        policies = Policies(CONFIG)
        self.engine = parts.engine
        self.settler = Settler(policies, Orders(self.engine, policies.numbers), "test")
        gate = DialGate(policies, is_simulated=True)
        store, phone = parts.store, parts.phone
        self.dialler = Dialler(store.units, phone, self.engine, self.clock, self.settler, gate=gate)
        self.people = People(store.units, store.reader, self.settler, self.clock, gate)

    @property
    def now_ms(self) -> int:
        return self.clock.now_ms()

    def record(self, call_id: str) -> Record:
        """Loaded anew after whatever may have changed it."""
        if call_id not in self.known:
            record = self.unit.load(call_id)
            assert record is not None
            self.known[call_id] = record
        return self.known[call_id]

    def feed(self, call_id: str, *facts: object) -> None:
        for fact in facts:
            record = self.record(call_id)
            self.settler.feed(self.unit, record, fact, f"{self.name}:{record.call.n + 1}")  # type: ignore[arg-type]
            self.known.clear()

    # --- what may happen ------------------------------------------------------------------------
    def accept(self) -> None:
        call_id = f"CL{self.name}-{len(self.calls)}"
        day_ms = self.now_ms + 86_400_000
        call = Call(
            call_id, self.now_ms, due_ms=self.now_ms, expires_ms=day_ms, alive_until_ms=day_ms
        )
        person = Person(self.random.choice(self.numbers), user_id="u")
        self.unit.add_call(Record(call, person, "none", "+15005550006"))
        self.calls.append(call_id)

    @property
    def numbers(self) -> tuple[str, ...]:
        """Of this history alone: all share a store."""
        digits = int(self.name) % 10_000
        return f"+1415555{digits:04d}", f"+1212555{digits:04d}"

    def dial(self) -> None:
        """The queue moves, and what was granted a slot is fenced, which is the intent to dial."""
        granted = hand_on(self.unit, self.engine, self.now_ms, NUMBERS_OF_CONFIG)
        for call_id in granted:
            attempt = self.record(call_id).call.attempt
            placement = self.dialler._fence(self.unit, call_id, attempt)
            self.known.clear()
            if placement is not None:
                self.dialled.append((placement.to_number, self.now_ms))
                self.unit.bind_sid(call_id, attempt, f"CA{call_id}-{attempt}")

    def fail(self) -> None:
        """Busy, or nobody answers: a retry is queued where attempts are left."""
        for call_id in self.ringing():
            fact = self.random.choice((CallBusy, CallUnanswered))
            self.feed(call_id, fact(self.now_ms, self.record(call_id).call.attempt))

    def answer(self) -> None:
        for call_id in self.ringing()[:1]:
            self.feed(call_id, CallAnswered(self.now_ms, self.record(call_id).call.attempt))

    def hang_up(self) -> None:
        for call_id in self.on_the_line():
            self.feed(call_id, CallCompleted(self.now_ms, self.record(call_id).call.attempt, 60))

    def wait(self) -> None:
        self.clock._now_ms += self.random.choice((1_000, 60_000, 301_000, 1_801_000))

    def ringing(self) -> list[str]:
        return [
            one
            for one in self.calls
            if (call := self.record(one).call).state is CallState.QUEUED
            and (made := self.unit.attempt(one, call.attempt)) is not None
            and made.placing_ms is not None
        ]

    def on_the_line(self) -> list[str]:
        return [one for one in self.calls if self.record(one).call.is_on_the_line]

    # --- the opt-out ----------------------------------------------------------------------------
    def say_stop(self) -> str:
        """By words or key on a line, by words that come late, or by hand; whose number it is."""
        lines = self.on_the_line()
        if lines and self.random.random() < 0.8:
            return self.stop_on(self.random.choice(lines))
        over = [one for one in self.calls if not self.record(one).call.is_live]
        if over and self.random.random() < 0.5:
            return self.stop_on(self.random.choice(over))
        number = self.random.choice(self.numbers)
        self.people._suppress(self.unit, number, "by letter", "a test")
        self.known.clear()
        return number

    def stop_on(self, call_id: str) -> str:
        words = SpeechHeard(self.now_ms, "please stop calling me", 0.9, STOP)
        fact = self.random.choice((words, KeyPressed(self.now_ms, "8")))
        self.feed(call_id, fact)
        return self.record(call_id).person.to_number

    def run(self) -> tuple[str, int, bool]:
        """Whose opt-out, how many dials were made before it, and whether a retry was queued."""
        acts: tuple[Callable[[], None], ...] = (
            *(self.accept, self.dial, self.dial, self.fail, self.answer, self.hang_up, self.wait),
        )
        self.accept()
        for _ in range(self.random.randint(4, 12)):
            self.random.choice(acts)()
        queued = self.retries()
        number = self.say_stop()
        before = self.dials_to(number)
        for _ in range(self.random.randint(3, 7)):
            self.random.choice(acts)()
        for _ in range(2):  # every retry that was left falls due
            self.fail()
            self.clock._now_ms += 2_000_000
            self.dial()
            self.hang_up()
        for one in self.calls:
            if self.record(one).call.is_live:
                attempt = self.record(one).call.attempt
                self.feed(one, CallCompleted(self.now_ms, attempt, 1))
        return number, before, number in queued

    def retries(self) -> set[str]:
        """Numbers with a call that waits for its next attempt."""
        waiting = [self.record(one) for one in self.calls if one not in self.ringing()]
        return {
            one.person.to_number
            for one in waiting
            if one.call.state is CallState.QUEUED and one.call.attempt > 1
        }

    def dials_to(self, number: str) -> int:
        return [to for to, _ in self.dialled].count(number)


@pytest.mark.parametrize("shard", range(SHARDS))
async def test_27_opt_out_while_a_retry_is_queued_no_further_dial_in_ten_thousand_histories(
    tmp_path: Path, shard: int
) -> None:
    share = HISTORIES // SHARDS
    dials = retried = 0
    async with quick(tmp_path) as it:
        await it.parts.engine.stop()  # the jobs are done here, by hand

        def some(unit: StoreUnit, first: int) -> tuple[int, int]:
            made = queued = 0
            for n in range(first, first + A_UNIT):
                seed = SEED + n
                history = History(unit, it, Random(seed), f"{n}", VirtualClock())
                number, before, was_queued = history.run()
                after = history.dials_to(number)
                assert after == before, f"seed {seed}: {after - before} dials after the opt-out"
                made, queued = made + len(history.dialled), queued + was_queued
            return made, queued

        for first in range(shard * share, (shard + 1) * share, A_UNIT):
            made, queued = await it.parts.store.units.run(
                lambda unit, first=first: some(unit, first)  # type: ignore[misc]
            )
            dials, retried = dials + made, retried + queued

    assert dials > share, "nothing was proved without dials"
    assert retried > share / 20, "nor without retries that were queued"
