"""The numbers of config.yaml, grouped by what they govern, each with its range.

Every key carries the name of the field of `core.policy.Numbers` that it fills.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from ruby_fsm.config.fields import Section
from ruby_fsm.core.policy import Numbers


def ascending(section: Section, *names: str) -> None:
    """Refuse a section whose `names` do not grow; an equal pair is refused too."""
    for small, large in pairwise(names):
        if getattr(section, small) >= getattr(section, large):
            raise PydanticCustomError(
                "order",
                "{small} ({a}) must be smaller than {large} ({b})",
                {
                    "small": small,
                    "large": large,
                    "a": getattr(section, small),
                    "b": getattr(section, large),
                },
            )


class Ringing(Section):
    """Before the person answers."""

    ring_s: Annotated[int, Field(ge=5, le=120)]
    """How long it rings, seconds."""
    ring_margin_s: Annotated[int, Field(ge=30, le=300)]
    """Seconds past the ringing after which Twilio is asked what became of the call."""


class Listening(Section):
    """While it is the person's turn."""

    start_s: Annotated[int, Field(ge=3, le=60)]
    """Seconds to begin to speak."""
    start_heavy_s: Annotated[int, Field(ge=3, le=60)]
    """The same after a heavy turn."""
    start_crisis_s: Annotated[int, Field(ge=5, le=60)]
    """The same in a crisis."""
    start_hold_s: Annotated[int, Field(ge=10, le=300)] = 60
    """The same after the person asked to wait; it may be left out."""
    end_s: Annotated[int, Field(ge=1, le=10)]
    """Seconds of quiet that end an utterance; a whole number: Twilio refuses auto here."""
    end_crisis_s: Annotated[int, Field(ge=1, le=10)]
    """The same in a crisis."""
    speech_cap_s: Annotated[int, Field(ge=60, le=120)]
    """Longest utterance, seconds; Twilio cuts at 60."""
    low_confidence_0_1: Annotated[float, Field(ge=0, le=0.9)]
    """Below this recognition confidence the words are asked for again, once."""


class Silence(Section):
    """When the person says nothing."""

    silences: Annotated[int, Field(ge=1, le=10)]
    """Prompts in a row before the goodbye; any word starts the count anew."""
    silences_crisis: Annotated[int, Field(ge=1, le=10)]
    """Prompts in a row before the escalation goes a step further; never a goodbye."""


class Reply(Section):
    """How long a reply may take, and how long it may be."""

    reply_soft_s: Annotated[float, Field(ge=0.2, le=5)]
    """Seconds until a filler is said, or the next backend asked."""
    reply_hard_s: Annotated[float, Field(ge=0.5, le=12)]
    """Seconds until the embedded companion answers instead."""
    reply_words: Annotated[int, Field(ge=10, le=80)]
    """Most words of a reply."""
    words_per_s: Annotated[float, Field(ge=1, le=5)]
    """Pace of the voice, to know how long words last."""

    @model_validator(mode="after")
    def soft_before_hard(self) -> Self:
        ascending(self, "reply_soft_s", "reply_hard_s")
        return self


class Conversation(Section):
    """How long a call may last."""

    call_s: Annotated[int, Field(ge=120, le=7200)]
    """Length of a conversation, seconds; a crisis is never cut."""
    call_warning_s: Annotated[int, Field(ge=10, le=600)]
    """How long before its end it is announced, seconds."""
    resolved_grace_s: Annotated[int, Field(ge=300, le=3600)]
    """Time that is left at least after a human resolved a crisis, seconds."""
    alive_margin_s: Annotated[int, Field(ge=5, le=120)]
    """Seconds past the expected end of a turn after which Twilio is asked about the line."""
    crisis_bound_s: Annotated[int, Field(ge=14_400, le=86_400)]
    """How long a line in a crisis is believed to stand, seconds; Twilio's own limit is 14,400."""
    disclose_again_s: Annotated[int, Field(ge=600, le=10_800)] = 10_800
    """After so long it is said again that an AI speaks, seconds; it may be left out."""

    @model_validator(mode="after")
    def warning_within_call(self) -> Self:
        ascending(self, "call_warning_s", "call_s")
        return self


class Dialling(Section):
    """How calls are placed, and tried again."""

    attempts: Annotated[int, Field(ge=1, le=5)]
    """Most dials for one call."""
    retry_waits_s: Annotated[
        tuple[Annotated[int, Field(ge=60, le=86_400)], ...], Field(max_length=4)
    ]
    """Seconds to wait after busy or no answer, one number for each attempt but the first."""
    queue_ttl_s: Annotated[int, Field(ge=60, le=604_800)]
    """A call not placed this long after it was first due ends as expired, seconds."""
    pace_per_s: Annotated[float, Field(ge=0.01, le=30)]
    """New calls a second."""
    live_calls: Annotated[int, Field(ge=1, le=1000)]
    """Calls at once."""

    @model_validator(mode="after")
    def a_wait_for_each_retry(self) -> Self:
        if len(self.retry_waits_s) != self.attempts - 1:
            raise PydanticCustomError(
                "waits",
                "attempts is {attempts}, so retry_waits_s needs {needed} numbers, not {given}",
                {
                    "attempts": self.attempts,
                    "needed": self.attempts - 1,
                    "given": len(self.retry_waits_s),
                },
            )
        return self


class HandingOver(Section):
    """When the person is connected with a human."""

    dial_limit_s: Annotated[int, Field(ge=300, le=14_400)]
    """Longest talk with the human, seconds."""
    dial_margin_s: Annotated[int, Field(ge=30, le=600)]
    """Seconds past it after which Twilio is asked about the line."""


class Risk(Section):
    """How signs of danger add up."""

    weak_signs: Annotated[int, Field(ge=2, le=10)]
    """Weak signs of danger that together count as a moderate one."""


class NumberSections(Section):
    """Seconds unless the name says otherwise."""

    ringing: Ringing
    """From the dial to the answer."""
    listening: Listening
    """The person's turn."""
    silence: Silence
    """A turn without a word."""
    reply: Reply
    """Ruby's replies."""
    conversation: Conversation
    """The length of a call."""
    dialling: Dialling
    """Placing calls."""
    handing_over: HandingOver
    """Connecting with a human."""
    risk: Risk
    """Signs of danger."""

    def numbers(self) -> Numbers:
        """The same as the core wants it."""
        flat: dict[str, object] = {}
        for name in type(self).model_fields:
            flat |= dict(getattr(self, name))
        return Numbers(**flat)  # type: ignore[arg-type]  # a test pins the names to the fields
