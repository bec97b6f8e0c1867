"""The limit: check the signature, answer a constant. Nothing that talks can be faster than this."""

from __future__ import annotations

from typing import Any

from litestar import Litestar, Request, Response, post

from bench.account import ACCOUNT, GATHER, PUBLIC_URL, TOKEN
from ruby_fsm.adapters.twilio.signature import Verifier

VERIFIER = Verifier(PUBLIC_URL, ACCOUNT, [TOKEN])
TWIML = (
    '<?xml version="1.0" encoding="UTF-8"?><Response>'
    f'<Gather input="dtmf speech" action="{GATHER}"><Say>Tell me more.</Say></Gather></Response>'
)


async def spoken(request: Request[Any, Any, Any]) -> Response[str]:
    body = await request.body()
    query = request.scope["query_string"].decode("latin-1")
    VERIFIER.verify(request.method, request.url.path, query, dict(request.headers), body)
    return Response(TWIML, media_type="text/xml", status_code=200)


@post("/voice/webhook/answer")
async def answer(request: Request[Any, Any, Any]) -> Response[str]:
    return await spoken(request)


@post("/voice/webhook/gather")
async def gather(request: Request[Any, Any, Any]) -> Response[str]:
    return await spoken(request)


app = Litestar([answer, gather], openapi_config=None, logging_config=None)
