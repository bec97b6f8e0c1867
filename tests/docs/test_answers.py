"""Every field of every answer is told in the reference, and no other."""

from __future__ import annotations

import pytest

from ruby_fsm.understanding.assessment import Category
from ruby_fsm.web.answer_words import DANGERS, WORDS
from ruby_fsm.web.answers_reference import MODELS, answers_reference, models_of
from tests.conftest import Golden
from tests.docs.blocks import ROOT
from tests.web.document import document

SCHEMAS = document()["components"]["schemas"]


def answered() -> set[str]:
    """The models that answers hold, and those within them."""
    found: set[str] = set()
    left = [
        model
        for item in document()["paths"].values()
        for operation in item.values()
        for answer in operation["responses"].values()
        for content in answer.get("content", {}).values()
        for model in models_of(content["schema"])
    ]
    while left:
        model = left.pop()
        if model not in found:
            found.add(model)
            fields = SCHEMAS[model].get("properties", {}).values()
            left += [inner for field in fields for inner in models_of(field)]
    return found


def test_the_committed_page_is_fresh(golden: Golden) -> None:
    golden(ROOT / "docs" / "reference" / "answers.md", answers_reference(document()))


def test_every_model_of_an_answer_has_its_section() -> None:
    assert set(MODELS) == answered()


@pytest.mark.parametrize("key", WORDS)
def test_the_words_are_of_a_field_that_is_there(key: str) -> None:
    model, _, field = key.rpartition(".")
    models = [model] if model else MODELS

    assert any(field in SCHEMAS[name]["properties"] for name in models)


def test_every_kind_of_danger_has_words() -> None:
    assert set(DANGERS) == set(Category)
