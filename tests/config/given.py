"""Environments to start from, and what comes of them."""

from __future__ import annotations

import base64

import pytest

from ruby_fsm.config.environment import load_settings
from ruby_fsm.config.settings import Settings
from ruby_fsm.errors import ConfigError

KEY = base64.urlsafe_b64encode(b"k" * 32).decode()
OTHER_KEY = base64.urlsafe_b64encode(b"\xff" * 32).decode()
TWILIO = {
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "hush-token-one",
    "TWILIO_FROM_NUMBER": "+15005550006",
}
REAL = TWILIO | {
    "BACKEND_URL": "https://calls.example.org/",
    "RUBY_API_TOKEN": "hush-bearer-with-enough-characters",
    "RUBY_ENCRYPTION_KEYS": f"k1:{KEY}",
    "RUBY_HASH_KEY": KEY,
}


def settings_of(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> Settings:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return load_settings()


def faults_of(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        settings_of(monkeypatch, variables)
    return caught.value.faults
