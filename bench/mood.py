"""Mood by the lexicon of the service, and by VADER where it is installed, on the held-out lines.

`python bench/mood.py`; VADER is `pip install vaderSentiment`, and knows three moods: what it finds
dark counts as right where the row is sad or stressed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Mood
from ruby_fsm.understanding.scores import macro_f1

DATA = Path(__file__).parents[1] / "tests" / "data" / "mood"
FILE = DATA / "lines.jsonl"  # the lexicon was mended with these
HELD_OUT = DATA / "held_out.jsonl"
DARK = "dark"
# VADER's own bounds of positive and negative.
BOUND = 0.05


def rows(file: Path = FILE) -> list[tuple[str, Mood]]:
    lines = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return [(line["text"], Mood(line["mood"])) for line in lines]


def ours(text: str) -> Mood:
    return assess(text).mood.mood


def three(mood: Mood) -> str:
    return DARK if mood in {Mood.SAD, Mood.STRESSED} else mood.value


def vader() -> Callable[[str], str]:
    analyzer = import_module("vaderSentiment.vaderSentiment").SentimentIntensityAnalyzer()

    def read(text: str) -> str:
        compound = analyzer.polarity_scores(text)["compound"]
        if abs(compound) < BOUND:
            return Mood.NEUTRAL.value
        return Mood.HAPPY.value if compound > 0 else DARK

    return read


def main(arguments: list[str]) -> None:
    lines = rows(Path(arguments[0]) if arguments else HELD_OUT)
    four = macro_f1((mood.value, ours(text).value) for text, mood in lines)
    print(f"{len(lines)} lines; macro-F1 of four moods: {four:.3f}")
    readers: dict[str, Callable[[str], str]] = {"ours": lambda text: three(ours(text))}
    if find_spec("vaderSentiment"):
        readers["VADER"] = vader()
    for name, read in readers.items():
        f1 = macro_f1((three(mood), read(text)) for text, mood in lines)
        print(f"macro-F1 of three (happy, neutral, dark), {name}: {f1:.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
