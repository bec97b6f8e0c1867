"""The demo as a newcomer meets it: each script of tests/scripts played over real HTTP."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import httpx
import pytest

from ruby_fsm.cli.bad_day import Given
from ruby_fsm.cli.play import play
from ruby_fsm.cli.program import program
from ruby_fsm.simulator import BadDay, load
from tests.served import clean_environment, serving

EVENING = Path(__file__).parents[1] / "scripts" / "evening-call.yaml"
SCRIPTS = sorted((Path(__file__).parents[1] / "scripts").glob("*.yaml"))
BROKEN = """\
name: A call that goes otherwise
steps:
  - hear: "this is nobody"
  - hang_up: true
expect: {end_reason: goodbye}
"""


def test_every_trouble_of_a_network_has_its_script() -> None:
    played = {name for script in SCRIPTS for name in load(script).network}

    assert {field.name for field in fields(BadDay)} - played == set()


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
async def test_a_call_goes_as_written(script: Path, tmp_path: Path) -> None:
    assert await play(script, tmp_path) == 0


async def test_a_call_that_goes_otherwise_fails_and_says_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "otherwise.yaml"
    script.write_text(BROKEN)

    assert await play(script, tmp_path / "data") == 1

    told = " ".join(capsys.readouterr().out.split())
    assert "otherwise.yaml:3" in told
    assert "expect.end_reason: wanted goodbye, it was silence" in told


def ruby_fsm(*words: str, typed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ruby_fsm", *words],
        env=clean_environment(**environment),
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("other", [["--serve-only"], ["--slow-chat", "2"]])
def test_a_kill_goes_with_no_option_that_needs_the_service_here(other: list[str]) -> None:
    ended = ruby_fsm("demo", "--kill-mid-call", *other)

    assert ended.returncode == 2
    assert "--kill-mid-call" in ended.stderr


def test_a_person_types_and_is_told_the_way_the_call_took() -> None:
    ended = ruby_fsm("demo", typed="\n/state\nit was a good day\n/help\ngoodbye\n")

    assert ended.returncode == 0, ended.stderr
    told = " ".join(ended.stdout.split())
    assert "nothing leaves this computer" in told
    assert "this is Ruby" in told
    assert "queued → greeting" in told
    assert (
        "→ ended" in told
    )  # by the goodbye, or by the end of what is typed: as fast as it is read
    assert re.search(r"How it went \S+ call CL[0-9a-f]{32} way ", told)
    assert "Where to look next" in told
    assert "python3 run.py serve" in told


def test_outside_a_checkout_the_command_goes_by_its_own_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert program() == "python3 run.py"

    monkeypatch.chdir(tmp_path)

    assert program() == "ruby-fsm"


def test_a_chat_backend_that_does_not_reply_is_told_of() -> None:
    dead = {"RUBY_CHAT_BACKEND": "openai", "RUBY_CHAT_URL": "http://127.0.0.1:9/v1"}
    typed = "\nit was a good day\ngoodbye\n"
    ended = ruby_fsm("demo", typed=typed, RUBY_CHAT_MODEL="any", **dead)

    told = " ".join(ended.stdout.split())
    assert "by companion openai: no connection; is the server running" in told
    assert "(failed once); python3 run.py doctor looks closer" in told
    assert "the next one is asked: openai: no connection" in ended.stderr


def test_it_says_where_the_words_go_if_they_leave_this_computer() -> None:
    where = {"RUBY_CHAT_BACKEND": "openai", "RUBY_CHAT_URL": "https://chat.example/v1"}
    ended = ruby_fsm("demo", "--no-answer", RUBY_CHAT_MODEL="any", **where)

    told = " ".join(ended.stdout.split())
    assert "what you say goes to chat.example" in told
    assert "nothing leaves this computer" not in told


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("demo", "--script", "nowhere.yaml"), 2, "nowhere.yaml"),
        (("no-such-command",), 2, "No such command"),
        (("calls", "--url", "http://127.0.0.1:9"), 69, "run.py serve"),
    ],
    ids=["missing script", "unknown command", "no service"],
)
def test_an_error_says_what_to_do_and_has_its_code(
    words: tuple[str, ...], code: int, says: str
) -> None:
    ended = ruby_fsm(*words)

    assert ended.returncode == code
    assert says in ended.stderr + ended.stdout
    assert "Traceback" not in ended.stderr


def test_ctrl_c_in_a_call_tells_how_it_went() -> None:
    running = subprocess.Popen(
        [sys.executable, "-u", "-m", "ruby_fsm", "demo"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stdin
    assert running.stdout
    running.stdin.write("\n")
    running.stdin.flush()
    assert any("your turn" in line for line in running.stdout)
    running.send_signal(signal.SIGINT)
    told, complaints = running.communicate(timeout=30)

    assert running.returncode == 130
    assert "How it went" in told
    assert "Traceback" not in complaints


def test_a_busy_line_says_what_a_served_ruby_would_do() -> None:
    ended = ruby_fsm("demo", "--busy", "--rest-429")

    assert ended.returncode == 0, ended.stderr
    told = " ".join(ended.stdout.split())
    assert "meets: busy" in told
    assert "not yet: the line was busy, and a served Ruby would try again in some" in told
    assert "1 x dial refused with 429" in told


def test_a_refused_dial_is_made_again_and_rings_here() -> None:
    ended = ruby_fsm("demo", "--rest-429", typed="\nhi\ngoodbye\n")

    assert ended.returncode == 0, ended.stderr
    told = " ".join(ended.stdout.split())
    assert "Ruby is calling" in told
    assert "queued → greeting" in told


def test_a_dial_that_nobody_knows_of_is_told_and_not_made_again() -> None:
    ended = ruby_fsm("demo", "--rest-500", typed="\nhi\ngoodbye\n")

    assert ended.returncode == 0, ended.stderr
    told = " ".join(ended.stdout.split())
    assert "way queued → ended" in told
    assert "unknown_outcome (failed): nobody knows whether it was dialled" in told


async def test_a_script_whose_call_never_rings_says_so_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    refused = Given(BadDay(rest_500=1), None)

    assert await play(EVENING, tmp_path, refused) == 1

    told = " ".join(capsys.readouterr().out.split())
    assert "evening-call.yaml:4: it never rang" in told


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--busy", "--voicemail"), "exclude each other"),
        (("--drop-webhook", "everything"), "everything"),
        (("--delay-webhook", "-1"), "-1"),
    ],
)
def test_an_impossible_bad_day_is_refused(words: tuple[str, ...], says: str) -> None:
    ended = ruby_fsm("demo", *words)

    assert ended.returncode == 2
    assert says in ended.stderr


def test_faults_of_a_scripts_network_are_all_named(tmp_path: Path) -> None:
    script = tmp_path / "bad.yaml"
    script.write_text("network: {droped: [completed], delay_s: soon}\nsteps:\n  - hang_up: true\n")

    ended = ruby_fsm("demo", "--script", str(script))

    assert ended.returncode == 78
    assert "network.droped: unknown; known are duplicated" in ended.stderr
    assert "network.delay_s: 'soon' is no float" in ended.stderr


def test_serve_only_rings_nobody_and_takes_calls_by_rest(tmp_path: Path) -> None:
    with serving(
        tmp_path / "unused", command=("demo", "--serve-only", "--duplicate-webhook")
    ) as it:
        answer = httpx.post(
            f"{it.url}/ai-calling/initiate-ai-call",
            json={"to_number": "+14155550100"},
            trust_env=False,
        )

    assert answer.status_code == 201
    assert not (tmp_path / "unused").exists()
