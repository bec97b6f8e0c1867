"""Each variable of the contract does what its line says, seen from outside."""

from __future__ import annotations

import base64
import json
import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from structlog.testing import capture_logs

from ruby_fsm.cli.logs import set_up_logging
from ruby_fsm.config.environment import load_settings
from ruby_fsm.config.load import load
from ruby_fsm.config.settings import Carrier
from ruby_fsm.errors import ConfigError
from ruby_fsm.simulator import Signer, Speech
from ruby_fsm.simulator.signer import SharedKey
from ruby_fsm.wiring import login
from tests.web.kit import INITIATE, refused, ruby, talking
from tests.world import ACCOUNT, PUBLIC_URL, TO_NUMBER, TOKEN, Ruby, settings_for

OTHER_TOKEN = "0" * 32
KEYS = [base64.urlsafe_b64encode(bytes([n]) * 32).decode() for n in (1, 2, 3)]


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variable of ours, and no .env where the test stands."""
    for name in os.environ:
        if name.startswith(("RUBY_", "TWILIO_", "BACKEND_URL")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


async def signed(it: Ruby, signer: Signer) -> httpx.Response:
    call_id = await talking(it)
    path = f"/voice/webhook/gather?call={call_id}&at=1"
    form = {"AccountSid": ACCOUNT, "CallSid": it.sid(call_id), "SpeechResult": "hello"}
    headers = signer.headers(PUBLIC_URL + path, form.items())
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    return await it.drive(it.api.post(path, content=urlencode(form).encode(), headers=headers))


@pytest.mark.contract("settings.TWILIO_ACCOUNT_SID", "settings.TWILIO_FROM_NUMBER")
async def test_the_account_places_the_call_from_its_number(tmp_path: Path) -> None:
    async with ruby(tmp_path, twilio_from_number="+15005550006") as it:
        placed = await it.initiate()

        method, path, form = next(r for r in it.rest.requests if r[0] == "POST")
        assert (method, path) == ("POST", f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json")
        assert form["From"] == placed["from_number"] == "+15005550006"


@pytest.mark.contract("settings.TWILIO_AUTH_TOKEN")
async def test_while_a_token_is_rotated_both_sign_and_the_first_places(tmp_path: Path) -> None:
    async with ruby(tmp_path, twilio_auth_token=f"{TOKEN},{OTHER_TOKEN}") as it:
        answer = await signed(it, Signer(OTHER_TOKEN))

        assert answer.status_code == 200
        assert len(it.calls()) == 1


@pytest.mark.contract("settings.TWILIO_AUTH_TOKEN")
async def test_a_token_that_is_not_set_signs_nothing(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        with capture_logs() as logs:
            refused(await signed(it, Signer(OTHER_TOKEN)), 403, "not-from-twilio")

    [told] = [one for one in logs if one["event"] == "refused"]
    assert told["route"] == "/voice/webhook/gather"
    assert (
        "check TWILIO_AUTH_TOKEN, and that BACKEND_URL is the address Twilio calls" in told["why"]
    )
    assert not re.search(r"\d{5}", str(told))


@pytest.mark.contract("settings.TWILIO_API_KEY")
def test_an_api_key_serves_rest_in_the_tokens_place(tmp_path: Path) -> None:
    key, secret = "SK" + "0" * 32, "a secret"
    given = login(settings_for(tmp_path, twilio_api_key=key, twilio_api_secret=secret))
    bare = login(settings_for(tmp_path))

    assert (given.api_key, given.secret) == (key, secret)
    assert bare.secret == TOKEN


@pytest.mark.contract("settings.TWILIO_WEBHOOK_SECRET")
async def test_a_shared_key_signs_by_sha256(tmp_path: Path) -> None:
    async with ruby(tmp_path, twilio_webhook_secret="k1:first,k2:second") as it:
        for_key = Signer("", SharedKey("k2", "second"))

        assert (await signed(it, for_key)).status_code == 200


@pytest.mark.contract("settings.TWILIO_API_BASE_URL")
@pytest.mark.parametrize(
    ("base", "is_simulated"),
    [("", False), ("https://twin.example.org", False), ("http://127.0.0.1:4010", True)],
)
def test_another_rest_base_counts_as_simulated_on_loopback(
    tmp_path: Path, base: str, is_simulated: bool
) -> None:
    settings = settings_for(tmp_path, ruby_carrier="twilio", twilio_api_base_url=base)

    assert settings.is_simulated is is_simulated


@pytest.mark.contract("settings.BACKEND_URL")
async def test_twilio_is_given_addresses_of_the_public_base(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        await it.initiate()

        form = it.rest.made("POST", "/Calls.json")[0]
        assert all(form[name].startswith(f"{PUBLIC_URL}/voice/") for name in ("Url", "FallbackUrl"))


@pytest.mark.contract("settings.RUBY_CARRIER")
@pytest.mark.parametrize(
    ("word", "is_set", "carrier"),
    [
        ("auto", False, Carrier.SIM),
        ("auto", True, Carrier.TWILIO),
        ("sim", True, Carrier.SIM),
        ("twilio", True, Carrier.TWILIO),
    ],
)
def test_the_carrier_is_twilio_when_its_variables_are_set(
    monkeypatch: pytest.MonkeyPatch, word: str, is_set: bool, carrier: Carrier
) -> None:
    given = real() if is_set else {}
    for name, value in (given | {"RUBY_CARRIER": word}).items():
        monkeypatch.setenv(name, value)

    assert load_settings(env_file=None).carrier is carrier


@pytest.mark.contract("settings.RUBY_DATABASE_URL", "settings.RUBY_DATA")
async def test_the_database_is_a_file_in_the_data_folder_or_where_it_is_named(
    tmp_path: Path,
) -> None:
    async with ruby(tmp_path / "data", ruby_database_url=""):
        assert (tmp_path / "data" / "ruby.db").is_file()
    named = tmp_path / "elsewhere.db"
    async with ruby(tmp_path / "keys", ruby_database_url=f"sqlite:///{named}"):
        assert named.is_file()
        assert not (tmp_path / "keys" / "ruby.db").exists()


@pytest.mark.contract("settings.RUBY_CONFIG")
def test_the_config_is_read_from_its_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("version: 1\n")
    monkeypatch.setenv("RUBY_CONFIG", str(path))

    with pytest.raises(ConfigError, match=r"mine\.yaml:1:1: .*missing"):
        load(load_settings(env_file=None).ruby_config)


@pytest.mark.contract("settings.RUBY_API_TOKEN")
async def test_a_set_token_is_asked_for_with_the_simulated_carrier_too(tmp_path: Path) -> None:
    async with ruby(tmp_path, ruby_api_token="t" * 43) as it:
        body, headers = {"to_number": TO_NUMBER}, {"Authorization": f"Bearer {'t' * 43}"}

        refused(await it.api.post(INITIATE, json=body), 401, "not-authenticated")
        assert (await it.api.post(INITIATE, json=body, headers=headers)).status_code == 201


@pytest.mark.contract("settings.RUBY_ENCRYPTION_KEYS", "settings.RUBY_HASH_KEY")
async def test_personal_data_is_sealed_and_an_opt_out_outlives_a_rotation(tmp_path: Path) -> None:
    first = {"ruby_encryption_keys": f"k1:{KEYS[0]}", "ruby_hash_key": KEYS[2]}
    async with ruby(tmp_path, **first) as it:
        await talking(it, user_name="Rosalind", custom_prompt="the xylophone")
        it.callees[TO_NUMBER].answer(Speech("please stop calling me"))
        await it.over()
        stored = stored_in(tmp_path)
        await it.stop()
        rotated = f"k2:{KEYS[1]},k1:{KEYS[0]}"
        it.settings = settings_for(tmp_path, **first | {"ruby_encryption_keys": rotated})
        await it.start()

        assert not any(word in stored for word in (b"Rosalind", b"xylophone", b"4155550100"))
        body = {"to_number": TO_NUMBER}
        refused(await it.api.post(INITIATE, json=body), 403, "policy-suppressed")


@pytest.mark.contract("settings.RUBY_ENCRYPTION_KEYS", "settings.RUBY_HASH_KEY")
async def test_absent_keys_are_made_for_the_simulated_carrier_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with ruby(tmp_path / "data", ruby_database_url=""):
        assert len(list((tmp_path / "data").glob("*key*"))) == 2
    for name, value in real().items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("RUBY_ENCRYPTION_KEYS")
    monkeypatch.delenv("RUBY_HASH_KEY")

    with pytest.raises(ConfigError) as caught:
        load_settings(env_file=None)
    assert "RUBY_ENCRYPTION_KEYS: missing" in str(caught.value)
    assert "RUBY_HASH_KEY: missing" in str(caught.value)


@pytest.mark.contract("settings.RUBY_CHAT_BACKEND")
@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"RUBY_CHAT_URL": "http://127.0.0.1:9"}, ["RUBY_CHAT_URL"]),
        (
            {"RUBY_CHAT_MODEL": "some", "RUBY_CHAT_API_KEY": "hush"},
            ["RUBY_CHAT_MODEL", "RUBY_CHAT_API_KEY"],
        ),
        ({"RUBY_CHAT_BACKEND": "openai"}, ["RUBY_CHAT_URL", "RUBY_CHAT_MODEL"]),
        ({"RUBY_CHAT_BACKEND": "http"}, ["RUBY_CHAT_URL"]),
        ({"RUBY_CHAT_BACKEND": "http", "RUBY_CHAT_URL": "hush"}, ["RUBY_CHAT_URL"]),
        (
            {"RUBY_CHAT_BACKEND": "http", "RUBY_CHAT_URL": "http://me:hush@127.0.0.1/"},
            ["RUBY_CHAT_URL"],
        ),
    ],
    ids=["url alone", "model and key alone", "openai alone", "http alone", "no url", "secret"],
)
def test_chat_settings_that_do_not_go_together_are_all_named(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], named: list[str]
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(ConfigError) as caught:
        load_settings(env_file=None)

    assert [fault.partition(":")[0] for fault in caught.value.faults] == named
    assert "hush" not in str(caught.value)


@pytest.mark.contract("settings.RUBY_CHAT_BACKEND")
def test_the_companion_is_the_chat_backend_until_another_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert load_settings(env_file=None).ruby_chat_backend == "companion"
    for name, value in {
        "RUBY_CHAT_BACKEND": "openai",
        "RUBY_CHAT_URL": "https://chat.example.org/v1?api-version=1",
        "RUBY_CHAT_MODEL": "some",
    }.items():
        monkeypatch.setenv(name, value)

    settings = load_settings(env_file=None)

    assert settings.ruby_chat_backend == "openai"
    assert settings.ruby_chat_url == "https://chat.example.org/v1?api-version=1"


@pytest.fixture
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    yield
    logging.basicConfig(level=level, handlers=handlers, force=True)


@pytest.mark.contract("settings.RUBY_LOG_FORMAT")
@pytest.mark.usefixtures("_logging_as_it_was")
@pytest.mark.parametrize(("form", "is_json"), [("json", True), ("auto", True), ("console", False)])
def test_logs_are_json_but_on_a_terminal_or_when_told(
    capsys: pytest.CaptureFixture[str], form: str, is_json: bool
) -> None:
    import structlog  # noqa: PLC0415 - set up by what is tested

    set_up_logging(form)
    structlog.get_logger("ruby_fsm.engine").warning("something", call_id="CL1")
    logging.getLogger("ruby_fsm.watching").warning("a plain %s", "line")
    ours, plain = capsys.readouterr().err.strip().splitlines()

    assert [line.startswith("{") for line in (ours, plain)] == [is_json, is_json]
    if is_json:
        assert json.loads(ours)["call_id"] == "CL1"
        told = json.loads(plain)
        assert (told["event"], told["level"]) == ("a plain line", "warning")
        assert told["logger"] == "ruby_fsm.watching"
        assert told["timestamp"].endswith("Z")


@pytest.mark.usefixtures("_logging_as_it_was")
@pytest.mark.parametrize("form", ["json", "console"])
def test_a_traceback_in_a_log_shows_no_variable(
    capsys: pytest.CaptureFixture[str], form: str
) -> None:
    set_up_logging(form)
    said = " ".join(f"word {n}" for n in range(3))  # in a variable, in no line of the source

    try:
        int(said[:0])
    except ValueError:
        logging.getLogger("ruby_fsm.watching").exception("something broke")

    written = capsys.readouterr().err
    assert "ValueError" in written
    assert "word 1" not in written


@pytest.mark.contract("settings.files", "settings.dotenv")
def test_secrets_are_read_from_files_and_from_dotenv(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("t" * 43 + "\n")
    (tmp_path / ".env").write_text(f"RUBY_API_TOKEN_FILE={tmp_path / 'secret'}\nRUBY_DATA=mine\n")
    settings = load_settings()

    assert settings.ruby_api_token is not None
    assert settings.ruby_api_token.get_secret_value() == "t" * 43
    assert settings.ruby_data == Path("mine")
    monkeypatch.setenv("RUBY_DATA", "the environment's")
    assert load_settings().ruby_data == Path("the environment's")


@pytest.mark.contract("settings.refuses")
def test_what_is_partly_set_is_refused_whole_with_what_to_write(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", ACCOUNT)
    monkeypatch.setenv("RUBY_DATABASE_URL", "mysql://x")

    with pytest.raises(ConfigError) as caught:
        load_settings(env_file=None)
    told = "\n".join(caught.value.faults)
    for name in ("TWILIO_AUTH_TOKEN", "TWILIO_FROM_NUMBER", "BACKEND_URL", "RUBY_DATABASE_URL"):
        assert f"{name}: " in told
    assert "RUBY_CARRIER=sim" in told
    assert "sqlite:///PATH" in told


def stored_in(data: Path) -> bytes:
    return b"".join(path.read_bytes() for path in data.glob("ruby.db*"))


def real() -> dict[str, str]:
    """Settings with which a real telephone could ring."""
    return {
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_FROM_NUMBER": "+15005550006",
        "BACKEND_URL": "https://calls.example.org",
        "RUBY_API_TOKEN": "t" * 43,
        "RUBY_ENCRYPTION_KEYS": f"k1:{KEYS[0]}",
        "RUBY_HASH_KEY": KEYS[1],
    }


@pytest.mark.contract("settings.refuses")
def test_what_is_whole_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in real().items():
        monkeypatch.setenv(name, value)

    assert load_settings(env_file=None).carrier is Carrier.TWILIO
