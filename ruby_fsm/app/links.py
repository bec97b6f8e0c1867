"""One-time links by which an alert is acknowledged: keyed, for one step, and good for a day."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass, field

GOOD_S = 25 * 3600  # an hour longer than a path is gone
BODY, MAC = 16 + 2 + 4, 16
PURPOSE = b"ruby_fsm acknowledgement link"


@dataclass(frozen=True, slots=True)
class Linked:
    """What a good token stands for."""

    escalation_id: str
    step: int


@dataclass(frozen=True, slots=True)
class Links:
    """`key`: 32 bytes that outlive a restart."""

    public_url: str
    key: bytes = field(repr=False)

    def of(self, escalation_id: str, step: int, now_ms: int) -> str:
        """The address for this step, from now on for GOOD_S."""
        until_s = now_ms // 1000 + GOOD_S
        body = bytes.fromhex(escalation_id[2:]) + step.to_bytes(2, "big")
        body += until_s.to_bytes(4, "big")
        token = base64.urlsafe_b64encode(body + self._mac(body)).decode().rstrip("=")
        return f"{self.public_url.rstrip('/')}/escalation/{token}"

    def read(self, token: str, now_ms: int) -> Linked | None:
        """None for a token that is forged, cut or too old."""
        try:
            raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return None
        body, mac = raw[:BODY], raw[BODY:]
        if len(raw) != BODY + MAC or not hmac.compare_digest(mac, self._mac(body)):
            return None
        if now_ms // 1000 > int.from_bytes(body[18:], "big"):
            return None
        return Linked(f"ES{body[:16].hex()}", int.from_bytes(body[16:18], "big"))

    def _mac(self, body: bytes) -> bytes:
        key = hmac.digest(self.key, PURPOSE, hashlib.sha256)
        return hmac.digest(key, body, hashlib.sha256)[:MAC]
