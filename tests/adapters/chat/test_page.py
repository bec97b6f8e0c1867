"""The page of dialogues shows what the companion says today."""

from __future__ import annotations

from pathlib import Path

from tests.adapters.chat.dialogues import Talk
from tests.adapters.chat.page import page
from tests.conftest import Golden

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "dialogues.md"


def test_the_page_of_dialogues_is_not_stale(talks: list[Talk], golden: Golden) -> None:
    golden(PAGE, page(talks))
