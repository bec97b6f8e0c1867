"""The linear head: it only adds, says what and where, and its weights are the ones of its card."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest

from ruby_fsm.understanding.assessment import Category, Level, Risk
from ruby_fsm.understanding.normalise import normalise
from ruby_fsm.understanding.risk import head as module
from ruby_fsm.understanding.risk.features import see
from ruby_fsm.understanding.risk.grade import grade
from ruby_fsm.understanding.risk.head import Head, load, opinion, score_of, windows
from ruby_fsm.understanding.risk.judge import HEAD, judge
from ruby_fsm.understanding.risk.tables import Concept, Lead, concepts, data, leads
from tests.understanding.data import LINES, Line

BARE = Head({}, bias=0, raise_at=100, sure_at=200)
WEAK = Risk(Level.LOW, Category.INDIRECT, "hopeless")


@pytest.mark.parametrize("line", LINES, ids=range(len(LINES)))
def test_head_never_lowers_what_the_rules_see(line: Line) -> None:
    words = normalise(line.text)

    assert judge(words).level >= grade(words).level


def test_danger_that_no_rule_knows_is_raised_with_category_and_evidence() -> None:
    words = normalise("i've tied up all my loose ends")

    found = judge(words)

    assert grade(words).level < Level.MODERATE <= found.level
    assert (found.category, found.evidence) == (Category.PLAN, "tied up all my loose")


def test_words_below_the_threshold_stay_as_the_rules_see_them() -> None:
    assert opinion(("lovely", "weather"), WEAK, BARE) == Risk()


def test_lead_is_moderate_until_the_score_is_sure() -> None:
    words = normalise("i've tied up all my loose ends")

    doubtful = opinion(words, Risk(), BARE._replace(weights={"!any": 150}))
    sure = opinion(words, Risk(), BARE._replace(weights={"!any": 250}))

    assert (doubtful.level, sure.level) == (Level.MODERATE, Level.HIGH)


def test_without_a_lead_the_weightiest_words_are_the_evidence() -> None:
    head = BARE._replace(weights={"vodka": 150, "#alcohol": 20})

    found = opinion(("bring", "the", "vodka", "along"), Risk(), head)

    assert (found.evidence, found.category) == ("vodka", Category.METHOD)


def test_without_a_concept_the_danger_is_an_indirect_one() -> None:
    found = opinion(("zebra",), Risk(), BARE._replace(weights={"zebra": 150}))

    assert found == Risk(Level.MODERATE, Category.INDIRECT, "zebra")


def test_feature_counts_once_however_often_it_stands() -> None:
    seen = see(("tea", "tea", "tea"), Risk())

    assert score_of(seen, BARE._replace(weights={"tea": 30}, bias=5)) == 35


@pytest.mark.parametrize(
    ("count", "spans"),
    [
        (0, [(0, 0)]),
        (30, [(0, 30)]),
        (31, [(0, 30), (22, 31)]),
        (60, [(0, 30), (22, 52), (44, 60)]),
    ],
)
def test_windows_cover_every_word_and_overlap(count: int, spans: list[tuple[int, int]]) -> None:
    assert list(windows(count)) == spans


def test_idiom_takes_its_lead_away() -> None:
    words = ("i", "am", "standing", "on", "the", "platform", "and", "my", "train", "is", "late")

    assert all(match.start > 5 for match in see(words, Risk()).leads)


def test_shipped_weights_are_the_ones_their_card_names() -> None:
    card = json.loads(data("head.json"))

    assert sha256(data("head.tsv")).hexdigest() == card["sha256"]
    assert (HEAD.bias, len(HEAD.weights)) == (card["bias"], card["weights"])
    assert len(data("head.tsv")) < 600_000


def test_other_weights_than_the_named_ones_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def tampered(name: str) -> bytes:
        return data(name).replace(b"\t15\n", b"\t16\n")

    monkeypatch.setattr(module, "data", tampered)

    with pytest.raises(ValueError, match="ruby-fsm risk train"):
        load()


def test_every_lead_and_concept_is_marked_and_named() -> None:
    found: list[tuple[str, Lead]] = list(leads())

    assert len({lead.mark for _, lead in found}) == len({pattern for pattern, _ in found})
    assert all(lead.level >= Level.MODERATE for _, lead in found)
    assert {concept.category for _, concept in concepts()} <= set(Category)
    assert Concept("death", Category.PASSIVE_WISH) in {concept for _, concept in concepts()}
