"""The reference pages and the schema say what the code checks."""

from __future__ import annotations

from pathlib import Path

import pytest

from ruby_fsm.config.reference import config_reference, settings_reference
from ruby_fsm.config.settings import Settings
from tests.conftest import Golden

FOLDER = Path(__file__).parents[2] / "docs" / "reference"


@pytest.mark.parametrize(
    ("page", "text"),
    [("config.md", config_reference()), ("settings.md", settings_reference())],
    ids=["config", "settings"],
)
def test_the_committed_page_is_fresh(page: str, text: str, golden: Golden) -> None:
    golden(FOLDER / page, text)


def test_every_row_says_what_its_key_is() -> None:
    rows = [row for row in config_reference().splitlines() if row.startswith("| `")]

    assert len(rows) > 90
    assert all(row.split(" | ")[3].strip(" |") for row in rows)


def test_every_setting_stands_on_the_page() -> None:
    for name in Settings.model_fields:
        assert f"`{name.upper()}`" in settings_reference()
