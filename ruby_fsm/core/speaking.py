"""How long a document can last on the line: a dead line is noticed, a live one is left alone."""

from __future__ import annotations

from ruby_fsm.core.call import Call
from ruby_fsm.core.effects import Listen, LookAgain, Say, Transfer, Verb
from ruby_fsm.core.policy import Numbers
from ruby_fsm.core.step import Step


def speaking_s(text: str, numbers: Numbers) -> float:
    return len(text.split()) / numbers.words_per_s


def alive_until_ms(call: Call, step: Step) -> int:
    """When Twilio is to be asked, ms; unchanged by a fact that says nothing on the line."""
    verbs = [x for x in step.effects if isinstance(x, Verb)]
    if not verbs:
        return call.alive_until_ms
    return step.event.at_ms + round(lasts_s(verbs, step.policy.numbers) * 1000)


def lasts_s(verbs: list[Verb], numbers: Numbers) -> float:
    """Its words, the longest wait for speech, the longest speech, and a margin; or the transfer."""
    talk_s = sum(speaking_s(x.text, numbers) for x in verbs if isinstance(x, Say))
    waits_s = sum(wait_s(x, numbers) for x in verbs)
    return talk_s + waits_s + numbers.speech_cap_s + numbers.alive_margin_s


def wait_s(verb: Verb, numbers: Numbers) -> float:
    match verb:
        case Listen():
            return verb.start_s + verb.end_s
        case LookAgain():
            return verb.pause_s
        case Transfer():
            return verb.ring_s + verb.limit_s + numbers.dial_margin_s
        case _:
            return 0
