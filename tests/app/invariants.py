"""The invariants of a call and of its dials, a function each, over what stands in the file.

Numbers and names are those of the design; each raises AssertionError with the call and the row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from ruby_fsm.app.records import LogRow
from ruby_fsm.core import events as e
from ruby_fsm.core.call import Call, CallState
from ruby_fsm.core.machine import TABLE, Row
from ruby_fsm.simulator import Status
from tests.app.evidence import Seen, Story
from tests.app.invariants_hooks import (
    invariant_10_twiml,
    invariant_11_deadline,
    invariant_13_dup,
    invariant_15_stale,
    invariant_16_commit_first,
    invariant_17_unknown,
    invariant_18_bind,
    invariant_19_assess_all,
    invariant_20_sticky,
    invariant_21_preempt,
    invariant_22_no_drop,
)

DEADLINE_MS = 5_000
FORGOTTEN_MS = 35_000  # 30 s and a tick
CRISIS_MS = 4 * 3_600_000
BY_EVENT: Mapping[type[e.Fact], Sequence[Row]] = {
    known.event: [row for row in TABLE if row.event is known.event] for known in TABLE
}
PERSON = (e.SpeechHeard, e.KeyPressed, e.SilenceHeard)


# --- the machine --------------------------------------------------------------------------------
def invariant_01_table(seen: Seen) -> None:
    for story in seen.stories.values():
        for row in story.rows:
            assert any(is_move_of(known, row) for known in BY_EVENT[type(row.event)]), row


def is_move_of(known: Row, row: LogRow) -> bool:
    return row.from_state in known.sources and row.to_state is (known.dest or row.from_state)


def invariant_02_path(seen: Seen) -> None:
    for story in seen.stories.values():
        at = CallState.QUEUED
        for row in story.rows:
            assert row.from_state is at, row
            at = row.to_state
        assert at is story.call.state


def invariant_03_gapless(seen: Seen) -> None:
    for story in seen.stories.values():
        moves = [row for row in story.rows if row.from_state is not row.to_state]
        assert [row.n for row in story.rows] == list(range(1, len(story.rows) + 1))
        assert [row.seq for row in moves] == list(range(1, len(moves) + 1))
        assert sum(row.seq is not None for row in story.rows) == len(moves)


def invariant_04_fold(seen: Seen) -> None:
    """What the rows say is what the call is; the watchdog's note is kept apart from it."""
    for story in seen.stories.values():
        assert story.folded[-1] == story.call, differences(story.folded[-1], story.call)
        for row, decision in zip(story.rows, story.decisions, strict=True):
            assert row.verbs in {decision.verbs, ()}, row
            assert row.asks == (decision.ask.turn if decision.ask else None), row


def invariant_05_absorb(seen: Seen) -> None:
    for story in seen.stories.values():
        ends = [row for row in story.rows if row.to_state is CallState.ENDED]
        entered = [row for row in ends if row.from_state is not CallState.ENDED]
        left = [row for row in story.rows if row.from_state is CallState.ENDED]
        assert len(entered) <= 1
        assert all(row.to_state is CallState.ENDED for row in left)
        assert bool(entered) is not story.call.is_live
        assert (story.call.end_reason is not None) is bool(entered)


def invariant_07_noorphan(seen: Seen) -> None:
    """Something is sure to look at every live call, and nothing that was due is forgotten."""
    slots = sum(a.slot_ms is not None and a.freed_ms is None for a in seen.attempts)
    for story in seen.stories.values():
        if story.call.is_live:
            assert has_wake_up(story, seen, slots), (story.call, story.attempts, story.jobs)
            assert story.watch_ms >= seen.now_ms - FORGOTTEN_MS, "the watchdog forgot it"


def has_wake_up(story: Story, seen: Seen, slots: int) -> bool:
    call, kinds = story.call, {job.kind for job in story.jobs}
    attempt = story.attempts[-1]
    if attempt.sid or call.is_on_the_line:
        return story.watch_ms <= seen.now_ms + CRISIS_MS
    if attempt.placing_ms is not None:
        return bool(kinds & {"dial", "look"})
    if attempt.slot_ms is not None:
        return "dial" in kinds
    if call.due_ms > seen.now_ms:
        return "due" in kinds
    return slots >= seen.it.parts.policies.numbers.live_calls or call.due_ms > (
        seen.now_ms - FORGOTTEN_MS
    )


# --- dialling -----------------------------------------------------------------------------------
def invariant_26_once(seen: Seen) -> None:
    legs = Counter(call.order.status_callback for call in seen.it.simulator.calls.values())
    assert all(many == 1 for many in legs.values()), legs


def invariant_27_opt_out(seen: Seen) -> None:
    """Nothing stays in the queue for a number that opted out."""
    for story in seen.stories.values():
        if story.call.state is CallState.QUEUED:
            assert story.record.person.to_number not in seen.suppressed, story.call


def invariant_30_capacity(seen: Seen) -> None:
    held = [a for a in seen.attempts if a.slot_ms is not None and a.freed_ms is None]
    assert len(held) <= seen.it.parts.policies.numbers.live_calls


def invariant_32_free(seen: Seen) -> None:
    """A slot is held by the attempt of a live call that is out, and by nothing else."""
    for story in seen.stories.values():
        for attempt in story.attempts:
            is_open = story.call.is_live and attempt.n == story.call.attempt
            assert (attempt.freed_ms is None) or not is_open, attempt
            assert attempt.slot_ms is None or attempt.freed_ms is not None or is_open, attempt


ALWAYS = (
    invariant_01_table,
    invariant_02_path,
    invariant_03_gapless,
    invariant_04_fold,
    invariant_05_absorb,
    invariant_07_noorphan,
    invariant_10_twiml,
    invariant_11_deadline,
    invariant_13_dup,
    invariant_15_stale,
    invariant_16_commit_first,
    invariant_17_unknown,
    invariant_18_bind,
    invariant_19_assess_all,
    invariant_20_sticky,
    invariant_21_preempt,
    invariant_22_no_drop,
    invariant_26_once,
    invariant_27_opt_out,
    invariant_30_capacity,
    invariant_32_free,
)


def at_the_end(seen: Seen) -> None:
    """Once all lines are down and time has passed: no live call, and no live leg."""
    for check in ALWAYS:
        check(seen)
    for story in seen.stories.values():
        assert not story.call.is_live, story.call
    for leg in seen.it.simulator.calls.values():
        assert leg.status is not Status.IN_PROGRESS, leg


def differences(a: Call, b: Call) -> dict[str, tuple[object, object]]:
    names = Call.__dataclass_fields__
    return {n: (getattr(a, n), getattr(b, n)) for n in names if getattr(a, n) != getattr(b, n)}
