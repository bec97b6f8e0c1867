"""Ids have the form the contract gives them, and come from the source they were handed."""

from __future__ import annotations

import re

from ruby_fsm.adapters.ids import RandomIds


def test_a_call_id_is_cl_and_32_hex_digits() -> None:
    assert re.fullmatch(r"CL[0-9a-f]{32}", RandomIds().call_id())


def test_no_id_is_given_twice() -> None:
    ids = RandomIds()

    assert (
        len({ids.call_id() for _ in range(1000)} | {ids.request_id() for _ in range(1000)}) == 2000
    )


def test_ids_come_from_the_source_they_were_handed() -> None:
    assert RandomIds(lambda n: b"\xab" * n).call_id() == "CL" + "ab" * 16
