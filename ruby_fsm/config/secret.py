"""Secrets as they are written in the environment: lists of tokens and of named keys."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

from pydantic import SecretBytes, SecretStr

KEY_BYTES = 32
KID = re.compile(r"[A-Za-z0-9_-]{1,32}")
MAKE_BEARER = 'python3 -c "import secrets; print(secrets.token_urlsafe(32))"'
MAKE_WHSEC = (
    'python3 -c "import base64, secrets;'
    " print('whsec_' + base64.b64encode(secrets.token_bytes(32)).decode())\""
)
WHSEC = "whsec_"
WEBHOOK_BYTES = range(24, 65)  # Standard Webhooks, "Signature scheme"
MAKE_KEY = (
    'python3 -c "import base64, secrets;'
    ' print(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())"'
)


@dataclass(frozen=True, slots=True)
class NamedSecret:
    """A secret under the name by which others refer to it."""

    key_id: str
    secret: SecretStr


@dataclass(frozen=True, slots=True)
class EncryptionKey:
    """A key that seals personal data, and the id that sealed data carries."""

    kid: str
    key: SecretBytes


def tokens(value: object) -> object:
    """`one,two` as secrets, blanks around them dropped."""
    if not isinstance(value, str):
        return value
    return tuple(SecretStr(part.strip()) for part in value.split(",") if part.strip())


def named(value: str) -> list[tuple[str, str]]:
    """`id:secret,id:secret` as pairs. Raises ValueError that repeats no secret."""
    pairs = [part.strip().partition(":") for part in value.split(",") if part.strip()]
    for at, (name, colon, secret) in enumerate(pairs, start=1):
        if not colon or not KID.fullmatch(name) or not secret:
            raise ValueError(f"entry {at} is not id:secret")
    names = [name for name, _, _ in pairs]
    if len(set(names)) < len(names):
        raise ValueError("two entries have the same id; give each its own")
    return [(name, secret) for name, _, secret in pairs]


def shared_keys(value: object) -> object:
    """`key_id:secret[,key_id:secret]`."""
    if not isinstance(value, str):
        return value
    return tuple(NamedSecret(name, SecretStr(secret)) for name, secret in named(value))


def webhook_secrets(value: object) -> object:
    """`[name:]whsec_BASE64[,…]`, more than one of a name while it is being changed."""
    if not isinstance(value, str):
        return value
    parts = [part.strip().rpartition(":") for part in value.split(",") if part.strip()]
    for at, (name, colon, secret) in enumerate(parts, start=1):
        if (colon and not KID.fullmatch(name)) or len(webhook_key(secret)) not in WEBHOOK_BYTES:
            raise ValueError(
                f"entry {at} is no [name:]whsec_SECRET, or not of 24 to 64 bytes;"
                f" make one: {MAKE_WHSEC}"
            )
    return tuple(NamedSecret(name, SecretStr(secret)) for name, _, secret in parts)


def webhook_key(secret: str) -> bytes:
    """The bytes of `whsec_BASE64`; none where it is not that."""
    try:
        return base64.b64decode(secret.removeprefix(WHSEC), validate=True)
    except (binascii.Error, ValueError):
        return b""


def encryption_keys(text: str) -> tuple[EncryptionKey, ...]:
    """`kid:key[,kid:key]`, newest first. Raises ValueError that repeats no key."""
    return tuple(EncryptionKey(kid, SecretBytes(key_bytes(key))) for kid, key in named(text))


def key_list(value: object) -> object:
    """The same, for pydantic."""
    return encryption_keys(value) if isinstance(value, str) else value


def hash_key(value: object) -> object:
    """One key, for pydantic."""
    return SecretBytes(key_bytes(value)) if isinstance(value, str) else value


def key_bytes(text: str) -> bytes:
    """32 bytes of URL-safe base64, padded or not. Raises ValueError that repeats nothing."""
    try:
        key = base64.b64decode(text.strip().rstrip("=") + "=", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key is {KEY_BYTES} bytes of URL-safe base64; make one: {MAKE_KEY}")
    return key


def key_text(key: bytes) -> str:
    """The inverse of `key_bytes`."""
    return base64.urlsafe_b64encode(key).decode()
