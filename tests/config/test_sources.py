"""Settings come from the environment, from `.env`, and from the files that NAME_FILE names."""

from __future__ import annotations

from pathlib import Path

import pytest

from ruby_fsm.config.environment import load_settings
from ruby_fsm.config.sources import SECRETS
from ruby_fsm.errors import ConfigError
from tests.config.given import KEY, REAL, faults_of, settings_of


@pytest.mark.parametrize("name", SECRETS)
def test_every_secret_can_be_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    values = {"ruby_encryption_keys": f"k1:{KEY}", "ruby_hash_key": KEY}
    values |= {"twilio_webhook_secret": "w1:hush", "ruby_chat_fallback_keys": "spare:hush"}
    values |= {"ruby_database_url": "postgresql://ruby:hush@db.example.org/ruby"}
    values |= {"ruby_smtp_url": "smtps://ruby:hush@mail.example.org"}
    values |= {"ruby_webhook_secret": f"crm:whsec_{'A' * 43}="}
    (tmp_path / "secret").write_text(values.get(name, "hush-hush-hush-hush-hush") + "\n")
    given = {key: value for key, value in REAL.items() if key != name.upper()}
    if name == "twilio_api_secret":
        given["TWILIO_API_KEY"] = "SK" + "0" * 32
    if name == "ruby_chat_api_key":
        given |= {"RUBY_CHAT_BACKEND": "http", "RUBY_CHAT_URL": "http://127.0.0.1:9"}

    settings = settings_of(monkeypatch, given | {f"{name.upper()}_FILE": str(tmp_path / "secret")})

    assert getattr(settings, name)


def test_secret_files_that_fail_are_all_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "empty").write_text("\n")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")

    faults = faults_of(
        monkeypatch,
        {
            "RUBY_API_TOKEN": "hush-twice",
            "RUBY_API_TOKEN_FILE": str(tmp_path / "empty"),
            "RUBY_HASH_KEY_FILE": str(tmp_path / "none"),
            "TWILIO_AUTH_TOKEN_FILE": str(tmp_path / "empty"),
            "RUBY_CHAT_API_KEY_FILE": str(tmp_path / "bytes"),
        },
    )

    assert [fault.partition(":")[0] for fault in faults] == [
        "TWILIO_AUTH_TOKEN_FILE",
        "RUBY_API_TOKEN",
        "RUBY_HASH_KEY_FILE",
        "RUBY_CHAT_API_KEY_FILE",
    ]
    assert "hush" not in "".join(faults)


def test_dotenv_is_read_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "token").write_text("from-a-file")
    (tmp_path / ".env").write_text(
        f"RUBY_DATA=one\nRUBY_LOG_FORMAT=json\nRUBY_API_TOKEN_FILE={tmp_path / 'token'}\nOTHER=1\n"
    )

    settings = settings_of(monkeypatch, {"RUBY_DATA": "two"})

    assert settings.ruby_data == Path("two")
    assert settings.ruby_log_format == "json"
    assert settings.ruby_api_token is not None
    assert settings.ruby_api_token.get_secret_value() == "from-a-file"


def test_a_dotenv_of_other_bytes_is_a_config_error(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"RUBY_DATA=\xff\n")

    with pytest.raises(ConfigError, match="UTF-8"):
        load_settings()
