"""Every part of the service, made once and given to whoever needs it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from functools import partial

from ruby_fsm.adapters.chat import chain
from ruby_fsm.adapters.db.store import Store
from ruby_fsm.adapters.jobs import Handler
from ruby_fsm.adapters.metrics import Metrics
from ruby_fsm.adapters.twilio.client import TwilioPhone
from ruby_fsm.adapters.twilio.urls import Urls
from ruby_fsm.app.accepting import Accepting
from ruby_fsm.app.conductor import Conductor
from ruby_fsm.app.crisis_sentence import CrisisSentence
from ruby_fsm.app.deliveries import KIND
from ruby_fsm.app.desk import Desk
from ruby_fsm.app.dial_gate import DialGate
from ruby_fsm.app.dialling import Dialler
from ruby_fsm.app.erasing import Erasing
from ruby_fsm.app.escalating import Escalating
from ruby_fsm.app.handing_over import HandingOver
from ruby_fsm.app.health import HealthCheck
from ruby_fsm.app.line_jobs import LineJobs
from ruby_fsm.app.links import Links
from ruby_fsm.app.measures import FAULTS
from ruby_fsm.app.metering import MeteredPhone, Metering, told_moves
from ruby_fsm.app.notices import UNHEARD, Notices
from ruby_fsm.app.notifying import Notifying
from ruby_fsm.app.observing import Observing
from ruby_fsm.app.ordering import Orders
from ruby_fsm.app.people import People
from ruby_fsm.app.policies import Policies
from ruby_fsm.app.ports import Phone, Units
from ruby_fsm.app.queries import Queries
from ruby_fsm.app.refusals import Refusals
from ruby_fsm.app.replaying import Replaying
from ruby_fsm.app.replying import Replier
from ruby_fsm.app.resealing import Resealing
from ruby_fsm.app.ringing import Ringing
from ruby_fsm.app.second_opinion import SecondOpinion
from ruby_fsm.app.service import Service
from ruby_fsm.app.settle import Settler
from ruby_fsm.app.taking import Taking
from ruby_fsm.app.tracing import transitions
from ruby_fsm.app.trail import Looks
from ruby_fsm.app.unanswered import Unanswered
from ruby_fsm.app.watching import Watchdog
from ruby_fsm.config.schema import Config
from ruby_fsm.config.settings import Settings
from ruby_fsm.wiring.alerting import alert_line_of, alerts_of
from ruby_fsm.wiring.clients import Clients
from ruby_fsm.wiring.engines import (
    AnyEngine,
    engine_of,
    has_peers,
    process_name,
    purge_of,
    running_of,
)
from ruby_fsm.wiring.notifying import webhooks_of
from ruby_fsm.wiring.telephone import human_line_of, login, twilio_line
from ruby_fsm.wiring.tracing import kind_of, traced_jobs, traced_remote, traced_units
from ruby_fsm.wiring.trust import edge_of, tokens_of
from ruby_fsm.wiring.world import Role, World

LEAVE_S = 5.0  # the machine's own seconds: nothing virtual goes on while all stops


class Parts:
    """Every part; see `running` for how they are set to work."""

    def __init__(
        self,
        settings: Settings,
        config: Config,
        links: Links,
        *,
        world: World,
        store: Store,
        clients: Clients,
    ) -> None:
        self.settings, self.config, self.world, self.store = settings, config, world, store
        self.links, self.public_url = links, links.public_url
        self.counts, self.metrics = Counter[str](), Metrics()
        self.units = self._units()
        urls = Urls(links.public_url)
        self.alert_line, self.human_line = alert_line_of(config, urls), human_line_of(config, urls)
        self.line = twilio_line(settings, config, urls)
        self.phone = self._phone(clients, urls)
        clock, units = world.clock, self.units
        self.alerts = world.alerts or alerts_of(settings, config, clients.telephone, clock, urls)
        remote = traced_remote(world.tracing)
        self.chat = chain.backends(
            settings, config, clients.chat, clock, self.counted, around=remote
        )
        self.opinions = chain.opinion(settings, config, clients.chat, clock)
        process_id = process_name(world, store.place)
        self.engine: AnyEngine = engine_of(world, store, process_id)
        self.policies = Policies(config)
        self.settler = settler = self._settler(process_id)
        self.gate = DialGate(self.policies, is_simulated=settings.is_simulated)
        self.dialler = self._dialler()
        self.escalating = Escalating(units, self.alerts, clock, settler, links)
        self.notifying = self._notifying(clients)
        self.line_jobs = LineJobs(units, self.phone, clock)
        self.ringing = Ringing(units, self.phone, clock, settler, settings.twilio_from_number)
        self.watchdog = Watchdog(units, self.phone, clock, settler, patience_ms=world.patience_ms)
        self.resealing = Resealing(units, clock, store.kids)
        self.purge = purge_of(store, clock, config, self.engine)
        self.conductor = self._conductor()
        self.health = self._health()

    def _units(self) -> Units:
        """The store's, with everything that watches what is kept."""
        units, tracing = self.store.units, self.world.tracing
        units.count(Metering(self.metrics).kept)
        units.follow(told_moves)
        if tracing.is_on:
            units.follow(partial(transitions, tracing))
        return traced_units(units, tracing, kind_of(self.store.place))

    def _settler(self, process_id: str) -> Settler:
        notices = Notices(self.engine, self.config.webhooks)
        return Settler(
            self.policies, Orders(self.engine, self.policies.numbers, notices), process_id
        )

    def _phone(self, clients: Clients, urls: Urls) -> Phone:
        base_url = self.settings.twilio_api_base_url
        phone = TwilioPhone(clients.telephone, login(self.settings), urls, base_url=base_url)
        return MeteredPhone(phone, self.metrics)

    def _notifying(self, clients: Clients) -> Notifying:
        return Notifying(
            units=self.units,
            port=webhooks_of(self.settings, self.config, clients.webhooks, self.world.clock),
            engine=self.engine,
            clock=self.world.clock,
            meter=self.metrics,
            webhooks=self.config.webhooks,
            random_bytes=self.world.random_bytes,
        )

    def _dialler(self) -> Dialler:
        return Dialler(
            self.units,
            self.phone,
            self.engine,
            self.world.clock,
            self.settler,
            gate=self.gate,
            is_shared=has_peers(self.world, self.store.place),
        )

    def _conductor(self) -> Conductor:
        clock = self.world.clock
        return Conductor(
            units=self.units,
            settler=self.settler,
            replier=Replier(
                [self.world.around_chat(self.chat[0]), *self.chat[1:]],
                clock,
                CrisisSentence(chain.contacts(self.config), self.counted).of,
            ),
            line=self.line,
            alerts=self.alerts,
            clock=clock,
            count=self.counted,
            second=SecondOpinion(self.units, self.settler, self.opinions, clock, self.counted),
        )

    def _health(self) -> HealthCheck:
        return HealthCheck(
            units=self.units,
            phone=self.phone,
            clock=self.world.clock,
            engine_ticked=lambda: self.engine.tick_ms or 0,
            watchdog_ticked=self._watchdog_ticked,
            carrier=self.settings.carrier.value,
            chat=lambda: chain.told(self.chat),
        )

    def _watchdog_ticked(self) -> int:
        """Where others watch, that one of them lives is what is known."""
        is_web = self.world.role is Role.WEB
        return (self.engine.tick_ms or 0) if is_web else self.watchdog.ticked_ms

    def counted(self, name: str) -> None:
        self.counts[name] += 1
        self.metrics.count(FAULTS, name)

    def handlers(self) -> Mapping[str, Handler]:
        handlers: Mapping[str, Handler] = {
            "dial": self.dialler.dial,
            "due": self.dialler.due,
            "look": self.dialler.look,
            "escalate": self.escalating.step,
            UNHEARD: self.escalating.unheard,
            KIND: self.notifying.deliver,
            "say_now": self.line_jobs.say_now,
            "hang_up": self.line_jobs.hang_up,
            "ring_human": self.ringing.ring,
            "look_human": self.ringing.look,
            "let_go_human": self.ringing.let_go,
        }
        return traced_jobs(handlers, self.world.tracing)

    def work(self) -> tuple[Coroutine[None, None, None], ...]:
        """What goes on beside the answering of requests."""
        engine, probe = running_of(self.engine, self.handlers()), self.health.probe_for_ever()
        if self.world.role is Role.WEB:
            return engine, probe
        return engine, self.watchdog.run(), self.purge.run(), self.resealing.run(), probe

    async def leave(self) -> None:
        """Answer what is being answered, and let jobs that have begun come to their end.

        A job cut off in a request would have to be done again: an alert twice, a dial unknown.
        """
        await self.conductor.close()
        with suppress(TimeoutError):
            await asyncio.wait_for(self.engine.stop(), LEAVE_S)

    def service(self) -> Service:
        world, units = self.world, self.units
        desk = Desk(units, self.settler, world.clock)
        return Service(
            conductor=self.conductor,
            desk=desk,
            taking=Taking(units, desk, self.settler, world.clock, self.links),
            unanswered=Unanswered(units, self.settler, world.clock),
            alert_line=self.alert_line,
            handing_over=HandingOver(units, desk, world.clock),
            human_line=self.human_line,
            accepting=Accepting(
                units=units,
                engine=self.engine,
                policies=self.policies,
                dialler=self.dialler,
                clock=world.clock,
                ids=world.ids,
                from_number=self.settings.twilio_from_number,
                gate=self.gate,
            ),
            queries=Queries(self.store.reader, Looks(units, world.clock)),
            tokens=tokens_of(self.settings, self.store, world.clock),
            trail=self.store.reader,
            edge=edge_of(self.settings, self.config, self.public_url),
            people=People(units, self.store.reader, self.settler, world.clock, self.gate),
            health=self.health,
            observing=Observing(self.metrics, self.store.reader, self.health, world.clock),
            replaying=Replaying(units, self.store.reader, self.engine, world.clock),
            erasing=Erasing(units, self.store.reader, world.clock, self.store.scrub),
            line=self.line,
            refusals=Refusals(world.clock),
            tracing=world.tracing,
            clock=world.clock,
            ids=world.ids,
            public_url=self.public_url,
            languages=tuple(self.config.languages),
            counts=self.counts,
        )
