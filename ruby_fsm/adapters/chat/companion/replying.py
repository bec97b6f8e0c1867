"""Make one reply: hear, look back, plan, choose, fill in."""

from __future__ import annotations

from collections.abc import Sequence

from ruby_fsm.adapters.chat.companion.choosing import Chooser, Used, Values
from ruby_fsm.adapters.chat.companion.hearing import Heard, heard
from ruby_fsm.adapters.chat.companion.memory import Fact, worth_recalling
from ruby_fsm.adapters.chat.companion.planning import Moment, Step, plan
from ruby_fsm.adapters.chat.companion.remembering import remembered
from ruby_fsm.adapters.chat.companion.story import Story, told
from ruby_fsm.adapters.chat.companion.values import values_for
from ruby_fsm.adapters.chat.companion.wording import cut, joined
from ruby_fsm.app.ports import ChatRequest
from ruby_fsm.app.records import Utterance
from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Mood, Risk

# A few turns without questions once the person has had enough of them.
QUIET_TURNS = 5
_MOODS = {Mood.HAPPY: "+", Mood.SAD: "-", Mood.STRESSED: "-"}
_TOO_MANY = frozenset(("questions", "same", "nothelping", "insult"))
BETWEEN_RECALLS = 5


def reply(request: ChatRequest) -> str:
    """Ruby's words, at most `max_words`. The same request gives the same words."""
    story = told(request.history)
    if not story.turns:
        return cut(_nothing_heard(request), request.max_words)
    risk, valence = _assessed(request.history)
    now = heard(story, story.now, valence)
    if now.asks == "repeat" and (again := _again(story, request)):
        return again
    return _made(request, story, now, risk)


def _assessed(history: Sequence[Utterance]) -> tuple[Risk, float]:
    """Risk and valence of the newest words; a history that brings no assessment gets one."""
    newest = next(utterance for utterance in reversed(history) if utterance.is_person)
    assessment = newest.assessment or assess(newest.text)
    valence = assessment.mood.valence if assessment.mood.confidence else 0.0
    return assessment.risk, valence


def _made(request: ChatRequest, story: Story, now: Heard, risk: Risk) -> str:
    before = _before(story, now)
    used = Used.in_replies(story.replies)
    mood = _MOODS.get(request.mood, "")
    fresh = frozenset().union(*(turn.stems for turn in story.turns[-2:]))
    chooser = Chooser(used, f"{request.call_id}:{len(story.turns)}", now.tone, mood, fresh)
    fact = worth_recalling(story) if _may_recall(used) else None
    moment = Moment(story, now, before, risk.level, risk.category, fact, _may_ask(story, used), request.is_returning, mood)
    steps = plan(moment, chooser)
    if now.asks in ("recall", "recall_any"):
        steps = _with_memory(steps, story, now.asks)
    values = values_for(moment, chooser, request.name)
    parts = _parts(steps, chooser, values, may_ask=moment.may_ask)
    text = joined(parts, request.max_words)
    return _never_twice(text, story, chooser, values, request.max_words)


def _before(story: Story, now: Heard) -> Heard:
    """The last turn that told something: what a "yeah" goes on from."""
    if now.has_substance and not now.asks:
        return now
    for at in range(story.now - 1, max(story.now - 3, -1), -1):
        then = heard(story, at, 0.0)
        if then.has_substance and not then.asks:
            return then
    return now


def _may_ask(story: Story, used: Used) -> bool:
    """Never a third question in a row, and none for a while once that was too much."""
    replies = story.replies
    if len(replies) > 1 and all(one.rstrip().endswith("?") for one in replies[-2:]):
        return False
    return _TOO_MANY.isdisjoint(used.pools(QUIET_TURNS))


def _may_recall(used: Used) -> bool:
    return not {"recall", "recall_clause"} & used.pools(BETWEEN_RECALLS)


def _with_memory(steps: list[Step], story: Story, asks: str) -> list[Step]:
    """The answer to "do you remember …" depends on what is found."""
    kind = remembered(story)[0] if asks == "recall" else "many"
    pool = {
        "value": "answers.remember_value!",
        "clause": "answers.remember_clause!",
        "either": "answers.remember_either!",
        "many": "answers.remember_many!",
    }.get(kind, "answers.remember_not!")
    named = "answers.remember_name!" if kind == "value" else ""
    return [(named, pool, "answers.remember_not!"), *steps[1:]]


def _parts(
    steps: Sequence[Step], chooser: Chooser, values: Values, *, may_ask: bool
) -> list[str]:
    parts = []
    for step in steps:
        if line := chooser.line(step, values, asks=None if may_ask else False):
            parts.append(line.filled(values(line.key.rsplit("/", 1)[0])))
    return parts


def _never_twice(
    text: str, story: Story, chooser: Chooser, values: Values, max_words: int
) -> str:
    """A reply that was said before, word for word, gets company."""
    if text and text not in story.replies:
        return text
    for pool in ("space", "hope", "plain", "open"):
        if line := chooser.line((pool,), values):
            longer = joined([part for part in (text, line.filled(values(pool))) if part], max_words)
            if longer not in story.replies:
                return longer
    return text


def _again(story: Story, request: ChatRequest) -> str:
    """The last reply in substance, introduced otherwise than the last time."""
    last = story.replies[-1] if story.replies else story.opening
    if not last:
        return ""
    chooser = Chooser(Used.in_replies(story.replies), f"{request.call_id}:{len(story.turns)}", "", "")
    line = chooser.line(("repeat",), lambda _: {})
    assert line, "the pool of openers is never empty"
    for opener in openers():
        last = last.removeprefix(opener).strip()
    return cut(f"{line.text} {last}", request.max_words)


def openers() -> tuple[str, ...]:
    from ruby_fsm.adapters.chat.companion.lines import POOLS

    return tuple(line.text for line in POOLS["repeat"])


def _nothing_heard(request: ChatRequest) -> str:
    chooser = Chooser(Used({}), f"{request.call_id}:0", "", "")
    name = {"name": request.name} if request.name else {}
    return " ".join(_parts([("greet",), ("greet_how",)], chooser, lambda _: dict(name), may_ask=True))


__all__ = ["Fact", "reply"]
