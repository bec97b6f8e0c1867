"""What humans do when a person is in danger: they are told, join, judge it over, acknowledge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ruby_fsm.core.events import CrisisResolved, EscalationAcknowledged, OperatorJoined
from tests.web.kit import MOMENT, UNKNOWN, in_crisis, refused, ruby, says, talking
from tests.world import Ruby

ESCALATION = {
    *("escalation_id", "level", "category", "opened_at", "steps", "acknowledged_at"),
    "acknowledged_by",
}


async def post(it: Ruby, path: str, **body: Any) -> dict[str, Any]:
    answer = await it.api.post(path, json=body)
    assert answer.status_code == 200, answer.text
    await it.calm()
    told: dict[str, Any] = answer.json()
    return told


async def escalation_of(it: Ruby, call_id: str) -> dict[str, Any]:
    """The first escalation of a call in crisis."""
    await it.calm()
    answer = await it.api.get(f"/ai-calling/call/{call_id}/escalations")
    first: dict[str, Any] = answer.json()[0]
    return first


@pytest.mark.contract("rest.crisis_resolve")
async def test_resolving_a_crisis_lets_the_conversation_go_on(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = await in_crisis(it)
        told = await post(it, f"/ai-calling/call/{call_id}/crisis/resolve", reason="Spoke to them.")

        assert told["state"] == "listening"
        event = (await it.log(call_id))[-1].event
        assert isinstance(event, CrisisResolved)
        assert event.reason == "Spoke to them."


@pytest.mark.contract("rest.crisis_join")
@pytest.mark.parametrize("body", [{}, {"reason": "On call."}], ids=["bare", "with a reason"])
async def test_joining_a_crisis_is_noted_and_the_call_stays_in_it(
    tmp_path: Path, body: dict[str, str]
) -> None:
    async with ruby(tmp_path) as it:
        call_id = await in_crisis(it)
        told = await post(it, f"/ai-calling/call/{call_id}/crisis/join", **body)

        assert told["state"] == "crisis"
        assert isinstance((await it.log(call_id))[-1].event, OperatorJoined)


@pytest.mark.contract("rest.crisis_join")
async def test_joining_needs_no_body(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = await in_crisis(it)
        answer = await it.api.post(f"/ai-calling/call/{call_id}/crisis/join")

        assert answer.status_code == 200


@pytest.mark.contract("rest.crisis_resolve", "rest.crisis_join")
@pytest.mark.parametrize("action", ["resolve", "join"])
async def test_a_call_that_is_not_in_crisis_is_neither_resolved_nor_joined(
    tmp_path: Path, action: str
) -> None:
    async with ruby(tmp_path) as it:
        call_id, body = await talking(it), {"reason": "x"}
        rows = len(await it.log(call_id))
        for ref, status, kind in (
            (call_id, 409, "not-in-crisis"),
            (UNKNOWN, 404, "call-not-found"),
        ):
            answer = await it.api.post(f"/ai-calling/call/{ref}/crisis/{action}", json=body)
            refused(answer, status, kind)

        assert len(await it.log(call_id)) == rows


@pytest.mark.contract("rest.acknowledge")
async def test_an_acknowledgement_is_kept_and_the_second_changes_nothing(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = await in_crisis(it)
        escalation = await escalation_of(it, call_id)
        path = f"/ai-calling/escalations/{escalation['escalation_id']}/acknowledge"
        first = await post(it, path, by="night shift")
        await it.pass_time(5)
        second = await post(it, path, by="somebody else")

        assert first == second
        assert (first["acknowledged_by"], first["call_id"]) == ("night shift", call_id)
        assert MOMENT.fullmatch(first["acknowledged_at"])
        events = [row.event for row in await it.log(call_id)]
        assert sum(isinstance(event, EscalationAcknowledged) for event in events) == 1


@pytest.mark.contract("rest.acknowledge")
async def test_an_acknowledgement_needs_no_body_and_an_escalation(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = await in_crisis(it)
        made = (await escalation_of(it, call_id))["escalation_id"]
        bare = await it.api.post(f"/ai-calling/escalations/{made}/acknowledge")
        unknown = await it.api.post(f"/ai-calling/escalations/ES{'0' * 32}/acknowledge")

        assert bare.json()["acknowledged_by"] == "anyone"
        refused(unknown, 404, "escalation-not-found")


@pytest.mark.contract("answers.escalations")
async def test_every_step_of_an_escalation_is_shown_until_a_human_has_it(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = await in_crisis(it)
        opened = await escalation_of(it, call_id)
        path = it.config.crisis.path(it.alerts.sent[0].level)
        await it.pass_time(path[0].wait_s + 1)
        risen = await escalation_of(it, call_id)
        await post(it, f"/ai-calling/escalations/{opened['escalation_id']}/acknowledge", by="me")
        after = len(it.alerts.sent)
        await it.pass_time(sum(step.wait_s for step in path))
        done = await escalation_of(it, call_id)

        assert set(opened) == ESCALATION
        assert [step["contact"] for step in opened["steps"]] == [path[0].contact]
        assert [step["step"] for step in risen["steps"]] == [1, 2]
        assert all(step["outcome"] == "sent" for step in risen["steps"])
        assert done["acknowledged_by"] == "me"
        assert len(it.alerts.sent) == after
        assert done == (await it.told(call_id))["risk"]["escalations"][0]


async def test_new_danger_after_a_resolved_crisis_is_escalated_anew(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = await in_crisis(it)
        await post(it, f"/ai-calling/call/{call_id}/crisis/resolve", reason="Spoke to them.")
        await says(it, "I still want to kill myself")

        answer = await it.api.get(f"/ai-calling/call/{call_id}/escalations")
        assert len(answer.json()) == 2
