"""No start that lets strangers in: all that is missing at once, and `init` that writes it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from ruby_fsm.cli.init import ASKED
from ruby_fsm.cli.main import run
from ruby_fsm.cli.safe_start import MAKE_TOKEN, checked
from ruby_fsm.config.environment import examined, load_settings
from ruby_fsm.config.load import load
from ruby_fsm.config.secret import MAKE_KEY
from ruby_fsm.config.settings import Carrier
from ruby_fsm.errors import ConfigError
from tests.config.given import REAL, TWILIO

LOOPBACK = "127.0.0.1"
INIT = (
    *("init", "--no-input", "--account-sid", REAL["TWILIO_ACCOUNT_SID"]),
    *("--auth-token", REAL["TWILIO_AUTH_TOKEN"], "--from-number", REAL["TWILIO_FROM_NUMBER"]),
    *("--backend-url", REAL["BACKEND_URL"], "--on-call", "+15005550007"),
)


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in os.environ:
        if name.startswith(("RUBY_", "TWILIO_", "BACKEND_URL")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def given(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> tuple[str, ...]:
    """What refuses the start with these."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    settings, faults = examined()
    with pytest.raises(ConfigError) as caught:
        checked(settings, faults, LOOPBACK)
    return caught.value.faults


@pytest.mark.contract("who.real_needs_token")
def test_with_real_credentials_all_that_is_missing_is_told_at_once_with_what_makes_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = "\n".join(given(monkeypatch, TWILIO))

    for name in ("BACKEND_URL", "RUBY_API_TOKEN", "RUBY_ENCRYPTION_KEYS", "RUBY_HASH_KEY"):
        assert f"{name}: m" in told
    for level in ("moderate", "high", "imminent"):
        assert f"crisis.paths.{level}: with real telephones" in told
    for way in (MAKE_TOKEN, MAKE_KEY, "https://calls.example.org", "ruby-fsm init"):
        assert way in told
    assert TWILIO["TWILIO_AUTH_TOKEN"] not in told


def test_serve_says_it_in_one_message_and_starts_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in TWILIO.items():
        monkeypatch.setenv(name, value)

    assert run(["serve", "--port", "0"]) == 78

    told = capsys.readouterr().err
    assert told.count("ruby-fsm: ") == 1
    assert "BACKEND_URL" in told
    assert "RUBY_API_TOKEN: missing" in told
    assert "crisis.paths" in told
    assert not list(tmp_path.iterdir())


def test_a_token_in_the_database_is_as_good_as_one_in_the_environment(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(list(INIT)) == 0
    lines = Path(".env").read_text().splitlines()
    Path(".env").write_text("\n".join(x for x in lines if not x.startswith("RUBY_API_TOKEN")))
    (fault, ask) = given(monkeypatch, {})
    assert fault.startswith("RUBY_API_TOKEN: missing")
    assert "ruby-fsm init" in ask

    assert run(MAKE_TOKEN.split()[1:]) == 0
    checked(load_settings(), (), LOOPBACK)
    capsys.readouterr()
    run(["token", "list"])
    run(["token", "revoke", capsys.readouterr().out.splitlines()[1].split()[0]])
    assert given(monkeypatch, {}) == (fault, ask)


def test_off_loopback_the_simulation_wants_a_token_too(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigError, match=r"--host 0\.0\.0\.0: .*ruby-fsm token create"):
        checked(load_settings(), (), "0.0.0.0")
    run(MAKE_TOKEN.split()[1:])
    checked(load_settings(), (), "0.0.0.0")
    monkeypatch.setenv("RUBY_API_TOKEN", "t" * 43)
    checked(load_settings(), (), "0.0.0.0")


# --- init ----------------------------------------------------------------------------------------


def test_init_writes_all_that_a_safe_start_needs() -> None:
    assert run(list(INIT)) == 0

    settings = load_settings()
    config = checked(settings, (), LOOPBACK)
    assert settings.carrier is Carrier.TWILIO
    assert config.contacts["on call"].sms == "+15005550007"
    assert settings.ruby_api_token is not None
    assert settings.ruby_api_token.get_secret_value().startswith("rfsm_")
    assert stat.S_IMODE(Path(".env").stat().st_mode) == 0o600


def test_init_without_an_account_writes_what_the_simulation_needs() -> None:
    assert run(["init", "--no-input", "--config", "mine.yaml"]) == 0

    settings = load_settings()
    assert settings.is_simulated
    assert settings.ruby_config == Path("mine.yaml")
    assert checked(settings, (), LOOPBACK) == load()


def test_init_asks_for_what_no_option_says(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    answers = dict(
        zip(
            ASKED.values(),
            (*(REAL[n] for n in (*TWILIO, "BACKEND_URL")), "+15005550007"),
            strict=True,
        )
    )

    def prompt(question: str, **_: object) -> str:
        asked.append(question)
        return answers[question]

    monkeypatch.setattr("ruby_fsm.cli.init.click.prompt", prompt)
    assert run(["init", "--backend-url", REAL["BACKEND_URL"]]) == 0

    assert asked == [text for key, text in ASKED.items() if key != "backend_url"]
    checked(load_settings(), (), LOOPBACK)


@pytest.mark.parametrize("there", [".env", "config.yaml"])
def test_init_writes_over_nothing(there: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path(there).write_text("mine")

    assert run(list(INIT)) == 78

    assert f"{there}: is there already" in capsys.readouterr().err
    assert [path.name for path in Path().iterdir()] == [there]
    assert Path(there).read_text() == "mine"


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--on-call", "", "crisis.paths.moderate: with real telephones"),
        ("--on-call", "a'b", "contacts.on call.sms"),
        ("--backend-url", "http://calls.example.org", "BACKEND_URL: must be the public https"),
        ("--account-sid", "AC1", "TWILIO_ACCOUNT_SID: wrong form"),
        ("--from-number", "", "TWILIO_FROM_NUMBER: missing"),
    ],
    ids=str,
)
def test_init_writes_nothing_that_would_not_start(
    option: str, value: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*INIT, option, value]) == 78

    assert says in capsys.readouterr().err
    assert not list(Path().iterdir())
