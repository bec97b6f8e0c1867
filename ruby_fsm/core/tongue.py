"""The language of a call: which one is spoken, since when, and what it is changed to.

A document keeps the language it was made in, so the call remembers from which row of its log on
another one was spoken.
"""

from __future__ import annotations

from ruby_fsm.core.call import Call, changed
from ruby_fsm.core.events import Event, SpeechHeard
from ruby_fsm.core.policy import Phrases, Policy


def turned(call: Call, event: Event, policy: Policy) -> Call:
    """The call in the language that these words ask for, if it is served and not spoken yet."""
    tag = asked_for(event, policy)
    if not tag or not call.is_on_the_line or tag == spoken(call, policy):
        return call
    return changed(call, languages=(*call.languages, (call.n + 1, tag)))


def asked_for(event: Event, policy: Policy) -> str:
    """The served tag that these words ask for: the one spoken from the start before its kin."""
    if not isinstance(event, SpeechHeard) or event.stale:
        return ""
    wanted = event.assessment.language
    served = (policy.language, *policy.languages) if policy.languages else ()
    return next((tag for tag in served if wanted and wanted in {tag, base(tag)}), "")


def spoken(call: Call, policy: Policy) -> str:
    return spoken_at(call, call.n + 1) or policy.language


def spoken_at(call: Call, n: int) -> str:
    """What row `n` of the log was said in; '' for the language in which the call began."""
    return next((tag for since, tag in reversed(call.languages) if since <= n), "")


def phrases_of(call: Call, policy: Policy) -> Phrases:
    return policy.languages.get(spoken(call, policy), policy.phrases)


def base(tag: str) -> str:
    """The language without its region: en-GB is en."""
    return tag.partition("-")[0]
