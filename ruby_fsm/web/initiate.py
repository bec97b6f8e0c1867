"""POST /ai-calling/initiate-ai-call: a call is asked for, once, however often it is sent."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Annotated, Any

from litestar import Request, Response, post
from litestar.params import HeaderParameter, JSONBody

from ruby_fsm.app.accepting import RequestKey
from ruby_fsm.errors import (
    InvalidRequest,
    KeyInFlight,
    KeyReused,
    NotAllowed,
    NotAuthenticated,
    PolicyRefused,
)
from ruby_fsm.web import examples
from ruby_fsm.web.answers import Initiated, initiated
from ruby_fsm.web.auth import service_of, viewer_of
from ruby_fsm.web.documented import answer, problems
from ruby_fsm.web.schemas import InitiateBody

IdempotencyKey = Annotated[
    str | None,
    HeaderParameter(
        name="Idempotency-Key",
        min_length=1,
        max_length=255,
        description="Makes it safe to send the same request again.",
    ),
]


@post(
    "/initiate-ai-call",
    status_code=201,
    operation_id="initiateCall",
    summary="Accept a call, and place it when pace and capacity allow",
    responses={
        201: answer("Accepted, and being placed.", Initiated, examples.PLACED),
        202: answer("Accepted; it waits for `waiting_for`.", Initiated, examples.WAITING),
        **problems(
            InvalidRequest,
            NotAuthenticated,
            NotAllowed,
            PolicyRefused,
            KeyInFlight,
            KeyReused,
            takes_body=True,
        ),
    },
)
async def initiate(
    request: Request[Any, Any, Any],
    data: JSONBody[InitiateBody],
    idempotency_key: IdempotencyKey = None,
) -> Response[Any]:
    """With an `Idempotency-Key`, the same key and body give the same answer for at least a day.

    201 may wait up to 2 s for Twilio's sid; `call_sid` holds the `call_id` where it took longer.
    """
    service = service_of(request)
    fingerprint = hashlib.sha256(data.model_dump_json().encode()).hexdigest()
    key = RequestKey(viewer_of(request).token_id, idempotency_key or "", fingerprint)
    accepted = await service.accepting.accept(data.wanted(), key)
    if accepted.stored:
        kept = json.loads(accepted.stored)
        return told(kept["status"], kept["body"], is_again=True)
    status, body = 202 if accepted.waiting_for else 201, initiated(accepted, service.public_url)
    if key.key:
        kept = json.dumps({"status": status, "body": asdict(body)})
        await service.accepting.store_answer(key, body.call_id, kept)
    return told(status, asdict(body), is_again=accepted.is_again)


def told(status: int, body: dict[str, Any], *, is_again: bool) -> Response[Any]:
    headers = {"Location": f"/phone/call/{body['call_id']}/status"}
    if is_again:
        headers["Idempotent-Replayed"] = "true"
    return Response(body, status_code=status, headers=headers)
