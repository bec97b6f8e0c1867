"""Claims about what the telephone asks of Twilio, and how it takes the answers."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
from litestar import HttpMethod, Litestar, Request, Response, route

from ruby_fsm.adapters.twilio.client import Login, TwilioPhone
from ruby_fsm.adapters.twilio.urls import Urls
from ruby_fsm.app.ports import Phone, Placement
from ruby_fsm.errors import PhoneError
from ruby_fsm.wiring import quiet_libraries

ACCOUNT, TOKEN, SID = "AC" + "0" * 32, "a token", "CA" + "1" * 32
TO, FROM = "+14155550100", "+15005550006"
CALL = "CL" + "2" * 32
BASE = "http://twilio.test"
PLACEMENT = Placement(TO, FROM, CALL, 2, 30)
CALLS = f"/2010-04-01/Accounts/{ACCOUNT}/Calls"
HOOK = "https://ruby.example.com/voice/webhook"

Answer = tuple[int, object]


@dataclass
class Asked:
    """One request as Twilio would see it."""

    method: str
    path: str
    fields: list[tuple[str, str]]
    login: str


@dataclass
class FakeTwilio:
    """Gives the answers it was told, in turn; the last one again and again."""

    answers: list[Answer]
    asked: list[Asked] = field(default_factory=list)

    def app(self) -> Litestar:
        @route("/{rest:path}", http_method=[HttpMethod.GET, HttpMethod.POST], status_code=200)
        async def anything(request: Request[Any, Any, Any]) -> Response[Any]:
            query = request.scope["query_string"].decode()
            said = (await request.body()).decode() or query
            login = request.headers.get("authorization", "")
            fields = parse_qsl(said, keep_blank_values=True)
            self.asked.append(Asked(request.method, request.url.path, fields, login))
            status, body = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            kind = "text/html" if isinstance(body, str) else "application/json"
            return Response(body, status_code=status, media_type=kind)

        return Litestar([anything], openapi_config=None, logging_config=None)


Dial = Callable[..., tuple[TwilioPhone, FakeTwilio]]


@pytest.fixture
async def dial() -> AsyncIterator[Dial]:
    clients: list[httpx.AsyncClient] = []

    def make(*answers: Answer, **options: Any) -> tuple[TwilioPhone, FakeTwilio]:
        fake = FakeTwilio(list(answers))
        # The two libraries write the same ASGI types in words of their own.
        app: Any = fake.app()
        http = httpx.AsyncClient(transport=httpx.ASGITransport(app))
        clients.append(http)
        login = options.pop("login", Login(ACCOUNT, TOKEN))
        urls = Urls("https://ruby.example.com")
        return TwilioPhone(http, login, urls, base_url=BASE, **options), fake

    yield make
    for client in clients:
        await client.aclose()


def call(status: str = "queued", **more: object) -> dict[str, object]:
    return {"sid": SID, "status": status, "direction": "outbound-api", **more}


def refusal(code: int) -> dict[str, object]:
    return {"code": code, "message": f"{TO} is wrong", "more_info": "", "status": 400}


async def test_a_dial_names_every_address_and_asks_for_all_four_events(dial: Dial) -> None:
    phone, fake = dial((201, call()))
    port: Phone = phone

    assert await port.place(PLACEMENT) == SID

    (asked,) = fake.asked
    assert (asked.method, asked.path) == ("POST", f"{CALLS}.json")
    query = f"call={CALL}&attempt=2"
    assert sorted(asked.fields) == sorted(
        [
            ("To", TO),
            ("From", FROM),
            ("Url", f"{HOOK}/answer?{query}#rc=1&rp=ct"),
            ("Method", "POST"),
            ("FallbackUrl", f"{HOOK}/fallback?{query}#rc=1&rp=ct"),
            ("FallbackMethod", "POST"),
            ("StatusCallback", f"{HOOK}/status?{query}#rc=3&rp=ct,rt,5xx"),
            ("StatusCallbackMethod", "POST"),
            ("StatusCallbackEvent", "initiated"),
            ("StatusCallbackEvent", "ringing"),
            ("StatusCallbackEvent", "answered"),
            ("StatusCallbackEvent", "completed"),
            ("Timeout", "30"),
            ("MachineDetection", "DetectMessageEnd"),
            ("AsyncAmd", "true"),
            ("AsyncAmdStatusCallback", f"{HOOK}/amd?{query}#rc=3&rp=ct,rt,5xx"),
            ("AsyncAmdStatusCallbackMethod", "POST"),
        ]
    )


async def test_a_human_is_rung_by_a_call_that_asks_for_a_key_and_listens_for_no_machine(
    dial: Dial,
) -> None:
    phone, fake = dial((201, call()), (201, {"status": "queued"}))

    assert await phone.ring(PLACEMENT) == SID
    with pytest.raises(PhoneError, match="names no call"):
        await phone.ring(PLACEMENT)

    assert sorted(fake.asked[0].fields) == sorted(
        [
            ("To", TO),
            ("From", FROM),
            ("Url", f"{HOOK}/accept?call={CALL}&at=0&try=0&ring=2#rc=1&rp=ct"),
            ("Method", "POST"),
            ("StatusCallback", f"{HOOK}/accept-status?call={CALL}&ring=2#rc=3&rp=ct,rt,5xx"),
            ("StatusCallbackMethod", "POST"),
            ("Timeout", "30"),
        ]
    )


async def test_no_machine_is_listened_for_unless_wanted(dial: Dial) -> None:
    phone, fake = dial((201, call()), detects_machines=False)

    await phone.place(PLACEMENT)

    assert not [name for name, _ in fake.asked[0].fields if "Amd" in name or "Machine" in name]


@pytest.mark.parametrize(
    ("login", "user", "secret"),
    [
        (Login(ACCOUNT, TOKEN), ACCOUNT, TOKEN),
        (Login(ACCOUNT, "key secret", "SK1"), "SK1", "key secret"),
    ],
)
async def test_the_login_is_the_account_or_an_api_key(
    dial: Dial, login: Login, user: str, secret: str
) -> None:
    phone, fake = dial((200, call()), login=login)

    await phone.status(SID)

    expected = httpx.BasicAuth(user, secret)._auth_header
    assert (fake.asked[0].login, fake.asked[0].path) == (expected, f"{CALLS}/{SID}.json")
    assert secret not in repr(login)


@pytest.mark.parametrize(
    ("answer", "code", "retryable", "unknown"),
    [
        ((400, refusal(21211)), 21211, False, False),
        ((401, refusal(20003)), 20003, False, False),
        ((400, refusal(10004)), 10004, False, False),
        ((429, refusal(20429)), 20429, True, False),
        ((429, "<html>slow down</html>"), 0, True, False),
        ((502, "<html>bad gateway</html>"), 0, False, True),
        ((503, refusal(20503)), 20503, False, True),
        ((408, {}), 0, False, True),
        ((400, {"code": 400, "message": "a status in the place of a code"}), 0, False, False),
        ((302, {}), 0, False, False),
        ((400, {"type": "t", "title": "x", "status": 400, "code": 21210}), 21210, False, False),
        ((201, "<html>a portal</html>"), 0, False, True),
        ((201, ["a", "list"]), 0, False, True),
        ((201, {"status": "queued"}), 0, False, True),
    ],
    ids=lambda value: str(value)[:24],
)
async def test_a_refused_dial_says_whether_it_may_be_ringing(
    dial: Dial, answer: Answer, code: int, retryable: bool, unknown: bool
) -> None:
    phone, _ = dial(answer)

    with pytest.raises(PhoneError) as caught:
        await phone.place(PLACEMENT)

    error = caught.value
    assert (error.code, error.retryable, error.unknown) == (code, retryable, unknown)
    assert TO not in str(error)
    assert TOKEN not in str(error)


@pytest.mark.parametrize(
    ("fault", "retryable", "unknown"),
    [
        (httpx.ConnectError("refused"), True, False),
        (httpx.ConnectTimeout("slow"), True, False),
        (httpx.PoolTimeout("full"), True, False),
        (httpx.ReadTimeout("silent"), False, True),
        (httpx.WriteError("cut"), False, True),
        (httpx.RemoteProtocolError("cut"), False, True),
        (httpx.UnsupportedProtocol("ftp"), False, False),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_a_lost_answer_is_unknown_and_a_request_never_sent_may_be_sent_again(
    fault: Exception, retryable: bool, unknown: bool
) -> None:
    def fail(_: httpx.Request) -> httpx.Response:
        raise fault

    async with httpx.AsyncClient(transport=httpx.MockTransport(fail)) as http:
        phone = TwilioPhone(http, Login(ACCOUNT, TOKEN), Urls("https://ruby.example.com"))
        with pytest.raises(PhoneError) as caught:
            await phone.place(PLACEMENT)

    assert (caught.value.retryable, caught.value.unknown) == (retryable, unknown)
    assert TO not in str(caught.value)


@pytest.mark.parametrize(
    ("word", "expected"), [("in-progress", "in-progress"), ("cancelled", "canceled")]
)
async def test_status_is_twilios_word_spelt_one_way(dial: Dial, word: str, expected: str) -> None:
    phone, _ = dial((200, call(word)))

    assert await phone.status(SID) == expected


async def test_a_call_twilio_does_not_know_has_no_status(dial: Dial) -> None:
    phone, _ = dial((404, refusal(20404)))

    assert await phone.status(SID) == ""


Act = Callable[[TwilioPhone], Awaitable[None]]


@pytest.mark.parametrize("code", [21220, 20404])
@pytest.mark.parametrize(
    "act",
    [
        lambda phone: phone.redirect(SID, CALL, 4),
        lambda phone: phone.hang_up(SID),
        lambda phone: phone.hang_up(SID, cancel=True),
    ],
    ids=["redirect", "hang-up", "cancel"],
)
async def test_a_call_already_over_is_no_error(dial: Dial, act: Act, code: int) -> None:
    phone, fake = dial((400, refusal(code)))

    await act(phone)

    assert fake.asked


async def test_redirect_leads_to_the_newest_document(dial: Dial) -> None:
    phone, fake = dial((200, call("in-progress")))

    await phone.redirect(SID, CALL, 4)

    assert fake.asked[0].fields == [("Url", f"{HOOK}/reply?call={CALL}&at=4"), ("Method", "POST")]


@pytest.mark.parametrize(
    ("first", "asked_for"),
    [
        ((200, call("canceled")), ["canceled"]),
        ((200, call("in-progress")), ["canceled", "completed"]),
        ((400, refusal(21220)), ["canceled", "completed"]),
    ],
    ids=["was-ringing", "was-answered", "too-late-to-cancel"],
)
async def test_cancelling_hangs_up_whoever_answered_meanwhile(
    dial: Dial, first: Answer, asked_for: list[str]
) -> None:
    phone, fake = dial(first, (200, call("completed")))

    await phone.hang_up(SID, cancel=True)

    assert [asked.fields for asked in fake.asked] == [[("Status", word)] for word in asked_for]


async def test_any_other_refusal_to_hang_up_is_told(dial: Dial) -> None:
    phone, _ = dial((401, refusal(20003)))

    with pytest.raises(PhoneError, match="TWILIO_AUTH_TOKEN"):
        await phone.hang_up(SID, cancel=True)


def made(sid: str, second: int, direction: str = "outbound-api") -> dict[str, object]:
    stamp = datetime.fromtimestamp(second, UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")
    return call(sid=sid, date_created=stamp) | {"direction": direction}


def page(*calls: dict[str, object]) -> Answer:
    return 200, {"calls": list(calls), "next_page_uri": None, "page": 0, "page_size": 50}


async def test_a_lost_dial_is_the_first_one_made_since(dial: Dial) -> None:
    leg = made("CAleg", 1000, "outbound-dial")
    listed = page(made("CAlater", 1009), made("CAours", 1001), leg, made("CAold", 700))
    phone, fake = dial(listed, listed)

    assert await phone.find(PLACEMENT, 1_000_500) == "CAours"
    assert await phone.rung(PLACEMENT, 1_000_500) == ["CAours", "CAlater"]

    assert dict(fake.asked[0].fields) == {"To": TO, "From": FROM, "PageSize": "50"}


async def test_whole_seconds_at_twilio_do_not_hide_a_dial(dial: Dial) -> None:
    phone, _ = dial(page(made("CAours", 999)))

    assert await phone.find(PLACEMENT, 1_000_500) == "CAours"


async def test_a_dial_twilio_never_made_is_not_found(dial: Dial) -> None:
    undated = call(sid="CAodd", date_created=None, start_time=None)
    phone, _ = dial(page(made("CAold", 700), undated))

    assert await phone.find(PLACEMENT, 1_000_500) is None


async def test_a_refused_search_is_a_phone_error(dial: Dial) -> None:
    phone, _ = dial((429, refusal(20429)))

    with pytest.raises(PhoneError) as caught:
        await phone.find(PLACEMENT, 0)

    assert caught.value.retryable


async def test_invariant_33_no_log_line_holds_a_number_or_an_address(
    dial: Dial, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("twilio", "httpx", "httpcore"):
        monkeypatch.setattr(logging.getLogger(name), "level", logging.NOTSET)
    quiet_libraries()
    caplog.set_level(logging.DEBUG)
    phone, _ = dial((201, call()), page(), (400, refusal(21220)))

    await phone.place(PLACEMENT)
    await phone.find(PLACEMENT, 0)
    await phone.hang_up(SID)

    assert [record for record in caplog.records if record.name != "asyncio"] == []


async def test_region_and_edge_of_the_environment_rewrite_no_host(
    dial: Dial, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWILIO_REGION", "au1")
    monkeypatch.setenv("TWILIO_EDGE", "sydney")
    hosts: list[str] = []

    def note(request: httpx.Request) -> httpx.Response:
        hosts.append(request.url.host)
        return httpx.Response(200, json=call())

    async with httpx.AsyncClient(transport=httpx.MockTransport(note)) as http:
        login = Login(ACCOUNT, TOKEN)
        urls = Urls("https://ruby.example.com")
        await TwilioPhone(http, login, urls).status(SID)
        await TwilioPhone(http, login, urls, base_url="http://127.0.0.1:9").status(SID)

    assert hosts == ["api.twilio.com", "127.0.0.1"]
