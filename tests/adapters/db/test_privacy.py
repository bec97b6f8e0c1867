"""Nothing personal can be read from the files of the store."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.app.records import Escalation, Remembered, StepTaken
from ruby_fsm.core.effects import Line, Say
from ruby_fsm.core.events import KeyPressed, ReplyReady, SpeechHeard
from ruby_fsm.understanding.assessment import Assessment, Category, Level, Risk
from tests.adapters.db.store_world import opened, record, row

CANARIES = {
    "number": "+14155550177",
    "name": "Wilhelmina",
    "user": "user-canary-9",
    "prompt": "prompt-canary about her sister",
    "speech": "speech-canary I feel alone",
    "evidence": "evidence-canary",
    "reply": "reply-canary I hear you",
    "digits": "998877665544",
    "operator": "operator-canary",
    "contact": "+442079460999",
    "answer": "answer-canary",
    "key": "key-canary-+14155550177",
}


def keep_all(unit: StoreUnit) -> None:
    c = CANARIES
    whole = record(number=c["number"])
    person = replace(
        whole.person, user_id=c["user"], user_name=c["name"], custom_prompt=c["prompt"]
    )
    unit.add_call(replace(whole, person=person))
    assessment = Assessment(Risk(Level.HIGH, Category.PLAN, c["evidence"]))
    unit.append(row(1, SpeechHeard(1, c["speech"], 0.9, assessment)))
    unit.append(row(2, ReplyReady(1, 1, c["reply"], "companion", 9), verbs=(say(c["reply"]),)))
    unit.append(row(3, KeyPressed(1, c["digits"])))
    unit.suppress(c["number"], 1, "words")
    step = StepTaken(1, c["contact"], "sms", 1, "sent")
    unit.save_escalation(
        Escalation("ES1", "CL1", 1, Level.HIGH, Category.PLAN, 1, (step,), 2, c["operator"])
    )
    unit.remember("token", c["key"], Remembered(c["number"], "CL1", 1, c["answer"]))


def say(text: str) -> Say:
    return Say(text, Line.REPLY)


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


async def test_no_personal_word_stands_in_the_bytes_of_the_files(tmp_path: Path) -> None:
    async with opened(tmp_path / "ruby.db") as store:
        await store.units.run(keep_all)
        files = files_of(tmp_path)
        written = b"".join(files.values())
        log = await store.reader.log("CL1")

    assert files.keys() >= {"ruby.db", "ruby.db-wal"}
    assert b"ruby_calls" in written
    assert [name for name, word in CANARIES.items() if word.encode() in written] == []
    assert isinstance(log[0].event, SpeechHeard)
    assert log[0].event.text == CANARIES["speech"]


async def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    async with opened(tmp_path / "ruby.db") as store:
        assert store.place.stat().st_mode & 0o077 == 0
