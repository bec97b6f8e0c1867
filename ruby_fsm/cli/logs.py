"""Logs to standard error: for people on a terminal, else one JSON object a line.

What is logged is decided where it is logged: call ids, event names and states, never a number or
a word that was said.
"""

from __future__ import annotations

import logging
import sys

import structlog


def set_up_logging(form: str, level: int = logging.WARNING) -> None:
    """`form` is auto, json or console."""
    as_json = form == "json" or (form == "auto" and not sys.stderr.isatty())
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    written: structlog.typing.Processor = (
        structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer()
    )
    structlog.configure(
        processors=[*shared, written],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=level, format="%(levelname)s %(name)s %(message)s", force=True)
