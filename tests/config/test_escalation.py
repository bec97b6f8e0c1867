"""Claims about who is told: steps that reach nobody are refused, with their place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ruby_fsm.config.alerts import faults_together
from ruby_fsm.config.escalation import Contact, Hours
from ruby_fsm.config.load import load, parse, parse_canonical
from ruby_fsm.config.settings import Settings
from ruby_fsm.errors import ConfigError
from tests.app.escalation_kit import config_with, step, text_with
from tests.conftest import Golden

FOLDER = Path(__file__).parents[1] / "golden" / "config"
HOUR_MS = 3_600_000
MONDAY_MS = 1_767_571_200_000  # 2026-01-05T00:00Z


def settings(*, real: bool = False, **more: Any) -> Settings:
    given: dict[str, Any] = {"ruby_carrier": "twilio" if real else "sim", **more}
    return Settings(_env_file=None, **given)  # type: ignore[call-arg]  # BaseSettings takes it


def test_a_step_to_a_contact_without_that_way_is_refused_at_its_place(golden: Golden) -> None:
    text = text_with([step("nurse", "email"), step("nobody", "call"), step("nobody", "log")])

    with pytest.raises(ConfigError) as caught:
        parse(text)

    golden(FOLDER / "steps_to_nobody.txt", "\n".join(caught.value.faults) + "\n")


def test_a_config_of_before_there_were_contacts_is_read_as_it_was() -> None:
    old = parse_canonical(
        load().canonical_json().replace('"repeat":1,', "").replace('"contacts":{},', "")
    )

    assert old == load()
    assert {one.channel for _, steps in old.crisis.paths.named() for one in steps} == {"log"}


def test_numbers_of_contacts_are_kept_in_no_database() -> None:
    config = config_with(step("nurse", "sms"))

    assert config.contacts["nurse"].sms not in config.canonical_json()
    assert parse_canonical(config.canonical_json()).contacts == {}


def test_invariant_25_no_start_with_real_telephones_and_nobody_to_tell() -> None:
    faults = list(faults_together(load(), settings(real=True)))

    each = [(level, language) for level in LEVELS for language in load().languages]
    assert len(faults) == 6
    for (level, language), one in zip(each, faults, strict=True):
        assert f"crisis.paths.{level}: " in one
        assert f"for {language!r}" in one
    assert all("contacts: {on call: {sms: '+15005550006'}}" in one for one in faults)
    assert not list(faults_together(load(), settings()))


LEVELS = ("moderate", "high", "imminent")


def test_invariant_25_a_contact_of_another_language_is_nobody() -> None:
    contacts = {"nurse": {"sms": "+15005550111", "languages": ["de"]}}
    config = config_with(step("nurse", "sms"), contacts=contacts)

    faults = list(faults_together(config, settings(real=True)))

    assert len(faults) == 6
    assert not list(faults_together(config_with(step("nurse", "sms")), settings(real=True)))


@pytest.mark.contract("settings.RUBY_ALERT_WEBHOOK_KEY", "settings.RUBY_SMTP_URL")
def test_a_channel_needs_its_secrets() -> None:
    contacts = {"desk": {"webhook": "https://a.example/x", "email": "desk@example.org"}}
    config = config_with(step("desk", "webhook"), step("desk", "email"), contacts=contacts)
    given: dict[str, Any] = {
        "ruby_alert_webhook_key": "k" * 32,
        "ruby_smtp_url": "smtps://mail.example.org",
        "ruby_smtp_from": "ruby@example.org",
    }

    assert [one.split(":")[0] for one in faults_together(config, settings())] == [
        "RUBY_ALERT_WEBHOOK_KEY",
        "RUBY_SMTP_URL",
        "RUBY_SMTP_FROM",
    ]
    assert not list(faults_together(config, settings(**given)))


@pytest.mark.parametrize(
    ("hours", "on_duty_h"),
    [
        ({}, range(24)),
        ({"begin": "08:00", "end": "12:00"}, range(8, 12)),
        ({"begin": "22:00", "end": "02:00"}, [0, 1, 22, 23]),
        ({"begin": "22:00", "end": "02:00", "days": ["mon"]}, [22, 23]),
        ({"begin": "22:00", "end": "02:00", "days": ["sun"]}, [0, 1]),
        ({"days": ["tue"]}, []),
    ],
    ids=str,
)
def test_hours_are_of_the_day_on_which_they_begin(
    hours: Mapping[str, Any], on_duty_h: range | list[int]
) -> None:
    duty = Hours.model_validate_json('{"time_zone": "UTC"}').model_copy(
        update={**hours, "days": tuple(hours["days"])} if "days" in hours else {**hours}
    )

    found = [h for h in range(24) if duty.hold(MONDAY_MS + h * HOUR_MS)]

    assert found == list(on_duty_h)


def test_a_contact_without_limits_serves_everybody() -> None:
    assert Contact().serves("de-AT", "", MONDAY_MS)
    assert not Contact(regions=("US",)).serves("en", "", MONDAY_MS)
