"""Calling hours in ten zones, every hour of a year: the clock changes are written down here.

What the zones do in 2026 was taken from the IANA's tables (2025b) and is not read from them again.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruby_fsm.app.hours import OpenHours, apart_h, is_open, opens_ms, zone_of

HOURS = OpenHours(8 * 60, 21 * 60)
HOUR_MS, QUARTER_MS, DAY_MS = 3_600_000, 900_000, 86_400_000
# Minutes east of UTC at the beginning of the year, then each change and the minutes after it.
Changes = tuple[tuple[str, int], ...]
ZONES: dict[str, tuple[int, Changes]] = {
    "America/New_York": (-300, (("03-08T07:00", -240), ("11-01T06:00", -300))),
    "America/Phoenix": (-420, ()),
    "America/St_Johns": (-210, (("03-08T05:30", -150), ("11-01T04:30", -210))),
    "America/Santiago": (-180, (("04-05T03:00", -240), ("09-06T04:00", -180))),
    "Europe/London": (0, (("03-29T01:00", 60), ("10-25T01:00", 0))),
    "Antarctica/Troll": (0, (("03-29T01:00", 120), ("10-25T01:00", 0))),
    "Asia/Kathmandu": (345, ()),
    "Australia/Sydney": (660, (("04-04T16:00", 600), ("10-03T16:00", 660))),
    "Australia/Lord_Howe": (660, (("04-04T15:00", 630), ("10-03T15:30", 660))),
    "Pacific/Chatham": (825, (("04-04T14:00", 765), ("09-26T14:00", 825))),
}


def ms(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


YEAR = range(ms("2026-01-01T00:00"), ms("2027-01-01T00:00"), HOUR_MS)


class Wall:
    """The clock on the wall by the table above."""

    def __init__(self, name: str) -> None:
        first, changes = ZONES[name]
        self.at = [ms(f"2026-{text}") for text, _ in changes]
        self.east = [first, *(minutes for _, minutes in changes)]

    def minute(self, at_ms: int) -> int:
        east = self.east[bisect_right(self.at, at_ms)]
        return (at_ms // 60_000 + east) % 1440

    def is_open(self, at_ms: int) -> bool:
        return HOURS.begin_min <= self.minute(at_ms) < HOURS.end_min

    def opens_ms(self, at_ms: int) -> int:
        """Looked for a quarter of an hour at a time: all of these zones keep to quarters."""
        while not self.is_open(at_ms):
            at_ms += QUARTER_MS
        return at_ms


def zone(name: str) -> ZoneInfo:
    found = zone_of(name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", ZONES)
def test_28_hours_every_hour_of_a_year_with_its_clock_changes(name: str) -> None:
    wall, zones = Wall(name), [zone(name)]

    for at_ms in YEAR:
        assert is_open(at_ms, zones, HOURS) == wall.is_open(at_ms), at_ms
        assert opens_ms(at_ms, zones, HOURS) == wall.opens_ms(at_ms), at_ms


@pytest.mark.parametrize("name", ZONES)
def test_28_hours_the_last_and_the_first_second_of_each_day_of_a_year(name: str) -> None:
    wall, zones = Wall(name), [zone(name)]
    for day_ms in YEAR[::24]:
        begin_ms = next(
            at
            for at in range(day_ms, day_ms + DAY_MS + HOUR_MS, QUARTER_MS)
            if wall.minute(at) == 480
        )
        end_ms = next(
            at
            for at in range(day_ms, day_ms + DAY_MS + HOUR_MS, QUARTER_MS)
            if wall.minute(at) == 1260
        )

        assert not is_open(begin_ms - 1, zones, HOURS)
        assert is_open(begin_ms, zones, HOURS)
        assert is_open(end_ms - 1, zones, HOURS)
        assert not is_open(end_ms, zones, HOURS)


QUARTERS = st.integers(YEAR.start // QUARTER_MS, YEAR.stop // QUARTER_MS - 400)
SOME_ZONES = st.sets(st.sampled_from(sorted(ZONES)), min_size=1, max_size=3)


@given(QUARTERS, SOME_ZONES)
def test_28_hours_hold_in_every_zone_the_number_may_be_in(quarter: int, names: set[str]) -> None:
    at_ms, walls = quarter * QUARTER_MS, [Wall(name) for name in names]
    quarters = range(at_ms, at_ms + 3 * DAY_MS, QUARTER_MS)
    wanted = next((at for at in quarters if all(wall.is_open(at) for wall in walls)), None)

    found = opens_ms(at_ms, [zone(name) for name in names], HOURS)

    assert found == wanted


@given(st.integers(YEAR.start, YEAR.stop), SOME_ZONES, st.integers(0, 1439), st.integers(1, 1440))
def test_28_hours_whatever_they_are_the_opening_is_open_and_not_before(
    at_ms: int, names: set[str], begin: int, lasts: int
) -> None:
    hours = OpenHours(begin, min(1440, begin + lasts))
    zones = [zone(name) for name in names]

    found = opens_ms(at_ms, zones, hours)

    assert found is None or (found >= at_ms and is_open(found, zones, hours))
    if is_open(at_ms, zones, hours):
        assert found == at_ms


def test_28_hours_of_zones_that_never_meet_have_no_opening() -> None:
    far = [zone("Pacific/Chatham"), zone("America/Phoenix")]
    assert opens_ms(YEAR.start, far, OpenHours(480, 600)) is None


def test_28_hours_at_the_end_of_all_calendars_there_is_no_opening() -> None:
    last_ms = 253_402_300_799_000
    assert opens_ms(last_ms, [zone("Asia/Kathmandu")], HOURS) is None
    assert apart_h(last_ms, [zone("Asia/Kathmandu"), zone("Europe/London")]) == pytest.approx(5.75)


def test_the_distance_of_zones_changes_with_their_clocks() -> None:
    pair = [zone("America/New_York"), zone("Europe/London")]

    assert apart_h(ms("2026-01-15T00:00"), pair) == 5
    assert apart_h(ms("2026-03-15T00:00"), pair) == 4
    assert apart_h(ms("2026-07-15T00:00"), pair) == 5
    assert apart_h(ms("2026-07-15T00:00"), []) == 0


@pytest.mark.parametrize("name", ["Etc/Unknown", "Mars/Olympus", "../etc/passwd", ""])
def test_a_zone_that_no_table_knows_is_none(name: str) -> None:
    assert zone_of(name) is None
