"""Ending a call: whatever state it is in, and what a call in crisis asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from ruby_fsm.core.events import EndRequested
from tests.web.kit import (
    SID,
    UNKNOWN,
    active,
    end,
    in_crisis,
    refused,
    ruby,
    says,
    status,
    talking,
)
from tests.world import TO_NUMBER


@pytest.mark.contract("rest.end", "end.queued")
async def test_ending_a_queued_call_cancels_it(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = (await it.initiate(not_before="2026-01-05T18:01:00Z"))["call_id"]
        told = await end(it, call_id)
        await it.pass_time(120)

        assert set(told) == {"success", "call_sid", "call_id", "state", "end_reason", "message"}
        assert (told["state"], told["end_reason"]) == ("ended", "canceled")
        assert not it.calls()


@pytest.mark.contract("rest.end", "end.queued")
async def test_ending_a_ringing_call_puts_the_line_down(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = (await it.initiate())["call_id"]
        await it.pass_time(2)
        told = await end(it, call_id)
        await it.pass_time(2)

        assert told["state"] == "ended"
        assert [call.status.value for call in it.calls()] == ["canceled"]


@pytest.mark.contract("rest.end", "end.live")
async def test_ending_a_live_call_says_goodbye_and_hangs_up(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = await talking(it)
        before = len(it.callees[TO_NUMBER].heard)
        told = await end(it, call_id)
        await it.over()

        assert (told["state"], told["end_reason"]) == ("closing", None)
        assert len(it.callees[TO_NUMBER].heard) > before
        assert "<Hangup" in [e.answer for e in it.traffic.exchanges if e.is_spoken][-1]
        after = await status(it, call_id)
        assert (after["state"], after["end_reason"]) == ("ended", "end_requested")


@pytest.mark.contract("rest.end", "end.ended")
async def test_ending_an_ended_call_is_fine(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = await talking(it)
        await end(it, call_id)
        await it.over()
        rows = len(await it.log(call_id))
        told = await end(it, it.sid(call_id))

        assert (told["success"], told["state"]) == (True, "ended")
        assert len(await it.log(call_id)) == rows


@pytest.mark.contract("rest.end", "end.plain")
async def test_ending_needs_no_body(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = (await it.initiate())["call_id"]

        assert (await it.api.post(f"/ai-calling/call/{call_id}/end")).status_code == 200


@pytest.mark.contract("rest.end", "end.crisis")
async def test_a_call_in_crisis_is_ended_only_by_force_with_a_reason(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = await in_crisis(it)
        path = f"/ai-calling/call/{call_id}/end"

        refused(await it.api.post(path), 409, "crisis-needs-force")
        refused(await it.api.post(path, json={"reason": "x"}), 409, "crisis-needs-force")
        refused(await it.api.post(path, json={"force": True}), 400, "invalid-request")
        assert (await status(it, call_id))["state"] == "crisis"
        told = await end(it, call_id, force=True, reason="Help is with the person.")
        assert told["state"] == "closing"
        events = [row.event for row in await it.log(call_id)]
        kept = next(event for event in events if isinstance(event, EndRequested))
        assert (kept.force, kept.reason) == (True, "Help is with the person.")


@pytest.mark.contract("rest.end")
async def test_ending_an_unknown_call_finds_none(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        answer = await it.api.post(f"/ai-calling/call/{UNKNOWN}/end", json={})

        refused(answer, 404, "call-not-found")


@pytest.mark.contract("identity.responses")
async def test_every_answer_on_a_call_holds_both_its_names(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = (await it.initiate(not_before="2026-01-05T19:00:00Z"))["call_id"]
        answers = [
            await status(it, call_id),
            await it.told(call_id),
            (await active(it))["active_calls"][0],
            await end(it, call_id),
        ]

        assert [(a["call_id"], a["call_sid"]) for a in answers] == [(call_id, call_id)] * 4


@pytest.mark.contract("identity.urls")
async def test_urls_handed_to_twilio_hold_ids_and_numbers_and_nothing_personal(
    tmp_path: Path,
) -> None:
    async with ruby(tmp_path) as it:
        person = {"user_id": "u-77", "user_name": "Samira", "custom_prompt": "the xylophone"}
        call_id = await talking(it, **person)
        await says(it, "the weather is nice")

        urls = [exchange.query for exchange in it.traffic.exchanges if exchange.is_hook]
        assert all(f"call={call_id}" in url for url in urls)
        assert all(word not in str(urls) for word in ("Samira", "u-77", "xylo", "weather", "4155"))
        assert any("at=" in url for url in urls)
        assert SID.fullmatch(it.sid(call_id))
