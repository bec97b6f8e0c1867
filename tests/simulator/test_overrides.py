"""A webhook URL's fragment overrides how it is delivered, and is never sent."""

import pytest

from ruby_fsm.simulator.overrides import Overrides, split

DEFAULT = Overrides()


@pytest.mark.parametrize(
    ("fragment", "overrides"),
    [
        ("", DEFAULT),
        ("#rc=3&rp=ct,rt,5xx", Overrides(retries=3, retry_on=frozenset({"ct", "rt", "5xx"}))),
        ("#ct=100&rt=200&tt=300", Overrides(100, 200, 300)),
        ("#rc=6", DEFAULT),
        ("#rt=99", DEFAULT),
        ("#tt=15001", DEFAULT),
        ("#rc=many&rp=sometimes", DEFAULT),
        ("#e=ashburn&sni=y", DEFAULT),
    ],
)
def test_values_in_range_override_others_do_not(fragment: str, overrides: Overrides) -> None:
    assert split(f"https://ruby.test/a?b=1{fragment}") == ("https://ruby.test/a?b=1", overrides)


def test_all_retries_on_everything() -> None:
    overrides = split("https://ruby.test/#rp=all")[1]

    assert all(overrides.retries_on(reason) for reason in ("ct", "rt", "4xx", "5xx"))


def test_by_default_only_a_failed_connection_is_retried() -> None:
    assert [DEFAULT.retries_on(reason) for reason in ("ct", "rt", "4xx", "5xx")] == [
        True,
        False,
        False,
        False,
    ]
