"""The linear head: it only adds, says what and where, and its weights are the ones of its card."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest

from ruby_fsm.understanding.assessment import Category, Level, Risk
from ruby_fsm.understanding.encoder.encoder import Reading, encoder
from ruby_fsm.understanding.normalise import normalise
from ruby_fsm.understanding.risk import head as module
from ruby_fsm.understanding.risk.features import see
from ruby_fsm.understanding.risk.grade import grade
from ruby_fsm.understanding.risk.head import (
    COLUMNS,
    HUNDRED,
    MIDDLE,
    UNIT,
    Head,
    load,
    opinion,
    toll,
    verdict_of,
    windows,
)
from ruby_fsm.understanding.risk.judge import HEAD, judge
from ruby_fsm.understanding.risk.kinds import KINDS
from ruby_fsm.understanding.risk.rules import RULES
from ruby_fsm.understanding.risk.tables import (
    Concept,
    Lead,
    concepts,
    data,
    doubtful,
    leads,
)
from tests.understanding.data import LINES, Line


def weights(**odds: float) -> dict[str, bytes]:
    """The same odds in every column."""
    return {name: bytes([MIDDLE + round(odd * UNIT)] * COLUMNS) for name, odd in odds.items()}


def plan_at(odd: float) -> bytes:
    """Danger, and of all kinds most likely a plan."""
    row = [MIDDLE + round(odd * UNIT)] + [MIDDLE] * (COLUMNS - 1)
    row[2] = row[0]
    return bytes(row)


# No word says anything; nine kinds at odds of 1 to 1 make log 9.
BARE = Head({}, bias=(0,) * COLUMNS, raise_at=600, high_at=200, imminent_at=300)
# An encoder that finds nothing either way.
SILENT = Reading(0.0, 0.0, 0.0, (0.0,) * len(KINDS), {}, {}, {})
NOTHING = verdict_of((), BARE).score
ADDED = 1300
WEAK = Risk(Level.LOW, Category.INDIRECT, "hopeless")


@pytest.mark.parametrize("line", LINES, ids=range(len(LINES)))
def test_head_never_lowers_what_the_firm_rules_see(line: Line) -> None:
    words = normalise(line.text)

    assert judge(words, encoder().read(words)).level >= grade(words).firm.level


def test_danger_that_no_rule_knows_is_raised_with_category_and_evidence() -> None:
    words = normalise("i've found homes for the cats and paid the rent up so nobody has to later")

    found = judge(words, encoder().read(words))

    assert grade(words).all.level < Level.MODERATE <= found.level
    assert found.category in {Category.PLAN, Category.INDIRECT, Category.INTENT}
    assert found.evidence
    assert found.evidence in " ".join(words)


def test_words_below_the_threshold_stay_as_the_rules_see_them() -> None:
    assert (
        opinion(("lovely", "weather"), WEAK, BARE._replace(raise_at=NOTHING + 600), SILENT)
        == Risk()
    )


@pytest.mark.parametrize(
    ("reading", "level"),
    [
        (SILENT, Level.MODERATE),
        (SILENT._replace(high=2.0), Level.HIGH),
        (SILENT._replace(high=2.0, imminent=3.0), Level.IMMINENT),
    ],
)
def test_encoder_says_how_grave_it_is(reading: Reading, level: Level) -> None:
    words = normalise("i've tied up all my loose ends")
    to_plan = {"!any": weights(x=1.5)["x"], "tied": plan_at(3)}

    found = opinion(words, Risk(), BARE._replace(weights=to_plan), reading)

    assert found == Risk(level, Category.PLAN, "tied up all my loose")


def test_encoder_raises_what_no_weight_knows_and_names_its_kind() -> None:
    kinds = [0.0] * len(KINDS)
    kinds[5] = 4.0

    found = opinion(("zebra",), Risk(), BARE, SILENT._replace(danger=2.0, kinds=kinds))

    assert found == Risk(Level.MODERATE, KINDS[5][0], "zebra")


def test_without_a_lead_the_weightiest_words_are_the_evidence() -> None:
    head = BARE._replace(weights=weights(vodka=3))

    found = opinion(("bring", "the", "vodka", "along"), Risk(), head, SILENT)

    assert (found.level, found.evidence) == (Level.MODERATE, "vodka")


def test_without_a_lead_or_concept_the_kind_says_what() -> None:
    found = opinion(("zebra",), Risk(), BARE._replace(weights={"zebra": plan_at(3.9)}), SILENT)

    assert found == Risk(Level.MODERATE, KINDS[1][0], "zebra")


def test_feature_counts_once_however_often_it_stands() -> None:
    head = BARE._replace(weights=weights(tea=1))

    once, thrice = (verdict_of(see(("tea",) * n, Risk()).names, head).score for n in (1, 3))

    assert once == thrice == NOTHING + 1.5 * HUNDRED


def test_the_longer_a_text_the_more_it_has_to_show() -> None:
    assert toll(6, 1) == toll(1, 1) < toll(15, 1) == 0 < toll(30, 1) < toll(30, 2)


def test_what_else_is_known_is_added_and_gravity_is_believed_as_far_as_others_agree() -> None:
    doubted = Risk(Level.HIGH, Category.PLAN, "zebra")
    alone = verdict_of(see(("zebra",), doubted).names, BARE).score - toll(1, 1)
    far, near = (BARE._replace(raise_at=alone + ADDED + more) for more in (1, 0))

    levels = [
        opinion(("zebra",), doubted, head, SILENT._replace(high=high), ADDED).level
        for head, high in ((far, 0.0), (near, -2.0), (near, 2.0))
    ]

    assert levels == [Level.NONE, Level.MODERATE, Level.HIGH]


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

    assert sha256(data("head.txt") + data("head.bin")).hexdigest() == card["sha256"]
    assert (HEAD.bias, len(HEAD.weights)) == (card["bias"], card["features"])
    assert len(data("head.bin")) < 5_500_000


def test_other_weights_than_the_named_ones_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def tampered(name: str) -> bytes:
        return data(name) + b"x" * (name == "head.bin")

    monkeypatch.setattr(module, "data", tampered)

    with pytest.raises(ValueError, match="ruby-fsm risk train"):
        load()


def test_doubtful_rules_are_rules() -> None:
    assert doubtful() < {rule.pattern for rule in RULES}


def test_every_lead_and_concept_is_marked_and_named() -> None:
    found: list[tuple[str, Lead]] = list(leads())

    assert len({lead.mark for _, lead in found}) == len({pattern for pattern, _ in found})
    assert all(lead.level >= Level.MODERATE for _, lead in found)
    assert {concept.category for _, concept in concepts()} <= set(Category)
    assert Concept("death", Category.PASSIVE_WISH) in {concept for _, concept in concepts()}
