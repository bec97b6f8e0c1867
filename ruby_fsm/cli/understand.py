"""`ruby-fsm understand`: show what the service makes of words, and why. Nothing is kept."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

import rich_click as click

from ruby_fsm.cli.exits import FINE
from ruby_fsm.core.policy import Numbers
from ruby_fsm.core.risk import added
from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Assessment, Level, Lexicon
from ruby_fsm.understanding.trajectory import Course, follow

NOTHING = "-"
LANGUAGES = click.Choice(["en", "es"])  # those in which danger is understood


@click.command()
@click.argument("words", nargs=-1)
@click.option("--lines", is_flag=True, help="Answer each line of standard input with JSON.")
@click.option("--call", is_flag=True, help="The same, the lines being one call: risk adds up.")
@click.option("--language", type=LANGUAGES, default="en", help="What the words are in.")
def understand(words: tuple[str, ...], lines: bool, call: bool, language: str) -> int:
    """Show what is understood of WORDS: danger and its evidence, mood, topics, intent.

    With --lines each line of standard input is an utterance, answered at once by one JSON object
    a line. With --call the lines are one call: `level` is that of the call so far and never falls,
    `utterance_level` that of the line, which an earlier line may explain; `course` and `turned_at`
    tell how the mood went.
    """
    lexicon = Lexicon(language=language)
    if lines or call:
        tell = InCall(lexicon).told if call else lambda line: told(assess(line, lexicon))
        _answer(sys.stdin.buffer, tell)
        return FINE
    if not words:
        raise click.UsageError("say some WORDS, or give --lines and write to standard input")
    for name, value in told(assess(" ".join(words), lexicon)).items():
        click.echo(f"{name:<11}{_plain(value)}")
    return FINE


def _answer(stream: BinaryIO, tell: Callable[[str], Mapping[str, object]]) -> None:
    for line in _texts(stream):
        click.echo(json.dumps(tell(line), ensure_ascii=False))


def _texts(stream: BinaryIO) -> Iterable[str]:
    """Lines as they come: what is no UTF-8 is assessed as far as it can be read."""
    for line in stream:
        yield line.decode("utf-8", "replace").rstrip("\r\n")


def told(found: Assessment) -> dict[str, object]:
    """What one utterance shows, in plain words and numbers."""
    return {
        "level": found.risk.level.name.lower(),
        "category": found.risk.category.value,
        "evidence": found.risk.evidence,
        "mood": found.mood.mood.value,
        "valence": found.mood.valence,
        "topics": list(found.topics),
        "intent": sorted(intent.value for intent in found.intents),
    }


@dataclass(slots=True)
class InCall:
    """The lines of one call, understood and added up as in a call of the service."""

    lexicon: Lexicon
    level: Level = Level.NONE
    weak_signs: int = 0
    course: Course = field(default_factory=Course)
    before: str = ""

    def told(self, line: str) -> dict[str, object]:
        enough = Numbers().weak_signs
        found = assess(line, self.lexicon, self.before if self.level is Level.NONE else "")
        self.before = line
        self.level, self.weak_signs = added(self.level, self.weak_signs, found.risk, enough)
        self.course = follow(self.course, found.mood)
        return {
            **told(found),
            "level": self.level.name.lower(),
            "utterance_level": found.risk.level.name.lower(),
            "course": self.course.direction.value,
            "turned_at": self.course.turned,
        }


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(value) or NOTHING
    return str(value) or NOTHING
