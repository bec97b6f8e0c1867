"""The invariants of a call that the shell must keep, a function each, over what stands in the file.

Numbers and names are those of the design; each raises AssertionError with the call and the row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from ruby_fsm.app.hooks import status_fact
from ruby_fsm.app.records import LogRow
from ruby_fsm.core import events as e
from ruby_fsm.core.call import Call, CallState
from ruby_fsm.core.effects import HangUp, Line, Say
from ruby_fsm.core.machine import TABLE, Row
from ruby_fsm.core.risk import accumulate
from ruby_fsm.simulator import Status
from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Intent
from tests.app.evidence import Seen, Story
from tests.twiml_check import parsed, spoken
from tests.wire import Exchange

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


# --- webhooks -----------------------------------------------------------------------------------
def invariant_10_twiml(seen: Seen) -> None:
    for _, exchange in seen.news:
        if exchange.is_spoken:
            assert exchange.status == 200, exchange
            parsed(exchange.answer)
        else:
            assert exchange.status in {204, 503}, exchange


def invariant_11_deadline(seen: Seen) -> None:
    for _, exchange in seen.news:
        assert exchange.answered_ms - exchange.arrived_ms < DEADLINE_MS, exchange


def invariant_13_dup(seen: Seen) -> None:
    """One effect, and one answer: but for what was made without the store, or before the end."""
    for story in seen.stories.values():
        keys = [row.event_key for row in story.rows if row.event_key]
        assert len(keys) == len(set(keys))
    for token, exchange in seen.news:
        known = seen.story_of(exchange)
        # What a fallback stands for is told by its key alone, and not by its form.
        if known is None or not exchange.is_spoken or exchange.kind == "fallback":
            continue
        ended_ms = known.call.ended_ms
        alive = [x for x in seen.hooks[token] if ended_ms is None or x.answered_ms < ended_ms]
        answers = {x.answer for x in alive if not is_degraded(x)}
        assert len(answers) <= 1, answers


def invariant_15_stale(seen: Seen) -> None:
    """Words for an old document are told from those for the newest, and move nothing but danger."""
    for story in seen.stories.values():
        for row in story.rows:
            if not isinstance(row.event, PERSON) or row.event_key not in seen.hooks:
                continue
            at = int(seen.hooks[row.event_key][0].params.get("at") or 0)
            assert row.event.stale is (at != story.before_cause(row).doc), row
            if row.event.stale and not may_move_when_stale(story, row):
                assert row.from_state is row.to_state, row
                assert row.asks is None, row


def may_move_when_stale(story: Story, row: LogRow) -> bool:
    if isinstance(row.event, e.KeyPressed):
        return row.event.digits == story.policy.keys.opt_out
    if not isinstance(row.event, e.SpeechHeard):
        return False
    is_opt_out = Intent.OPT_OUT in row.event.assessment.intents
    return is_opt_out or is_in_danger(story, row)


def invariant_16_commit_first(seen: Seen) -> None:
    """Whatever was answered from the store stands in the file."""
    for token, exchange in seen.news:
        story = seen.story_of(exchange)
        if (
            story
            and carries_fact(exchange)
            and exchange.status != 503
            and not is_degraded(exchange)
        ):
            assert token in {row.event_key for row in story.rows}, exchange


def carries_fact(exchange: Exchange) -> bool:
    """A fallback's key holds more than its form; the verdict of a human is no fact."""
    if exchange.kind == "status":
        return status_fact(exchange.form["CallStatus"], 0, 1) is not None
    return exchange.kind in {"answer", "gather", "dial", "reply"}


def invariant_17_unknown(seen: Seen) -> None:
    """Ids that are not ours create nothing, and hear where help is to be had."""
    asked = [x for x in seen.it.traffic.exchanges if x.path.endswith("/initiate-ai-call")]
    assert len(seen.stories) == sum(x.status in {201, 202} for x in asked)
    for _, exchange in seen.news:
        if seen.story_of(exchange) is None and exchange.is_spoken:
            assert is_for_strangers(seen, exchange.answer), exchange


def is_for_strangers(seen: Seen, twiml: str) -> bool:
    words = seen.it.parts.line.safe_words
    root = parsed(twiml)
    tags = [child.tag for child in root]
    return words.resources in spoken(root) and tags[-1] in {"Hangup", "Redirect"}


def invariant_18_bind(seen: Seen) -> None:
    """A sid belongs to the dial whose addresses Twilio was given for it, and to no other."""
    sids = [attempt.sid for attempt in seen.attempts if attempt.sid]
    assert len(sids) == len(set(sids))
    for attempt in seen.attempts:
        if attempt.sid in seen.it.simulator.calls:
            order = seen.it.simulator.calls[attempt.sid].order
            assert f"call={attempt.call_id}&attempt={attempt.n}" in order.status_callback


# --- danger -------------------------------------------------------------------------------------
def invariant_19_assess_all(seen: Seen) -> None:
    """Each utterance that was taken is in the log once, with what understanding says of it."""
    lexicon = seen.it.parts.policies.lexicon
    for token, exchange in seen.news:
        story, text = seen.story_of(exchange), exchange.form.get("SpeechResult", "").strip()
        if story is None or exchange.kind != "gather" or not text or is_degraded(exchange):
            continue
        rows = [row.event for row in story.rows if row.event_key == token]
        (heard,) = rows
        assert isinstance(heard, e.SpeechHeard), heard
        assert (heard.text, heard.assessment) == (text, assess(text, lexicon))


def invariant_20_sticky(seen: Seen) -> None:
    for story in seen.stories.values():
        for row in story.rows:
            before, after = story.folded[row.n - 1], story.folded[row.n]
            if not isinstance(row.event, e.MachineAnswered):
                assert after.risk >= before.risk, row


def invariant_21_preempt(seen: Seen) -> None:
    """The answer to danger holds the resources, and no word of a model stands before them."""
    for story in seen.stories.values():
        for row in story.rows:
            if isinstance(row.event, e.SpeechHeard) and is_in_danger(story, row):
                lines = [verb.line for verb in row.verbs if isinstance(verb, Say)]
                assert Line.RESOURCES in lines, row
                assert Line.REPLY not in lines, row
                answers_hold_resources(seen, row)
            if row.to_state is CallState.CRISIS and row.from_state is not CallState.CRISIS:
                before = [r for r in story.rows[: row.n - 1] if r.cause == row.cause]
                assert not any(r.verbs for r in before), row


def answers_hold_resources(seen: Seen, row: LogRow) -> None:
    told = next(v for v in row.verbs if isinstance(v, Say) and v.line is Line.RESOURCES)
    for exchange in seen.hooks.get(row.event_key or "", []):
        words = " ".join(spoken(ET.fromstring(exchange.answer)))
        assert told.text in words or is_degraded(exchange), exchange


def invariant_22_no_drop(seen: Seen) -> None:
    """Whoever was in crisis has heard the resources before any word of ours puts the line down."""
    for story in seen.stories.values():
        was_in_crisis = False
        for row in story.rows:
            was_in_crisis = was_in_crisis or row.to_state is CallState.CRISIS
            if was_in_crisis and HangUp() in row.verbs:
                assert story.folded[row.n].resources_said, row


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


# --- what they ask ------------------------------------------------------------------------------
def is_in_danger(story: Story, row: LogRow) -> bool:
    if not isinstance(row.event, e.SpeechHeard):
        return False
    _, raised = accumulate(story.folded[row.n - 1], row.event, story.policy)
    return raised or row.event.assessment.risk.level >= story.policy.crisis_at


def is_degraded(exchange: Exchange) -> bool:
    return "&amp;try=" in exchange.answer


def differences(a: Call, b: Call) -> dict[str, tuple[object, object]]:
    names = Call.__dataclass_fields__
    return {n: (getattr(a, n), getattr(b, n)) for n in names if getattr(a, n) != getattr(b, n)}
