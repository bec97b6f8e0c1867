"""Settings: what starts, what is refused and why, and no secret in sight."""

from __future__ import annotations

import pytest

from ruby_fsm.config.environment import load_settings
from ruby_fsm.config.secret import MAKE_KEY
from ruby_fsm.config.settings import Carrier, Settings
from tests.config.given import KEY, OTHER_KEY, REAL, TWILIO, faults_of, settings_of


def test_nothing_set_is_the_simulated_carrier_with_sqlite_in_the_data_folder() -> None:
    settings = load_settings()

    assert settings.carrier is Carrier.SIM
    assert settings.is_simulated
    assert settings.database_url == "sqlite:///data/ruby.db"
    assert settings.database_url == "sqlite:///data/ruby.db"
    assert settings.ruby_log_format == "auto"


def test_all_that_twilio_needs_is_the_real_carrier(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_of(monkeypatch, REAL)

    assert settings.carrier is Carrier.TWILIO
    assert not settings.is_simulated
    assert settings.backend_url == "https://calls.example.org"


def test_the_simulated_carrier_can_be_asked_for_beside_twilio(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert settings_of(monkeypatch, TWILIO | {"RUBY_CARRIER": "sim"}).carrier is Carrier.SIM


@pytest.mark.parametrize("host", ["127.0.0.1:8081", "localhost:1", "[::1]:8081"])
def test_twilio_on_loopback_counts_as_simulated(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    settings = settings_of(monkeypatch, TWILIO | {"TWILIO_API_BASE_URL": f"http://{host}"})

    assert settings.carrier is Carrier.TWILIO
    assert settings.is_simulated


@pytest.mark.parametrize("base", ["http://127.0.0.1.example.org", "http://api.example.org"])
def test_another_base_in_clear_is_refused(monkeypatch: pytest.MonkeyPatch, base: str) -> None:
    faults = faults_of(monkeypatch, REAL | {"TWILIO_API_BASE_URL": base})

    assert faults == (
        "TWILIO_API_BASE_URL: must be https, or on loopback; leave it out for Twilio's own",
    )


@pytest.mark.parametrize("missing", sorted(TWILIO))
def test_partly_set_twilio_names_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    (fault,) = faults_of(
        monkeypatch, {name: value for name, value in REAL.items() if name != missing}
    )

    assert fault.startswith(f"{missing}: missing")
    assert "; write " in fault
    assert "RUBY_CARRIER=sim" in fault


def test_twilio_asked_for_and_nothing_set_names_all_three(monkeypatch: pytest.MonkeyPatch) -> None:
    faults = faults_of(monkeypatch, {"RUBY_CARRIER": "twilio"})

    assert [fault.partition(":")[0] for fault in faults[:3]] == list(TWILIO)


@pytest.mark.parametrize(
    ("missing", "way_out"),
    [
        ("BACKEND_URL", "https://calls.example.org"),
        ("RUBY_ENCRYPTION_KEYS", MAKE_KEY),
        ("RUBY_HASH_KEY", MAKE_KEY),
    ],
)
def test_no_real_call_without(monkeypatch: pytest.MonkeyPatch, missing: str, way_out: str) -> None:
    (fault,) = faults_of(
        monkeypatch, {name: value for name, value in REAL.items() if name != missing}
    )

    assert fault.startswith(f"{missing}: ")
    assert way_out in fault


def test_every_fault_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(faults_of(monkeypatch, TWILIO)) == 3


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BACKEND_URL", "http://calls.example.org"),
        ("RUBY_API_TOKEN", "short"),
        ("BACKEND_URL", "calls.example.org"),
        ("BACKEND_URL", "https://user:pass@example.org"),
        ("BACKEND_URL", "https://example.org?a=b"),
        ("BACKEND_URL", "https://example.org:99999"),
        ("TWILIO_ACCOUNT_SID", "AC123"),
        ("TWILIO_FROM_NUMBER", "0800 123"),
        ("TWILIO_API_KEY", "SK" + "0" * 32),
        ("TWILIO_API_SECRET", "hush"),
        ("TWILIO_WEBHOOK_SECRET", "hush"),
        ("TWILIO_WEBHOOK_SECRET", "a:hush,a:hush2"),
        ("RUBY_ENCRYPTION_KEYS", "k1:hush"),
        ("RUBY_ENCRYPTION_KEYS", KEY),
        ("RUBY_HASH_KEY", "hush"),
        ("RUBY_API_TOKEN", "two words are no token, hush"),
        ("RUBY_CARRIER", "pigeon"),
        ("RUBY_LOG_FORMAT", "xml"),
        ("RUBY_CHAT_BACKEND", "parrot"),
        ("RUBY_DATABASE_URL", "mysql://hush@db/ruby"),
        ("RUBY_DATABASE_URL", "sqlite:///:memory:"),
        ("RUBY_DATABASE_URL", "sqlite:///"),
    ],
)
def test_a_wrong_value_is_named_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    (fault,) = faults_of(monkeypatch, REAL | {name: value})

    assert fault.startswith("TWILIO_API" if name.startswith("TWILIO_API_") else f"{name}: ")
    assert "hush" not in fault


@pytest.mark.parametrize(
    ("name", "example"),
    [("RUBY_CHAT_URL", "http://127.0.0.1:11434/v1"), ("BACKEND_URL", "https://calls.example.org")],
)
def test_an_address_without_a_scheme_gets_an_example_of_its_kind(
    monkeypatch: pytest.MonkeyPatch, name: str, example: str
) -> None:
    (fault,) = faults_of(monkeypatch, {name: "127.0.0.1:18802/v1"})

    assert fault.endswith(f"write it as {example}")


def test_lists_of_tokens_and_keys_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_of(
        monkeypatch,
        REAL
        | {
            "TWILIO_AUTH_TOKEN": "one, two ,",
            "TWILIO_WEBHOOK_SECRET": "whk_1:a:b,whk-2:c",
            "RUBY_ENCRYPTION_KEYS": f"k2:{OTHER_KEY},k1:{KEY.rstrip('=')}",
        },
    )

    assert [token.get_secret_value() for token in settings.twilio_auth_token] == ["one", "two"]
    assert [
        (key.key_id, key.secret.get_secret_value()) for key in settings.twilio_webhook_secret
    ] == [("whk_1", "a:b"), ("whk-2", "c")]
    assert [(key.kid, key.key.get_secret_value()) for key in settings.ruby_encryption_keys] == [
        ("k2", b"\xff" * 32),
        ("k1", b"k" * 32),
    ]


def test_no_secret_shows_in_a_repr_or_dump(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_of(
        monkeypatch,
        REAL
        | {
            "TWILIO_API_KEY": "SK" + "0" * 32,
            "TWILIO_API_SECRET": "hush-api",
            "TWILIO_WEBHOOK_SECRET": "w1:hush-webhook",
            "RUBY_CHAT_BACKEND": "openai",
            "RUBY_CHAT_URL": "http://127.0.0.1:9/v1",
            "RUBY_CHAT_MODEL": "some",
            "RUBY_CHAT_API_KEY": "hush-chat",
            "RUBY_CHAT_FALLBACK_KEYS": "spare:hush-spare",
        },
    )

    for text in (repr(settings), str(settings), str(settings.model_dump())):
        assert "hush" not in text
        assert KEY.rstrip("=") not in text
        assert "kkkkkkkk" not in text
    assert "+1500" not in repr(settings)


def test_an_empty_variable_is_an_absent_one(monkeypatch: pytest.MonkeyPatch) -> None:
    empty = dict.fromkeys((name.upper() for name in Settings.model_fields), "")

    assert settings_of(monkeypatch, empty) == Settings()


def test_a_slip_in_a_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    faults = faults_of(monkeypatch, {"RUBY_API_TOKE": "hush", "TWILIO_AUTH_TOKENS": "hush"})

    assert faults == (
        "RUBY_API_TOKE: unknown variable; did you mean RUBY_API_TOKEN?",
        "TWILIO_AUTH_TOKENS: unknown variable; did you mean TWILIO_AUTH_TOKEN?",
    )


@pytest.mark.parametrize("name", ["RUBY_VERSION", "RUBY_FSM_VENV", "TWILIO_API_KEY_SID"])
def test_variables_of_others_do_no_harm(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert settings_of(monkeypatch, {name: "3.4"}).carrier is Carrier.SIM


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg", "postgres"])
def test_a_database_on_a_server_is_taken_and_its_password_not_shown(
    monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    url = f"{scheme}://ruby:hush@db.example/ruby"
    settings = settings_of(monkeypatch, {"RUBY_DATABASE_URL": url})

    assert settings.database_url == url
    assert "hush" not in repr(settings)
