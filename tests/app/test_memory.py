"""What is known of a person from earlier calls, and what is not."""

from __future__ import annotations

from pathlib import Path

from ruby_fsm.app.prompts import system_text
from ruby_fsm.app.records import LastTalk
from ruby_fsm.config.schema import Config
from ruby_fsm.simulator import Answer, Digits, HandCallee, Outcome, Speech
from ruby_fsm.understanding.assessment import Mood
from tests.app.hasty import changed
from tests.app.kit import CONFIG, HARMLESS, heard, listening, quick, ringing, says
from tests.world import Ruby

SAD = "i am so sad my dog died and i cry all the time"
REMEMBERS = changed({"memory:\n  enabled: false": "memory:\n  enabled: true"})


async def talk(it: Ruby, *said: str) -> HandCallee:
    """A call in which this was said, ended by a goodbye."""
    _, person = await listening(it)
    for words in said:
        await says(it, person, Speech(words))
    await says(it, person, Speech("goodbye"))
    await it.pass_time(2)
    return person


async def known(data: Path, config: Config, *said: str) -> tuple[str, LastTalk | None]:
    """What the next call's prompt says, and what is kept, after a call in which this was said."""
    async with quick(data, config=config) as it:
        await talk(it, *said)
        call_id, person = await listening(it)
        await says(it, person, Speech(HARMLESS))
        return system_text(it.chat.asked[-1]), (await it.record(call_id)).person.last_talk


async def test_the_next_call_knows_mood_and_topics_where_memory_is_on(tmp_path: Path) -> None:
    text, kept = await known(tmp_path, REMEMBERS, SAD)

    assert kept is not None
    assert kept.mood is Mood.SAD
    assert kept.topics
    assert "then they seemed sad, and you spoke of " in text
    assert "dog died" not in text


async def test_without_memory_it_knows_that_there_was_a_call_and_no_more(tmp_path: Path) -> None:
    text, kept = await known(tmp_path, CONFIG, SAD)

    assert kept is None
    assert "You have talked before, on another day. " in text
    assert "sad" not in text


async def test_a_person_called_before_is_greeted_so(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        await talk(it, HARMLESS)
        _, person = await listening(it)

        await says(it, person, Speech("hello"))

        assert "again" in heard(person)[-1]


async def test_a_machine_is_no_one_who_was_called_before(tmp_path: Path) -> None:
    """Neither one that the detector hears nor one that its greeting gives away."""
    mailbox = "you have reached the voicemail of anna my dog and i are out leave a message"
    async with quick(tmp_path, config=REMEMBERS) as it:
        _, person = await ringing(it)
        person.answer(Answer(Outcome.MACHINE, after_s=0))
        await it.pass_time(10)
        _, person = await listening(it)
        await says(it, person, Speech(mailbox))
        await it.pass_time(2)

        call_id, person = await listening(it)

        record = await it.record(call_id)
        assert not record.call.is_returning
        assert record.person.last_talk is None


async def test_what_a_screener_said_is_not_remembered(tmp_path: Path) -> None:
    screener = "i record your name and reason for calling my work at the office is to see who it is"
    async with quick(tmp_path, config=REMEMBERS) as it:
        await talk(it, screener, "hello", "my dog is well")
        call_id, person = await listening(it)
        await says(it, person, Digits("9"))

        kept = (await it.record(call_id)).person.last_talk
        assert kept is not None
        assert "work" not in kept.topics
