"""GET /ai-calling/audit: the trail of privileged reads and acts, for auditors."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated

from litestar import Response, Router, get
from litestar.params import QueryParameter

from ruby_fsm.app.analytics import when
from ruby_fsm.app.trail import Kept
from ruby_fsm.errors import Fault, InvalidRequest, NotAllowed, NotAuthenticated
from ruby_fsm.web.auth import service_of
from ruby_fsm.web.calls import AnyRequest, Limit, link
from ruby_fsm.web.documented import answer, problems
from ruby_fsm.web.reading import invalid

PATH = "/ai-calling/audit"
HASH = "9b7d4c2e8f6a1b3c5d7e9f015f0c8e1a" * 2
MOST_DIGITS = 18  # a row's number fits the database's
Before = Annotated[str, QueryParameter(description="`next` of the page before.")]


@dataclass(frozen=True, slots=True)
class AuditEntry:
    n: int
    at: str
    who: str
    act: str
    target: str
    detail: dict[str, str]
    hash: str


@dataclass(frozen=True, slots=True)
class AuditTrail:
    """The newest first."""

    entries: list[AuditEntry]
    count: int
    next: str | None = None


EXAMPLE = AuditTrail(
    [
        AuditEntry(
            n=12,
            at="2026-03-14T18:02:11.000Z",
            who="TK5f0c8e1a9b7d4c2e",
            act="crisis resolved",
            target="CL5f0c8e1a9b7d4c2e8f6a1b3c5d7e9f01",
            detail={},
            hash=HASH,
        )
    ],
    12,
    "12",
)


@get(
    "/audit",
    operation_id="auditTrail",
    summary="The trail of privileged reads and acts, newest first",
    responses={
        200: answer("A page of it.", AuditTrail, EXAMPLE),
        **problems(InvalidRequest, NotAuthenticated, NotAllowed),
    },
)
async def audit(request: AnyRequest, limit: Limit = 50, after: Before = "") -> Response[AuditTrail]:
    """`ruby-fsm audit verify` tells whether it is whole and unchanged."""
    reader = service_of(request).trail
    rows = await reader.audit_page(limit + 1, number_of(after))
    following = str(rows[limit - 1].n) if len(rows) > limit else None
    count = (await reader.audit_head()).n
    page = AuditTrail([shown(row) for row in rows[:limit]], count, following)
    return Response(page, headers=link(PATH, limit, following))


def number_of(after: str) -> int | None:
    if after and not (after.isascii() and after.isdigit() and len(after) <= MOST_DIGITS):
        raise invalid([Fault("/after", "leads nowhere; send the `next` of the page before")])
    return int(after) if after else None


def shown(row: Kept) -> AuditEntry:
    detail = {name: str(value) for name, value in json.loads(row.detail).items()}
    return AuditEntry(row.n, when(row.at_ms), row.who, row.act, row.target, detail, row.hash)


AUDIT = Router("/ai-calling", route_handlers=[audit], tags=["audit"])
