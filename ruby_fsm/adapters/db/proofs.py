"""Whether the keys given at start are those the rows were sealed and hashed with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ruby_fsm.adapters.db.seal import Seal
from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.errors import ConfigError, Unavailable

PLAIN = b"ruby-fsm"
HASH_KID = "#hash"  # no key id that settings accept


def prove_keys(unit: StoreUnit, seal: Seal) -> None:
    """Leave a proof of each key used for the first time. Raises ConfigError.

    A start with another hash key would ring people who asked not to be called.
    """
    proofs = unit.key_proofs()
    if faults := [*sealing_faults(proofs, seal), *hashing_faults(proofs, seal)]:
        raise ConfigError(*faults)
    for kid in seal.kids:
        if kid not in proofs:
            unit.keep_key_proof(kid, seal.seal_with(kid, PLAIN, place(kid)))
    if HASH_KID not in proofs:
        unit.keep_key_proof(HASH_KID, hashed(seal))


def sealing_faults(proofs: Mapping[str, bytes], seal: Seal) -> Iterator[str]:
    for kid in sorted(proofs.keys() - {HASH_KID}):
        if kid not in seal.kids:
            yield f"RUBY_ENCRYPTION_KEYS: {kid!r} is missing; rows are sealed with it, add it last"
        elif not opens(kid, proofs[kid], seal):
            yield f"RUBY_ENCRYPTION_KEYS: {kid!r} is not the key that rows are sealed with"


def hashing_faults(proofs: Mapping[str, bytes], seal: Seal) -> Iterator[str]:
    if proofs.get(HASH_KID, hashed(seal)) != hashed(seal):
        yield (
            "RUBY_HASH_KEY: is not the key this database began with; put that one back, "
            "or people who asked not to be called would be called"
        )


def opens(kid: str, proof: bytes, seal: Seal) -> bool:
    try:
        return seal.open(proof, place(kid)) == PLAIN
    except Unavailable:
        return False


def hashed(seal: Seal) -> bytes:
    return seal.hash(PLAIN.decode()).encode()


def place(kid: str) -> str:
    return f"ruby_keys.proof.{kid}"
