"""Sign webhooks the way Twilio does, so that the receiver can tell them from a forgery."""

import base64
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

SIGNATURE = "X-Twilio-Signature"
SETTINGS = "X-Twilio-Webhooks-Signature-Settings"

Fields = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SharedKey:
    """A webhook key of the account: signs by SHA-256 in place of the auth token."""

    key_id: str
    secret: str


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs with the account's auth token (SHA-1) unless a shared key is set (SHA-256)."""

    auth_token: str
    shared_key: SharedKey | None = None

    def headers(self, url: str, fields: Fields) -> dict[str, str]:
        """Headers that vouch for a request to `url` with these form fields (none for a GET)."""
        if self.shared_key is None:
            return {SIGNATURE: sign(self.auth_token, url, fields)}
        settings = f"key={self.shared_key.key_id},algorithm=HMAC_SHA256"
        signature = sign(self.shared_key.secret, url, fields, "sha256")
        return {SIGNATURE: signature, SETTINGS: settings}


def sign(secret: str, url: str, fields: Fields, digest: str = "sha1") -> str:
    """Base64 HMAC over the URL and, by name, each distinct value of every field."""
    said = url + "".join(name + value for name, value in sorted(set(fields)))
    return base64.b64encode(hmac.digest(secret.encode(), said.encode(), digest)).decode()


def signed_url(url: str) -> str:
    """`url` as it enters the signature: without fragment (never sent) and without userinfo."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="").geturl()
