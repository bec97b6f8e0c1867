"""Each invariant the shell must keep, in a small case of its own; the histories mix them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ruby_fsm.core.call import CallState, EndReason
from ruby_fsm.core.effects import Line, Say
from ruby_fsm.simulator import Digits, Silence, Speech
from ruby_fsm.understanding.assessment import Level
from tests.app.evidence import Evidence, Seen
from tests.app.invariants import (
    ALWAYS,
    invariant_01_table,
    invariant_02_path,
    invariant_03_gapless,
    invariant_04_fold,
)
from tests.app.kit import (
    DANGER,
    HARMLESS,
    PHRASES,
    call_of,
    gather,
    heard,
    listening,
    quick,
    says,
)
from tests.fakes import FixedChat
from tests.twiml_check import parsed
from tests.world import Ruby, words_of

STRANGER = "CA" + "e" * 32
NO_CALL = "CL" + "e" * 32


# --- 1 to 5: the log of a call ------------------------------------------------------------------
@pytest.mark.parametrize(
    "invariant", [invariant_01_table, invariant_02_path, invariant_03_gapless, invariant_04_fold]
)
async def test_01_table_02_path_03_gapless_04_fold_of_a_whole_call(
    tmp_path: Path, invariant: Callable[[Seen], None]
) -> None:
    async with quick(tmp_path) as it:
        await whole_call(it)
        evidence = Evidence(it)
        seen = evidence.whole()
        evidence.close()

        invariant(seen)

        (story,) = seen.stories.values()
        assert len(story.rows) > 12


async def test_01_to_04_a_log_that_was_tampered_with_is_seen(tmp_path: Path) -> None:
    """A check that cannot fail proves nothing: each sees a fault of its own kind."""
    async with quick(tmp_path) as it:
        await whole_call(it)
        evidence = Evidence(it)
        (story,) = evidence.look().stories.values()
        row = story.rows[4]
        planted = {
            invariant_01_table: replace(row, from_state=CallState.ENDED),
            invariant_02_path: replace(row, from_state=CallState.CLOSING),
            invariant_03_gapless: replace(row, seq=9),
            invariant_04_fold: replace(row, verbs=(Say("never said", Line.REPLY),)),
        }
        for invariant, fault in planted.items():
            seen = evidence.look()
            seen.stories[story.call.call_id].rows[4] = fault
            with pytest.raises(AssertionError):
                invariant(seen)
        evidence.close()


async def test_05_absorb_words_after_the_end_are_assessed_and_escalated_and_move_nothing(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        await says(it, person, Speech(HARMLESS))
        it.simulator.line(it.sid(call_id)).hang_up()
        await it.calm()
        ended = await call_of(it, call_id)
        assert ended.state is CallState.ENDED

        answer = await gather(it, call_id, ended.doc, DANGER)

        call = await call_of(it, call_id)
        assert (call.state, call.end_reason) == (CallState.ENDED, EndReason.HUNG_UP)
        assert (call.risk, len(it.alerts.sent)) == (Level.MODERATE, 1)
        assert PHRASES.resources in words_of(answer)
        assert answer.endswith("<Hangup /></Response>")
        assert len(it.chat.asked) == 1


async def test_05_absorb_harmless_words_after_the_end_hear_a_word_and_the_end(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path) as it:
        call_id, _ = await listening(it)
        it.simulator.line(it.sid(call_id)).hang_up()
        await it.calm()

        answer = await gather(it, call_id, (await call_of(it, call_id)).doc, HARMLESS)

        assert words_of(answer)
        assert answer.endswith("<Hangup /></Response>")
        assert "<Gather" not in answer
        assert it.chat.asked == []


async def whole_call(it: Ruby) -> str:
    call_id, person = await listening(it)
    for words in (Speech(HARMLESS), Silence(), Digits("5"), Speech(DANGER), Speech(HARMLESS)):
        await says(it, person, words)
    await it.crash()
    for _ in range(2):
        await says(it, person, Speech("goodbye"))
    return call_id


# --- 10: what goes out is TwiML -----------------------------------------------------------------
HOSTILE = '</Say><Hangup/>&amp;<![CDATA[ "\x00\x07 \U0001f600 ﷽ {name} ' + "word " * 400


async def test_10_twiml_stays_whole_whatever_is_said_named_or_replied(tmp_path: Path) -> None:
    chat = FixedChat(lambda _: "\ud83d" + HOSTILE)  # a model may even break off within a letter
    async with quick(tmp_path, chat=chat) as it:
        hostile = "".join(c for c in HOSTILE if c.isprintable())
        call_id, person = await listening(it, user_name=hostile[:80], custom_prompt=hostile[:500])
        await says(it, person, Speech(HOSTILE))
        await gather(it, call_id, (await call_of(it, call_id)).doc, HOSTILE * 3)

        for exchange in it.traffic.exchanges:
            if exchange.is_spoken:
                assert [x.tag for x in parsed(exchange.answer).iter("Hangup")] == []
        assert "Hangup" in heard(person)[-1], "spoken as the words they are"


def test_every_invariant_of_the_histories_has_its_number() -> None:
    numbers = [int(check.__name__.split("_")[1]) for check in ALWAYS]

    wanted = {1, 2, 3, 4, 5, 7, 10, 13, 15, 16, 17, 18, 19, 20, 21, 22, 27}
    assert wanted <= set(numbers)
    assert numbers == sorted(numbers)
