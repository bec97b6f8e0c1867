"""Calling hours by the clocks of one or more zones, right across every change of the clocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

UNKNOWN_ZONE = "Etc/Unknown"
DAYS = 3  # from any moment all zones have begun their day twice by then
HOUR_S = 3600


@dataclass(frozen=True, slots=True)
class OpenHours:
    """Minutes since midnight: open from `begin_min` on and before `end_min`."""

    begin_min: int
    end_min: int

    def holds(self, at_ms: int, zone: ZoneInfo) -> bool:
        here = datetime.fromtimestamp(at_ms / 1000, zone)
        return self.begin_min <= here.hour * 60 + here.minute < self.end_min


@cache
def zone_of(name: str) -> ZoneInfo | None:
    """None for a name that no table knows."""
    try:
        return None if name == UNKNOWN_ZONE else ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zones_named(names: Sequence[str]) -> list[ZoneInfo]:
    """Raises KeyError for a name that no table knows."""
    found = {name: zone_of(name) for name in names}
    return [found[name] or _unknown(name) for name in names]


def _unknown(name: str) -> ZoneInfo:
    raise KeyError(name)


def is_open(at_ms: int, zones: Sequence[ZoneInfo], hours: OpenHours) -> bool:
    """Whether the clock of every zone shows a calling hour."""
    return all(hours.holds(at_ms, zone) for zone in zones)


def opens_ms(at_ms: int, zones: Sequence[ZoneInfo], hours: OpenHours) -> int | None:
    """`at_ms` if all are open then, else the next moment at which they are; None: there is none.

    Never early. Where the hours begin within the hour that a change of clocks leaves out, it is
    later than need be by no more than that hour.
    """
    try:
        if is_open(at_ms, zones, hours):
            return at_ms
        starts = sorted({start for zone in zones for start in starts_of(at_ms, zone, hours)})
        return next((start for start in starts if is_open(start, zones, hours)), None)
    except (OverflowError, ValueError):  # no calendar reaches that far
        return None


def starts_of(at_ms: int, zone: ZoneInfo, hours: OpenHours) -> Iterator[int]:
    """When the clock of this zone shows the first minute; twice where it is set back over it."""
    begin = time(hours.begin_min // 60, hours.begin_min % 60)
    today = datetime.fromtimestamp(at_ms / 1000, zone).date()
    for days in range(DAYS):
        for fold in (0, 1):
            shown = datetime.combine(today + timedelta(days=days), begin, zone)
            start_ms = round(shown.replace(fold=fold).timestamp() * 1000)
            if start_ms > at_ms:
                yield start_ms


def apart_h(at_ms: int, zones: Sequence[ZoneInfo]) -> float:
    """Hours between the earliest and the latest clock."""
    try:
        offsets = [datetime.fromtimestamp(at_ms / 1000, zone).utcoffset() for zone in zones]
    except (OverflowError, ValueError):
        offsets = [datetime(2000, 1, 1, tzinfo=UTC).astimezone(zone).utcoffset() for zone in zones]
    seconds = [offset.total_seconds() for offset in offsets if offset is not None]
    return (max(seconds) - min(seconds)) / HOUR_S if seconds else 0.0
