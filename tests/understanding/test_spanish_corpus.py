"""The Spanish rows are whole and unchanged, and danger in them is heard as the floors say."""

from __future__ import annotations

import hashlib
from collections import Counter
from time import perf_counter

import pytest

from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Category, Level, Lexicon
from ruby_fsm.understanding.evaluate import Report, evaluate, row_of
from tests.understanding.data import DATA
from tests.understanding.test_corpus import LEVELS_OF_GROUP, alike, read

HELD_OUT = DATA / "risk" / "es" / "held_out.jsonl"
# A test split that changes measures something else: change both, and say so in the changelog.
SHA256 = "2d82581ca985f106f02c4451c17ee866aa816bbfb25eaaa4ff68a3c3f91a1d26"
UNUSUAL = DATA / "risk" / "es" / "unusual.jsonl"
UNUSUAL_SHA256 = "bb590df853e04d8ab18acc92a80ee2460328d6e8fcaeac6190f3bcaa96b7f068"
STRANGER = DATA / "risk" / "es" / "stranger.jsonl"
STRANGER_SHA256 = "6bd6bbaeadb103fe269e53f30fbe0c3d89024d9b6de5be49f977301b936ac4d5"
SPANISH = Lexicon(language="es")
JUDGES = ("held_out", "unusual", "stranger")
TRAINED = sorted(f"train/{file.stem}" for file in (DATA / "risk" / "es" / "train").glob("*.jsonl"))
NAMES = (*JUDGES, "lines", "choosing", *TRAINED)
FILES = {name: read(DATA / "risk" / "es" / f"{name}.jsonl") for name in NAMES}


def reported(name: str) -> Report:
    rows = [row_of(row) for row in FILES[name]]
    return evaluate(rows, lambda text: assess(text, SPANISH), perf_counter)


def test_the_held_out_rows_are_the_ones_that_were_measured() -> None:
    assert hashlib.sha256(HELD_OUT.read_bytes()).hexdigest() == SHA256
    assert hashlib.sha256(UNUSUAL.read_bytes()).hexdigest() == UNUSUAL_SHA256
    assert hashlib.sha256(STRANGER.read_bytes()).hexdigest() == STRANGER_SHA256


def test_there_are_enough_rows_about_half_of_them_harmless() -> None:
    counts = {name: Counter(row["group"] for row in rows) for name, rows in FILES.items()}
    held, lines = counts["held_out"], counts["lines"]

    assert sum(held.values()) >= 300
    assert sum((held + lines).values()) >= 700
    assert all(0.4 < each["crisis"] / sum(each.values()) < 0.6 for each in (held, lines))


@pytest.mark.parametrize("name", FILES)
def test_rows_name_levels_and_categories_that_there_are(name: str) -> None:
    for row in FILES[name]:
        assert Level[row["level"].upper()] in LEVELS_OF_GROUP[row["group"]]
        assert Category(row["category"])
    assert len({row["text"] for row in FILES[name]}) == len(FILES[name])


@pytest.mark.parametrize("judge", JUDGES)
def test_no_judging_row_was_there_to_write_or_learn_by(judge: str) -> None:
    held = [row["text"] for row in FILES[judge]]
    seen = [row["text"] for name in NAMES if name not in JUDGES for row in FILES[name]]

    assert not set(held) & set(seen)
    assert alike(held, seen) == []


def test_the_rows_that_rules_were_written_by_are_heard() -> None:
    report = reported("lines")

    assert report.recall.share >= 0.97
    assert report.false_alarms.share <= 0.02
    assert report.failures == report.unsteady == 0


def test_danger_in_unusual_words_is_heard_no_worse_than_before() -> None:
    report = reported("unusual")

    assert report.recall.of == 40
    assert report.recall.hits >= 27
    assert report.false_alarms.hits <= 2


def test_danger_as_another_author_says_it_is_heard_no_worse_than_before() -> None:
    report = reported("stranger")

    assert report.recall.share >= 0.68
    assert report.false_alarms.share <= 0.055
    assert report.failures == report.unsteady == 0


def test_held_out_danger_is_heard_no_worse_than_before() -> None:
    report = reported("held_out")

    assert report.recall.share >= 0.91
    assert report.grave.share >= 0.91
    assert report.false_alarms.share <= 0.03
    assert report.high_alarms.hits <= 2
