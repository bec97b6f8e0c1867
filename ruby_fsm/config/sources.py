"""Reads secrets from the files that NAME_FILE variables name, as container platforms do it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource

from ruby_fsm.errors import ConfigError

SECRETS = (
    "twilio_auth_token",
    "twilio_api_secret",
    "twilio_webhook_secret",
    "ruby_api_token",
    "ruby_database_url",
    "ruby_encryption_keys",
    "ruby_hash_key",
    "ruby_chat_api_key",
    "ruby_chat_fallback_keys",
    "ruby_alert_webhook_key",
    "ruby_webhook_secret",
    "ruby_smtp_url",
)


def variables(*sources: PydanticBaseSettingsSource) -> dict[str, str]:
    """What is set, by lower-case name; the first source wins."""
    found: dict[str, str] = {}
    for source in reversed(sources):
        if isinstance(source, EnvSettingsSource):
            found |= {name: value for name, value in source.env_vars.items() if value}
    return found


class SecretFiles(PydanticBaseSettingsSource):
    """The contents of each NAME_FILE, without the line's end. Raises ConfigError, all faults."""

    def __init__(
        self, settings_cls: type[BaseSettings], *sources: PydanticBaseSettingsSource
    ) -> None:
        super().__init__(settings_cls)
        self.set = variables(*sources)

    # `Any` is the base class's.
    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002
        """The text of the file, where one is named."""
        path = self.set.get(f"{field_name}_file")
        return (read_secret(field_name, path) if path else None), field_name, False

    def __call__(self) -> Mapping[str, Any]:  # type: ignore[override]  # the base says dict
        """Every secret that a file holds."""
        faults: list[str] = []
        found: dict[str, str] = {}
        for name in SECRETS:
            try:
                found |= self.one(name)
            except ConfigError as error:
                faults.extend(error.faults)
        if faults:
            raise ConfigError(*faults)
        return found

    def one(self, name: str) -> dict[str, str]:
        """The secret `name`, if a file holds it."""
        path = self.set.get(f"{name}_file")
        if path is None:
            return {}
        if name in self.set:
            upper = name.upper()
            raise ConfigError(f"{upper}: set twice, here and by {upper}_FILE; remove one")
        return {name: read_secret(name, path)}


def read_secret(name: str, path: str) -> str:
    """The file's text. Raises ConfigError that says why it can't be had."""
    variable = f"{name.upper()}_FILE"
    try:
        text = Path(path).read_text(encoding="utf-8").strip("\r\n")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{variable}: {path} is not UTF-8 text") from error
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "not a path").lower()
        raise ConfigError(f"{variable}: {path}: {reason}; name a file that can be read") from error
    if not text:
        raise ConfigError(f"{variable}: {path} is empty; write the secret into it")
    return text
