"""One suite for the Alerts port: each channel against a server of its own, and the fake."""

from __future__ import annotations

import base64
import email
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import httpx
import pytest
import structlog.testing

from ruby_fsm.adapters.alerts.email import MailAlerts, server_of
from ruby_fsm.adapters.alerts.log import LogAlerts
from ruby_fsm.adapters.alerts.router import Router
from ruby_fsm.adapters.alerts.webhook import WebhookAlerts
from ruby_fsm.adapters.clock import SystemClock
from ruby_fsm.adapters.twilio.alerts import CallAlerts, MessageAlerts, Sender
from ruby_fsm.adapters.twilio.client import Login, made_client
from ruby_fsm.adapters.twilio.urls import Urls
from ruby_fsm.app.ports import Alert, Alerts
from ruby_fsm.cli.hosting import hosted, listening, port_of
from ruby_fsm.config.escalation import Contact
from ruby_fsm.errors import AlertError
from ruby_fsm.simulator import HandCallee, Simulator
from ruby_fsm.understanding.assessment import Category, Level
from tests.account import ACCOUNT, FROM_NUMBER, TOKEN
from tests.adapters.alerts_world import MailServer, Receiver, mail_server, receiver
from tests.fakes import HeardAlerts
from tests.hooks_kit import Message

KEY = b"k" * 32
KEY_AS_SECRET = "whsec_" + base64.b64encode(KEY).decode()
TO = "+15005550111"
LINK = "https://ruby.example.com/escalation/abc"
ALERT = Alert(
    "ES" + "1f" * 16, "CL" + "2e" * 16, Level.HIGH, Category.INTENT, 2, "nurse", "log", 1_000, LINK
)


@dataclass
class Channel:
    """The port, all that reached somebody through it, and how to make it fail."""

    port: Alerts
    reached: Callable[[], list[str]]
    breaks: Callable[[], None] | None


def logged() -> Channel:
    lines = structlog.testing.LogCapture()
    logger = structlog.wrap_logger(None, processors=[lines])
    return Channel(LogAlerts(logger), lambda: list(map(str, lines.entries)), None)


def faked() -> Channel:
    fake = HeardAlerts()
    return Channel(fake, lambda: list(map(str, fake.sent)), lambda: fake.broken_for.add("nurse"))


def posted(http: httpx.AsyncClient, server: Receiver) -> Channel:
    port = WebhookAlerts(http, {"nurse": Contact(webhook=server.url)}, SystemClock(), KEY)

    def breaks() -> None:
        server.status = 500

    return Channel(port, lambda: [one.body.decode() for one in server.received], breaks)


def mailed(server: MailServer) -> Channel:
    place = server_of(f"smtp://ruby:s%20e@127.0.0.1:{server.port}")
    port = MailAlerts(place, "ruby@example.org", {"nurse": Contact(email="n@example.org")})

    def breaks() -> None:
        server.refuses = "RCPT"

    return Channel(port, lambda: server.mails, breaks)


@pytest.fixture
async def web() -> AsyncIterator[Receiver]:
    async with receiver() as made:
        yield made


@pytest.fixture
async def mail() -> AsyncIterator[MailServer]:
    async with mail_server() as made:
        yield made


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False) as made:
        yield made


@dataclass
class Carrier:
    """A simulated network, its REST side on a port of its own."""

    simulator: Simulator
    url: str

    def sender(self, http: httpx.AsyncClient) -> Sender:
        client = made_client(http, Login(ACCOUNT, TOKEN), self.url)
        return Sender(client, FROM_NUMBER, {"nurse": Contact(sms=TO, call=TO)})


@pytest.fixture
async def carrier(http: httpx.AsyncClient) -> AsyncIterator[Carrier]:
    simulator = Simulator(ACCOUNT, TOKEN, http=http, callee_for=lambda _: HandCallee())
    bound = listening("127.0.0.1", 0)
    async with hosted(simulator.app, bound):
        yield Carrier(simulator, f"http://127.0.0.1:{port_of(bound)}")
    await simulator.close()


def messaged(http: httpx.AsyncClient, carrier: Carrier) -> Channel:
    sent = carrier.simulator.messages.values()
    port = OnChannel(MessageAlerts(carrier.sender(http)), "sms")
    return Channel(port, lambda: [f"{ALERT.escalation_id} {one}" for one in sent], forget(port))


def rung(http: httpx.AsyncClient, carrier: Carrier) -> Channel:
    calls = carrier.simulator.calls.values()
    port = OnChannel(CallAlerts(carrier.sender(http), Urls("https://ruby.example.com")), "call")
    return Channel(port, lambda: [str(call.order) for call in calls], forget(port))


@dataclass
class OnChannel:
    """The alert as a step on that channel tells it. `contact`: who is told."""

    port: Alerts
    channel: str
    contact: str = "nurse"

    async def send(self, alert: Alert) -> str:
        return await self.port.send(replace(alert, channel=self.channel, contact=self.contact))

    async def find(self, alert: Alert, since_ms: int) -> Sequence[str]:
        told = replace(alert, channel=self.channel, contact=self.contact)
        return await self.port.find(told, since_ms)


def forget(port: OnChannel) -> Callable[[], None]:
    def breaks() -> None:
        port.contact = "nobody"

    return breaks


@pytest.fixture(params=["log", "fake", "webhook", "email", "sms", "call"])
def channel(
    request: pytest.FixtureRequest,
    web: Receiver,
    mail: MailServer,
    http: httpx.AsyncClient,
    carrier: Carrier,
) -> Channel:
    made: Mapping[str, Callable[[], Channel]] = {
        "log": logged,
        "fake": faked,
        "webhook": lambda: posted(http, web),
        "email": lambda: mailed(mail),
        "sms": lambda: messaged(http, carrier),
        "call": lambda: rung(http, carrier),
    }
    return made[request.param]()


@pytest.mark.parametrize("channel", ["sms", "call"], indirect=True)
async def test_what_a_carrier_lists_is_found_by_its_number_time_and_code(
    channel: Channel, request: pytest.FixtureRequest
) -> None:
    now_ms = SystemClock().now_ms()
    ref = await channel.port.send(ALERT)
    other = replace(ALERT, step=3)

    assert list(await channel.port.find(ALERT, now_ms)) == [ref]
    assert list(await channel.port.find(ALERT, now_ms + 60_000)) == []
    if "sms" in request.node.name:
        assert list(await channel.port.find(other, now_ms)) == [], "another step's code"


async def test_alerts_tell_each_alert_also_the_same_one_twice(channel: Channel) -> None:
    await channel.port.send(ALERT)
    await channel.port.send(ALERT)

    assert len(channel.reached()) == 2
    assert all(ALERT.escalation_id in one for one in channel.reached())


async def test_alerts_fail_as_the_port_says(channel: Channel) -> None:
    if channel.breaks is None:
        return  # the log is always there
    channel.breaks()

    with pytest.raises(AlertError) as caught:
        await channel.port.send(ALERT)
    assert not caught.value.unknown
    assert "example.org" not in str(caught.value)


async def test_the_router_takes_the_way_that_is_named_and_fails_without_it(
    channel: Channel,
) -> None:
    router = Router({"sms": channel.port})
    await router.send(replace(ALERT, channel="sms"))

    with pytest.raises(AlertError, match="the channel call is not set up"):
        await router.send(replace(ALERT, channel="call"))
    assert len(channel.reached()) == 1


async def test_a_webhook_is_signed_and_carries_its_key(
    web: Receiver, http: httpx.AsyncClient
) -> None:
    await posted(http, web).port.send(ALERT)

    (one,) = web.received
    signed = one.headers["ruby-timestamp"].encode() + b"." + one.body
    digest = hmac.new(KEY, signed, hashlib.sha256).hexdigest()
    assert one.headers["ruby-signature"] == f"v1={digest}"
    assert one.headers["idempotency-key"] == f"{ALERT.escalation_id}:2"
    assert one.headers["webhook-id"] == one.headers["idempotency-key"]
    assert Message("", one.headers, one.body).is_signed(KEY_AS_SECRET)
    assert json.loads(one.body) == {
        "type": "ruby.escalation",
        "escalation_id": ALERT.escalation_id,
        "call_id": ALERT.call_id,
        "level": "high",
        "category": "intent",
        "step": 2,
        "contact": "nurse",
        "opened_at": "1970-01-01T00:00:01Z",
        "link": LINK,
    }


async def test_a_webhook_that_nobody_answers_fails(http: httpx.AsyncClient) -> None:
    async with receiver() as gone:
        port = posted(http, gone).port

    with pytest.raises(AlertError, match="ConnectError"):
        await port.send(ALERT)


async def test_a_mail_says_the_same_each_time_and_logs_in(mail: MailServer) -> None:
    channel = mailed(mail)
    await channel.port.send(ALERT)
    await channel.port.send(ALERT)

    first, second = map(email.message_from_string, mail.mails)
    assert first["Message-ID"] == second["Message-ID"] == f"<{ALERT.escalation_id}.2@example.org>"
    assert first["To"] == "n@example.org"
    assert LINK in str(first.get_payload())
    assert len(mail.logins) == 2
