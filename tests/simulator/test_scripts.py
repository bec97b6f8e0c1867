"""Scripted calls: what they can say and do, and how they tell what was not met."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ruby_fsm.simulator import (
    Played,
    Script,
    ScriptedCallee,
    ScriptError,
    UnmetError,
    VirtualClock,
    load,
)
from ruby_fsm.simulator.scripted import Hook
from ruby_fsm.simulator.steps import KINDS
from tests.simulator.sim_world import APP, World, twiml, world

LISTEN = '<Gather input="speech dtmf" action="/heard" speechTimeout="2"><Say>{}</Say></Gather>'
ANSWER = twiml(LISTEN.format("Hello, this is Ruby. How are you?"), "<Redirect>/again</Redirect>")
BYE = twiml("<Say>Take care. Goodbye.</Say>", "<Hangup/>")
DOCUMENTS: dict[str, object] = {
    "/answer": ANSWER,
    "/heard": [twiml(LISTEN.format("Tell me more.")), BYE],
    "/again": twiml(LISTEN.format("Are you there?"), "<Redirect>/again</Redirect>"),
}


async def play(
    *steps: Mapping[str, Any],
    documents: Mapping[str, object] = DOCUMENTS,
    hooks: Mapping[str, Hook] | None = None,
    **form: str,
) -> tuple[Played, World]:
    """Play these steps against the application; the script's clock is the network's."""
    clock = VirtualClock()
    callee = ScriptedCallee(Script.of("script", steps), clock.sleep, hooks)
    async with world(documents, callee, clock=clock) as w:
        sid = await w.create(**form)
        await w.finish(sid)
        return callee.so_far(), w


async def test_a_call_that_goes_as_scripted_passes() -> None:
    played, w = await play(
        {"hear": ["this is ruby", "re: how (are|were) you"]},
        {"say": "i had a long day", "confidence": 0.3},
        {"not_hear": "goodbye"},
        {"hear": "more"},
        {"say": "that's all"},
        {"hear": "take care"},
    )

    assert played.unmet == ()
    assert played.passed
    assert played.transcript == (
        ("caller", "Hello, this is Ruby. How are you?"),
        ("callee", "i had a long day"),
        ("caller", "Tell me more."),
        ("callee", "that's all"),
        ("caller", "Take care. Goodbye."),
    )
    assert w.app.at("/heard")[0]["Confidence"] == "0.3"


async def test_every_expectation_not_met_is_named_with_its_place() -> None:
    played, _ = await play(
        {"hear": "good morning"},
        {"not_hear": "ruby"},
        {"say": "hello"},
        {"say": "bye"},
        {"hear": "see you"},
        {"press": "1"},
    )

    assert not played.passed
    assert [unmet.partition(":")[0] for unmet in played.unmet] == [
        "script, step 1",
        "script, step 2",
        "script, step 5",
        "script, step 6",
    ]
    assert "'good morning' was not heard in 'Hello, this is Ruby." in played.unmet[0]
    assert "'ruby' was heard" in played.unmet[1]
    assert "the call was over before (completed)" in played.unmet[3]


async def test_the_callee_waits_silently_for_what_it_expects() -> None:
    played, w = await play({"hear": "are you there"}, {"hang_up": True})

    assert played.passed
    assert len(w.app.at("/again")) == 1


async def test_silence_can_last_several_turns() -> None:
    played, w = await play({"silence": 2}, {"hear": "are you there"}, {"hang_up": True})

    assert played.passed
    assert len(w.app.at("/again")) == 2


async def test_a_call_that_outlives_its_script_fails() -> None:
    played, _ = await play({"hear": "ruby"})

    assert played.unmet == ("script, step 1: the call did not end after the script's last step",)


async def test_words_can_be_said_over_a_prompt() -> None:
    documents = DOCUMENTS | {
        "/answer": twiml(
            '<Gather input="speech" action="/heard"><Say>One moment.</Say>'
            "<Say>Still here.</Say></Gather>"
        ),
        "/heard": BYE,
    }

    played, w = await play(
        {"hear": "one moment"},
        {"say": "i can't go on", "over": "moment"},
        {"hear": "goodbye"},
        documents=documents,
    )

    assert played.unmet == ()
    assert ("caller", "Still here.") not in played.transcript
    assert w.app.at("/heard")[0]["SpeechResult"] == "i can't go on"


async def test_words_over_what_nobody_listens_to_are_unmet() -> None:
    played, _ = await play({"say": "wait", "over": "goodbye"}, documents={"/answer": BYE})

    assert played.unmet == ("script, step 1: nobody listened (completed)",)


async def test_words_begun_too_early_are_heard_as_soon_as_somebody_listens() -> None:
    documents: dict[str, object] = {
        "/answer": twiml(
            "<Say>One moment.</Say>", '<Gather input="speech" action="/heard" timeout="1"/>'
        ),
        "/heard": BYE,
    }

    played, w = await play(
        {"say": "i can't go on", "over": "one moment"}, {"hear": "goodbye"}, documents=documents
    )

    assert played.unmet == ()
    assert w.app.at("/heard")[0]["SpeechResult"] == "i can't go on"


async def test_a_gather_in_passing_is_no_turn_to_speak() -> None:
    passing = '<Gather input="speech" action="/passing" timeout="1"/>'
    documents: dict[str, object] = {
        "/answer": [
            *[twiml(passing, "<Redirect>/answer</Redirect>")] * 15,
            twiml(LISTEN.format("Now you.")),
        ],
        "/heard": BYE,
    }

    played, w = await play({"say": "i see"}, {"hear": "goodbye"}, documents=documents)

    assert played.unmet == ()
    assert w.app.at("/passing") == []
    assert w.app.at("/heard")[0]["SpeechResult"] == "i see"


async def test_words_can_arrive_late_while_the_goodbye_is_said() -> None:
    played, w = await play(
        {"say": "that was it"},
        {"say": "really"},
        {"late_say": "i will end it", "over": "take care"},
        {"hear": "goodbye"},
    )

    assert played.unmet == ()
    assert [got["SpeechResult"] for got in w.app.at("/heard")] == [
        "that was it",
        "really",
        "i will end it",
    ]


async def test_words_can_arrive_after_completed() -> None:
    played, w = await play(
        {"say": "one"},
        {"say": "two"},
        {"hear": "goodbye"},
        {"late_say": "i will end it", "after": "completed"},
        StatusCallback=f"{APP}/status",
    )

    assert played.unmet == ()
    assert [got.path for got in w.app.got[-2:]] == ["/status", "/heard"]
    assert w.app.got[-1].params["SpeechResult"] == "i will end it"


async def test_time_passes_and_the_line_stays_as_it_is() -> None:
    played, w = await play({"wait": "31m"}, {"say": "still here"}, {"say": "bye"})

    assert played.unmet == ()
    assert w.app.at("/again") == []
    (call,) = w.sim.calls.values()
    assert call.duration_s is not None
    assert call.duration_s > 31 * 60


async def test_hooks_do_what_is_outside_the_call() -> None:
    done: list[Mapping[str, Any]] = []

    async def resolve(args: Mapping[str, Any]) -> None:
        done.append(args)

    async def refuse(args: Mapping[str, Any]) -> None:
        raise UnmetError("409, not in crisis")

    played, _ = await play(
        {"do": {"name": "resolve", "reason": "safe now"}},
        {"do": {"name": "refuse"}},
        {"do": {"name": "resole"}},
        {"hang_up": True},
        hooks={"resolve": resolve, "refuse": refuse},
    )

    assert done == [{"reason": "safe now"}]
    assert played.unmet == (
        "script, step 2: refuse: 409, not in crisis",
        "script, step 3: no hook is named 'resole'; known are refuse, resolve",
    )


async def test_a_hook_that_breaks_is_unmet_and_ends_the_call() -> None:
    async def broken(args: Mapping[str, Any]) -> None:
        raise KeyError("nothing")

    clock = VirtualClock()
    steps: list[dict[str, Any]] = [{"do": {"name": "broken"}}, {"hang_up": True}]
    callee = ScriptedCallee(Script.of("script", steps), clock.sleep, {"broken": broken})
    async with world(DOCUMENTS, callee, clock=clock) as w:
        sid = await w.create()
        with pytest.raises(KeyError):
            await w.finish(sid)
        played = await callee.played()

    assert played.unmet == (
        "script, step 1: broken: it broke off",
        "script, step 2: the call was over before (failed)",
    )


@pytest.mark.parametrize(
    ("listens", "step", "fault"),
    [
        ("dtmf", {"say": "hello"}, "the call listens for keys only"),
        ("speech", {"press": "1"}, "the call listens for words only"),
    ],
)
async def test_what_the_call_does_not_listen_for_is_unmet(
    listens: str, step: Mapping[str, Any], fault: str
) -> None:
    documents = {"/answer": twiml(f'<Gather input="{listens}" action="/heard"/>')}

    played, w = await play(step, documents=documents)

    assert played.unmet == (f"script, step 1: {fault}",)
    assert w.app.at("/heard") == []


async def test_words_over_what_is_never_said_are_unmet() -> None:
    played, _ = await play({"say": "wait", "over": "never said"}, {"hang_up": True})

    assert "'never said' was not said in 'Hello, this is Ruby." in played.unmet[0]


async def test_words_cannot_be_late_before_the_first_gather() -> None:
    played, _ = await play({"late_say": "hello", "over": "goodbye"}, documents={"/answer": BYE})

    assert "nothing can be said late" in played.unmet[0]


async def test_a_transfer_step_that_never_comes_is_unmet() -> None:
    played, _ = await play({"transfer": "busy"}, {"hang_up": True})

    assert "it never came to this; heard was" in played.unmet[0]


async def test_a_hook_runs_once_although_it_has_the_line_taken_away() -> None:
    done: list[str] = []
    clock = VirtualClock()

    async def redirect(args: Mapping[str, Any]) -> None:
        (sid,) = w.sim.calls
        await w.update(sid, Url=f"{APP}/again")
        await clock.sleep(5)
        done.append("redirect")

    script = Script.of(
        "script", [{"do": {"name": "redirect"}}, {"hear": "there"}, {"hang_up": True}]
    )
    callee = ScriptedCallee(script, clock.sleep, {"redirect": redirect})
    async with world(DOCUMENTS, callee, clock=clock) as w:
        await w.finish(await w.create())

    assert done == ["redirect"]
    assert callee.so_far().unmet == ()


async def test_a_script_can_go_over_several_attempts() -> None:
    clock = VirtualClock()
    steps: list[dict[str, Any]] = [
        {"answer": "busy"},
        {"wait": "5m"},
        {"answer": "answer", "after": "2s"},
    ]
    callee = ScriptedCallee(Script.of("script", [*steps, {"hang_up": True}]), clock.sleep)

    async with world(DOCUMENTS, callee, clock=clock) as w:
        first = await w.create()
        await w.finish(first)
        second = await w.create()
        await w.finish(second)
        played = await callee.played()

    assert [w.sim.calls[sid].status.value for sid in (first, second)] == ["busy", "completed"]
    assert played.unmet == ()


async def test_a_script_decides_how_a_transfer_goes() -> None:
    documents = {"/answer": twiml('<Dial action="/dial">+14155550111</Dial>'), "/dial": BYE}

    played, w = await play({"transfer": "no-answer"}, {"hear": "goodbye"}, documents=documents)

    assert played.unmet == ()
    assert w.app.at("/dial")[0]["DialCallStatus"] == "no-answer"


async def test_an_unscripted_transfer_is_unmet() -> None:
    documents = {"/answer": twiml("<Dial>+14155550111</Dial>")}

    played, _ = await play({"not_hear": "ruby"}, documents=documents)

    assert "the call was transferred" in played.unmet[0]


def test_a_script_file_keeps_what_it_does_not_understand_as_data(tmp_path: Path) -> None:
    path = tmp_path / "evening.yaml"
    path.write_text(
        "name: An evening call\n"
        "call: {initial_mood: sad, user_name: Sam}\n"
        "steps:\n"
        '  - hear: "this is Ruby"\n'
        "expect:\n"
        "  states: [queued, greeting]\n"
        "  max_risk: none\n",
        encoding="utf-8",
    )

    script = load(path)

    assert script.name == "An evening call"
    assert script.call == {"initial_mood": "sad", "user_name": "Sam"}
    assert script.expect == {"states": ["queued", "greeting"], "max_risk": "none"}
    assert [step.at for step in script.steps] == [f"{path}:4"]


def test_a_script_file_names_every_fault_at_once(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(
        "nmae: x\n"
        "call: sad\n"
        "steps:\n"
        "  - saay: hello\n"
        "  - {say: hello, confidence: 3}\n"
        "  - say: 5\n"
        "  - {say: hello, ovr: x}\n"
        "  - press: abc\n"
        "  - silence: 0\n"
        "  - hang_up: false\n"
        "  - wait: soon\n"
        "  - do: resolve\n"
        "  - hear: ''\n"
        "  - hear: 're: ('\n"
        "  - {late_say: hello, after: noon}\n"
        "  - answer: perhaps\n"
        "  - transfer: perhaps\n"
        "  - hello\n",
        encoding="utf-8",
    )

    with pytest.raises(ScriptError) as caught:
        load(path)

    faults = "\n".join(caught.value.faults).replace(f"{path}", "f")
    assert [fault.split(" ")[0] for fault in faults.splitlines()] == [
        "f:",
        *[f"f:{line}:" for line in range(4, 19)],
        "f:",
    ]
    assert "'nmae' is unknown; known are name, call, network, humans, steps, expect" in faults
    assert "'saay' is unknown here; did you mean 'say'?" in faults
    assert "say: 'ovr' is unknown here; did you mean 'over'?" in faults
    assert "confidence is 3; write 0 to 1, or null for none" in faults


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("steps: [", "not YAML"),
        ("- say: x", "write a mapping with name, call, network, humans, steps, expect"),
        ("name: x", "steps is missing; write a list of steps"),
    ],
)
def test_a_file_that_is_no_script_says_so(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "no.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ScriptError, match=fault):
        load(path)


def test_a_missing_script_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(ScriptError, match="cannot be read: No such file"):
        load(tmp_path / "none.yaml")


def test_a_script_without_steps_is_met_by_no_ringing_at_all() -> None:
    never = Script.of("nobody is rung", [])

    assert ScriptedCallee(never, VirtualClock().sleep).unrung().passed


async def test_a_script_without_steps_fails_if_it_rings() -> None:
    played, _ = await play()

    assert played.unmet == ("script: it rang, the script has no steps for that",)


def test_a_script_with_steps_fails_if_it_never_rings() -> None:
    wanted = Script.of("script", [{"hear": "ruby"}, {"hang_up": True}])

    played = ScriptedCallee(wanted, VirtualClock().sleep).unrung()

    assert played.unmet == ("script, step 1: it never rang",)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_whatever_stands_in_a_step_is_read_or_its_place_is_told(kind: str) -> None:
    for junk in (None, True, -1, 1.5, "", "x", "re:(", [], {}, [{}], {"status": []}, [[1]]):
        for key in (kind, *KINDS[kind][0]):
            told = fault_of({kind: "completed", key: junk})
            assert not told or told.startswith("junk, step 1: "), (kind, key, junk, told)


def fault_of(step: Mapping[str, object]) -> str:
    try:
        Script.of("junk", [step])
    except ScriptError as fault:
        return str(fault)
    return ""
