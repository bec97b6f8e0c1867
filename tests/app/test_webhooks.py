"""Webhooks twice, late, out of order, unknown or misaddressed: one effect, and a safe answer."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import httpx
import pytest

from ruby_fsm.adapters.db.statements import Spelling
from ruby_fsm.app.hooks import Hook, Kind
from ruby_fsm.core.call import Call, CallState
from ruby_fsm.core.events import CallAnswered, SpeechHeard
from ruby_fsm.simulator import Answer, Delivery, Outcome, Speech
from ruby_fsm.understanding.assessment import Level
from tests.app.kit import (
    DANGER,
    HARMLESS,
    PHRASES,
    call_of,
    deliver,
    duplicate,
    gather,
    listening,
    next_hook,
    quick,
    ringing,
    rows_of,
    says,
)
from tests.looking import every_row, looking, spelling_of
from tests.world import Ruby, words_of

STRANGER = "CA" + "e" * 32
NO_CALL = "CL" + "e" * 32


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
        assert words_of(first.body.decode()).count(PHRASES.disclosure[:5]) == 1, "greeted once"
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
        assert next(iter(found))[-4:-2] == ("completed", 3), "Twilio's last word stands"


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
        place = it.parts.store.place
        connection = looking(place)
        mark = "?" if spelling_of(place) is Spelling.SQLITE else "%s"
        found: list[tuple[str, int | None]] = []

        def look() -> None:
            newest = f"WHERE call_id = {mark} ORDER BY n DESC LIMIT 1"
            query = f"SELECT name, doc FROM ruby_events {newest}"
            found.append(connection.execute(query, (call_id,)).fetchone())

        it.traffic.witness = look
        await says(it, person, Speech(DANGER))
        connection.close()

        assert found
        name, doc = found[0]
        assert name == "SpeechHeard"
        assert doc == (await call_of(it, call_id)).doc


async def test_17_unknown_is_whoever_has_no_sid(tmp_path: Path) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        it.rest.faults = [httpx.ReadTimeout("lost")]
        call_id, _ = await ringing(it)  # its sid is not known yet
        hook = Hook(Kind.GATHER, call_id, "", 1, 0, 0, "", {}, it.clock.now_ms())

        answer = await it.parts.conductor.answer(hook)

        assert PHRASES.resources in words_of(answer)
        assert answer.endswith("<Hangup /></Response>")
        assert await rows(it, "ruby_events") == 0


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


async def rows(it: Ruby, table: str) -> int:
    return len(every_row(it.parts.store.place)[table])
