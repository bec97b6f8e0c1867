"""What is personal is sealed to its place, by keys that can be rotated."""

from __future__ import annotations

import os

import pytest

from ruby_fsm.adapters.db.seal import Seal
from ruby_fsm.config.keys import Keys
from ruby_fsm.errors import Unavailable

NEW, OLD = ("new", b"n" * 32), ("old", b"o" * 32)
PLACE = "ruby_calls.person.CL1"


def a_seal(*keys: tuple[str, bytes], hash_key: bytes = b"h" * 32) -> Seal:
    return Seal(Keys(keys or (NEW,), hash_key), os.urandom)


def test_what_was_sealed_opens_at_its_place() -> None:
    seal = a_seal()

    assert seal.open(seal.seal(b"+14155550142", PLACE), PLACE) == b"+14155550142"


def test_a_sealed_value_does_not_open_in_another_row() -> None:
    seal = a_seal()
    sealed = seal.seal(b"secret", PLACE)

    with pytest.raises(Unavailable, match="another key, or an altered row"):
        seal.open(sealed, "ruby_calls.person.CL2")


def test_an_altered_value_does_not_open() -> None:
    seal = a_seal()
    sealed = seal.seal(b"secret", PLACE)
    altered = sealed[:-1] + bytes([sealed[-1] ^ 1])

    with pytest.raises(Unavailable):
        seal.open(altered, PLACE)


def test_rows_of_an_older_key_are_still_read_and_new_ones_use_the_newest() -> None:
    old = a_seal(OLD).seal(b"secret", PLACE)
    rotated = a_seal(NEW, OLD)

    assert rotated.open(old, PLACE) == b"secret"
    assert a_seal(NEW).open(rotated.seal(b"secret", PLACE), PLACE) == b"secret"


def test_a_missing_key_is_named() -> None:
    sealed = a_seal(OLD).seal(b"secret", PLACE)

    with pytest.raises(Unavailable, match="'old': add it to RUBY_ENCRYPTION_KEYS"):
        a_seal(NEW).open(sealed, PLACE)


def test_the_same_words_never_look_the_same() -> None:
    seal = a_seal()

    assert seal.seal(b"hello", PLACE) != seal.seal(b"hello", PLACE)


def test_the_nonce_comes_from_the_source_it_was_given() -> None:
    seal = Seal(Keys((NEW,), b"h" * 32), lambda n: b"\x07" * n)

    assert b"\x07" * 12 in seal.seal(b"hello", PLACE)


def test_a_hash_finds_the_same_number_and_hides_it_from_other_keys() -> None:
    seal = a_seal()

    assert seal.hash("+14155550142") == seal.hash("+14155550142")
    assert seal.hash("+14155550142") != seal.hash("+14155550143")
    assert seal.hash("+14155550142") != a_seal(hash_key=b"x" * 32).hash("+14155550142")
