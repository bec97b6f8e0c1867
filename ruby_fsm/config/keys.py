"""The keys that seal personal data: from the settings, or made once in the data folder.

Made keys serve the simulated carrier alone; a service that rings real people is given its keys, so
that losing a disk does not lose what was sealed.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from filelock import FileLock

from ruby_fsm.config.secret import KEY_BYTES, MAKE_KEY, encryption_keys, key_bytes, key_text
from ruby_fsm.config.settings import Settings
from ruby_fsm.errors import ConfigError

ENCRYPTION_FILE = "encryption.key"
HASH_FILE = "hash.key"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Keys:
    """`encryption`: (kid, 32 bytes), newest first; the first one seals, all open."""

    encryption: tuple[tuple[str, bytes], ...] = field(repr=False)
    hash_key: bytes = field(repr=False)


def keyring(settings: Settings, random_bytes: Callable[[int], bytes] = secrets.token_bytes) -> Keys:
    """The keys to use; those of the simulated carrier are made at its first start.

    Raises ConfigError where a file can't be had or is damaged.
    """
    sealing = [(one.kid, one.key.get_secret_value()) for one in settings.ruby_encryption_keys]
    number_key = settings.ruby_hash_key.get_secret_value() if settings.ruby_hash_key else b""
    if not settings.is_simulated and not (sealing and number_key):
        raise ConfigError(f"RUBY_ENCRYPTION_KEYS, RUBY_HASH_KEY: missing; make each: {MAKE_KEY}")
    if not sealing:
        path = settings.ruby_data / ENCRYPTION_FILE
        text = kept(path, f"made:{key_text(random_bytes(KEY_BYTES))}")
        made = read_as(path, text, encryption_keys)
        sealing = [(one.kid, one.key.get_secret_value()) for one in made]
    if not number_key:
        path = settings.ruby_data / HASH_FILE
        number_key = read_as(path, kept(path, key_text(random_bytes(KEY_BYTES))), key_bytes)
    return Keys(tuple(sealing), number_key)


def kept(path: Path, text: str) -> str:
    """What `path` holds; `text` if it was not there. Two first starts at once agree."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(path.with_suffix(".lock")):
            if not path.exists():
                write_private(path, text)
            return path.read_text(encoding="ascii").strip()
    except UnicodeDecodeError:
        return ""
    except OSError as error:
        reason = (error.strerror or "not to be had").lower()
        raise ConfigError(
            f"RUBY_DATA: {path}: {reason}; name a folder that can be written"
        ) from error


def write_private(path: Path, text: str) -> None:
    """Whole or not at all, and for its owner alone."""
    draft = path.with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(f"{text}\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def read_as(path: Path, text: str, parse: Callable[[str], T]) -> T:
    """The key in `text`. Raises ConfigError that warns of what its loss means."""
    try:
        if found := parse(text):
            return found
    except ValueError:
        pass
    raise ConfigError(
        f"{path}: holds no key any more; restore it, or remove the whole data folder:"
        " what was sealed with it can't be read again"
    )
