"""What is enforced at the very edge of HTTP, before anybody is known."""

from __future__ import annotations

from dataclasses import dataclass

MOST_BODY_BYTES = 65_536  # Twilio's largest webhook and our longest prompt fit many times over
BODY_S = 5.0


@dataclass(frozen=True, slots=True)
class Edge:
    """`requests` of one client address `within_s`; `origins` whose pages may ask us."""

    requests: int = 6000
    within_s: int = 60
    origins: tuple[str, ...] = ()
    is_https: bool = True
    most_body_bytes: int = MOST_BODY_BYTES
    body_s: float = BODY_S
