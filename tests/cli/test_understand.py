"""What `ruby-fsm understand` shows of words, line by line and over a call."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
import rich_click as click
from click.testing import CliRunner

from ruby_fsm.cli.understand import understand

FIELDS = {"level", "category", "evidence", "mood", "valence", "topics", "intent"}
RUNNER = CliRunner()


def answers(words: bytes | str, *arguments: str) -> list[dict[str, object]]:
    result = RUNNER.invoke(understand, ["--lines", *arguments], input=words)

    assert not result.exception
    return [json.loads(line) for line in result.output.splitlines()]


def test_words_are_shown_with_level_category_and_evidence() -> None:
    shown = RUNNER.invoke(understand, ["i", "want to kill myself", "bye"]).output

    assert "level      moderate\ncategory   ideation\nevidence   kill myself" in shown
    assert "\ntopics     " in shown


def test_each_line_is_answered_by_one_object_an_empty_one_too() -> None:
    found = answers("i want to die\n\nstop calling me\n")

    assert [row["level"] for row in found] == ["moderate", "none", "none"]
    assert found[2]["intent"] == ["opt_out"]
    assert all(set(row) == FIELDS for row in found)


def test_line_that_is_no_utf8_is_answered_too() -> None:
    assert answers(b"\xff\xfe i want to die\n")[0]["level"] == "moderate"


def test_lines_of_a_call_add_up_and_never_fall() -> None:
    weak = "i feel worthless\n"
    found = answers(f"{weak}good morning\n{weak}{weak}lovely weather\n", "--call")

    levels = [row["level"] for row in found]
    assert levels == ["low", "low", "low", "moderate", "moderate"]
    assert found[-1]["utterance_level"] == "none"


def test_mood_of_a_call_tells_where_it_turned() -> None:
    found = answers("what a wonderful day i am so happy\ni feel so sad and lonely\n", "--call")

    assert (found[-1]["course"], found[-1]["turned_at"]) == ("darker", 2)


def test_no_words_and_no_lines_is_wrong_usage() -> None:
    with pytest.raises(click.UsageError, match="--lines"):
        understand.main(args=[], standalone_mode=False)


def test_a_line_is_answered_before_the_next_is_written() -> None:
    command = [sys.executable, "-m", "ruby_fsm", "understand", "--lines"]
    pipe = subprocess.PIPE

    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, bufsize=1) as talk:
        assert talk.stdin
        assert talk.stdout
        for words, level in (("i want to die", "moderate"), ("lovely weather", "none")):
            talk.stdin.write(words + "\n")
            assert json.loads(talk.stdout.readline())["level"] == level
        talk.stdin.close()
