"""The composition root: settings and config become a running service; it alone knows everyone.

The clock, the ids, randomness and the HTTP transport come in as a World.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from importlib.metadata import version

import httpx
from litestar import Litestar

from ruby_fsm.adapters.alerts import LogAlerts
from ruby_fsm.adapters.chat import chain
from ruby_fsm.adapters.clock import SystemClock
from ruby_fsm.adapters.db.store import Store, open_store
from ruby_fsm.adapters.engine import LoopEngine
from ruby_fsm.adapters.ids import RandomIds
from ruby_fsm.adapters.twilio.client import Login, TwilioPhone
from ruby_fsm.adapters.twilio.elements import LineVoice
from ruby_fsm.adapters.twilio.signature import Verifier
from ruby_fsm.adapters.twilio.twiml import SafeWords, TwilioLine
from ruby_fsm.adapters.twilio.urls import Urls
from ruby_fsm.app.accepting import Accepting
from ruby_fsm.app.conductor import Conductor
from ruby_fsm.app.desk import Desk
from ruby_fsm.app.dialling import Dialler
from ruby_fsm.app.escalating import Escalating
from ruby_fsm.app.health import HealthCheck
from ruby_fsm.app.line_jobs import LineJobs
from ruby_fsm.app.ordering import Orders
from ruby_fsm.app.policies import Policies
from ruby_fsm.app.ports import Alerts, ChatBackend, Clock, Ids, Phone
from ruby_fsm.app.queries import Queries
from ruby_fsm.app.replying import Replier
from ruby_fsm.app.service import Service
from ruby_fsm.app.settle import Settler
from ruby_fsm.app.watching import UNKNOWN_MS, Watchdog
from ruby_fsm.config.keys import keyring
from ruby_fsm.config.schema import Config
from ruby_fsm.config.settings import Settings
from ruby_fsm.web.app import make_app

HTTP_TIMEOUT = httpx.Timeout(10.0, connect=5.0)
LEAVE_S = 5.0  # the machine's own seconds: nothing virtual goes on while all stops


@dataclass(frozen=True, slots=True)
class World:
    """What the service takes from outside, so that all of it can run under a virtual clock.

    `transport`: of all outgoing HTTP, None for the network's own. `around_chat`: what stands before
    the first chat backend, for one that hesitates or counts. `patience_ms`: how long the
    carrier may know nothing of a line; 0 for one that lives and dies with this process.
    """

    clock: Clock = field(default_factory=SystemClock)
    ids: Ids = field(default_factory=RandomIds)
    random_bytes: Callable[[int], bytes] = os.urandom
    transport: httpx.AsyncBaseTransport | None = None
    around_chat: Callable[[ChatBackend], ChatBackend] = lambda first: first
    alerts: Alerts | None = None
    patience_ms: int = UNKNOWN_MS


def service_app(service: Service) -> Litestar:
    """The service as an ASGI app; whoever opened the service closes it."""
    return make_app(service, version("ruby-fsm"))


@asynccontextmanager
async def running(
    settings: Settings, config: Config, public_url: str, world: World
) -> AsyncIterator[Service]:
    """The service alone, for who serves it; see `assembled`."""
    async with assembled(settings, config, public_url, world) as parts:
        yield parts.service()


@asynccontextmanager
async def assembled(
    settings: Settings, config: Config, public_url: str, world: World
) -> AsyncIterator[Parts]:
    """Every part at work: the store open, jobs done in time, the watchdog awake.

    Raises ConfigError, NotYet, Unavailable: with what is wrong, and before anything is served.
    """
    quiet_libraries()
    keys = keyring(settings, world.random_bytes)
    store_open = open_store(
        settings.database_url, keys=keys, clock=world.clock, random_bytes=world.random_bytes
    )
    async with (
        store_open as store,
        httpx.AsyncClient(transport=world.transport, timeout=HTTP_TIMEOUT) as http,
    ):
        parts = Parts(settings, config, public_url, world=world, store=store, http=http)
        tasks = [asyncio.create_task(work) for work in parts.work()]
        try:
            yield parts
        finally:
            await parts.leave()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


class Parts:
    """Every part, made once and given to whoever needs it."""

    def __init__(
        self,
        settings: Settings,
        config: Config,
        public_url: str,
        *,
        world: World,
        store: Store,
        http: httpx.AsyncClient,
    ) -> None:
        self.settings, self.config, self.world, self.store = settings, config, world, store
        self.public_url = public_url
        self.counts: Counter[str] = Counter()
        urls = Urls(public_url)
        self.line = twilio_line(settings, config, urls)
        self.phone: Phone = TwilioPhone(
            http, login(settings), urls, base_url=settings.twilio_api_base_url
        )
        clock, units, phone = world.clock, store.units, self.phone
        self.alerts = world.alerts or LogAlerts()
        self.chat = chain.backends(settings, config, http, clock)
        self.engine = LoopEngine(store.units, clock)
        self.policies = Policies(config)
        orders = Orders(self.engine, self.policies.numbers)
        settler = Settler(self.policies, orders, world.ids.request_id())
        self.settler = settler
        self.dialler = Dialler(units, phone, self.engine, clock, settler)
        self.escalating = Escalating(units, self.alerts, clock, settler)
        self.line_jobs = LineJobs(units, phone, clock)
        self.watchdog = Watchdog(units, phone, clock, settler, patience_ms=world.patience_ms)
        self.conductor = self._conductor()
        self.health = self._health()

    def _conductor(self) -> Conductor:
        clock = self.world.clock
        return Conductor(
            units=self.store.units,
            settler=self.settler,
            replier=Replier([self.world.around_chat(self.chat[0]), *self.chat[1:]], clock),
            line=self.line,
            alerts=self.alerts,
            clock=clock,
            count=self.counted,
        )

    def _health(self) -> HealthCheck:
        return HealthCheck(
            units=self.store.units,
            phone=self.phone,
            clock=self.world.clock,
            engine_ticked=lambda: self.engine.tick_ms or 0,
            watchdog_ticked=lambda: self.watchdog.ticked_ms,
            carrier=self.settings.carrier.value,
            chat=lambda: chain.told(self.chat),
        )

    def counted(self, name: str) -> None:
        self.counts[name] += 1

    def work(self) -> tuple[Coroutine[None, None, None], ...]:
        handlers = {
            "dial": self.dialler.dial,
            "due": self.dialler.due,
            "look": self.dialler.look,
            "escalate": self.escalating.step,
            "say_now": self.line_jobs.say_now,
            "hang_up": self.line_jobs.hang_up,
        }
        return self.engine.run(handlers), self.watchdog.run(), self.health.probe_for_ever()

    async def leave(self) -> None:
        """Answer what is being answered, and let jobs that have begun come to their end.

        A job cut off in a request would have to be done again: an alert twice, a dial unknown.
        """
        await self.conductor.close()
        with suppress(TimeoutError):
            await asyncio.wait_for(self.engine.stop(), LEAVE_S)

    def service(self) -> Service:
        world, units = self.world, self.store.units
        return Service(
            conductor=self.conductor,
            desk=Desk(units, self.settler, world.clock),
            accepting=Accepting(
                units=units,
                engine=self.engine,
                policies=self.policies,
                dialler=self.dialler,
                clock=world.clock,
                ids=world.ids,
                from_number=self.settings.twilio_from_number,
            ),
            queries=Queries(self.store.reader),
            health=self.health,
            line=self.line,
            clock=world.clock,
            ids=world.ids,
            public_url=self.public_url,
            languages=tuple(self.config.languages),
            token_sha256=token_hash(self.settings),
            counts=self.counts,
        )


def twilio_line(settings: Settings, config: Config, urls: Urls) -> TwilioLine:
    return TwilioLine(
        urls=urls,
        verifier=verifier(settings, urls.public_url),
        voices=voices(config),
        safe_words=safe_words(config),
        caller_id=settings.twilio_from_number,
    )


def verifier(settings: Settings, public_url: str) -> Verifier:
    return Verifier(
        public_url,
        settings.twilio_account_sid,
        [token.get_secret_value() for token in settings.twilio_auth_token],
        {key.key_id: key.secret.get_secret_value() for key in settings.twilio_webhook_secret},
    )


def login(settings: Settings) -> Login:
    """REST by the API key where there is one, else by the first token."""
    if settings.twilio_api_key and settings.twilio_api_secret:
        secret = settings.twilio_api_secret.get_secret_value()
        return Login(settings.twilio_account_sid, secret, settings.twilio_api_key)
    return Login(settings.twilio_account_sid, settings.twilio_auth_token[0].get_secret_value())


def voices(config: Config) -> Callable[[str, str], LineVoice]:
    """How a call sounds; the voice is always the newest config's, the words are the call's own."""

    def voice_of(_: str, language: str) -> LineVoice:
        pack = config.pack(language)
        return LineVoice(
            language=pack.voice.language,
            safe=pack.safe_lines[0],
            sorry=pack.trouble,
            voice=pack.voice.voice,
            speech_model=pack.voice.speech_model,
            hints=pack.voice.hints,
            human=config.handover.number,
        )

    return voice_of


def safe_words(config: Config) -> SafeWords:
    pack = config.pack(config.default_language)
    voice = voices(config)("", config.default_language)
    return SafeWords(voice, kind=pack.trouble, stranger=pack.inbound, resources=pack.resources)


def token_hash(settings: Settings) -> bytes | None:
    token = settings.ruby_api_token
    return hashlib.sha256(token.get_secret_value().encode()).digest() if token else None


def quiet_libraries() -> None:
    """At INFO these log whole URLs, and with them numbers; below WARNING they say nothing here."""
    for name in ("httpx", "httpcore", "twilio", "transitions", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
