"""Which HTTP request the work at hand is done for: its id, in every line of the log about it."""

from __future__ import annotations

from contextlib import AbstractContextManager

from structlog.contextvars import bound_contextvars

NAME = "request_id"


def asked_by(request_id: str) -> AbstractContextManager[None]:
    """Every line written inside, and by tasks begun inside, holds this id."""
    return bound_contextvars(**{NAME: request_id})
