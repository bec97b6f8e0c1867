"""The API page, whole without the internet: its script and style come from an installed package.

The page's own policy, sent by the edge, lets the browser load nothing from anywhere else.
"""

from __future__ import annotations

from typing import Any

from litestar import Request, Router, get
from litestar.openapi.plugins import OpenAPIRenderPlugin
from litestar.static_files import create_static_files_router
from swagger_ui_bundle import swagger_ui_path

FILES = "/docs-files"
DOCS_FILES = create_static_files_router(
    path=FILES, directories=[swagger_ui_path], include_in_schema=False, name="docs-files"
)
# Swagger UI styles its elements inline; its pictures are data.
POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:"
)
HTML = f"""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>ruby_fsm: the API</title>
<link rel="icon" href="{FILES}/favicon-32x32.png">
<link rel="stylesheet" href="{FILES}/swagger-ui.css">
</head>
<body>
<main id="page"></main>
<script src="{FILES}/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""
# Without `validatorUrl` the page would send this service's address to a validator elsewhere.
START = """\
SwaggerUIBundle({
  url: "/docs/openapi.json",
  dom_id: "#page",
  deepLinking: true,
  validatorUrl: null,
});
"""


@get("/start.js", include_in_schema=False, media_type="text/javascript")
async def start() -> str:
    return START


class Page(OpenAPIRenderPlugin):
    """The page at /docs; it reads the document from /docs/openapi.json."""

    def __init__(self) -> None:
        super().__init__(path="/")

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:  # noqa: ARG002 - the page reads the document itself
        return HTML.encode()

    def receive_router(self, router: Router) -> None:
        router.register(start)
