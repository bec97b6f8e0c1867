"""The page behind an alert's link: looking takes nothing, the button does.

Previews of links in mails and messages only look, and so take nothing either.
"""

from __future__ import annotations

from html import escape
from typing import Annotated, Any

from litestar import Request, Response, Router, get, post
from litestar.params import PathParameter

from ruby_fsm.app.analytics import when
from ruby_fsm.app.taking import Shown, Took
from ruby_fsm.web.auth import service_of

HTML = "text/html"  # the framework adds the charset
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",  # the token is in the address
    "X-Robots-Tag": "noindex",
}
PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ruby: a person may be in danger</title>
<style>
body {{ font: 1.1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 34rem;
  padding: 0 1rem; color: #1a1a1a; background: #fff }}
button {{ font: inherit; padding: .8rem 1.4rem; background: #8c1d2f; color: #fff; border: 0;
  border-radius: .4rem }}
dt {{ font-weight: 600 }}
</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""
FACTS = """\
<dl>
<dt>Level</dt><dd>{level}</dd>
<dt>Kind</dt><dd>{category}</dd>
<dt>Since</dt><dd>{since}</dd>
<dt>Call</dt><dd>{call}</dd>
<dt>Escalation</dt><dd>{escalation}</dd>
</dl>
"""
BUTTON = '<form method="post"><button type="submit">I take care of it</button></form>'
GONE = "<h1>This link is not good</h1><p>It is too old, or was not copied whole.</p>"
TITLES = {
    Took.TAKEN: "<h1>It is yours now</h1><p>Nobody else is told. Look at the call at once.</p>",
    Took.OVER: "<h1>Somebody takes care of it already</h1>",
}
AnyRequest = Request[Any, Any, Any]
Token = Annotated[str, PathParameter(description="What the link was made with.")]


def page(body: str, status: int = 200) -> Response[str]:
    return Response(PAGE.format(body=body), media_type=HTML, status_code=status, headers=HEADERS)


def facts(shown: Shown) -> str:
    escalation = shown.escalation
    values = {
        "level": escalation.level.name.lower(),
        "category": escalation.category.value,
        "since": when(escalation.opened_ms),
        "call": escalation.call_id,
        "escalation": escalation.escalation_id,
    }
    return FACTS.format(**{name: escape(value) for name, value in values.items()})


@get("/{token:str}", include_in_schema=False)
async def look(request: AnyRequest, token: Token) -> Response[str]:
    shown = await service_of(request).taking.shown(token)
    if shown is None:
        return page(GONE, 404)
    if shown.escalation.acknowledged_ms is not None:
        return page(TITLES[Took.OVER] + facts(shown))
    return page("<h1>A person may be in danger</h1>" + facts(shown) + BUTTON)


@post("/{token:str}", include_in_schema=False, status_code=200)
async def take(request: AnyRequest, token: Token) -> Response[str]:
    """Once; whoever is second hears that somebody has it."""
    took = await service_of(request).taking.linked(token)
    return page(TITLES[took]) if took in TITLES else page(GONE, 404)


LINK = Router("/escalation", route_handlers=[look, take])
