"""Who may do what: one row for each endpoint, and the guard that is drawn from it.

An endpoint without a row is refused to everybody, and a test names it. docs/reference/access.md is
written from the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from ruby_fsm.app.access import ANYONE, Caller, Reach, Scope, Viewer
from ruby_fsm.app.service import Service
from ruby_fsm.errors import NotAllowed

AnyConnection = ASGIConnection[Any, Any, Any, Any]
KEY = "ruby_viewer"
NONE, OWN, ALL = Reach


class Door(StrEnum):
    """What opens an endpoint."""

    TOKEN = "by a token"  # noqa: S105 - no secret
    NOTHING = "open to all"
    SIGNATURE = "by Twilio's signature"
    LINK = "by the signed link itself"


@dataclass(frozen=True, slots=True)
class Row:
    """One endpoint: how far each scope goes there. An admin goes everywhere."""

    method: str
    path: str
    caller: Reach = NONE
    operator: Reach = NONE
    auditor: Reach = NONE
    door: Door = Door.TOKEN

    def reach(self, scopes: frozenset[Scope]) -> Reach:
        return max((self.of(scope) for scope in scopes), default=NONE)

    def of(self, scope: Scope) -> Reach:
        match scope:
            case Scope.CALLER:
                return self.caller
            case Scope.OPERATOR:
                return self.operator
            case Scope.AUDITOR:
                return self.auditor
            case Scope.ADMIN:
                return ALL

    @property
    def needs(self) -> tuple[Scope, ...]:
        return tuple(scope for scope in Scope if self.of(scope))


def looking(path: str) -> Row:
    """A caller sees its own, everybody else with a token sees all, numbers masked."""
    return Row("GET", path, caller=OWN, operator=ALL, auditor=ALL)


def handling(path: str) -> Row:
    """For the humans on duty."""
    return Row("POST", path, operator=ALL)


def opened(path: str, method: str = "GET") -> Row:
    return Row(method, path, door=Door.NOTHING)


def hook(path: str) -> Row:
    return Row("POST", f"/voice/webhook/{path}", door=Door.SIGNATURE)


_CALL = "/ai-calling/call/{call_sid}"
ROWS: tuple[Row, ...] = (
    Row("POST", "/ai-calling/initiate-ai-call", caller=OWN),
    looking(f"{_CALL}/analytics"),
    looking(f"{_CALL}/escalations"),
    Row("POST", f"{_CALL}/end", caller=OWN, operator=ALL),
    handling(f"{_CALL}/crisis/resolve"),
    handling(f"{_CALL}/crisis/join"),
    looking("/ai-calling/calls/active"),
    looking("/ai-calling/analytics/summary"),
    handling("/ai-calling/escalations/{escalation_id}/acknowledge"),
    Row("GET", "/ai-calling/audit", auditor=ALL),
    Row("GET", "/ai-calling/suppressions", operator=ALL, auditor=ALL),
    Row("POST", "/ai-calling/suppressions", caller=OWN, operator=ALL),
    handling("/ai-calling/suppressions/lift"),
    Row("POST", "/ai-calling/consents", caller=OWN, operator=ALL),
    Row("POST", "/ai-calling/consents/withdraw", caller=OWN, operator=ALL),
    Row("POST", "/ai-calling/policy/explain", caller=OWN, operator=ALL),
    Row("GET", "/ai-calling/webhooks/deliveries", operator=ALL, auditor=ALL),
    handling("/ai-calling/webhooks/deliveries/{delivery_id}/replay"),
    Row("GET", "/ai-calling/people/{person}"),
    Row("DELETE", "/ai-calling/people/{person}"),
    Row("GET", "/metrics", operator=ALL, auditor=ALL),
    looking("/phone/call/{call_sid}/status"),
    looking("/voice/conversations"),
    opened("/ai-calling/health"),
    opened("/phone/health"),
    opened("/livez"),
    opened("/readyz"),
    opened("/docs"),
    opened("/docs/openapi.json"),
    opened("/docs/start.js"),
    opened("/docs/{path}"),
    opened("/docs-files/{file_path}"),
    opened("/docs-files/{file_path}", "HEAD"),
    *map(hook, ("answer", "gather", "reply", "status", "amd", "dial", "fallback")),
    *map(hook, ("alert", "alert-key", "alert-status", "sms")),
    *map(hook, ("accept", "accept-key", "accept-status")),
    Row("GET", "/escalation/{token}", door=Door.LINK),
    Row("POST", "/escalation/{token}", door=Door.LINK),
)
TABLE: Mapping[tuple[str, str], Row] = {(row.method, row.path): row for row in ROWS}


async def guard(connection: AnyConnection, _: BaseRouteHandler) -> None:
    """Of every endpoint. Raises NotAuthenticated, NotAllowed."""
    method = str(connection.scope["method"])  # type: ignore[typeddict-item]  # of HTTP alone
    if method == "OPTIONS":  # says which methods there are, and nothing else
        return
    row = TABLE.get((method, path_of(connection)))
    if row is not None and row.door is not Door.TOKEN:
        return
    service = connection.app.state.service
    assert isinstance(service, Service)
    caller = await service.tokens.who(connection.headers.get("authorization", ""))
    connection.scope["state"][KEY] = admitted(row, caller)


def path_of(connection: AnyConnection) -> str:
    return template_of(connection.scope)


def template_of(scope: Any) -> str:
    """The path of a request as the table has it; '' before it was routed."""
    return str(scope.get("path_template", "")).replace(":str", "")


def methods_at(scope: Any) -> tuple[str, ...]:
    """All that the table has for the path of a request."""
    path = template_of(scope)
    return tuple(row.method for row in ROWS if row.path == path)


def admitted(row: Row | None, caller: Caller) -> Viewer:
    """Raises NotAllowed."""
    reach = row.reach(caller.scopes) if row else NONE
    if reach is NONE:
        needs = row.needs if row else ()
        has = ", ".join(sorted(caller.scopes))
        who = "Whoever asks without a token" if caller.token_id == ANYONE else "The token"
        raise NotAllowed(
            f"{who} has the scope {has}; this needs {' or '.join(needs)}: "
            f"ruby-fsm token create --name NAME --scope {next(iter(needs), Scope.ADMIN)}",
            tuple(needs),
            caller.token_id,
        )
    reads = Scope.ADMIN in caller.scopes and caller.token_id != ANYONE
    return Viewer(caller.token_id, reach, reads_numbers=reads)


def viewer_of(connection: AnyConnection) -> Viewer:
    """Whom the guard let in."""
    viewer = connection.scope["state"][KEY]
    assert isinstance(viewer, Viewer)
    return viewer


def page() -> str:
    """`docs/reference/access.md`."""
    return PAGE.format(rows="\n".join(_lines()))


WORDS: Mapping[Reach, str] = {NONE: "", OWN: "its own", ALL: "yes"}


def _lines() -> Iterator[str]:
    for row in ROWS:
        if row.door is Door.TOKEN:
            cells = [WORDS[row.of(scope)] for scope in Scope]
        else:
            cells = [row.door.value] + [""] * (len(Scope) - 1)
        yield f"| {row.method} | `{row.path}` | {' | '.join(cells)} |".replace("  ", " ")


PAGE = """\
# Who may do what

A token has one scope or several; of several the farthest counts. **caller** places calls and sees
and ends its own; a call of another token is for it a call that does not exist (404). **operator**
handles crises and escalations, and sees every call. **auditor** sees every call and acts on none.
**admin** does all.

A telephone number is whole for the token that placed the call and for an admin, and masked for
everybody else. `ruby-fsm token create` makes a token; `RUBY_API_TOKEN` is one with every scope.
With the simulated carrier on loopback no token is asked for until there is one, but for what only
an admin may do: `ruby-fsm token create --name NAME --scope admin` makes one.

| method | path | caller | operator | auditor | admin |
|---|---|---|---|---|---|
{rows}

Without a good token the answer is 401 with `WWW-Authenticate`, with one that may not do this 403;
an endpoint that is not on this page is refused to everybody. `OPTIONS` tells the methods of a path
and nothing else.

This page is written from the code.
"""
