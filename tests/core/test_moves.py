"""Each line of "What moves", as a table: in, fact, goes to, and what it asks for."""

from __future__ import annotations

import pytest

from ruby_fsm.core.machine import TABLE
from tests.core import moves_crisis, moves_language, moves_manner, moves_talk, moves_telephone
from tests.core.kit import winner
from tests.core.moves import Move

ALL = [
    *moves_telephone.MOVES,
    *moves_talk.MOVES,
    *moves_manner.MOVES,
    *moves_crisis.MOVES,
    *moves_language.MOVES,
]


@pytest.mark.parametrize("move", ALL, ids=lambda move: move.name)
def test_move(move: Move) -> None:
    """The call goes where the line says, and asks for just that, in that order."""
    move.check()


def test_each_row_of_the_table_takes_one_of_these_moves() -> None:
    taken = [winner(move.call, move.event, move.policy) for move in ALL]

    assert [row for row in TABLE if row not in taken] == []
