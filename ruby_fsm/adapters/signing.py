"""How a request of ours is signed: Standard Webhooks 1.0.0, symmetric (https://www.standardwebhooks.com).

Ten lines of `hmac` in place of a dependency; the specification's own vector is among the tests.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence


def signature(key: bytes, message_id: str, timestamp: str, body: bytes) -> str:
    """Over `id.timestamp.body`; an id must hold no dot."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers(keys: Sequence[bytes], message_id: str, now_ms: int, body: bytes) -> dict[str, str]:
    """`keys`: one, or both while one is being changed for the other."""
    timestamp = str(now_ms // 1000)
    signatures = (signature(key, message_id, timestamp, body) for key in keys)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(signatures),
    }
