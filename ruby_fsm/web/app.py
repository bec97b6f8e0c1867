"""The HTTP side as one Litestar app; everything it needs comes in as a Service."""

from __future__ import annotations

from typing import Any

from litestar import Litestar
from litestar.config.cors import CORSConfig
from litestar.datastructures import State

from ruby_fsm.app.edge import MOST_BODY_BYTES
from ruby_fsm.app.service import Service
from ruby_fsm.web.access import guard
from ruby_fsm.web.alerts import ALERTS
from ruby_fsm.web.audit import AUDIT
from ruby_fsm.web.calls import CALLS, CONVERSATIONS
from ruby_fsm.web.crisis import CRISIS
from ruby_fsm.web.deliveries import DELIVERIES
from ruby_fsm.web.docs import DOCS_FILES, Page
from ruby_fsm.web.edge import Edging
from ruby_fsm.web.handover import HANDOVER
from ruby_fsm.web.link import LINK
from ruby_fsm.web.openapi import openapi_config
from ruby_fsm.web.people import PEOPLE
from ruby_fsm.web.persons import PERSONS
from ruby_fsm.web.phone import CALLING, PHONE
from ruby_fsm.web.probes import PROBES
from ruby_fsm.web.problems import HANDLERS
from ruby_fsm.web.published import Document
from ruby_fsm.web.reading import Bodies, JsonRequest
from ruby_fsm.web.request_id import HEADER
from ruby_fsm.web.voice import VOICE


class App(Litestar):
    """Behind its edge, which also sees what leads nowhere."""

    edging: Edging

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await super().__call__(scope, receive, send)
        else:
            await self.edging(super().__call__, scope, receive, send)


def make_app(service: Service, version: str) -> Litestar:
    edge = service.edge
    app = App(
        route_handlers=[
            *(CALLS, PEOPLE, CRISIS, CALLING, CONVERSATIONS, PHONE, VOICE),
            *(ALERTS, AUDIT, DELIVERIES, HANDOVER, LINK, PROBES, PERSONS, DOCS_FILES),
        ],
        state=State({"service": service}),
        guards=[guard],
        exception_handlers=HANDLERS,
        request_class=JsonRequest,
        plugins=[Bodies(service.languages)],
        request_max_body_size=MOST_BODY_BYTES,
        openapi_config=openapi_config(version, [Page(), Document()]),
        logging_config=None,  # the framework would set up its own, and libraries would tell URLs
        debug=False,
        cors_config=cors(edge.origins) if edge.origins else None,
    )
    app.edging = Edging(edge, service.ids)
    return app


def cors(origins: tuple[str, ...]) -> CORSConfig:
    """Pages of these origins may ask, with a token of their own; no cookie exists here."""
    return CORSConfig(
        allow_origins=list(origins),
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "Idempotency-Key", HEADER],
        expose_headers=["Link", "Location", "Retry-After", "Idempotent-Replayed", HEADER],
    )
