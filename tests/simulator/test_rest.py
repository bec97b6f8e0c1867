"""The simulator's REST interface answers as Twilio's does."""

import base64
from typing import Any

import httpx
import pytest

from tests.simulator.sim_world import (
    ACCOUNT,
    APP,
    ASK,
    CALLS,
    FROM,
    HELLO,
    TO,
    TOKEN,
    answered,
    asked,
    twiml,
    world,
)

ORDER = {"To": TO, "From": FROM, "Url": f"{APP}/answer"}
UPDATE = CALLS.removesuffix(".json") + "/{}.json"


def refused(response: httpx.Response, status: int, code: int) -> str:
    """Check an error body of Twilio's; returns its message."""
    body = response.json()
    assert (response.status_code, body["status"], body["code"]) == (status, status, code)
    assert body["more_info"] == f"https://www.twilio.com/docs/errors/{code}"
    return str(body["message"])


async def test_a_created_call_is_written_as_twilio_writes_it() -> None:
    async with world({}) as w:
        response = await w.rest.post(CALLS, data=ORDER)

    call = response.json()
    assert response.status_code == 201
    assert call["sid"].startswith("CA")
    assert len(call["sid"]) == 34
    assert call["status"] == "queued"
    assert call["to_formatted"] == "(415) 555-0100"
    assert call["date_created"] == "Mon, 05 Jan 2026 18:00:00 +0000"
    assert call["uri"] == UPDATE.format(call["sid"])
    assert call["duration"] is None
    texts = {name: value for name, value in call.items() if name != "subresource_uris"}
    assert all(value is None or isinstance(value, str) for value in texts.values())
    assert len(call["subresource_uris"]) == 9


async def test_a_fetched_call_shows_how_it_went() -> None:
    async with world({"/answer": twiml("<Pause length='61'/>")}) as w:
        sid = await answered(w)
        await w.finish(sid)
        call = (await w.rest.get(UPDATE.format(sid))).json()

    assert (call["status"], call["duration"], call["price"]) == ("completed", "61", "-0.02800")
    assert call["start_time"] == "Mon, 05 Jan 2026 18:00:00 +0000"
    assert call["end_time"] == "Mon, 05 Jan 2026 18:01:01 +0000"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"To": ""}, 21201),
        ({"From": ""}, 21213),
        ({"To": "+15005550001"}, 21217),
        ({"To": "+15005550002"}, 21214),
        ({"To": "+15005550003"}, 21215),
        ({"To": "+15005550004"}, 21216),
        ({"From": "+15005550001"}, 21212),
        ({"To": "0415"}, 21211),
        ({"To": "+1415555010O"}, 21211),
        ({"From": "Ruby"}, 21212),
        ({"Url": ""}, 21205),
        ({"Url": "/answer"}, 21205),
        ({"Url": "ftp://app.test/answer"}, 21205),
        ({"Url": "", "Twiml": "x" * 4001}, 32018),
        ({"StatusCallback": "http://a_b.test/status"}, 21609),
        ({"StatusCallback": "status"}, 21609),
        ({"StatusCallbackEvent": ["initiated", "rings"]}, 20001),
        ({"StatusCallbackEvent": "initiated ringing"}, 20001),
        ({"Timeout": "601"}, 20001),
        ({"Timeout": "soon"}, 20001),
        ({"TimeLimit": "0"}, 20001),
        ({"Method": "PUT"}, 20001),
        ({"MachineDetection": "enable"}, 20001),
        ({"AsyncAmd": "True"}, 20001),
    ],
)
async def test_a_faulty_order_is_refused_with_twilios_code(
    changed: dict[str, Any], code: int
) -> None:
    async with world({}) as w:
        response = await w.rest.post(CALLS, data=ORDER | changed)

    refused(response, 400, code)
    assert w.sim.calls == {}


async def test_a_from_number_must_be_owned_where_numbers_are_kept() -> None:
    async with world({}, numbers={"+14155550199"}) as w:
        own = await w.rest.post(CALLS, data=ORDER | {"From": "+14155550199"})
        magic = await w.rest.post(CALLS, data=ORDER | {"From": "+15005550006"})
        other = await w.rest.post(CALLS, data=ORDER | {"From": "+14155550198"})

    assert (own.status_code, magic.status_code) == (201, 201)
    refused(other, 400, 21210)


async def test_test_credentials_check_an_order_and_never_call() -> None:
    async with world({}, test_credentials=True) as w:
        placed = await w.rest.post(CALLS, data=ORDER)
        other = await w.rest.post(CALLS, data=ORDER | {"From": "+14155550198"})
        listed = await w.rest.get(CALLS)
        await w.clock.advance(60)

    assert placed.status_code == 201
    assert w.app.got == []
    refused(other, 400, 21210)
    refused(listed, 403, 20008)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer x",
        "Basic !!!",
        "Basic " + base64.b64encode(f"{ACCOUNT}:wrong".encode()).decode(),
        "Basic " + base64.b64encode(f"AC1:{TOKEN}".encode()).decode(),
        "Basic " + base64.b64encode(b"\xff:\xff").decode(),
    ],
)
async def test_wrong_credentials_are_refused(header: str) -> None:
    async with world({}) as w:
        w.rest.auth = httpx.Auth()
        response = await w.rest.post(CALLS, data=ORDER, headers={"Authorization": header})

    refused(response, 401, 20003)
    assert response.headers["WWW-Authenticate"].startswith("Basic")


async def test_an_api_key_opens_the_account() -> None:
    async with world({}, api_keys={"SK1": "secret"}) as w:
        response = await w.rest.get(CALLS, auth=("SK1", "secret"))

    assert response.status_code == 200


async def test_another_account_is_not_found() -> None:
    async with world({}) as w:
        response = await w.rest.get(CALLS.replace(ACCOUNT, "AC" + "1" * 32))

    refused(response, 404, 20404)


async def test_the_account_itself_can_be_probed() -> None:
    async with world({}) as w:
        response = await w.rest.get(f"/2010-04-01/Accounts/{ACCOUNT}.json")

    assert (response.status_code, response.json()["status"]) == (200, "active")


@pytest.mark.parametrize("path", [UPDATE.format("CA" + "0" * 32), "/2010-04-01/Nothing.json"])
async def test_what_is_not_there_is_not_found(path: str) -> None:
    async with world({}) as w:
        response = await w.rest.get(path)

    refused(response, 404, 20404)


async def test_cancelling_a_ringing_call() -> None:
    async with world({}) as w:
        sid = await w.create(StatusCallback=f"{APP}/status")
        await w.sim.settle()
        await w.update(sid, Status="canceled")
        await w.finish(sid)
        again = await w.update(sid, Status="canceled")

    assert w.app.at("/status")[0]["CallStatus"] == "canceled"
    refused(again, 400, 21220)


async def test_cancelling_leaves_a_call_in_progress_alone() -> None:
    async with world({"/answer": twiml(ASK)}) as w:
        sid = await answered(w)
        await asked(w)
        response = await w.update(sid, Status="canceled")
        await w.clock.advance(1)
        status = w.sim.calls[sid].status

    assert response.status_code == 200
    assert status == "in-progress"


async def test_a_call_not_in_progress_cannot_be_redirected() -> None:
    async with world({"/answer": HELLO}) as w:
        sid = await w.create()
        await w.sim.settle()
        ringing = await w.update(sid, Url=f"{APP}/now")
        w.sim.line(sid).hang_up()
        await w.finish(sid)
        over = await w.update(sid, Twiml=HELLO)
        ended = await w.update(sid, Status="completed")

    for response in (ringing, over, ended):
        refused(response, 400, 21220)


async def test_an_update_names_one_document_and_known_words() -> None:
    async with world({"/answer": twiml(ASK)}) as w:
        sid = await answered(w)
        both = await w.update(sid, Url=f"{APP}/now", Twiml=HELLO)
        unknown = await w.update(sid, Status="over")

    refused(both, 400, 20001)
    refused(unknown, 400, 20001)


async def test_an_update_changes_the_rest_of_the_call() -> None:
    async with world({"/answer": twiml("<Pause length='60'/>", ASK)}) as w:
        sid = await answered(w, TimeLimit="70")
        await w.update(sid, StatusCallback=f"{APP}/status", TimeLimit="9")
        await w.update(sid, FallbackUrl=f"{APP}/fallback")
        await w.finish(sid)

    assert w.app.at("/status")[0]["CallDuration"] == "9"


async def test_methods_twilio_does_not_know_are_refused() -> None:
    async with world({}) as w:
        response = await w.rest.put(CALLS)

    assert (response.status_code, response.json()["status"]) == (405, 405)


async def test_calls_are_listed_newest_first_by_page() -> None:
    async with world({}) as w:
        sids = []
        for _ in range(5):
            sids.append(await w.create())
            await w.clock.advance(1)
        first = (await w.rest.get(CALLS, params={"PageSize": "2"})).json()
        second = (await w.rest.get(first["next_page_uri"])).json()
        third = (await w.rest.get(second["next_page_uri"])).json()

    pages = [[call["sid"] for call in page["calls"]] for page in (first, second, third)]
    assert pages == [[sids[4], sids[3]], [sids[2], sids[1]], [sids[0]]]
    assert third["next_page_uri"] is None
    assert first["previous_page_uri"] is None
    assert (second["page"], second["start"], second["end"], second["page_size"]) == (1, 2, 3, 2)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"To": TO}, 1),
        ({"To": "+14155550101"}, 0),
        ({"From": FROM}, 1),
        ({"Status": "ringing"}, 1),
        ({"Status": "completed"}, 0),
        ({"ParentCallSid": "CA1"}, 0),
        ({"StartTime": "2026-01-05"}, 1),
        ({"StartTime": "2026-01-06"}, 0),
        ({"StartTime>": "2026-01-05T17:59:59Z"}, 1),
        ({"StartTime>": "2026-01-05T18:00:01Z"}, 0),
        ({"StartTime<": "2026-01-05T17:59:59"}, 0),
        ({"StartTime<": "2026-01-05"}, 1),
        ({"EndTime": "2026-01-05"}, 0),
        ({"To": TO, "Status": "busy"}, 0),
    ],
)
async def test_the_list_is_filtered(query: dict[str, str], found: int) -> None:
    async with world({}) as w:
        await w.create()
        await w.sim.settle()
        response = await w.rest.get(CALLS, params=query)

    assert len(response.json()["calls"]) == found


@pytest.mark.parametrize("query", [{"StartTime": "yesterday"}, {"PageSize": "many"}])
async def test_a_faulty_filter_is_refused(query: dict[str, str]) -> None:
    async with world({}) as w:
        await w.create()
        response = await w.rest.get(CALLS, params=query)

    refused(response, 400, 20001)


async def test_a_call_is_deleted_once_it_is_over() -> None:
    async with world({"/answer": HELLO}) as w:
        sid = await answered(w)
        early = await w.rest.delete(UPDATE.format(sid))
        await w.finish(sid)
        deleted = await w.rest.delete(UPDATE.format(sid))
        gone = await w.rest.get(UPDATE.format(sid))

    refused(early, 400, 21220)
    assert (deleted.status_code, deleted.content) == (204, b"")
    refused(gone, 404, 20404)
