"""The dial policy in the whole service: what is refused or put off makes no request to Twilio."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest

from ruby_fsm.config.dial_policy import CallingHours, Cap, Caps, DialPolicy
from ruby_fsm.config.load import default_path, parse
from ruby_fsm.config.schema import Config
from ruby_fsm.core.call import CallState, EndReason
from ruby_fsm.core.events import DialPostponed, DialRefused
from ruby_fsm.simulator import Answer, Outcome
from tests.app.kit import CONFIG, call_of, quick, ringing, rows_of
from tests.world import TO_NUMBER, Ruby

# The world's clock begins at 18:00 UTC, on Monday, 5 January 2026: 10:00 in Los Angeles.
ATHENS, TOKYO, NEW_YORK = "Europe/Athens", "Asia/Tokyo", "America/New_York"  # 20:00, 03:00, 13:00
OTHER, THIRD = "+12125550111", "+12125550122"
MANY = Caps(number=Cap(hour=99, day=99), user=Cap(hour=99, day=99), token=Cap(hour=99, day=99))


def held(**policy: Any) -> Config:
    """The default config, its policy held as for real telephones, but for what is given."""
    given = {"rehearse": True, "cool_down_s": 0, "caps": MANY, **policy}
    return CONFIG.model_copy(update={"dial_policy": DialPolicy(**given)})


def world(data: Path, **policy: Any) -> AbstractAsyncContextManager[Ruby]:
    return quick(data, config=held(**policy))


async def ask(it: Ruby, to: str = TO_NUMBER, **more: Any) -> httpx.Response:
    body = {"to_number": to, **more}
    return await it.drive(it.api.post("/ai-calling/initiate-ai-call", json=body))


def dials(it: Ruby) -> list[dict[str, str]]:
    return it.rest.made("POST", "/Calls.json")


async def rules_of(it: Ruby, call_id: str) -> list[tuple[str, str, str | None]]:
    given = (await it.told(call_id))["dial_policy"]
    return [(one["stage"], one["verdict"], one["rule"]) for one in given]


async def sleep(it: Ruby, seconds: float) -> None:
    """Time goes by while nothing happens; the process is started again after it."""
    await it.stop()
    await it.clock.advance(seconds)
    await it.start()


# --- 29: refused at the door --------------------------------------------------------------------
REFUSED = {
    "region": ("+18765550100", {}, "policy-region"),
    "region of no country": ("+881612345678", {}, "policy-region"),
    "given to nobody": ("+15551234567", {}, "policy-region"),
    "premium": ("+19005550100", {}, "policy-number-type"),
    "pager": ("+447640123456", {}, "policy-number-type"),
    "shared cost": ("+448431234567", {}, "policy-number-type"),
    "emergency": ("+19115550100", {}, "policy-emergency"),
    "short": ("+49116117", {}, "policy-short-number"),
    "no zone": ("+18005550100", {}, "policy-time-zone"),
}


@pytest.mark.contract("initiate.403")
@pytest.mark.parametrize(("to", "more", "kind"), REFUSED.values(), ids=REFUSED)
async def test_29_policy_a_refusal_names_its_rule_and_no_request_is_made(
    tmp_path: Path, to: str, more: dict[str, Any], kind: str
) -> None:
    async with world(tmp_path) as it:
        answer = await ask(it, to, **more)
        await it.pass_time(120)

        assert (answer.status_code, answer.json()["type"]) == (403, f"urn:ruby-fsm:problem:{kind}")
        assert to not in answer.text
        assert dials(it) == []
        assert it.simulator.calls == {}
        assert (await it.api.get("/ai-calling/calls/active")).json()["count"] == 0


async def test_29_policy_a_zone_that_is_named_is_believed(tmp_path: Path) -> None:
    async with world(tmp_path) as it:
        answer = await ask(it, "+18005550100", time_zone=NEW_YORK)

        assert (answer.status_code, len(dials(it))) == (201, 1)


async def test_29_policy_hours_that_leave_no_moment_are_a_refusal(tmp_path: Path) -> None:
    """45 minutes in which it is the same hour in Auckland and on the Chatham Islands: none."""
    hours = CallingHours(begin="10:00", end="10:45")
    async with world(tmp_path, calling_hours=hours) as it:
        answer = await ask(it, "+64211234567")

        assert answer.json()["type"] == "urn:ruby-fsm:problem:policy-calling-hours"
        assert dials(it) == []


async def test_29_policy_a_call_that_may_cost_more_than_a_day_is_refused(tmp_path: Path) -> None:
    async with world(tmp_path, regions={"US": 1.0}, spend_a_day=29.9) as it:
        answer = await ask(it)

        assert answer.json()["type"] == "urn:ruby-fsm:problem:policy-spend"
        assert dials(it) == []


# --- 28: hours ----------------------------------------------------------------------------------
@pytest.mark.contract("initiate.waiting")
async def test_28_hours_a_call_at_night_waits_for_the_morning(tmp_path: Path) -> None:
    async with world(tmp_path) as it:
        answer = await ask(it, time_zone=TOKYO)
        told = answer.json()
        assert (answer.status_code, told["waiting_for"]) == (202, "calling_hours")
        assert told["scheduled_for"] == "2026-01-05T23:00:00.000Z"
        await sleep(it, 5 * 3600 - 1)
        assert dials(it) == []

        await it.pass_time(2)

        assert len(dials(it)) == 1
        assert await rules_of(it, told["call_id"]) == [
            ("accept", "waits", "calling_hours"),
            ("dial", "passed", None),
        ]


async def test_28_hours_hold_for_the_moment_a_call_is_wanted_at(tmp_path: Path) -> None:
    async with world(tmp_path) as it:
        early = await ask(it, not_before="2026-01-06T05:00:00Z", time_zone=ATHENS)
        fine = await ask(it, OTHER, not_before="2026-01-06T07:00:00Z", time_zone=ATHENS)

        told = (early.json()["waiting_for"], early.json()["scheduled_for"])
        assert told == ("calling_hours", "2026-01-06T06:00:00.000Z")
        assert fine.json()["waiting_for"] == "not_before"


async def test_28_hours_are_looked_at_again_before_a_retry(tmp_path: Path) -> None:
    """Busy at 20:57, so the next attempt would be at 21:02: it is put off, and not used up."""
    async with world(tmp_path) as it:
        await sleep(it, 57 * 60)
        call_id, person = await ringing(it, time_zone=ATHENS)
        person.answer(Answer(Outcome.BUSY, after_s=0))
        await it.pass_time(310)
        await sleep(it, 11 * 3600 - 310 + 120)

        call = await call_of(it, call_id)
        assert (call.state, call.attempt, len(dials(it))) == (CallState.QUEUED, 2, 1)
        (put_off,) = await rows_of(it, call_id, DialPostponed)
        assert isinstance(put_off.event, DialPostponed)
        assert put_off.event.policy == "calling_hours"
        (_, second) = await it.parts.store.reader.attempts(call_id)
        assert (second.slot_ms, second.placing_ms) == (None, None)

        await it.pass_time(60)

        assert (len(dials(it)), (await call_of(it, call_id)).attempt) == (2, 2)


async def test_28_hours_are_looked_at_again_after_the_queue(tmp_path: Path) -> None:
    async with world(tmp_path) as it:
        await sleep(it, 59 * 60 + 50)
        for number in (TO_NUMBER, OTHER):
            await ringing(it, number, time_zone=NEW_YORK)
        waiting = (await ask(it, THIRD, time_zone=ATHENS)).json()
        assert waiting["waiting_for"] == "capacity"

        await it.pass_time(12)
        it.callees[TO_NUMBER].answer(Answer(Outcome.UNREACHABLE, after_s=0))
        await it.pass_time(20)

        assert all(dial["To"] != THIRD for dial in dials(it))
        assert (await rules_of(it, waiting["call_id"]))[-1] == ("dial", "waits", "calling_hours")


async def test_28_hours_do_not_hold_where_no_real_telephone_rings(tmp_path: Path) -> None:
    async with world(tmp_path, rehearse=False) as it:
        for number in (TO_NUMBER, "+15551234567"):
            answer = await ask(it, number, time_zone=TOKYO)
            assert answer.status_code in {201, 202}
            assert answer.json()["waiting_for"] in {None, "pace"}
        await it.pass_time(2)

        assert len(dials(it)) == 2


async def test_28_hours_a_wait_past_the_time_in_the_queue_ends_it(tmp_path: Path) -> None:
    text = default_path().read_text(encoding="utf-8")
    short = parse(text.replace("queue_ttl_s: 86400", "queue_ttl_s: 3600"))
    policy = held().dial_policy
    async with quick(tmp_path, config=short.model_copy(update={"dial_policy": policy})) as it:
        await sleep(it, 57 * 60)
        call_id, person = await ringing(it, time_zone=ATHENS)
        person.answer(Answer(Outcome.BUSY, after_s=0))
        await it.pass_time(400)

        assert (await call_of(it, call_id)).end_reason is EndReason.EXPIRED
        assert len(dials(it)) == 1


# --- 29: caps, spend, cool-down -----------------------------------------------------------------
@pytest.mark.parametrize("scope", ["number", "user", "token"])
async def test_29_policy_what_is_over_a_cap_waits_until_a_dial_is_old_enough(
    tmp_path: Path, scope: str
) -> None:
    caps = MANY.model_copy(update={scope: Cap(hour=1, day=9)})
    same = TO_NUMBER if scope == "number" else OTHER
    async with world(tmp_path, caps=caps) as it:
        _, person = await ringing(it, user_id="u-1")
        person.answer(Answer(Outcome.UNREACHABLE, after_s=0))
        await it.pass_time(60)

        told = (await ask(it, same, user_id="u-1" if scope == "user" else "u-2")).json()

        assert told["waiting_for"] == "cap"
        assert told["scheduled_for"] == "2026-01-05T19:00:00.001Z"
        await sleep(it, 3530)
        assert len(dials(it)) == 1
        await it.pass_time(20)
        assert len(dials(it)) == 2


async def test_29_policy_the_retries_of_a_call_count_under_its_caps(tmp_path: Path) -> None:
    caps = MANY.model_copy(update={"number": Cap(hour=2, day=9)})
    async with world(tmp_path, caps=caps) as it:
        call_id, person = await ringing(it)
        for _ in range(2):
            person.answer(Answer(Outcome.BUSY, after_s=0))
            await it.pass_time(310)
        await sleep(it, 1600)
        await it.pass_time(10)

        assert len(dials(it)) == 2
        (put_off,) = await rows_of(it, call_id, DialPostponed)
        assert isinstance(put_off.event, DialPostponed)
        assert (put_off.event.policy, put_off.event.due_ms) == ("cap", 1_767_639_600_001)
        assert (await call_of(it, call_id)).state is CallState.QUEUED


async def test_29_policy_two_calls_accepted_at_once_share_a_cap_of_one(tmp_path: Path) -> None:
    """Nothing was dialled when they were accepted: the second is seen at its dial."""
    caps = MANY.model_copy(update={"number": Cap(hour=1, day=9)})
    async with world(tmp_path, caps=caps) as it:
        later = [(await ask(it, not_before="2026-01-05T18:00:20Z")).json() for _ in range(2)]
        assert {one["waiting_for"] for one in later} == {"not_before"}

        await it.pass_time(30)

        assert len(dials(it)) == 1
        states = [await rows_of(it, one["call_id"], DialPostponed) for one in later]
        assert sorted(len(rows) for rows in states) == [0, 1]


async def test_29_policy_a_day_costs_no_more_than_it_may(tmp_path: Path) -> None:
    """Each call counts at its longest, 30 minutes, until its length is known."""
    async with world(tmp_path, regions={"US": 0.1}, spend_a_day=5.0) as it:
        _, person = await ringing(it)
        second = (await ask(it, OTHER)).json()
        assert second["waiting_for"] == "spend"
        person.answer(Answer(Outcome.UNREACHABLE, after_s=0))
        await it.pass_time(5)

        third = (await ask(it, THIRD)).json()

        assert third["waiting_for"] is None
        assert len(dials(it)) == 2


async def test_29_policy_nobody_is_called_again_soon_after_no_answer(tmp_path: Path) -> None:
    async with world(tmp_path, cool_down_s=7200) as it:
        first, person = await ringing(it)
        person.answer(Answer(Outcome.NO_ANSWER, after_s=0))
        await it.pass_time(60)

        told = (await ask(it)).json()
        assert told["waiting_for"] == "cool_down"
        await it.pass_time(250)

        assert (await call_of(it, first)).attempt == 2
        assert len(dials(it)) == 2, "its own retry does not wait for itself"


# --- 27 and 29: people --------------------------------------------------------------------------
async def post(it: Ruby, path: str, **body: Any) -> dict[str, Any]:
    answer = await it.drive(it.api.post(f"/ai-calling/{path}", json=body))
    assert answer.status_code < 300, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_29_policy_where_consent_must_be_on_record_it_is_asked_for(tmp_path: Path) -> None:
    async with world(tmp_path, consent="recorded", rehearse=False) as it:
        given = {"source": "form", "at": "2026-01-01T00:00:00Z"}
        refused = await ask(it, consent=given)
        assert refused.json()["type"] == "urn:ruby-fsm:problem:policy-consent"
        await post(it, "consents", to_number=TO_NUMBER, source="form")

        assert (await ask(it)).status_code == 201


async def test_29_policy_a_withdrawal_ends_what_is_queued_and_refuses_what_is_new(
    tmp_path: Path,
) -> None:
    async with world(tmp_path, rehearse=False) as it:
        waiting = (await ask(it, not_before="2026-01-05T19:00:00Z")).json()["call_id"]
        told = await post(it, "consents/withdraw", to_number=TO_NUMBER)
        assert told["standing"] == "withdrawn"
        late = {"source": "form", "at": "2026-01-01T00:00:00Z"}
        told = await post(it, "consents", to_number=TO_NUMBER, **late)
        assert told["standing"] == "withdrawn"

        again = await ask(it)
        await sleep(it, 4000)

        assert again.json()["type"] == "urn:ruby-fsm:problem:policy-consent"
        assert (await call_of(it, waiting)).end_reason is EndReason.REFUSED
        assert dials(it) == []


async def test_27_opt_out_by_hand_ends_what_waits_and_what_rings(tmp_path: Path) -> None:
    async with world(tmp_path, rehearse=False) as it:
        rings, _ = await ringing(it)
        waits = (await ask(it, not_before="2026-01-05T19:00:00Z")).json()["call_id"]

        told = await post(it, "suppressions", to_number=TO_NUMBER, reason="by letter")
        await it.pass_time(30)
        await sleep(it, 4000)

        for call_id in (rings, waits):
            assert (await call_of(it, call_id)).end_reason is EndReason.SUPPRESSED
            assert len(await rows_of(it, call_id, DialRefused)) == 1
        assert len(dials(it)) == 1
        assert all(call.status.is_final for call in it.calls())
        assert told["suppressed_at"] == "2026-01-05T18:00:00.000Z"
        await post(it, "suppressions/lift", to_number=TO_NUMBER, reason="by letter")
        assert (await ask(it)).status_code == 201


async def test_29_policy_a_refusal_at_the_door_is_kept_and_forgotten_in_time(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as it:
        await ask(it, "+18765550100")
        fine = (await ask(it)).json()["call_id"]
        reader = it.parts.store.reader
        refused = f"CL{1:032x}"

        (given,) = await reader.verdicts(refused)
        assert given.verdict.deciding is not None
        assert given.verdict.deciding.detail == "Numbers of JM may not be called."
        await it.parts.store.units.run(lambda unit: unit.forget_refusals(2**53))
        assert await reader.verdicts(refused) == []
        assert len(await reader.verdicts(fine)) == 2
