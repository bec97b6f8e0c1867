"""Personal data at rest: sealed by AES-GCM, looked up by a keyed hash; the plain form never lands.

A sealed value is `length of kid | kid | nonce | box`. Where it stands (table, column, row) is
authenticated with it, so that no value can be moved to another row.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ruby_fsm.config.keys import Keys
from ruby_fsm.errors import Unavailable

NONCE_BYTES = 12  # what GCM is specified for (NIST SP 800-38D, 8.2)


class Seal:
    """`random_bytes(n)` gives n unpredictable bytes; a nonce given twice would break the seal."""

    def __init__(self, keys: Keys, random_bytes: Callable[[int], bytes]) -> None:
        self._boxes = {kid: AESGCM(key) for kid, key in keys.encryption}
        self._newest = keys.encryption[0][0]
        self._hash_key = keys.hash_key
        self._random_bytes = random_bytes

    @property
    def kids(self) -> tuple[str, ...]:
        """Newest first."""
        return tuple(self._boxes)

    def seal(self, plain: bytes, place: str) -> bytes:
        """`place` is table.column.row."""
        return self.seal_with(self._newest, plain, place)

    def seal_with(self, kid: str, plain: bytes, place: str) -> bytes:
        nonce = self._random_bytes(NONCE_BYTES)
        name = kid.encode()
        box = self._boxes[kid].encrypt(nonce, plain, place.encode())
        return bytes([len(name)]) + name + nonce + box

    def open(self, sealed: bytes, place: str) -> bytes:
        """Raises Unavailable: the key is not here, is another one, or the row was tampered with."""
        after_kid, kid = 1 + sealed[0], kid_of(sealed)
        box = self._boxes.get(kid)
        if box is None:
            raise Unavailable(f"A row was sealed with key {kid!r}: add it to RUBY_ENCRYPTION_KEYS")
        nonce, data = sealed[after_kid:][:NONCE_BYTES], sealed[after_kid + NONCE_BYTES :]
        try:
            return box.decrypt(nonce, data, place.encode())
        except InvalidTag as err:
            raise Unavailable(
                f"{place} does not open with key {kid!r}: another key, or an altered row"
            ) from err

    def hash(self, text: str) -> str:
        """For looking up without storing: 64 hex digits, the same for the same text and key."""
        return hmac.new(
            self._hash_key, text.encode(errors="surrogatepass"), hashlib.sha256
        ).hexdigest()


def kid_of(sealed: bytes) -> str:
    """The key a value is sealed with."""
    return sealed[1 : 1 + sealed[0]].decode()
