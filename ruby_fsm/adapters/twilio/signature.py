"""Tell Twilio's webhooks from forgeries, before a byte of them is believed.

One HMAC of ours, so that the hash covers what arrived on the wire and not what a framework made
of it. Twilio signs `url + each distinct name+value, sorted`; the URL is the configured public one,
never the request's own: behind a proxy that one names another scheme, host or port.
"""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from urllib.parse import SplitResult, parse_qsl, urlsplit

from ruby_fsm.errors import ConfigError, NotFromTwilio

SIGNATURE = "x-twilio-signature"
SETTINGS = "x-twilio-webhooks-signature-settings"
FORM = "application/x-www-form-urlencoded"
DIGESTS = {"HMAC_SHA1": "sha1", "HMAC_SHA256": "sha256"}
DEFAULT_PORTS = {"http": 80, "https": 443}
MOST_FIELDS = 1000
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Verifier:
    """`tokens`: every auth token in force; `shared_keys`: webhook keys by id. Neither is shown.

    A request that names an account, in its query or form, must name `account_sid` and no other.
    """

    public_url: str
    account_sid: str
    tokens: Sequence[str] = field(repr=False)
    shared_keys: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)

    def __post_init__(self) -> None:
        if not all((*self.tokens, *self.shared_keys.values())):
            raise ConfigError(
                "TWILIO_AUTH_TOKEN, TWILIO_WEBHOOK_SECRET: an empty secret signs any forgery; "
                "leave it out or write the secret"
            )

    def verify(
        self, method: str, path: str, raw_query: str, headers: Mapping[str, str], body: bytes
    ) -> Mapping[str, str]:
        """The signed parameters, query before form, the first value of a repeated name.

        `path` and `raw_query` as they stood on the wire: percent-encoded, in order. Raises
        NotFromTwilio.
        """
        said = {name.lower(): value for name, value in headers.items()}
        query = _pairs(raw_query)
        form = _form(method, said.get("content-type", ""), body)
        if form is None or any(name == "bodySHA256" for name, _ in query):
            _check_body(query, body)
        target = path + ("?" + raw_query if raw_query else "")
        self._check_signature(said, target, form or [])
        self._check_account(query + (form or []))
        return dict(reversed(query + (form or [])))

    def _check_signature(self, headers: Mapping[str, str], target: str, form: Pairs) -> None:
        claimed = _encode(headers.get(SIGNATURE, ""))
        secrets, digest = self._secrets(headers.get(SETTINGS, ""))
        tail = "".join(name + value for name, value in sorted(set(form)))
        for base in _bases(self.public_url):
            signed = _encode(base + target + tail)
            for secret in secrets:
                if hmac.compare_digest(_sign(secret, signed, digest), claimed):
                    return
        raise NotFromTwilio(
            "X-Twilio-Signature does not fit this request: check TWILIO_AUTH_TOKEN, and that "
            "BACKEND_URL is the address Twilio calls"
        )

    def _secrets(self, settings: str) -> tuple[Sequence[str], str]:
        """The secrets that may have signed, and the digest; no algorithm named: the tokens'."""
        parts = (part.strip().partition("=") for part in settings.split(","))
        named = {name: value.strip() for name, _, value in parts}
        algorithm = named.get("algorithm", "").upper()
        if not algorithm:
            return self.tokens, "sha1"
        if algorithm not in DIGESTS:
            raise NotFromTwilio("the signature's algorithm is none this service knows")
        if "key" not in named and algorithm == "HMAC_SHA1":
            return self.tokens, "sha1"
        if named.get("key") not in self.shared_keys:
            raise NotFromTwilio("the signature's key is not in TWILIO_WEBHOOK_SECRET")
        return (self.shared_keys[named["key"]],), DIGESTS[algorithm]

    def _check_account(self, pairs: Pairs) -> None:
        if any(name == "AccountSid" and value != self.account_sid for name, value in pairs):
            raise NotFromTwilio("AccountSid is not the account of TWILIO_ACCOUNT_SID")


def _form(method: str, content_type: str, body: bytes) -> Pairs | None:
    """The form's fields, blank ones kept: they are signed too. None: a body that is no form."""
    if method.upper() == "GET" or not body:
        return []
    if content_type.partition(";")[0].strip().lower() != FORM:
        return None
    try:
        return _pairs(body.decode())
    except UnicodeDecodeError:
        raise NotFromTwilio("the form is not UTF-8") from None


def _pairs(encoded: str) -> Pairs:
    if _BROKEN_ESCAPE.search(encoded):
        raise NotFromTwilio("a percent sign stands without its two hex digits")
    try:
        return parse_qsl(
            encoded, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise NotFromTwilio(f"not UTF-8, or more than {MOST_FIELDS} fields") from None


def _check_body(query: Pairs, body: bytes) -> None:
    """A body that is no form is vouched for by its hash, which stands in the signed query."""
    claimed = [value for name, value in query if name == "bodySHA256"]
    actual = sha256(body).hexdigest().encode()
    if not claimed or not hmac.compare_digest(_encode(claimed[0]), actual):
        raise NotFromTwilio("the body does not fit bodySHA256, or that is missing")


@lru_cache(maxsize=8)
def _bases(public_url: str) -> Sequence[str]:
    """The public URL with and without its default port, and without a user's name and password.

    Twilio's own SDK tries both ports; its documents say that userinfo is dropped before signing.
    """
    url = urlsplit(public_url.rstrip("/"))
    hosts = _ports(url, url.netloc.rpartition("@")[2]) + _ports(url, url.netloc)
    return [f"{url.scheme}://{host}{url.path}" for host in dict.fromkeys(hosts)]


def _ports(url: SplitResult, netloc: str) -> list[str]:
    port = f":{DEFAULT_PORTS.get(url.scheme, '')}"
    if url.port is None:
        return [netloc, netloc + port]
    return [netloc, netloc.removesuffix(port)]


def _sign(secret: str, signed: bytes, digest: str) -> bytes:
    return base64.b64encode(hmac.digest(secret.encode(), signed, digest))


def _encode(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise NotFromTwilio("not UTF-8") from None
