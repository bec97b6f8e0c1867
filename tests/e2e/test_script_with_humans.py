"""A script in which humans are told of danger: one lets it ring, one takes it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ruby_fsm.config.load import default_path
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

    played = demo(tmp_path, script)

    assert played.returncode == 0, played.stdout + played.stderr
    assert "as written" in played.stdout


def demo(folder: Path, script: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ruby_fsm", "demo", "--script", str(script)],
        env=clean_environment(RUBY_CONFIG=str(folder / "config.yaml")),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


TRANSFER = """\
name: In danger, asks for a human
call: {initial_mood: sad}
humans:
  '+14155550177':
STEPS
steps:
  - hear: "this is Ruby"
  - say: i want to kill myself
  - hear: "nine eight eight"
  - press: '0'
  - hear: ["nine eight eight", "ringing a person"]
  - say: please do not hang up
  - hear: "re:."
MORE
expect:
  escalations: 1
"""
TAKEN = """\
    - answer: answer
      after: 25s
    - hear: ["may be in danger", "The level is moderate", "Press one"]
    - press: '1'
    - hear: "connected now"
    - joined: 20s
"""
VOICEMAIL = """\
    - answer: machine
      after: 1s
"""
THROUGH = """\
  - hear: "putting you through"
"""
STAYS = """\
  - silence: true
  - hear: ["couldn't reach anyone", "nine eight eight"]
  - say: okay
  - hear: "re:."
  - hang_up: true
"""


@pytest.mark.parametrize(
    ("steps", "more"), [(TAKEN, THROUGH), (VOICEMAIL, STAYS)], ids=["taken", "a voicemail"]
)
def test_a_person_in_danger_is_connected_with_a_human_and_with_no_machine(
    tmp_path: Path, steps: str, more: str
) -> None:
    config = default_path().read_text(encoding="utf-8")
    config = config.replace("  number: ''\n", "  number: '+14155550177'\n")
    (tmp_path / "config.yaml").write_text(config, encoding="utf-8")
    script = tmp_path / "script.yaml"
    written = TRANSFER.replace("STEPS\n", steps).replace("MORE\n", more)
    script.write_text(written, encoding="utf-8")

    played = demo(tmp_path, script)

    assert played.returncode == 0, played.stdout + played.stderr
    assert "as written" in played.stdout
