"""Connection overrides: what a webhook URL's fragment asks of the network (`#rc=2&rp=ct,5xx`)."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urldefrag

RETRY_REASONS = frozenset({"ct", "rt", "4xx", "5xx", "all"})
MAX_RETRIES = 5


@dataclass(frozen=True, slots=True)
class Overrides:
    """Limits of one webhook, in ms, and when it is tried again."""

    connect_ms: int = 5000
    read_ms: int = 15_000
    total_ms: int = 15_000
    retries: int = 1
    retry_on: frozenset[str] = frozenset({"ct"})

    def retries_on(self, reason: str) -> bool:
        """`reason`: ct (could not connect), rt (no reply in time), 4xx, 5xx."""
        return reason in self.retry_on or "all" in self.retry_on


def split(url: str) -> tuple[str, Overrides]:
    """Part a webhook URL into what is requested and what its fragment overrides.

    As at Twilio, a value out of its range is passed over and the default stands.
    """
    bare, fragment = urldefrag(url)
    asked = {name: values[-1] for name, values in parse_qs(fragment).items()}
    default = Overrides()
    reasons = frozenset(asked.get("rp", "").split(",")) & RETRY_REASONS
    return bare, Overrides(
        _within(asked.get("ct"), 100, 10_000, default.connect_ms),
        _within(asked.get("rt"), 100, 15_000, default.read_ms),
        _within(asked.get("tt"), 100, 15_000, default.total_ms),
        _within(asked.get("rc"), 0, MAX_RETRIES, default.retries),
        reasons or default.retry_on,
    )


def _within(value: str | None, low: int, high: int, default: int) -> int:
    if value is None or not (value.isascii() and value.isdigit()):
        return default
    return int(value) if low <= int(value) <= high else default
