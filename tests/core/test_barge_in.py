"""Over which words the person may speak: never over what must be heard, always over talk."""

from __future__ import annotations

from ruby_fsm.core.effects import Say
from ruby_fsm.core.machine import decide
from tests.core import moves_crisis, moves_manner, moves_talk, moves_telephone
from tests.strategies import PHRASES

MOVES = [
    *moves_telephone.MOVES,
    *moves_talk.MOVES,
    *moves_manner.MOVES,
    *moves_crisis.MOVES,
]
FIRM = {
    PHRASES.disclosure,
    PHRASES.identity,
    PHRASES.screening,
    PHRASES.unheard_goodbye,
    *(words.say for words in PHRASES.crisis.values()),
    PHRASES.resources,
    PHRASES.resources_again,
    PHRASES.crisis_goodbye_first,
    PHRASES.crisis_goodbye,
    PHRASES.opt_out,
    PHRASES.opted_out,
    PHRASES.handing_over,
    PHRASES.human_joins,
    PHRASES.silence_goodbye,
    PHRASES.wrap_up,
    *(text for texts in PHRASES.goodbyes.values() for text in texts),
    "machine message",
}


def test_what_must_be_heard_is_never_spoken_over_and_all_else_may_be() -> None:
    for move in MOVES:
        for verb in decide(move.call, move.event, move.policy).verbs:
            if isinstance(verb, Say):
                assert verb.barge_in == (verb.text not in FIRM), f"{move.name}: {verb.text}"
