"""The rows that teach, and what each of them teaches."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, pairwise
from pathlib import Path
from typing import NamedTuple

from ruby_fsm.understanding.assessment import Intent, Level, Mood
from ruby_fsm.understanding.evaluate import row_of
from ruby_fsm.understanding.normalise import normalise
from ruby_fsm.understanding.phrase import words_in
from ruby_fsm.understanding.risk.grade import grade
from ruby_fsm.understanding.risk.judge import BEFORE
from ruby_fsm.understanding.risk.kinds import KINDS, kind_of
from ruby_fsm.understanding.spanish.gloss import in_english
from ruby_fsm.understanding.spanish.words import hear
from ruby_fsm.understanding.topics import TOPICS, topics_of

DATA = Path(__file__).resolve().parents[2] / "tests" / "data"
NOTHING = "none"
INTENTS = (
    Intent.GOODBYE, Intent.OPT_OUT, Intent.WANTS_HUMAN, Intent.WHO_ARE_YOU, Intent.REPEAT
)  # fmt: skip
# What the logits are of, in their order.
OUTPUTS = {
    "danger": ("danger", "high", "imminent"),
    "kind": tuple(kind[0].value for kind in KINDS),
    "mood": tuple(mood.value for mood in Mood),
    "topic": (NOTHING, *TOPICS),
    "intent": (NOTHING, *(intent.value for intent in INTENTS)),
}
# Rows of danger ask nothing of the call, but for those that were written to do so.
ASKING = frozenset(("requests", "lines", "calls"))
HELD_WORTH = 2.0
WORTH = {"crisis": 1.0, "none": 1.5, "screen": 0.7}
SPANISH = "es/"
# The large network learns in two stretches, and marks what it has not learnt yet: what it makes of
# lines that it never saw teaches more. These it learns second, and these never.
LATER = words_in(
    "second sixteenth eighteenth nineteenth twentieth twenty_first twenty_second twenty_third"
    " twenty_fourth twenty_fifth twenty_sixth twenty_seventh"
)
LAST = words_in(
    "twenty_eighth twenty_ninth thirtieth thirty_first thirty_second thirty_third thirty_fourth"
    " thirty_fifth thirty_seventh thirty_eighth thirty_ninth fortieth forty_first forty_second"
    " forty_third forty_fourth forty_fifth forty_sixth forty_seventh forty_eighth forty_ninth"
    " fiftieth fifty_first fifty_second fifty_third fifty_fourth fifty_fifth fifty_sixth"
    " fifty_seventh fifty_eighth fifty_ninth sixtieth sixty_first sixty_second sixty_third"
    " sixty_fourth sixty_sixth sixty_seventh sixty_ninth seventieth seventy_first seventy_second"
    " seventy_fourth seventy_fifth seventy_sixth seventy_seventh seventy_eighth seventy_ninth"
    " eightieth eighty_first eighty_second eighty_third eighty_fourth eighty_sixth eighty_seventh"
    " eighty_eighth eighty_ninth ninetieth ninety_first ninety_second ninety_third ninety_fourth"
    " ninety_fifth ninety_seventh ninety_eighth hundredth hundred_first"
)
# What a row of this group is taught to be: never quite certain, for labels err.
SHARE = {"crisis": 0.97, "none": 0.02, "screen": 0.15}
CALM_WORTH = 0.75
# Of the many turns of calls of so few words every ninth is taught to be of no topic.
SHORT_TURN, EACH = 6, 9
# Of the calm turns of calls every second one is taught behind the turn it followed on, too.
OTHER = 2
GRAVE = words_in(
    "die dies died dying dead death kill kills killed killing suicide suicidal alive living exist"
    " myself numb hopeless worthless burden wrists cutting hurting harm abuse abused abusive raped"
    " rape beats molested overdose ambulance"
)


class Row(NamedTuple):
    """One line. `task` is a key of OUTPUTS ("danger" with its kind), `label` what it is taught."""

    words: str
    task: str
    label: str
    level: str = ""
    kind: int = -1
    worth: float = 1.0
    asks_nothing: bool = False
    author: str = ""


def rows() -> list[Row]:
    """Every row that may teach."""
    return [row for row in _every() if row.words]


def earlier(every: Sequence[Row]) -> list[Row]:
    """The rows of all but the later and the last authors, in English."""
    return [
        row
        for row in every
        if row.author not in LATER | LAST and not row.author.startswith(SPANISH)
    ]


def _every() -> Iterator[Row]:
    for folder, plain in (("risk", normalise), ("risk/es", spanish)):
        for file in (
            *sorted((DATA / folder / "train").glob("*.jsonl")),
            DATA / folder / "lines.jsonl",
        ):
            yield from _dangers(file, SPANISH if folder.endswith("es") else "", plain)
    calls = DATA / "risk" / "train" / "calls.jsonl"
    yield from islice(_of_no_topic(calls), 0, None, EACH)
    yield from islice(_followed(calls), 0, None, OTHER)
    for folder, task in (("mood", "mood"), ("topics", "topic"), ("intent", "intent")):
        for name in ("train", "lines"):
            yield from _labelled(DATA / folder / f"{name}.jsonl", task)


def calm(file: Path) -> list[Row]:
    """Lines of GoEmotions (text, tab, ...): what people write of a day's matters.

    Those in which anything of danger is seen or of dying is said may be danger, and are left out.
    """
    return [
        Row(" ".join(words), "danger", "none", "none", -1, CALM_WORTH)
        for words in _posts(file)
        if GRAVE.isdisjoint(words) and grade(words).all.level is Level.NONE
    ]


def grave(file: Path) -> list[str]:
    """Those that speak of death and harm: the large network has to say what they are."""
    return [" ".join(words) for words in _posts(file) if not GRAVE.isdisjoint(words)]


def unlabelled(words: str) -> Row:
    """A line that only its mark teaches: its label is worth nothing."""
    return Row(words, "danger", "crisis", worth=0.0)


def _posts(file: Path) -> Iterator[Sequence[str]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        words = normalise(line.split("\t")[0].replace("[NAME]", "he").replace("[RELIGION]", "god"))
        if words:
            yield words


def spanish(text: str) -> Sequence[str]:
    return in_english(hear(text).words)


def _lines(file: Path) -> Iterator[dict[str, str]]:
    return map(json.loads, file.read_text(encoding="utf-8").splitlines())


def _dangers(file: Path, language: str, plain: Callable[[str], Sequence[str]]) -> Iterator[Row]:
    for line in _lines(file):
        row = row_of(line)
        group, category = row.label.value, line.get("category", "")
        knows_kind = group == "crisis" and file.stem != "public"
        yield Row(
            " ".join(plain(row.text)),
            "danger",
            group,
            dict(row.marks).get("level", ""),
            kind_of(category) if knows_kind else -1,
            WORTH[group] * (HELD_WORTH if "min_level" in line else 1.0),
            file.stem not in ASKING,
            f"{language}{file.stem}",
        )


def _of_no_topic(file: Path) -> Iterator[Row]:
    """Short turns of calls in which no topic is named: greetings, answers, asides."""
    for line in _lines(file):
        words = normalise(line["text"])
        if line["group"] == "none" and 0 < len(words) <= SHORT_TURN and not topics_of(words):
            yield Row(" ".join(words), "topic", NOTHING)


def _followed(file: Path) -> Iterator[Row]:
    """Calm turns behind the ones before them, as `judge` reads what may be explained."""
    for before, turn in pairwise(_lines(file)):
        if before["family"] == turn["family"] and before["group"] == turn["group"] == "none":
            words = (*normalise(before["text"])[-BEFORE:], *normalise(turn["text"]))
            yield Row(" ".join(words), "danger", "none", "none", author="followed")


def _labelled(file: Path, task: str) -> Iterator[Row]:
    for line in _lines(file):
        yield Row(" ".join(normalise(line["text"])), task, line[task])
