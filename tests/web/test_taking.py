"""How those who are told take an escalation over HTTP: a link, and webhooks that must be signed."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from ruby_fsm.app.links import GOOD_S
from ruby_fsm.simulator import Answer, Digits, Listening, Ringing
from tests.app.escalation_kit import NURSE, config_with, escalation, in_crisis, step
from tests.app.kit import quick, says
from tests.looking import every_row, place_in
from tests.twiml_check import parsed
from tests.web.kit import RESOURCES
from tests.world import FROM_NUMBER, PUBLIC_URL, TO_NUMBER, Ruby

SMS = config_with(step("nurse", "sms", 60), step("lead", "sms", 60))
CALL = config_with(step("nurse", "call", 60), step("lead", "call", 60))
CALL_SID = "CA" + "7" * 32


def link_of(it: Ruby) -> str:
    """The path of the newest link that was sent."""
    return it.alerts.sent[-1].link.removeprefix(PUBLIC_URL)


async def test_looking_at_the_link_takes_nothing_and_the_button_does_once(tmp_path: Path) -> None:
    async with quick(tmp_path, config=SMS) as it:
        call_id, made = await in_crisis(it)
        link = link_of(it)
        shown = [await it.api.get(link) for _ in range(3)]
        before = await escalation(it, call_id)
        first, second = [await it.api.post(link) for _ in range(2)]

        assert before.acknowledged_ms is None
        assert {one.status_code for one in (*shown, first, second)} == {200}
        assert '<form method="post">' in shown[0].text
        assert "It is yours now" in first.text
        assert (await escalation(it, call_id)).acknowledged_by == "nurse, by link"
        assert '<form method="post">' not in (await it.api.get(link)).text
        assert made.escalation_id in shown[0].text
        assert second.headers["Referrer-Policy"] == "no-referrer"
        assert second.headers["Cache-Control"] == "no-store"
        assert second.headers["Content-Type"] == "text/html; charset=utf-8"


async def test_a_link_of_an_escalation_that_another_took_says_so(tmp_path: Path) -> None:
    async with quick(tmp_path, config=SMS) as it:
        call_id, made = await in_crisis(it)
        await it.api.post(f"/ai-calling/escalations/{made.escalation_id}/acknowledge")
        answer = await it.api.post(link_of(it))

        assert "Somebody takes care of it already" in answer.text
        assert "by link" not in (await escalation(it, call_id)).acknowledged_by


@pytest.mark.parametrize("spoil", ["cut", "other", "late", "none"])
async def test_a_bad_link_shows_and_takes_nothing(tmp_path: Path, spoil: str) -> None:
    async with quick(tmp_path, config=SMS) as it:
        call_id, _ = await in_crisis(it)
        link = link_of(it)
        if spoil == "late":
            it.clock._now_ms += GOOD_S * 1000 + 1000
        bad = {
            "cut": link[:-1],
            "other": link[:-2] + ("AA" if link[-2:] != "AA" else "BB"),
            "late": link,
            "none": "/escalation/nothing",
        }[spoil]

        for answer in (await it.api.get(bad), await it.api.post(bad)):
            assert answer.status_code == 404
            assert "not good" in answer.text
            assert "ES" not in answer.text
        assert (await escalation(it, call_id)).acknowledged_ms is None


async def test_each_step_has_a_link_of_its_own(tmp_path: Path) -> None:
    async with quick(tmp_path, config=SMS) as it:
        call_id, _ = await in_crisis(it)
        await it.pass_time(60)
        first, second = [alert.link.removeprefix(PUBLIC_URL) for alert in it.alerts.sent]
        await it.api.post(second)

        assert first != second
        assert (await escalation(it, call_id)).acknowledged_by == "lead, by link"


@pytest.mark.contract("webhook.alert", "webhook.alert-key", "webhook.sms")
@pytest.mark.parametrize("kind", ["alert", "alert-key", "sms"])
async def test_a_forged_webhook_takes_nothing(tmp_path: Path, kind: str) -> None:
    async with quick(tmp_path, config=SMS) as it:
        call_id, made = await in_crisis(it)
        form = {"From": NURSE, "To": FROM_NUMBER, "Body": "yes", "CallSid": CALL_SID, "Digits": "1"}
        query = f"escalation={made.escalation_id}&step=1&try=0"
        answer = await it.hook(kind, query, form, signature="forged")

        assert answer.status_code == 403
        assert (await escalation(it, call_id)).acknowledged_ms is None


@pytest.mark.parametrize(
    ("query", "sid"),
    [
        ("escalation=ES{other}&step=1&try=0", "{sid}"),
        ("escalation={made}&step=9&try=0", "{sid}"),
        ("escalation={made}&step=1&try=0", CALL_SID),
        ("escalation={made}&step=1&try=0", "nothing"),
        ("", "{sid}"),
    ],
    ids=["other escalation", "other step", "other call", "no call", "no query"],
)
async def test_a_key_of_another_call_or_step_takes_nothing(
    tmp_path: Path, query: str, sid: str
) -> None:
    async with quick(tmp_path, config=CALL, tells=True) as it:
        call_id, made = await in_crisis(it)
        ours = next(call.sid for call in it.calls() if call.order.to == NURSE)
        values = {"made": made.escalation_id, "other": "0" * 32, "sid": ours}
        form = {"CallSid": sid.format(**values), "Digits": "1"}
        answer = await it.hook("alert-key", query.format(**values), form)

        assert answer.status_code == 200
        assert RESOURCES in answer.text
        parsed(answer.text)
        assert (await escalation(it, call_id)).acknowledged_ms is None


async def test_the_same_key_twice_gets_the_same_answer(tmp_path: Path) -> None:
    async with quick(tmp_path, config=CALL, tells=True) as it:
        _, made = await in_crisis(it)
        sid = next(call.sid for call in it.calls() if call.order.to == NURSE)
        query = f"escalation={made.escalation_id}&step=1&try=0"
        answers = [
            await it.hook("alert-key", query, {"CallSid": sid, "Digits": "1"}) for _ in range(2)
        ]

        assert answers[0].text == answers[1].text
        assert "yours now" in answers[0].text


async def test_while_the_store_is_away_a_human_is_asked_again_and_told_so(tmp_path: Path) -> None:
    async with quick(tmp_path, config=CALL, tells=True) as it:
        _, made = await in_crisis(it)
        sid = next(call.sid for call in it.calls() if call.order.to == NURSE)
        query = f"escalation={made.escalation_id}&step=1&try=0"
        it.gate.leave()
        key = await it.hook("alert-key", query, {"CallSid": sid, "Digits": "1"})
        text = await it.hook("sms", "", {"From": NURSE, "To": FROM_NUMBER, "Body": "yes"})
        it.gate.release()

        assert key.status_code == text.status_code == 200
        assert parsed(key.text).find("Gather") is not None
        assert "could not note this" in text.text


@pytest.mark.parametrize("tries", range(5))
async def test_what_a_human_hears_is_twiml_that_twilio_takes(tmp_path: Path, tries: int) -> None:
    async with quick(tmp_path, config=CALL) as it:
        line = it.parts.alert_line
        asked = parsed(line.ask("ES" + "0" * 32, 2, tries))
        ends = [parsed(line.taken()), parsed(line.over())]

        assert (asked.find("Gather") is None) is (tries >= 3)
        assert all(end.find("Hangup") is not None for end in ends)
        assert ET.fromstring(line.message("a < b & c")).findtext("Message") == "a < b & c"


CANARIES = ("Wilhelmina", "+14155550100", "4155550100", "swallow", "kingfisher")


async def test_canary_no_alert_log_or_url_holds_a_number_a_name_or_a_word(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("DEBUG")
    config = config_with(step("nurse", "sms", 60), step("nurse", "call", 60), step("lead", "log"))
    async with quick(tmp_path, config=config, tells=True) as it:
        await in_crisis(
            it,
            "i will swallow the pills by the kingfisher river and kill myself",
            user_name="Wilhelmina",
            custom_prompt="kingfisher",
        )
        await it.pass_time(60)
        await it.reach(Ringing, NURSE)
        it.callees[NURSE].answer(Answer(after_s=0))
        await it.reach(Listening, NURSE)
        await says(it, it.callees[NURSE], Digits("2"))
        await it.pass_time(200)
        messages = [one.body for one in it.simulator.messages.values()]
        urls = [f"{one.path}?{one.query}" for one in it.traffic.exchanges]
        heard = [one.text for one in it.callees[NURSE].heard]
        tokens = [found for body in messages for found in re.findall(r"escalation/(\S+)", body)]
        rows = every_row(place_in(tmp_path))

    logged = caplog.text + "".join(capfd.readouterr())
    assert len(messages) >= 1
    assert heard
    assert tokens
    told = " ".join([*messages, *urls, *heard, logged])
    assert not [canary for canary in CANARIES if canary in told]
    assert not [token for token in tokens if token in logged or token in str(rows)]
    assert NURSE not in logged
    assert NURSE not in str(rows)
    assert TO_NUMBER not in " ".join(messages)
