"""The words the tests of the core are written in: calls, facts, and effects told in one line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from ruby_fsm.core import events as e
from ruby_fsm.core import machine
from ruby_fsm.core.call import Call, CallState
from ruby_fsm.core.effects import Effect, Line, Say, Verb
from ruby_fsm.core.machine import Decision, Row, decide
from ruby_fsm.core.policy import Policy
from ruby_fsm.core.prelude import led_by
from ruby_fsm.core.risk import accumulate
from ruby_fsm.core.step import Step
from ruby_fsm.understanding.assessment import Assessment, Category, Intent, Level, Risk
from tests.strategies import CALL_ID, DAY_MS, POLICY, START_MS

NOW = START_MS
ON_THE_LINE = ("greeting", "listening", "responding", "crisis", "closing")
LIVE = ("queued", *ON_THE_LINE)
EVERYWHERE = (*LIVE, "ended")


def call_in(state: str, **fields: Any) -> Call:
    """A call as a usual history leaves it in `state`; `fields` are what the test is about."""
    call = Call(CALL_ID, created_ms=NOW, state=CallState(state), n=5, expires_ms=NOW + DAY_MS)
    if state != "queued":
        call = replace(call, answered_ms=NOW - 60_000, limit_ms=NOW + 1_740_000)
    if state == "responding":
        call = replace(call, turn=1, open_turn=1)
    if state == "crisis":
        call = replace(call, risk=Level.HIGH, escalated=Level.HIGH, escalations=1)
        call = replace(call, resources_said=True)
    return replace(call, **fields)


def speech(
    text: str = "words",
    *intents: Intent,
    level: Level = Level.NONE,
    category: Category = Category.NONE,
    confidence: float = 1.0,
    stale: bool = False,
    says_yes: bool = False,
    language: str = "",
    at_ms: int = NOW,
) -> e.SpeechHeard:
    assessment = Assessment(
        Risk(level, category),
        intents=frozenset(intents),
        says_yes=says_yes,
        language=language,
    )
    return e.SpeechHeard(at_ms, text, confidence, assessment, stale)


def danger(level: Level = Level.HIGH, *intents: Intent, stale: bool = False) -> e.SpeechHeard:
    return speech("words of danger", *intents, level=level, category=Category.INTENT, stale=stale)


def second_opinion(level: Level = Level.HIGH) -> e.RiskRaised:
    return e.RiskRaised(NOW, 1, Assessment(Risk(level, Category.INTENT)))


def reply(turn: int = 1) -> e.ReplyReady:
    return e.ReplyReady(NOW, turn, "the reply", "companion", 40)


def told(effects: Iterable[Effect]) -> str:
    """Effects in one line: a Say by the kind of its words, any other by its name."""
    return " ".join(one(effect) for effect in effects)


def one(effect: Effect) -> str:
    if isinstance(effect, Say):
        return effect.line.value
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(effect).__name__).lower()


def words(decision: Decision) -> list[str]:
    return [x.text for x in decision.verbs if isinstance(x, Say)]


def lines(verbs: Iterable[Verb]) -> list[Line]:
    return [x.line for x in verbs if isinstance(x, Say)]


def unit(call: Call, event: e.Event, policy: Policy = POLICY) -> list[Decision]:
    """A fact and those fed before it, as the shell feeds them; the last is the fact's own."""
    return list(_unit(call, event, policy))


def _unit(call: Call, event: e.Event, policy: Policy) -> Iterator[Decision]:
    for _ in range(5):
        lead = led_by(call, event, policy)
        if lead is None:
            break
        decision = decide(call, lead, policy)
        call = decision.call
        yield decision
    else:
        raise AssertionError("the facts before a fact never end")
    yield decide(call, event, policy)


def names(decisions: Iterable[Decision]) -> list[str]:
    return [type(d.event).__name__ for d in decisions]


def winner(call: Call, event: e.Event, policy: Policy) -> Row | None:
    """The row that takes `event`, by the rule of the table: the first whose guard holds."""
    accumulated, raised = accumulate(call, event, policy)
    step = Step(accumulated, event, policy, raised, call.state)
    for row in machine.TABLE:
        is_for_this = row.event is type(event) and call.state in row.sources
        if is_for_this and (row.when is None or row.when(step)):
            return row
    return None
