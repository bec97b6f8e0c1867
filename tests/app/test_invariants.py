"""Each invariant the shell must keep, in a small case of its own; the histories mix them all."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import httpx
import pytest

from ruby_fsm.core.call import Call, CallState, EndReason
from ruby_fsm.core.effects import Line, Say
from ruby_fsm.core.events import CallAnswered, MachineAnswered, SpeechHeard
from ruby_fsm.simulator import Answer, Delivery, Digits, Outcome, Silence, Speech
from ruby_fsm.understanding.assessment import Category, Level
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
    GRAVE,
    HARMLESS,
    PHRASES,
    call_of,
    deliver,
    duplicate,
    heard,
    listening,
    next_hook,
    quick,
    ringing,
    rows_of,
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


# --- 13 to 18: webhooks -------------------------------------------------------------------------
async def test_13_dup_of_a_lost_answer_greets_with_the_same_words(tmp_path: Path) -> None:
    """The answer and the fallback after it were both lost; the fallback comes twice."""
    async with quick(tmp_path, by_hand=True) as it:
        call_id, person = await ringing(it)
        person.answer(Answer(after_s=0))
        it.simulator.desk.drop(await next_hook(it, "answer"))
        hook = await next_hook(it, "fallback")

        first = await duplicate(it, hook)
        again = await duplicate(it, hook)

        assert again.body == first.body
        assert PHRASES.disclosure.split("{", maxsplit=1)[0] in words_of(first.body.decode())
        assert len(await rows_of(it, call_id, CallAnswered)) == 1


ORDERS = list(permutations(range(4)))


@pytest.mark.parametrize("answer", ["known", "lost"])
async def test_14_reorder_any_order_of_status_events_gives_the_same_row(
    tmp_path: Path, answer: str
) -> None:
    """Also where the answer to our dial was lost, and the webhooks are all there is to know."""
    async with quick(tmp_path, by_hand=True) as it:
        found = set()
        for order in ORDERS:
            it.rest.faults = [httpx.ReadTimeout("lost")] if answer == "lost" else []
            call_id, person = await ringing(it)
            person.answer(Answer(after_s=0))
            await deliver(it, await held_back(it, "answer"))
            it.simulator.line(it.sid(call_id)).hang_up()
            await it.calm()
            hooks = [one for one in it.simulator.desk.pending if one.kind == "status"]
            assert len(hooks) == 4
            for place in order:
                await deliver(it, hooks[place])
            found.add(await row_of(it, call_id))
            await it.pass_time(2)

        assert len(ORDERS) == 24
        assert len(found) == 1, found


async def test_14_reorder_holds_for_a_telephone_that_was_busy(tmp_path: Path) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        found = set()
        for order in permutations(range(3)):
            call_id, person = await ringing(it)
            person.answer(Answer(Outcome.BUSY, after_s=0))
            await it.calm()
            hooks = list(it.simulator.desk.pending)
            assert len(hooks) == 3
            for place in order:
                await deliver(it, hooks[place])
            found.add(await row_of(it, call_id))
            await it.pass_time(2)

        assert len(found) == 1, found


async def held_back(it: Ruby, kind: str) -> Delivery:
    """A webhook that waits, while all others wait on."""
    await it.calm()
    return next(one for one in it.simulator.desk.pending if one.kind == kind)


async def row_of(it: Ruby, call_id: str) -> tuple[object, ...]:
    """All that is stored of a call, but for its own name and the hours of its times."""
    call = await call_of(it, call_id)
    (attempt, *_) = await it.parts.store.reader.attempts(call_id)
    told = [
        getattr(call, name) if not name.endswith("_ms") else getattr(call, name) is not None
        for name in Call.__dataclass_fields__
        if name not in {"call_id", "is_returning"}
    ]
    return *told, attempt.status, attempt.status_seq, attempt.duration_s, attempt.freed_ms is None


async def test_15_stale_words_are_assessed_and_never_answer_the_turn_that_is_open(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        greeted = (await call_of(it, call_id)).doc
        await says(it, person, Speech(HARMLESS))

        answer = await gather(it, call_id, greeted, "what was that")

        assert words_of(answer) == "That is reply 1.", "the newest words again"
        assert len(it.chat.asked) == 1
        stale = (await rows_of(it, call_id, SpeechHeard))[-1].event
        assert isinstance(stale, SpeechHeard)
        assert (stale.stale, stale.text) == (True, "what was that")
        assert (await call_of(it, call_id)).turn == 1


@pytest.mark.parametrize("words", [DANGER, "stop calling me"])
async def test_15_stale_danger_and_opt_out_count_all_the_same(tmp_path: Path, words: str) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        greeted = (await call_of(it, call_id)).doc
        await says(it, person, Speech(HARMLESS))

        await gather(it, call_id, greeted, words)

        expected = CallState.CRISIS if words == DANGER else CallState.CLOSING
        assert (await call_of(it, call_id)).state is expected


async def test_16_commit_first_the_file_knows_before_the_first_byte_of_an_answer(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        connection = sqlite3.connect(f"{it.parts.store.path.as_uri()}?mode=ro", uri=True)
        found: list[tuple[str, int | None]] = []

        def look() -> None:
            query = "SELECT name, doc FROM ruby_events WHERE call_id = ? ORDER BY n DESC LIMIT 1"
            found.append(connection.execute(query, (call_id,)).fetchone())

        it.traffic.witness = look
        await says(it, person, Speech(DANGER))
        connection.close()

        assert found
        name, doc = found[0]
        assert name == "SpeechHeard"
        assert doc == (await call_of(it, call_id)).doc


@pytest.mark.parametrize("kind", ["answer", "gather", "reply", "dial", "fallback"])
@pytest.mark.parametrize("query", ["", f"call={NO_CALL}&at=1"], ids=["no call", "a foreign call"])
async def test_17_unknown_ids_create_nothing_and_hear_where_help_is_to_be_had(
    tmp_path: Path, kind: str, query: str
) -> None:
    async with quick(tmp_path) as it:
        answer = await it.hook(kind, query, {"CallSid": STRANGER, "SpeechResult": DANGER})

        assert PHRASES.resources in words_of(answer.text)
        assert answer.text.endswith("<Hangup /></Response>")
        assert it.parts.counts["unknown_call"] == 1
        assert [alert.level for alert in it.alerts.sent] == [Level.MODERATE]
        assert await rows(it, "ruby_calls") == 0
        assert await rows(it, "ruby_events") == 0


async def test_17_unknown_status_is_counted_and_taken(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        form = {"CallSid": STRANGER, "CallStatus": "completed", "SequenceNumber": "3"}
        answer = await it.hook("status", f"call={NO_CALL}&attempt=1", form)

        assert answer.status_code == 204
        assert it.parts.counts["unknown_call"] == 1
        assert await rows(it, "ruby_events") == 0


async def test_18_bind_a_sid_a_call_and_an_attempt_belong_together(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        first, _ = await listening(it)
        second, _ = await ringing(it, "+14155550111")
        before = await rows(it, "ruby_events")
        pairs = [
            (first, it.sid(second), ""),  # somebody else's line
            (first, STRANGER, ""),  # a line that is none of ours, for a dial that has one
            (first, it.sid(first).replace("CA0", "CAf"), ""),
            (first, STRANGER, "&attempt=2"),  # an attempt that was never made
        ]
        for call_id, sid, more in pairs:
            query = f"call={call_id}&at=2{more}"
            answer = await it.hook("gather", query, {"CallSid": sid, "SpeechResult": "goodbye"})
            assert PHRASES.resources in words_of(answer.text)
            assert answer.text.endswith("<Hangup /></Response>")

        assert await rows(it, "ruby_events") == before
        assert (await call_of(it, first)).is_on_the_line


async def test_18_bind_an_answer_before_our_own_request_returned_tells_the_sid(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        it.rest.faults = [httpx.ReadTimeout("lost")]
        call_id, person = await ringing(it)
        person.answer(Answer(after_s=0))

        answer = await deliver(it, await held_back(it, "answer"))

        assert "Gather" in answer.body.decode()
        assert (await it.record(it.sid(call_id))).call.call_id == call_id


# --- 19 to 22: danger ---------------------------------------------------------------------------
async def at(it: Ruby, state: str) -> str:
    """A call brought into this state; its id."""
    call_id, person = await (ringing(it) if state == "queued" else listening(it))
    if state == "responding":
        it.chat.delay_s = 2.9
        person.answer(Speech(HARMLESS))
        await it.pass_time(2.6)
    elif state not in {"queued", "greeting"}:
        await says(it, person, Speech(DANGER if state == "crisis" else HARMLESS))
    if state == "closing":
        it.simulator.calls[it.sid(call_id)].order.time_limit_s = 10**6
        await it.parts.engine.stop()
        await it.api.post(f"/ai-calling/call/{call_id}/end")
    if state == "ended":
        it.simulator.line(it.sid(call_id)).hang_up()
    await it.calm()
    assert (await call_of(it, call_id)).state == state
    return call_id


@pytest.mark.parametrize("state", list(CallState))
async def test_19_assess_all_danger_is_heard_in_every_state(
    tmp_path: Path, state: CallState
) -> None:
    async with quick(tmp_path) as it:
        call_id = await at(it, state.value)
        before = await call_of(it, call_id)

        answer = await gather(it, call_id, before.doc, GRAVE)
        again = await gather(it, call_id, before.doc, GRAVE)

        call = await call_of(it, call_id)
        last = (await rows_of(it, call_id, SpeechHeard))[-1].event
        assert isinstance(last, SpeechHeard)
        assert (last.assessment.risk.level, call.risk) == (Level.IMMINENT, Level.IMMINENT)
        assert call.state is (CallState.ENDED if state is CallState.ENDED else CallState.CRISIS)
        assert call.heard == before.heard + 1, "the same utterance twice is one"
        assert PHRASES.resources in words_of(answer)
        assert again == answer


async def test_20_sticky_risk_stays_whatever_is_said_after_it(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        await says(it, person, Speech(GRAVE))
        for words in (HARMLESS, "i feel wonderful today", "that was a joke"):
            await says(it, person, Speech(words))
            assert (await call_of(it, call_id)).risk is Level.IMMINENT


async def test_20_sticky_a_machine_s_words_count_for_nothing(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        await says(it, person, Speech("please leave a message after the tone"))
        form = {"CallSid": it.sid(call_id), "AnsweredBy": "machine_end_beep"}
        await it.hook("amd", f"call={call_id}&attempt=1", form)

        call = await call_of(it, call_id)
        assert len(await rows_of(it, call_id, MachineAnswered)) == 1
        assert (call.risk, call.category, call.struck_n > 0) == (Level.NONE, Category.NONE, True)


async def test_21_preempt_danger_before_the_greeting_was_heard_drops_the_greeting(
    tmp_path: Path,
) -> None:
    """The answer's webhook was lost and danger is the first thing we hear of the line."""
    async with quick(tmp_path, by_hand=True) as it:
        call_id, person = await ringing(it)
        person.answer(Answer(after_s=0))
        await it.calm()

        answer = await gather(it, call_id, 0, DANGER)

        said = [say.text for say in parsed(answer).iter("Say")]
        assert PHRASES.resources in said
        assert not any("Ruby" in (text or "") for text in said)
        asks = [row for row in await it.log(call_id) if row.asks is not None]
        assert asks == []


async def test_21_preempt_no_word_of_a_model_is_in_the_answer_to_danger(tmp_path: Path) -> None:
    chat = FixedChat(lambda _: "MODEL WORDS")
    async with quick(tmp_path, chat=chat) as it:
        call_id, person = await listening(it)
        await says(it, person, Speech(HARMLESS))
        for words in (DANGER, GRAVE, HARMLESS):
            await says(it, person, Speech(words))

        said = heard(person)
        after = said[said.index(PHRASES.resources) :]
        assert "MODEL WORDS" in said
        assert "MODEL WORDS" not in after
        assert (await call_of(it, call_id)).state is CallState.CRISIS


async def test_22_no_drop_neither_goodbye_nor_silence_nor_the_limit_ends_a_crisis(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        await says(it, person, Speech(DANGER))
        await says(it, person, Speech("goodbye"))
        for _ in range(12):
            await says(it, person, Silence())
        await it.pass_time(31 * 60)
        await says(it, person, Speech(HARMLESS))

        assert (await call_of(it, call_id)).state is CallState.CRISIS
        documents = [x.answer for x in it.traffic.exchanges if x.is_spoken]
        assert not any("Hangup" in answer for answer in documents)
        await says(it, person, Speech("goodbye"))
        assert (await call_of(it, call_id)).end_reason is EndReason.CRISIS_GOODBYE
        assert PHRASES.resources in heard(person)[-2]


def test_every_invariant_of_the_histories_has_its_number() -> None:
    numbers = [int(check.__name__.split("_")[1]) for check in ALWAYS]

    wanted = {1, 2, 3, 4, 5, 7, 10, 13, 15, 16, 17, 18, 19, 20, 21, 22, 27}
    assert wanted <= set(numbers)
    assert numbers == sorted(numbers)


async def gather(it: Ruby, call_id: str, doc: int, words: str) -> str:
    """Words in answer to this document, signed as the network would."""
    sid = next(call.sid for call in it.calls() if call_id in call.order.status_callback)
    form = {"CallSid": sid, "SpeechResult": words, "Confidence": "0.9"}
    answer = await it.drive(it.hook("gather", f"call={call_id}&at={doc}", form))
    assert answer.status_code == 200
    return answer.text


async def rows(it: Ruby, table: str) -> int:
    connection = sqlite3.connect(f"{it.parts.store.path.as_uri()}?mode=ro", uri=True)
    try:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    finally:
        connection.close()
