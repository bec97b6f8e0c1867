"""Who may be told, and that nobody is told unsigned."""

from __future__ import annotations

import base64

import pytest
from pydantic import ValidationError

from ruby_fsm.config.alerts import faults_together
from ruby_fsm.config.load import default_path, load, parse
from ruby_fsm.config.webhooks import Webhook
from ruby_fsm.errors import ConfigError
from tests.account import settings_for
from tests.config.given import REAL, settings_of

SECRET = "whsec_" + base64.b64encode(b"s" * 32).decode()
CRM = "{name: crm, url: 'https://crm.example.org/ruby', events: [call.ended]}"


def with_webhooks(*webhooks: str) -> str:
    text = default_path().read_text(encoding="utf-8")
    assert "webhooks: []" in text
    return text.replace("webhooks: []", f"webhooks: [{', '.join(webhooks)}]")


def test_by_default_nobody_is_told() -> None:
    assert load().webhooks == ()


def test_one_that_is_told_has_sane_numbers() -> None:
    (crm,) = parse(with_webhooks(CRM)).webhooks

    assert (crm.name, crm.events) == ("crm", ("call.ended",))
    assert (crm.attempts, crm.first_wait_s, crm.longest_wait_s) == (18, 5, 14_400)


@pytest.mark.parametrize(
    ("webhook", "said"),
    [
        (CRM.replace("https", "http"), "no https address"),
        (CRM.replace("https://", "ftp://"), "no https address"),
        (CRM.replace("https://", "https://me:secret@"), "no user and no password"),
        (CRM.replace("https://crm.example.org/ruby", "https://"), "no address of a receiver"),
        (CRM.replace("https://crm.example.org/ruby", "https://[::1"), "no address of a receiver"),
        (CRM.replace("call.ended", "call.ended, call.ended"), "stands here twice"),
        (CRM.replace("call.ended", "call.end"), "call.ended"),
        (CRM.replace("call.ended", ""), "holds 0 of the 1 needed"),
        (CRM.replace("crm,", "'Dr. Who',"), "name"),
        (f"{CRM}, {CRM}", "'crm' stands here twice"),
        (CRM.replace("}", ", attempts: 0}"), "attempts"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_receiver_that_is_none_is_refused_with_its_line(webhook: str, said: str) -> None:
    with pytest.raises(ConfigError) as refused:
        parse(with_webhooks(webhook))

    told = "\n".join(refused.value.faults)
    assert said in told
    assert told.startswith("config.yaml:")
    assert "me:secret" not in told


@pytest.mark.parametrize("host", ["localhost:9", "127.0.0.1:9", "[::1]:9"])
def test_loopback_needs_no_https(host: str) -> None:
    assert Webhook(name="near", url=f"http://{host}/x", events=("call.ended",))


def test_a_host_that_only_begins_like_loopback_needs_https() -> None:
    with pytest.raises(ValidationError):
        Webhook(name="far", url="http://localhost.example.org/x", events=("call.ended",))


def test_who_is_told_stands_in_no_stored_config() -> None:
    config = parse(with_webhooks(CRM))

    assert "crm.example.org" not in config.canonical_json()
    assert config.digest() == load().digest()


@pytest.mark.parametrize(
    ("secret", "is_enough"),
    [
        ("", False),
        (SECRET, True),
        (f"crm:{SECRET}", True),
        (f"crm:{SECRET},crm:{SECRET}", True),
        (f"desk:{SECRET}", False),
    ],
)
def test_nothing_starts_that_would_tell_unsigned(
    secret: str, is_enough: bool, tmp_path: object
) -> None:
    config = parse(with_webhooks(CRM))
    settings = settings_for("data", ruby_webhook_secret=secret)  # type: ignore[arg-type]

    faults = [one for one in faults_together(config, settings) if "WEBHOOK_SECRET" in one]

    assert not faults if is_enough else "webhooks tells crm" in faults[0]


@pytest.mark.parametrize("secret", ["hush", "whsec_!!", "whsec_c2hvcnQ=", "a b:whsec_x"])
def test_a_secret_of_another_form_is_refused_and_not_repeated(
    secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ConfigError) as refused:
        settings_of(monkeypatch, {**REAL, "RUBY_WEBHOOK_SECRET": secret})

    told = "\n".join(refused.value.faults)
    assert told.startswith("RUBY_WEBHOOK_SECRET: entry 1 is no")
    assert secret not in told
