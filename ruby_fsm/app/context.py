"""Words that may be danger, read once more behind the turn before them, where a call was calm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ruby_fsm.app.hooks import Hook
from ruby_fsm.app.policies import Policies
from ruby_fsm.app.ports import Unit
from ruby_fsm.app.records import Utterance
from ruby_fsm.core.call import Call
from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Category, Level
from ruby_fsm.understanding.normalise import normalise
from ruby_fsm.understanding.risk.windows import may_ask_after_danger

# The turn before is among so many of the newest rows, or so long ago that it explains nothing.
ROWS = 12


def in_context(unit: Unit, call: Call, hook: Hook, policies: Policies) -> Hook:
    """The hook, its words assessed anew if what the person said before may explain an alarm.

    Only the first alarm of a call in which nothing was danger yet, and no answer to a question of
    danger: what it means was said by Ruby, and is not to be explained away.
    """
    found = hook.assessment
    if found is None or found.risk.level < Level.MODERATE:
        return hook
    if call.risk > Level.NONE or call.checking is not Category.NONE:
        return hook
    before = _said_before(unit.history(call.call_id, max(call.struck_n, call.n - ROWS)))
    lexicon = policies.lexicon_of(hook.language)
    return replace(hook, assessment=assess(hook.text, lexicon, before)) if before else hook


def _said_before(history: Sequence[Utterance]) -> str:
    """The person's newest words, '' where there are none or Ruby has spoken of danger since."""
    for said in reversed(history):
        if said.is_person:
            return said.text
        if may_ask_after_danger(normalise(said.text)):
            break
    return ""
