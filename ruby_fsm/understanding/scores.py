"""How well mood, topics and intents are understood, against lines whose answer is known. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ruby_fsm.understanding.assessment import Assessment

NOTHING = "none"  # what a row is labelled with that asks for nothing


@dataclass(frozen=True, slots=True)
class Score:
    """One figure, 0 to 1, over `rows`; `key` names its floor."""

    key: str
    what: str
    value: float
    rows: int


def scores_of(
    rows: Sequence[Mapping[str, str]], read: Callable[[str], Assessment]
) -> tuple[Score, ...]:
    """The figures of a file, by what its rows are labelled with. ValueError for no such label."""
    for label, scored in SCORED.items():
        if rows and all(label in row and "text" in row for row in rows):
            return scored([(row[label], read(row["text"])) for row in rows])
    known = ", ".join(SCORED)
    raise ValueError(f"each row needs `text` and one label for all of them: {known}")


Read = tuple[str, Assessment]


def mood_scores(rows: Sequence[Read]) -> tuple[Score, ...]:
    pairs = [(right, found.mood.mood.value) for right, found in rows]
    labels = len({right for right, _ in pairs})
    return (Score("mood", f"macro-F1 of {labels} moods", macro_f1(pairs), len(pairs)),)


def topic_scores(rows: Sequence[Read]) -> tuple[Score, ...]:
    hits = [found.topics[:1] == (right,) for right, found in rows]
    return (Score("topics", "first topic right (top-1)", share(hits), len(hits)),)


def intent_scores(rows: Sequence[Read]) -> tuple[Score, ...]:
    """Found where one is meant, also beside others; and silent where none is."""
    heard = [(right, {one.value for one in found.intents}) for right, found in rows]
    meant = [right in found for right, found in heard if right != NOTHING]
    silent = [not found for right, found in heard if right == NOTHING]
    return (
        Score("intent", "intents found (recall)", share(meant), len(meant)),
        Score("quiet", "traps that ask for nothing, heard so", share(silent), len(silent)),
    )


SCORED: Mapping[str, Callable[[Sequence[Read]], tuple[Score, ...]]] = {
    "mood": mood_scores,
    "topic": topic_scores,
    "intent": intent_scores,
}


def share(hits: Sequence[bool]) -> float:
    return sum(hits) / len(hits) if hits else 0.0


def macro_f1(pairs: Iterable[tuple[str, str]]) -> float:
    """Mean over the labels of F1, of (right, found) pairs."""
    pairs = list(pairs)
    scores: list[float] = []
    for label in sorted({right for right, _ in pairs}):
        hits = sum(right == found == label for right, found in pairs)
        named = sum(found == label for _, found in pairs)
        real = sum(right == label for right, _ in pairs)
        scores.append(2 * hits / (named + real))
    return sum(scores) / len(scores) if scores else 0.0
