"""What is remembered of a person from the last talk: a mood and topics, never a word they said.

Only of talks with a person: what a machine said is struck, and what is said to the human of a
transfer is never heard here at all. It is read from the rows of that call, so it is gone with them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ruby_fsm.app.ports import Unit
from ruby_fsm.app.records import LastTalk, Record
from ruby_fsm.core.call import Call, EndReason

MOST_TOPICS = 3


def talks_with(unit: Unit, number: str) -> Iterator[Record]:
    """Earlier calls in which a person spoke, newest first."""
    for call_id in unit.answered_calls_to(number):
        record = unit.load(call_id)
        if record is not None and was_a_talk(record.call):
            yield record


def was_a_talk(call: Call) -> bool:
    is_unmet = call.screened and call.owes_disclosure
    is_machine = EndReason.MACHINE in {call.end_reason, call.closing_for}
    return call.heard > 0 and not is_machine and not is_unmet


def last_talk(unit: Unit, record: Record) -> LastTalk:
    """Its mood, and what it was most about."""
    call = record.call
    told = unit.history(call.call_id, call.struck_n)
    counted = Counter(
        topic for one in told if one.assessment is not None for topic in one.assessment.topics
    )
    return LastTalk(call.mood, tuple(topic for topic, _ in counted.most_common(MOST_TOPICS)))
