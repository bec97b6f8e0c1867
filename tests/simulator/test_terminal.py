"""A person at the terminal is called, reads, types, and is told what they can do."""

import io
import os

import pytest
from rich.console import Console

from ruby_fsm.simulator import TerminalCallee, Typed, VirtualClock
from ruby_fsm.simulator.terminal import RINGING, TURNS
from tests.simulator.sim_world import World, twiml, world

LISTEN = '<Gather input="speech dtmf" action="/heard" speechTimeout="2"><Say>{}</Say></Gather>'
DOCUMENTS: dict[str, object] = {
    "/answer": twiml(
        "<Say>Hello, this is Ruby.</Say>", LISTEN.format("How are you?"), "<Redirect>/q</Redirect>"
    ),
    "/q": twiml(LISTEN.format("Are you there?")),
    "/heard": twiml("<Say>Goodbye.</Say>"),
}


async def typing(
    *lines: str | None, documents: dict[str, object] | None = None
) -> tuple[World, str]:
    """Play a call with these lines typed beforehand; returns what stood on the terminal."""
    clock, typed, screen = VirtualClock(), Typed(), io.StringIO()
    for line in lines:
        typed.put(line)

    async def state() -> str:
        return "listening, mood sad"

    console = Console(file=screen, width=100)
    callee = TerminalCallee(typed, console, clock, show_state=state)
    async with world(documents or DOCUMENTS, callee, clock=clock) as w:
        await w.finish(await w.create())
        return w, screen.getvalue()


async def test_the_conversation_stands_on_the_screen() -> None:
    w, screen = await typing("", "i am tired")

    assert "Ruby is calling from +15005550006" in screen
    assert "Ruby: How are you?" in screen
    assert "Ruby: Goodbye." in screen
    assert "The line is down (completed)." in screen
    assert w.app.at("/heard")[0]["SpeechResult"] == "i am tired"


async def test_words_that_pick_up_are_the_first_that_are_said() -> None:
    w, _ = await typing("hello ruby", "i am tired")

    assert w.app.at("/heard")[0]["SpeechResult"] == "hello ruby"


async def test_help_lists_every_command_there_is() -> None:
    _, screen = await typing("/help", "", None)

    for command in (*RINGING, *TURNS, "/key", "/state", "/help"):
        assert f"\n  {command} " in screen


@pytest.mark.parametrize(
    ("line", "status"),
    [("/busy", "busy"), ("/reject", "busy"), ("/hangup", "busy"), (None, "no-answer")],
)
async def test_the_phone_need_not_be_answered(line: str | None, status: str) -> None:
    w, screen = await typing(line)

    (call,) = w.sim.calls.values()
    assert call.status == status
    assert f"The line is down ({status})." in screen


async def test_before_answering_voicemail_answers_as_a_machine() -> None:
    w, _ = await typing("/voicemail", None)

    (call,) = w.sim.calls.values()
    assert call.status == "completed"


async def test_in_mid_call_voicemail_plays_a_machines_greeting() -> None:
    w, _ = await typing("", "/voicemail")

    assert "leave a message after the tone" in w.app.at("/heard")[0]["SpeechResult"]


async def test_keys_are_pressed() -> None:
    w, _ = await typing("", "/key 9#")

    assert w.app.at("/heard")[0]["Digits"] == "9"


async def test_noise_is_heard_with_little_confidence() -> None:
    w, _ = await typing("", "/noise")

    assert float(w.app.at("/heard")[0]["Confidence"]) < 0.4


async def test_silence_lets_the_gather_time_out() -> None:
    documents = DOCUMENTS | {
        "/answer": twiml('<Gather input="speech" action="/heard"/>', "<Redirect>/q</Redirect>")
    }

    w, screen = await typing("", "/silence", "hello", documents=documents)

    assert len(w.app.at("/q")) == 1
    assert "Ruby: Are you there?" in screen


async def test_a_gather_in_passing_waits_for_nobody() -> None:
    documents = DOCUMENTS | {
        "/answer": twiml(
            '<Gather input="speech" action="/heard" timeout="1"/>', "<Redirect>/q</Redirect>"
        )
    }
    clock, typed = VirtualClock(), Typed()
    typed.put("")
    callee = TerminalCallee(typed, Console(file=io.StringIO()), clock)

    async with world(documents, callee, clock=clock) as w:
        await w.create()
        await w.clock.advance(10)
        paths = [got.path for got in w.app.got]

    assert paths == ["/answer", "/q"]


async def test_words_in_passing_are_heard() -> None:
    documents = DOCUMENTS | {
        "/answer": twiml('<Gather input="speech" action="/heard" timeout="1"/>')
    }

    w, _ = await typing("", "wait", documents=documents)

    assert w.app.at("/heard")[0]["SpeechResult"] == "wait"


async def test_the_end_of_input_hangs_up() -> None:
    w, screen = await typing("", None)

    assert w.app.at("/heard") == []
    assert "The line is down (completed)." in screen


async def test_hanging_up_in_mid_sentence_ends_the_call() -> None:
    w, screen = await typing("", "/hangup")

    assert "How are you?" not in screen
    (call,) = w.sim.calls.values()
    assert call.status == "completed"


async def test_state_help_and_unknown_commands_are_no_turn() -> None:
    _, screen = await typing("/help", "", "/state", "/help", "/jump", "", "hello")

    assert "listening, mood sad" in screen
    assert screen.count("/hangup") >= 2
    assert "/jump is no command here; /help lists them." in screen
    assert "Ruby: Goodbye." in screen


@pytest.mark.parametrize(
    ("line", "status"), [("", "completed"), ("/busy", "busy"), ("/silence", "no-answer")]
)
async def test_a_transfer_is_the_persons_to_decide(line: str, status: str) -> None:
    documents: dict[str, object] = {
        "/answer": twiml('<Dial action="/dial">+14155550111</Dial>'),
        "/dial": twiml("<Say>Goodbye.</Say>"),
    }

    w, screen = await typing("", line, documents=documents)

    assert "Ruby connects you with +14155550111." in screen
    assert w.app.at("/dial")[0]["DialCallStatus"] == status


async def test_lines_are_read_from_a_stream_until_it_ends() -> None:
    end, start = os.pipe()
    with os.fdopen(end, encoding="utf-8") as stream:
        typed = Typed.read_from(stream)
        os.write(start, b"hello\nworld\n")
        os.close(start)
        lines = [await typed.line() for _ in range(4)]

    assert lines == ["hello", "world", None, None]
