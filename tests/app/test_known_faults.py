"""Faults that services of this kind have had: each is a test here, so that none comes back."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from ruby_fsm.core.call import CallState, EndReason
from ruby_fsm.core.events import SpeechHeard
from ruby_fsm.simulator import Answer, Digits, HangUp, Listening, Silence, Speech, Status
from tests.app.kit import (
    CONFIG,
    DANGER,
    HARMLESS,
    PHRASES,
    POLICY,
    call_of,
    heard,
    listening,
    quick,
    ringing,
    rows_of,
    says,
)
from tests.twiml_check import parsed
from tests.world import TO_NUMBER, Ruby, words_of

SECRET = "mention her late husband Rolf gently"
OTHER = "+14155550111"


def plain(text: str) -> str:
    return text.replace(", {name}", "").replace("{name}, ", "")


# --- who is on the line, and what they mean -----------------------------------------------------
@pytest.mark.parametrize(
    "words", ["i'm quite sad", "i can't stop crying", "i want to quit my job", "by and by it ends"]
)
async def test_goodbye_is_not_heard_in_the_middle_of_other_words(
    tmp_path: Path, words: str
) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)

        await says(it, person, Speech(words))

        assert isinstance(person.asked, Listening)
        assert (await call_of(it, call_id)).state is CallState.LISTENING


async def test_unclear_speech_is_asked_for_once_and_then_answered_anyway(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        await says(it, person, Speech(HARMLESS, 0.1))
        assert heard(person)[-1] in [plain(text) for text in PHRASES.ask_again]
        assert it.chat.asked == []

        await says(it, person, Speech(HARMLESS, 0.1))

        assert heard(person)[-1] == "That is reply 1."
        assert len(await rows_of(it, call_id, SpeechHeard)) == 2, "nothing said is thrown away"


async def test_danger_in_unclear_speech_is_danger(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)

        await says(it, person, Speech(DANGER, 0.01))

        assert (await call_of(it, call_id)).state is CallState.CRISIS
        assert PHRASES.resources in heard(person)


async def test_two_silences_get_two_different_prompts_and_the_third_says_goodbye(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        await says(it, person, Speech(HARMLESS))
        prompts = []
        for _ in range(POLICY.numbers.silences):
            await says(it, person, Silence())
            prompts.append(heard(person)[-1])
            assert isinstance(person.asked, Listening)
        assert len(set(prompts)) == len(prompts)
        assert set(prompts) <= {plain(text) for text in PHRASES.reprompts}

        await says(it, person, Silence())

        assert heard(person)[-1] == plain(PHRASES.silence_goodbye)
        assert (await call_of(it, call_id)).end_reason is EndReason.SILENCE


async def test_a_word_between_silences_begins_the_count_anew(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        for _ in range(4):
            await says(it, person, Silence())
            await says(it, person, Silence())
            await says(it, person, Speech(HARMLESS))
        assert (await call_of(it, call_id)).is_on_the_line


async def test_no_sequence_of_silences_goes_on_for_ever(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        for _ in range(5):
            if isinstance(person.asked, Listening):
                await says(it, person, Silence())
        assert not (await call_of(it, call_id)).is_live


# --- speaking and listening ---------------------------------------------------------------------
async def test_the_person_may_speak_over_all_but_what_they_must_hear(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        _, person = await listening(it)
        await says(it, person, Speech(HARMLESS))
        await says(it, person, Speech(DANGER))

        can_speak = {one.text: one.can_speak for one in person.heard}
        assert can_speak["That is reply 1."] is True
        assert can_speak[PHRASES.resources] is False
        first, second, *_ = person.heard
        assert (first.can_speak, second.can_speak) == (False, True), "disclosure, greeting"


async def test_goodbye_is_said_to_its_end_before_the_line_goes_down(tmp_path: Path) -> None:
    async with quick(tmp_path, speed=1.0) as it:
        _, person = await ringing(it)
        person.answer(Answer(after_s=0))
        await it.reach(Listening)
        person.answer(Speech("goodbye"))
        await it.pass_time(3.5)
        assert it.calls()[0].status is Status.IN_PROGRESS
        await it.over()

        assert not person.heard[-1].can_speak
        assert it.calls()[0].status is Status.COMPLETED


async def test_a_slow_backend_does_not_hold_up_other_calls(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        _, slow = await listening(it)
        _, other = await listening(it, OTHER)
        it.chat.delay_s = 30.0
        slow.answer(Speech(HARMLESS))
        await it.calm()
        it.chat.delay_s = 0.0

        await says(it, other, Speech(HARMLESS))

        assert heard(other)[-1] == "That is reply 1."


async def test_calls_at_once_never_hear_each_other_s_replies(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        it.chat.say = lambda request: f"For {request.history[-1].text}."
        _, one = await listening(it)
        _, two = await listening(it, OTHER)
        it.chat.delay_s = 1.0
        one.answer(Speech("the first person"))
        two.answer(Speech("the second person"))
        await it.pass_time(2)

        assert heard(one)[-1] == "For the first person."
        assert heard(two)[-1] == "For the second person."


# --- what is private ----------------------------------------------------------------------------
async def test_custom_prompt_reaches_the_backend_and_is_never_spoken(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        _, person = await listening(it, custom_prompt=SECRET)
        for words in (Speech(HARMLESS), Silence(), Digits("5"), Speech(DANGER), Speech("goodbye")):
            await says(it, person, words)

        assert it.chat.asked[0].custom_prompt == SECRET
        assert all("Rolf" not in text for text in heard(person))


async def test_nothing_personal_stands_in_a_url_or_a_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    async with quick(tmp_path) as it:
        _, person = await listening(it, user_name="Roswitha", custom_prompt=SECRET, user_id="u-1")
        await says(it, person, Speech("my neighbour Ottokar " + DANGER))
        it.chat.broken = True
        await says(it, person, Speech(HARMLESS))
        it.gate.leave()
        await it.pass_time(60)
        urls = [f"{x.path}?{x.query}" for x in it.traffic.exchanges]
        orders = [str(dial) for dial in it.rest.made("POST", "/Calls.json")]

    said = "\n".join([*urls, caplog.text, *capfd.readouterr()])
    for private in ("Roswitha", "Rolf", "Ottokar", "kill myself", TO_NUMBER, TO_NUMBER[1:], "u-1"):
        assert private not in said, private
    assert not any(private in order for order in orders for private in ("Roswitha", "Rolf", "u-1"))


# --- danger -------------------------------------------------------------------------------------
async def test_risk_is_told_and_analytics_show_where_it_came_from(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        await says(it, person, Speech(DANGER))

        told = await it.told(call_id)

        assert (told["risk"]["level"], told["risk"]["max_level"]) == ("moderate", "moderate")
        assert told["risk"]["trajectory"][-1]["category"] == "ideation"
        assert told["risk"]["crisis_at"] is not None
        assert len(told["risk"]["escalations"]) == 1


async def test_no_human_is_rung_because_somebody_answered_twice(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        _, person = await listening(it)
        for _ in range(4):
            await says(it, person, Speech(HARMLESS))

        assert it.alerts.sent == []
        assert len(it.calls()) == 1


# --- the process --------------------------------------------------------------------------------
@pytest.mark.parametrize("how", ["restart", "crash"])
async def test_a_call_goes_on_where_it_was_after_the_process_died(tmp_path: Path, how: str) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        await says(it, person, Speech(HARMLESS))
        await getattr(it, how)()

        await says(it, person, Speech("and it was not all bad"))

        assert heard(person)[-1] == "That is reply 2."
        told = [one.text for one in it.chat.asked[-1].history if one.is_person]
        assert told == [HARMLESS, "and it was not all bad"]
        assert (await call_of(it, call_id)).turn == 2


async def test_active_calls_are_those_that_live_and_a_hang_up_is_seen_at_once(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        assert await active(it) == [call_id]

        await says(it, person, HangUp())

        assert await active(it) == []
        assert (await call_of(it, call_id)).end_reason is EndReason.HUNG_UP


async def active(it: Ruby) -> list[str]:
    answer = await it.api.get("/ai-calling/calls/active")
    return [call["call_id"] for call in answer.json()["active_calls"]]


async def test_many_tasks_do_not_outlive_the_calls_that_began_them(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        await it.calm()
        before = len(asyncio.all_tasks())
        for _ in range(5):
            _, person = await listening(it)
            await says(it, person, Speech(HARMLESS))
            await says(it, person, HangUp())
            await it.pass_time(16)

        assert len(asyncio.all_tasks()) == before


async def test_a_wish_for_a_human_is_met_or_honestly_refused(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        _, person = await listening(it)

        await says(it, person, Speech("i want to talk to a person"))

        assert CONFIG.handover.number == ""
        assert heard(person)[-1] == PHRASES.no_human
        assert isinstance(person.asked, Listening)


async def test_the_answer_of_a_queued_call_that_never_rang_is_the_greeting(tmp_path: Path) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        call_id, person = await ringing(it)
        person.answer(Answer(after_s=0))
        await it.calm()
        form = {"CallSid": it.sid(call_id)}

        answer = await it.drive(it.hook("reply", f"call={call_id}&at=0", form))

        assert plain(PHRASES.disclosure) in words_of(answer.text)
        assert parsed(answer.text).find("Gather") is not None
