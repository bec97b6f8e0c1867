"""Twilio's own agent framework (twilio-agent-connect) as the application behind our simulator.

Its client places calls with our REST side, its signature checks take our webhooks, and its models
read them. What it does over a websocket (ConversationRelay) is not played by this network.
"""

from __future__ import annotations

import pytest

from tests.oracles.needed import needed

needed("tac", "fastapi")

from tests.oracles.agent import DOMAIN, agent  # noqa: E402 - where it is absent, all is skipped

WAIT = "<Response><Pause length='30'/></Response>"


@pytest.fixture(autouse=True)
def told_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAC_ANALYTICS_DISABLED", "true")


async def test_it_places_a_call_with_its_key_and_reads_how_it_went() -> None:
    async with agent({"hang_up": True}) as it:
        sid = await it.places()
        call = await it.ended(sid)

        assert call.status == "completed"
        assert [event.call_status for event in it.statuses] == [
            *("initiated", "ringing", "in-progress", "completed")
        ]
        assert {event.call_sid for event in it.statuses} == {sid}
        assert it.statuses[-1].call_duration is not None
        # The one thing it was not played: its document connects the line to a websocket.
        assert [notice.message for notice in it.sim.log] == [
            "<Connect> is no verb this network plays"
        ]


@pytest.mark.parametrize("outcome", ["busy", "no-answer"])
async def test_a_call_that_reached_nobody_is_one_it_would_make_again(outcome: str) -> None:
    async with agent({"answer": outcome}) as it:
        await it.ended(await it.places())

        assert it.statuses[-1].is_unreached
        assert it.statuses[-1].call_status == outcome


async def test_it_hangs_up_on_a_machine_by_our_detection_and_our_rest() -> None:
    amd = f"https://{DOMAIN}/twilio/call-events/amd"
    async with agent({"answer": "machine"}) as it:
        sid = await it.places_by_client(
            twiml=WAIT,
            machine_detection="Enable",
            async_amd="true",
            async_amd_status_callback=amd,
        )
        call = await it.ended(sid)

        assert [event.answered_by for event in it.machines] == ["machine_start"]
        assert call.status == "completed"
        assert it.statuses[-1].call_status == "completed"
        assert it.sim.log == []


async def test_its_own_answer_to_a_ringing_webhook_is_fetched_and_read() -> None:
    async with agent({"hang_up": True}) as it:
        call = await it.ended(await it.places_by_client(url=f"https://{DOMAIN}/twiml"))

        assert call.status == "completed"
        assert [notice.fatal for notice in it.sim.log] == [False]


async def test_a_token_that_is_not_the_accounts_is_refused_by_its_signature_check() -> None:
    async with agent({"hang_up": True}, token="f" * 32) as it:
        await it.ended(await it.places_by_client(url=f"https://{DOMAIN}/twiml"))

        assert it.statuses == []
        assert [notice.code for notice in it.sim.log if notice.fatal] == [11200]
