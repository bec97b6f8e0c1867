"""The HTTP side as one Litestar app; everything it needs comes in as a Service."""

from __future__ import annotations

from litestar import Litestar
from litestar.datastructures import State
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme
from litestar.plugins.pydantic import PydanticPlugin

from ruby_fsm.app.service import Service
from ruby_fsm.web.calls import CALLS, CONVERSATIONS
from ruby_fsm.web.docs import DOCS_FILES, offline_docs
from ruby_fsm.web.phone import CALLING, PHONE
from ruby_fsm.web.problems import HANDLERS
from ruby_fsm.web.voice import VOICE

MOST_BODY_BYTES = 65_536  # Twilio's largest webhook and our longest prompt fit many times over


def make_app(service: Service, version: str) -> Litestar:
    return Litestar(
        route_handlers=[CALLS, CALLING, CONVERSATIONS, PHONE, VOICE, DOCS_FILES],
        state=State({"service": service}),
        exception_handlers=HANDLERS,
        plugins=[PydanticPlugin(prefer_alias=True)],
        request_max_body_size=MOST_BODY_BYTES,
        openapi_config=OpenAPIConfig(
            title="ruby_fsm",
            version=version,
            description="Outbound AI phone calls with Ruby, a companion.",
            path="/docs",
            render_plugins=[offline_docs()],
            components=Components(
                security_schemes={"bearer": SecurityScheme(type="http", scheme="bearer")}
            ),
            security=[{"bearer": []}],
        ),
        debug=False,
    )
