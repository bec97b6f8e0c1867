"""One moment of a call: all that a plan for the next reply looks at."""

from __future__ import annotations

from dataclasses import dataclass

from ruby_fsm.adapters.chat.companion.hearing import Heard
from ruby_fsm.adapters.chat.companion.memory import Fact
from ruby_fsm.adapters.chat.companion.story import Story
from ruby_fsm.adapters.chat.companion.words import bag
from ruby_fsm.understanding.assessment import Risk

# A step of a plan: names of pools, the best first (see `Chooser.line` for "#", "!" and "?").
Step = tuple[str, ...]
# Said about the call, not about a life: what was told before still stands.
ASIDE = bag(
    "turn first_told back hold thanks praise leaving robot same questions denial bye letting_go"
)
RECALL: Step = ("recall", "recall_clause", "np", "space")


@dataclass(frozen=True, slots=True)
class Moment:
    """`before` is the last turn that told something, `heard` itself where it did."""

    story: Story
    heard: Heard
    before: Heard
    risk: Risk
    fact: Fact | None  # told long ago, and worth coming back to now
    is_due: bool  # nothing was recalled for long
    may_ask: bool
    may_sum_up: bool
    is_returning: bool
    hint: str  # a topic the caller named for this call, '' if none
    mood: str  # of the whole call: '+', '-' or ''


def themed(heard: Heard, act: str, most: int = 3) -> Step:
    """The pools of what it is about, narrowed to an act."""
    return tuple(f"themes.{topic.theme}#{act}" for topic in heard.topics[:most])
