"""What the store counts and keeps for the dial policy."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ruby_fsm.adapters.db.store import Store
from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.app.dial_records import (
    Consent,
    Dialled,
    Finding,
    Given,
    Outcome,
    Rule,
    Scope,
    Spent,
    Stage,
    Verdict,
)
from tests.adapters.db.store_world import NUMBER, record
from tests.fakes_clock import NOON_MS

OTHER = "+14155550143"
MINUTE_MS, HOUR_MS = 60_000, 3_600_000


def dial(unit: StoreUnit, call_id: str, at_ms: int, **more: str) -> None:
    given = {"number": NUMBER, "user_id": "u", "owner": "token", "region": "US", **more}
    unit.add_call(record(call_id, number=given["number"]))
    unit.fence(call_id, 1, at_ms)
    unit.count_dial(Dialled(call_id, 1, at_ms, **given))


async def test_the_nth_newest_dial_is_found_by_what_it_counts_for(store: Store) -> None:
    def work(unit: StoreUnit) -> list[int | None]:
        for n in range(3):
            dial(unit, f"CL{n}", NOON_MS + n)
        dial(unit, "CL9", NOON_MS + 9, number=OTHER, user_id="", owner="other")
        since = NOON_MS - 1
        return [
            unit.nth_dial_ms(Scope.NUMBER, NUMBER, since, 1),
            unit.nth_dial_ms(Scope.NUMBER, NUMBER, since, 3),
            unit.nth_dial_ms(Scope.NUMBER, NUMBER, since, 4),
            unit.nth_dial_ms(Scope.NUMBER, NUMBER, NOON_MS, 3),
            unit.nth_dial_ms(Scope.USER, "u", since, 2),
            unit.nth_dial_ms(Scope.TOKEN, "other", since, 1),
            unit.nth_dial_ms(Scope.TOKEN, "nobody", since, 1),
        ]

    found = await store.units.run(work)

    offsets = [None if at is None else at - NOON_MS for at in found]
    assert offsets == [2, 0, None, None, 1, 9, None]


async def test_a_dial_that_was_surely_not_made_does_not_count(store: Store) -> None:
    def work(unit: StoreUnit) -> int | None:
        dial(unit, "CL1", NOON_MS)
        unit.unfence("CL1", 1)
        return unit.nth_dial_ms(Scope.NUMBER, NUMBER, 0, 1)

    assert await store.units.run(work) is None


@pytest.mark.parametrize(
    ("status", "duration_s", "minutes"),
    [
        ("completed", 61, 2),
        ("completed", 60, 1),
        ("completed", None, 30),
        ("in-progress", None, 30),
        ("queued", None, 30),
        ("busy", None, 0),
        ("no-answer", 0, 0),
        ("failed", None, 0),
        ("canceled", None, 0),
    ],
)
async def test_a_call_costs_its_minutes_and_its_longest_while_they_are_not_known(
    store: Store, status: str, duration_s: int | None, minutes: int
) -> None:
    def work(unit: StoreUnit) -> list[Spent]:
        dial(unit, "CL1", NOON_MS)
        unit.note_status("CL1", 1, status, 1, duration_s)
        dial(unit, "CL2", NOON_MS - 25 * HOUR_MS)
        return list(unit.spent(NOON_MS - 24 * HOUR_MS, 30))

    assert await store.units.run(work) == [Spent(NOON_MS + HOUR_MS, "US", minutes)]


async def test_minutes_add_up_by_the_hour_and_the_region(store: Store) -> None:
    def work(unit: StoreUnit) -> list[Spent]:
        for n, region in enumerate(("US", "US", "GB")):
            dial(unit, f"CL{n}", NOON_MS + n, region=region)
        dial(unit, "CL9", NOON_MS + HOUR_MS)
        return sorted(unit.spent(0, 5), key=lambda one: (one.until_ms, one.region))

    assert await store.units.run(work) == [
        Spent(NOON_MS + HOUR_MS, "GB", 5),
        Spent(NOON_MS + HOUR_MS, "US", 10),
        Spent(NOON_MS + 2 * HOUR_MS, "US", 5),
    ]


async def test_only_the_newest_dial_of_another_call_says_whether_nobody_answered(
    store: Store,
) -> None:
    def work(unit: StoreUnit) -> list[int | None]:
        dial(unit, "CL1", NOON_MS)
        unit.note_status("CL1", 1, "no-answer", 1, None)
        found = [unit.unanswered_ms(NUMBER, ""), unit.unanswered_ms(NUMBER, "CL1")]
        dial(unit, "CL2", NOON_MS + 1)
        unit.note_status("CL2", 1, "completed", 1, 10)
        return [*found, unit.unanswered_ms(NUMBER, ""), unit.unanswered_ms(OTHER, "")]

    assert await store.units.run(work) == [NOON_MS, None, None, None]


async def test_an_opt_out_stands_until_it_is_lifted_and_stands_anew_after(store: Store) -> None:
    def work(unit: StoreUnit) -> list[bool]:
        return [
            unit.suppress(NUMBER, 1, "words"),
            unit.suppress(NUMBER, 2, "api", "by letter", "token"),
            unit.lift(NUMBER, 3, "changed her mind", "token"),
            unit.is_suppressed(NUMBER),
            unit.lift(NUMBER, 4, "again", "token"),
            unit.suppress(NUMBER, 5, "key"),
            unit.is_suppressed(NUMBER),
            unit.lift(OTHER, 6, "never there", "token"),
        ]

    done = await store.units.run(work)

    assert done == [True, False, True, False, False, True, True, False]
    (known,) = await store.reader.suppressions(9, "")
    assert (known.at_ms, known.source, known.lifted_ms, known.reason) == (5, "key", None, "")


async def test_consent_and_verdicts_come_back_as_they_were_kept(store: Store) -> None:
    consent = Consent(5, "form", 7, "unsubscribed")
    finding = Finding(Rule.CAP, Outcome.WAITS, "3 dials", 99)
    verdict = Verdict(1, (finding,), Outcome.WAITS, Rule.CAP, 99)
    kept = [Given(Stage.ACCEPT, verdict), Given(Stage.DIAL, replace(verdict, at_ms=2))]

    def work(unit: StoreUnit) -> list[Consent]:
        unit.save_consent(NUMBER, replace(consent, given_ms=1))
        unit.save_consent(NUMBER, consent)
        for one in kept:
            unit.keep_verdict("CL1", one)
        return [unit.consent(NUMBER), unit.consent(OTHER)]

    assert await store.units.run(work) == [consent, Consent()]
    assert await store.reader.verdicts("CL1") == kept


async def test_a_slot_given_back_undialled_can_be_granted_again(store: Store) -> None:
    def work(unit: StoreUnit) -> list[object]:
        unit.add_call(record())
        never = unit.give_back_slot("CL1", 1)
        unit.grant_slot("CL1", 1, NOON_MS)
        back = unit.give_back_slot("CL1", 1)
        unit.grant_slot("CL1", 1, NOON_MS)
        unit.fence("CL1", 1, NOON_MS)
        return [never, back, unit.give_back_slot("CL1", 1), unit.slots_used()]

    assert await store.units.run(work) == [False, True, False, 1]
