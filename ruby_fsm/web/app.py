"""The HTTP side as one Litestar app; everything it needs comes in as a Service."""

from __future__ import annotations

from litestar import Litestar
from litestar.datastructures import State

from ruby_fsm.app.service import Service
from ruby_fsm.web.alerts import ALERTS
from ruby_fsm.web.calls import CALLS, CONVERSATIONS
from ruby_fsm.web.crisis import CRISIS
from ruby_fsm.web.docs import DOCS_FILES, Page
from ruby_fsm.web.link import LINK
from ruby_fsm.web.openapi import openapi_config
from ruby_fsm.web.people import PEOPLE
from ruby_fsm.web.phone import CALLING, PHONE
from ruby_fsm.web.problems import HANDLERS
from ruby_fsm.web.published import Document
from ruby_fsm.web.reading import Bodies, JsonRequest
from ruby_fsm.web.voice import VOICE

MOST_BODY_BYTES = 65_536  # Twilio's largest webhook and our longest prompt fit many times over


def make_app(service: Service, version: str) -> Litestar:
    return Litestar(
        route_handlers=[
            *(CALLS, PEOPLE, CRISIS, CALLING, CONVERSATIONS, PHONE, VOICE),
            *(ALERTS, LINK, DOCS_FILES),
        ],
        state=State({"service": service}),
        exception_handlers=HANDLERS,
        request_class=JsonRequest,
        plugins=[Bodies(service.languages)],
        request_max_body_size=MOST_BODY_BYTES,
        openapi_config=openapi_config(version, [Page(), Document()]),
        logging_config=None,  # the framework would set up its own, and libraries would tell URLs
        debug=False,
    )
