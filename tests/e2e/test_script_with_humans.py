"""A script in which humans are told of danger: one lets it ring, one takes it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.escalation_kit import LEAD, NURSE, step, text_with
from tests.served import clean_environment

HEAD = """\
name: In danger, and a human is told
call: {initial_mood: sad}
"""
STEPS = """\
steps:
  - hear: "this is Ruby"
  - say: i want to kill myself
  - hear: "nine eight eight"
MORE
  - say: yes i am here
  - hear: "re:."
  - hang_up: true
expect:
  escalations: 1
"""
RINGS = f"""\
humans:
  '{NURSE}':
    - answer: no-answer
  '{LEAD}':
    - answer: answer
    - hear: "may be in danger"
    - press: '1'
    - hear: "It is yours now"
"""


@pytest.mark.parametrize(
    ("channels", "humans", "more"),
    [
        (("call", "call"), RINGS, "  - wait: 16s\n  - silence: true"),
        (("sms", "sms"), "", f"  - do: {{name: text, from: '{NURSE}', body: on my way}}"),
    ],
    ids=["calls", "messages"],
)
def test_a_script_has_humans_who_are_told(
    tmp_path: Path, channels: tuple[str, str], humans: str, more: str
) -> None:
    first, second = channels
    config = text_with([step("nurse", first, 15), step("lead", second, 15)])
    (tmp_path / "config.yaml").write_text(config, encoding="utf-8")
    script = tmp_path / "script.yaml"
    script.write_text(HEAD + humans + STEPS.replace("MORE", more), encoding="utf-8")

    played = subprocess.run(
        [sys.executable, "-m", "ruby_fsm", "demo", "--script", str(script)],
        env=clean_environment(RUBY_CONFIG=str(tmp_path / "config.yaml")),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert played.returncode == 0, played.stdout + played.stderr
    assert "as written" in played.stdout
