"""Core data survives the way to the database and back."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruby_fsm.adapters.db import codec
from ruby_fsm.app.records import Escalation, Person, StepTaken
from ruby_fsm.core.call import Call
from ruby_fsm.core.effects import Line, Listen, Say, Verb
from ruby_fsm.core.events import Event, SpeechHeard
from ruby_fsm.understanding.assessment import Assessment

EVENTS = get_args(Event)
VERBS = get_args(Verb)
# Every float here is a share or a number between two; JSON knows no infinity.
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
PEOPLE = st.builds(Person, consent=st.none() | st.dictionaries(st.text(), st.text()))


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_every_event_comes_back_as_it_was(kind: type[Any], data: st.DataObject) -> None:
    event: Event = data.draw(st.from_type(kind))

    again = codec.load_event(kind.__name__, codec.dump_event(event))

    assert again == event
    assert type(again) is kind


@given(st.lists(st.one_of([st.from_type(kind) for kind in VERBS])))
def test_verbs_come_back_in_their_order(verbs: list[Verb]) -> None:
    assert codec.load_verbs(codec.dump_verbs(verbs)) == tuple(verbs)


@given(st.from_type(Call))
def test_a_call_comes_back_as_it_was(call: Call) -> None:
    assert codec.load_call(codec.dump_call(call)) == call


@given(PEOPLE)
def test_a_person_comes_back_as_they_were(person: Person) -> None:
    assert codec.load_person(codec.dump_person(person)) == person


@given(st.from_type(Escalation))
def test_the_way_of_an_escalation_comes_back(made: Escalation) -> None:
    way = (made.steps, made.acknowledged_by, made.telling)

    assert codec.load_way(codec.dump_way(made)) == way


def test_a_way_that_an_older_version_wrote_is_read() -> None:
    older = b'[[{"step": 1, "contact": "a", "channel": "log", "at_ms": 5, "outcome": "sent"}], "b"]'

    assert codec.load_way(older) == ((StepTaken(1, "a", "log", 5, "sent"),), "b", None)


def test_half_a_character_is_kept_like_any_other() -> None:
    heard = SpeechHeard(1, "half \ud83d", 1.0, Assessment())

    said = [Say("half \ud83d", Line.REPLY), Listen(8, 2)]

    assert codec.load_event("SpeechHeard", codec.dump_event(heard)) == heard
    assert codec.load_verbs(codec.dump_verbs(said)) == tuple(said)


def test_a_field_that_came_later_gets_its_default() -> None:
    text = codec.dump_call(Call("CL1", 1)).replace('"weak_signs":0,', "")

    assert codec.load_call(text) == Call("CL1", 1)


def test_a_verb_of_a_later_version_is_no_silent_loss() -> None:
    later = codec.dump_verbs([Say("hello", Line.REPLY)]).replace(b"Say", b"Sing")

    with pytest.raises(KeyError):
        codec.load_verbs(later)
