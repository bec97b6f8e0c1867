"""The API page, whole without the internet: its script and style come from an installed package."""

from __future__ import annotations

from litestar.openapi.plugins import SwaggerRenderPlugin
from litestar.static_files import create_static_files_router
from swagger_ui_bundle import swagger_ui_path

FILES = "/docs-files"
DOCS_FILES = create_static_files_router(
    path=FILES, directories=[swagger_ui_path], include_in_schema=False, name="docs-files"
)


def offline_docs() -> SwaggerRenderPlugin:
    return SwaggerRenderPlugin(
        js_url=f"{FILES}/swagger-ui-bundle.js",
        css_url=f"{FILES}/swagger-ui.css",
        standalone_preset_js_url=f"{FILES}/swagger-ui-standalone-preset.js",
        favicon=f'<link rel="icon" href="{FILES}/favicon-32x32.png">',
        path="/",
    )
