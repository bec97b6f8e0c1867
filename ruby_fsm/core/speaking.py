"""How long a document can last on the line: a dead line is noticed, a live one is left alone."""

from __future__ import annotations

from typing import assert_never

from ruby_fsm.core.call import Call
from ruby_fsm.core.effects import HangUp, Join, Line, Listen, LookAgain, Say, Transfer, Verb
from ruby_fsm.core.policy import Numbers
from ruby_fsm.core.step import Step

SURELY = 0.7  # of the time words take at the pace of config.yaml; voices are quicker than that
SLOWER = 1.25  # the resources are said slowly enough to write them down


def speaking_s(text: str, numbers: Numbers) -> float:
    return len(text.split()) / numbers.words_per_s


def alive_until_ms(call: Call, step: Step) -> int:
    """When Twilio is to be asked, ms; unchanged by a fact that says nothing on the line."""
    verbs = [x for x in step.effects if isinstance(x, Verb)]
    if not verbs:
        return call.alive_until_ms
    numbers = step.policy.numbers
    until_ms = step.event.at_ms + round(lasts_s(verbs, numbers) * 1000)
    if call.answered_ms is None:
        return until_ms
    return min(until_ms, call.answered_ms + numbers.crisis_bound_s * 1000)


def mid_ms(step: Step) -> int:
    """Until when these words are surely still being said, whatever the pace of the voice."""
    spoken = (x.text for x in step.effects if isinstance(x, Say))
    seconds = sum(speaking_s(text, step.policy.numbers) for text in spoken)
    return step.event.at_ms + round(seconds * SURELY * 1000)


def lasts_s(verbs: list[Verb], numbers: Numbers) -> float:
    """Its words, the longest wait for speech, the longest speech, and a margin; or the transfer."""
    return sum(part_s(x, numbers) for x in verbs)


def part_s(verb: Verb, numbers: Numbers) -> float:
    rest_s = numbers.speech_cap_s + numbers.alive_margin_s
    match verb:
        case Say():
            pace = SLOWER if verb.line is Line.RESOURCES else 1.0
            return speaking_s(verb.text, numbers) * pace
        case Listen():
            return verb.start_s + verb.end_s + rest_s
        case LookAgain():
            return verb.pause_s + rest_s
        case Transfer() | Join():
            return verb.limit_s + numbers.dial_margin_s
        case HangUp():
            return rest_s
        case _:  # pragma: no cover
            assert_never(verb)
