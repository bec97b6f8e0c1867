"""Secrets and addresses, from the environment and `.env`; behaviour is config.yaml's.

No secret shows in a repr, an error or a log. Each can also be given as a file: NAME_FILE.
"""

from __future__ import annotations

from enum import StrEnum
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, SecretBytes, SecretStr, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from ruby_fsm.config.secret import (
    EncryptionKey,
    NamedSecret,
    hash_key,
    key_list,
    shared_keys,
    tokens,
    webhook_secrets,
)
from ruby_fsm.config.sources import SecretFiles

ORIGIN = "https://app.example.org"
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Carrier(StrEnum):
    """Who places the calls."""

    TWILIO = "twilio"
    SIM = "sim"


def base_url(value: str) -> str:
    """An http(s) address without query or trailing slash; '' stays ''."""
    return address(value, "https://calls.example.org")


def address(value: str, example: str) -> str:
    if not value:
        return ""
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"not an address; write it as {example}")
    if parts.query or parts.fragment or parts.username or parts.password:
        raise ValueError(f"write only scheme, host and path, as in {example}")
    assert parts.port is None or parts.port > 0  # urlsplit raises ValueError for a wrong port
    return value.rstrip("/")


def chat_url(value: str) -> str:
    """An http(s) address; some chat APIs want a query. '' stays ''."""
    bare, mark, query = value.partition("?")
    return address(bare, "http://127.0.0.1:11434/v1") + mark + query


def smtp_url(value: object) -> object:
    """`smtp(s)://[user:password@]host[:port]`, kept whole: it holds a password."""
    text = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
    parts = urlsplit(text)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or parts.path.strip("/"):
        raise ValueError("not a mail server; write it as smtps://user:password@mail.example.org")
    return text


def networks(value: object) -> object:
    """`10.0.0.2,10.1.0.0/16`: addresses and networks."""
    if not isinstance(value, str):
        return value
    parts = [part.strip() for part in value.split(",") if part.strip()]
    for part in parts:
        try:
            ip_network(part)
        except ValueError:
            raise ValueError("not addresses; write them as 10.0.0.2,10.1.0.0/16") from None
    return tuple(parts)


def origins(value: object) -> object:
    """`https://app.example.org,…`: scheme, host and port alone."""
    if not isinstance(value, str):
        return value
    parts = [part.strip() for part in value.split(",") if part.strip()]
    for part in parts:
        if address(part, ORIGIN) != part or urlsplit(part).path:
            raise ValueError(f"no origin; write it as {ORIGIN}")
    return tuple(parts)


Url = Annotated[str, BeforeValidator(base_url)]
ChatUrl = Annotated[str, BeforeValidator(chat_url)]


class Settings(BaseSettings):
    """Every variable of the environment that the service reads; `docs/reference/settings.md`."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        use_attribute_docstrings=True,
        validate_default=False,
    )

    twilio_account_sid: Annotated[str, Field(pattern=r"^AC[0-9a-f]{32}$")] = ""
    """The Twilio account."""
    twilio_auth_token: Annotated[tuple[SecretStr, ...], NoDecode, BeforeValidator(tokens)] = ()
    """Its token; two, comma-separated, while one is being rotated. The first serves REST."""
    twilio_from_number: Annotated[str, Field(pattern=r"^\+[1-9][0-9]{6,14}$", repr=False)] = ""
    """The E.164 number that calls."""
    twilio_api_key: Annotated[str, Field(pattern=r"^SK[0-9a-f]{32}$")] = ""
    """An API key for REST in place of the token; signatures still need the token."""
    twilio_api_secret: SecretStr | None = None
    """The secret of that key."""
    twilio_webhook_secret: Annotated[
        tuple[NamedSecret, ...], NoDecode, BeforeValidator(shared_keys)
    ] = ()
    """Shared keys of Twilio's SHA-256 signatures, `key_id:secret[,key_id:secret]`."""
    twilio_api_base_url: Url = ""
    """Another REST base than Twilio's; on loopback the carrier counts as simulated."""
    backend_url: Url = ""
    """The public https base at which Twilio reaches this service."""
    ruby_carrier: Literal["auto", "twilio", "sim"] = "auto"
    """`auto`: Twilio when its variables are set, else the simulated telephone network."""
    ruby_database_url: str = Field(default="", repr=False)
    """`sqlite:///PATH`; by default `ruby.db` in the data folder."""
    ruby_config: Path | None = None
    """Path of config.yaml; by default the one that came with the service."""
    ruby_api_token: SecretStr | None = None
    """A bootstrap token with every scope."""
    ruby_encryption_keys: Annotated[
        tuple[EncryptionKey, ...], NoDecode, BeforeValidator(key_list)
    ] = ()
    """`kid:key[,kid:key]`, newest first; seals what is personal. Made when simulated."""
    ruby_hash_key: Annotated[SecretBytes | None, BeforeValidator(hash_key)] = None
    """Keyed hash of numbers; never changes, the list of suppressed numbers hangs on it."""
    ruby_data: Path = Path("data")
    """The data folder (database, keys made when simulated), by default `data` where it starts."""
    ruby_chat_backend: Literal["companion", "openai", "http"] = "companion"
    """Where replies come from first: the embedded `companion`, any OpenAI-compatible server
    (`openai`), or an existing chat API (`http`, mapped in config.yaml)."""
    ruby_chat_url: ChatUrl = ""
    """Its address, as `http://127.0.0.1:11434/v1`."""
    ruby_chat_model: str = ""
    """The model an `openai` backend is asked for."""
    ruby_chat_api_key: SecretStr | None = None
    """Its key, where it wants one."""
    ruby_chat_fallback_keys: Annotated[
        tuple[NamedSecret, ...], NoDecode, BeforeValidator(shared_keys)
    ] = ()
    """Keys of `chat.fallbacks` in config.yaml, `name:key[,name:key]`."""
    ruby_alert_webhook_key: Annotated[SecretStr | None, Field(min_length=20)] = None
    """Signs the webhooks that tell of danger (HMAC-SHA256)."""
    ruby_webhook_secret: Annotated[
        tuple[NamedSecret, ...], NoDecode, BeforeValidator(webhook_secrets)
    ] = ()
    """Signs what `webhooks` of config.yaml tells, `whsec_…` for all or `name:whsec_…` for one;
    several, comma-separated, while one is being changed."""
    ruby_smtp_url: Annotated[SecretStr | None, BeforeValidator(smtp_url)] = None
    """The mail server, `smtps://user:password@host[:port]`, or `smtp://` for STARTTLS."""
    ruby_smtp_from: Annotated[str, Field(pattern=r"^[^@\s<>]+@[^@\s<>]+$", repr=False)] = ""
    """The address that mails of danger come from."""
    ruby_trusted_proxies: Annotated[tuple[str, ...], NoDecode, BeforeValidator(networks)] = ()
    """Proxies that are believed the client's address, as `10.0.0.2,10.1.0.0/16`; else none is."""
    ruby_cors_origins: Annotated[tuple[str, ...], NoDecode, BeforeValidator(origins)] = ()
    """Sites whose pages may ask the REST side, `https://app.example.org`, comma-separated."""
    ruby_log_format: Literal["auto", "json", "console"] = "auto"
    """`auto`: for people on a terminal, else a JSON object a line."""

    @field_validator("ruby_api_token", "ruby_chat_api_key")
    @classmethod
    def fits_a_header(cls, token: SecretStr | None) -> SecretStr | None:
        text = token.get_secret_value() if token else "-"
        if not text.isascii() or not text.isprintable() or " " in text:
            raise ValueError("a token has no blanks and only ASCII characters")
        return token

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the base class's
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over `.env`; NAME_FILE of either fills what is left."""
        files = SecretFiles(settings_cls, env_settings, dotenv_settings)
        return init_settings, env_settings, dotenv_settings, files

    @property
    def carrier(self) -> Carrier:
        """Who places the calls."""
        if self.ruby_carrier == "auto":
            return Carrier.TWILIO if self.names_twilio else Carrier.SIM
        return Carrier(self.ruby_carrier)

    @property
    def names_twilio(self) -> bool:
        """Whether anything that only Twilio needs is set."""
        return bool(
            self.twilio_account_sid
            or self.twilio_auth_token
            or self.twilio_from_number
            or self.twilio_api_key
            or self.twilio_api_secret
            or self.twilio_webhook_secret
        )

    @property
    def is_simulated(self) -> bool:
        """No real call can leave: hours, contacts and keys need no care. Signatures still hold."""
        loopback = urlsplit(self.twilio_api_base_url).hostname in LOOPBACK
        return self.carrier is Carrier.SIM or loopback

    @property
    def database_url(self) -> str:
        """`sqlite:///PATH`, or `postgresql://…` with its password."""
        return self.ruby_database_url or f"sqlite:///{self.ruby_data / 'ruby.db'}"
