"""Settings from the environment, or every reason why the service can't start with them."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator
from pathlib import Path

from dotenv import dotenv_values
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ruby_fsm.config.secret import MAKE_BEARER, MAKE_KEY
from ruby_fsm.config.settings import Carrier, Settings
from ruby_fsm.config.sources import SECRETS
from ruby_fsm.errors import ConfigError

NAMES = tuple(Settings.model_fields)
PREFIXES = ("ruby_", "twilio_")
ALIKE = 0.9  # TWILIO_API_KEY_SID is another tool's, RUBY_API_TOKE a slip
SHORT = 20  # characters; `token_urlsafe(32)` gives 43
NEEDED = {
    "twilio_account_sid": "the account sid of the Twilio console, AC and 32 hex digits",
    "twilio_auth_token": "the auth token of the Twilio console",
    "twilio_from_number": "the number that calls, as +15005550006",
}
FORMS = {
    "twilio_account_sid": "AC and 32 hex digits, from the Twilio console",
    "twilio_api_key": "SK and 32 hex digits, from the Twilio console",
    "twilio_from_number": "an E.164 number, as +15005550006",
    "ruby_smtp_from": "an address, as ruby@example.org",
}


def load_settings(env_file: Path | None = Path(".env")) -> Settings:
    """The settings, checked together. Raises ConfigError with every fault."""
    settings, faults = examined(env_file)
    if faults or settings is None:
        raise ConfigError(*faults)
    return settings


def examined(env_file: Path | None = Path(".env")) -> tuple[Settings | None, tuple[str, ...]]:
    """The settings as far as each can be read alone, and every fault."""
    faults: list[str] = []
    try:
        faults += slips(env_file)
        settings = Settings(_env_file=env_file)  # type: ignore[call-arg]  # BaseSettings takes it
    except ValidationError as error:
        return None, (*faults, *map(sentence, error.errors(include_url=False)))
    except ConfigError as error:
        return None, (*faults, *error.faults)
    except (OSError, UnicodeDecodeError):
        return None, (*faults, f"{env_file}: can't be read as UTF-8 text")
    return settings, (*faults, *wrong_together(settings))


def config_path(env_file: Path = Path(".env")) -> Path | None:
    """RUBY_CONFIG alone: a config can be checked while other settings are not right yet."""
    stored = dotenv_values(env_file) if env_file.is_file() else {}
    named = os.environ.get("RUBY_CONFIG") or stored.get("RUBY_CONFIG")
    return Path(named) if named else None


def slips(env_file: Path | None) -> Iterator[str]:
    """Variables that are almost one of ours: a misspelt token must not be an absent one."""
    known = {*NAMES, *(f"{name}_file" for name in SECRETS)}
    names = {*os.environ, *(dotenv_values(env_file) if env_file and env_file.is_file() else ())}
    for name in sorted(names):
        lower = name.lower()
        if lower.startswith(PREFIXES) and lower not in known:
            for near in difflib.get_close_matches(lower, known, n=1, cutoff=ALIKE):
                yield f"{name}: unknown variable; did you mean {near.upper()}?"


def sentence(error: ErrorDetails) -> str:
    """`NAME: what is wrong; what to write`; the value is never repeated."""
    name = str(error["loc"][0])
    context = error.get("ctx", {})
    match error["type"]:
        case "string_pattern_mismatch":
            text = f"wrong form; write {FORMS[name]}"
        case "literal_error":
            text = f"not known; write {context['expected']}"
        case "value_error":
            text = str(context["error"])
        case _:
            text = error["msg"].lower()
    return f"{name.upper()}: {text}"


def wrong_together(settings: Settings) -> Iterator[str]:
    """What each variable alone does not show."""
    yield from database_faults(settings)
    yield from chat_faults(settings)
    if settings.carrier is Carrier.TWILIO:
        yield from twilio_faults(settings)
        yield from base_fault(settings)
        if not settings.is_simulated:
            yield from real_call_faults(settings)


def twilio_faults(settings: Settings) -> Iterator[str]:
    """All three of Twilio's variables, or none."""
    for name, what in NEEDED.items():
        if not getattr(settings, name):
            yield (
                f"{name.upper()}: missing, while other Twilio variables or RUBY_CARRIER=twilio"
                f" are set; write {what}, or RUBY_CARRIER=sim to ring no real telephone"
            )
    if bool(settings.twilio_api_key) != bool(settings.twilio_api_secret):
        name = "TWILIO_API_SECRET" if settings.twilio_api_key else "TWILIO_API_KEY"
        yield f"{name}: missing; an API key and its secret go together, write both or neither"


def base_fault(settings: Settings) -> Iterator[str]:
    """Another REST base gets the account's token: never in clear over a network."""
    if settings.twilio_api_base_url.startswith("http://") and not settings.is_simulated:
        yield "TWILIO_API_BASE_URL: must be https, or on loopback; leave it out for Twilio's own"


def real_call_faults(settings: Settings) -> Iterator[str]:
    """What must stand before a real telephone may ring."""
    if not settings.backend_url.startswith("https://"):
        yield (
            "BACKEND_URL: must be the public https address at which Twilio reaches this service;"
            " write it as https://calls.example.org"
        )
    if settings.ruby_api_token and len(settings.ruby_api_token.get_secret_value()) < SHORT:
        yield (
            f"RUBY_API_TOKEN: under {SHORT} characters, so that it could be guessed."
            f" Make another: {MAKE_BEARER}"
        )
    if not settings.ruby_encryption_keys:
        yield (
            "RUBY_ENCRYPTION_KEYS: missing; it seals what people say. Write k1:KEY with a KEY"
            f" made by: {MAKE_KEY}"
        )
    if settings.ruby_hash_key is None:
        yield (
            "RUBY_HASH_KEY: missing; the list of numbers never to be called hangs on it."
            f" Make one and keep it for ever: {MAKE_KEY}"
        )


def chat_faults(settings: Settings) -> Iterator[str]:
    """What each kind of chat backend needs, and nothing for one that is not asked."""
    kind, url = settings.ruby_chat_backend, settings.ruby_chat_url
    if kind == "companion":
        for name in ("ruby_chat_url", "ruby_chat_model", "ruby_chat_api_key"):
            if getattr(settings, name):
                yield (
                    f"{name.upper()}: set, but RUBY_CHAT_BACKEND is companion, which asks nobody;"
                    " write RUBY_CHAT_BACKEND=openai or http, or leave it out"
                )
        return
    if not url:
        yield (
            f"RUBY_CHAT_URL: missing; write the address of the {kind} backend,"
            " as http://127.0.0.1:11434/v1"
        )
    if kind == "openai" and not settings.ruby_chat_model:
        yield "RUBY_CHAT_MODEL: missing; write the name of a model that the server has"


def database_faults(settings: Settings) -> Iterator[str]:
    """SQLite in a file, or PostgreSQL on a server."""
    url = settings.ruby_database_url
    if url and not is_postgresql(url) and (not url.startswith("sqlite:///") or ":memory:" in url):
        yield (
            "RUBY_DATABASE_URL: not a database that is known; write sqlite:///PATH of a file,"
            " or postgresql://user:password@host/name"
        )
    elif url == "sqlite:///":
        yield "RUBY_DATABASE_URL: names no file; write sqlite:///PATH"


def is_postgresql(url: str) -> bool:
    """Any of the spellings."""
    return url.partition(":")[0].partition("+")[0] in {"postgres", "postgresql"}
