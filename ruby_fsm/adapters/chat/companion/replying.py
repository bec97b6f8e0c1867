"""Make one reply: hear, look back, plan, choose, fill in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ruby_fsm.adapters.chat.companion import spanish
from ruby_fsm.adapters.chat.companion.choosing import Chooser, Used
from ruby_fsm.adapters.chat.companion.hearing import Heard, heard
from ruby_fsm.adapters.chat.companion.lines import POOLS
from ruby_fsm.adapters.chat.companion.memory import worth_recalling
from ruby_fsm.adapters.chat.companion.moment import Moment, Step
from ruby_fsm.adapters.chat.companion.planning import plan
from ruby_fsm.adapters.chat.companion.remembering import remembered
from ruby_fsm.adapters.chat.companion.story import Story, told
from ruby_fsm.adapters.chat.companion.values import Values
from ruby_fsm.adapters.chat.companion.wording import cut, joined
from ruby_fsm.adapters.chat.companion.words import bag
from ruby_fsm.app.ports import ChatRequest
from ruby_fsm.app.records import Utterance
from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Mood, Risk
from ruby_fsm.understanding.normalise import normalise
from ruby_fsm.understanding.topics import topics_of

QUIET_TURNS = 5  # without questions, once the person has had enough of them
BETWEEN_RECALLS = 5
AT_LEAST_EVERY = 14  # turns something is recalled
BETWEEN_SUMMARIES = 15
BETWEEN_SPACES = 3  # an invitation in every reply would be none
LOOK_BACK = 2  # turns: further back a "yeah" has nothing to do with it
_TOO_MUCH = bag("questions same nothelping insult")
_RECALLS = bag("recall recall_clause")
_SUMMARIES = bag("summary summary_bright")
_TONES = {Mood.HAPPY: "+", Mood.SAD: "-", Mood.STRESSED: "-"}
# "Well, my dad moved in" says nothing of being well.
_WELL = re.compile(r"^\s*(?:oh |huh |so |yeah |no )?well\b[, ]*", re.IGNORECASE)
_OPENERS = tuple(line.text for line in POOLS["repeat"])
_REMEMBERED = {
    "value": ("answers.remember_name!", "answers.remember_value!"),
    "clause": ("answers.remember_clause!",),
    "either": ("answers.remember_either!",),
    "many": ("answers.remember_many!",),
    "": (),
}


def reply(request: ChatRequest) -> str:
    """Ruby's words, at most `max_words`. The same request gives the same words."""
    if request.language.partition("-")[0] == spanish.LANGUAGE:
        return spanish.reply(request)
    story = told(request.history)
    if not story.turns:
        return _greeting(request)
    risk, valence = _assessed(request.history)
    now = heard(story, story.now, valence)
    last = story.replies[-1] if story.replies else story.opening
    if now.asks == "repeat" and last:
        return _again(last, request, story)
    return _made(request, story, now, risk)


def _assessed(history: Sequence[Utterance]) -> tuple[Risk, float]:
    """Risk and valence of the newest words; a history that brings no assessment gets one."""
    newest = next(utterance for utterance in reversed(history) if utterance.is_person)
    assessment = newest.assessment or assess(newest.text)
    mood = assessment.mood
    if mood.mood is Mood.HAPPY and (said := _WELL.sub("", newest.text)) != newest.text:
        mood = assess(said).mood
    return assessment.risk, mood.valence if mood.confidence else 0.0


def _made(request: ChatRequest, story: Story, now: Heard, risk: Risk) -> str:
    used = Used.in_replies(story.replies)
    moment = Moment(
        story=story,
        heard=now,
        before=_before(story, now),
        risk=risk,
        fact=None if _RECALLS & used.pools(BETWEEN_RECALLS) else worth_recalling(story),
        is_due=not _RECALLS & used.pools(AT_LEAST_EVERY),
        may_ask=_may_ask(story, used),
        may_sum_up=not _SUMMARIES & used.pools(BETWEEN_SUMMARIES),
        is_returning=request.is_returning,
        hint=_hint(request),
        mood=_TONES.get(request.mood, ""),
    )
    chooser = _chooser(request, story, used, now.tone, moment.mood)
    values = Values(moment, chooser, request.name)
    parts = _parts(_steps(moment, chooser), chooser, values, may_ask=moment.may_ask)
    return _never_twice(joined(parts, request.max_words), moment, chooser, values, request)


def _chooser(
    request: ChatRequest, story: Story, used: Used, tone: str = "", mood: str = ""
) -> Chooser:
    fresh = frozenset[str]().union(*(turn.stems for turn in story.turns[-2:]))
    return Chooser(used, f"{request.call_id}:{len(story.turns)}", tone, mood, fresh)


def _hint(request: ChatRequest) -> str:
    """The first topic the prompt names. Nothing of the prompt itself is ever spoken or obeyed."""
    return next(iter(topics_of(normalise(request.custom_prompt))), "")


def _before(story: Story, now: Heard) -> Heard:
    """The last turn that told something: what a "yeah" goes on from."""
    if now.has_substance and not now.asks:
        return now
    for at in range(story.now - 1, max(story.now - 1 - LOOK_BACK, -1), -1):
        then = heard(story, at, 0.0)
        if then.has_substance and not then.asks:
            return then
    return now


def _may_ask(story: Story, used: Used) -> bool:
    """Never a third question in a row, and none for a while once that was too much."""
    last = story.replies[-2:]
    if len(last) > 1 and all(one.rstrip().endswith("?") for one in last):
        return False
    return _TOO_MUCH.isdisjoint(used.pools(QUIET_TURNS))


def _steps(moment: Moment, chooser: Chooser) -> list[Step]:
    """The plan; what answers "do you remember …" depends on what is found."""
    steps = plan(moment, chooser)
    asks = moment.heard.asks
    if asks not in ("recall", "recall_any"):
        return steps
    kind = remembered(moment.story)[0] if asks == "recall" else "many"
    return [(*_REMEMBERED[kind], "answers.remember_not!"), *steps[1:]]


def _parts(steps: Sequence[Step], chooser: Chooser, values: Values, *, may_ask: bool) -> list[str]:
    parts: list[str] = []
    for step in steps:
        if step == ("space",) and parts and "space" in chooser.used.pools(BETWEEN_SPACES):
            continue
        is_open = may_ask and not any(part.endswith("?") for part in parts)
        if line := chooser.line(step, values.of, asks=None if is_open else False):
            parts.append(line.filled(values.of(line.pool)))
    return parts


def _never_twice(
    text: str, moment: Moment, chooser: Chooser, values: Values, request: ChatRequest
) -> str:
    """A reply that was said before, word for word, gets company."""
    for pool in ("", "space", "hope", "plain", "open"):
        line = chooser.line((pool,), values.of) if pool else None
        more = [line.filled(values.of(pool))] if line else []
        longer = joined([*([text] if text else []), *more], request.max_words)
        if longer and longer not in moment.story.replies:
            return longer
    return text


def _again(last: str, request: ChatRequest, story: Story) -> str:
    """The last reply in substance, introduced otherwise than the last time."""
    line = _chooser(request, story, Used.in_replies(story.replies)).line(("repeat",), lambda _: {})
    for opener in _OPENERS:
        last = last.removeprefix(opener).strip()
    return cut(f"{line.text} {last}" if line else last, request.max_words)


def _greeting(request: ChatRequest) -> str:
    """Said where nothing was heard yet."""
    chooser = Chooser(Used({}), f"{request.call_id}:0", "", "")
    steps = (("greet",), ("greet_how",))
    lines = [line for step in steps if (line := chooser.line(step, lambda _: {}))]
    return cut(" ".join(line.filled({}) for line in lines), request.max_words)
