"""The invariants of webhooks and of danger, a function each, over what stands in the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from ruby_fsm.app.hooks import status_fact
from ruby_fsm.app.records import LogRow
from ruby_fsm.core import events as e
from ruby_fsm.core.call import CallState
from ruby_fsm.core.effects import HangUp, Line, Say
from ruby_fsm.core.machine import TABLE, Row
from ruby_fsm.core.risk import accumulate
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


# --- what they ask ------------------------------------------------------------------------------
def is_in_danger(story: Story, row: LogRow) -> bool:
    if not isinstance(row.event, e.SpeechHeard):
        return False
    _, raised = accumulate(story.folded[row.n - 1], row.event, story.policy)
    return raised or row.event.assessment.risk.level >= story.policy.crisis_at


def is_degraded(exchange: Exchange) -> bool:
    return "&amp;try=" in exchange.answer
