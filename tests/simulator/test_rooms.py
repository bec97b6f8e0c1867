"""A conference room: who is in it, how it ends, and what the Dial's action is told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ruby_fsm.simulator import Answer, HandCallee, HangUp, Status
from ruby_fsm.simulator.callee import Joined
from tests.simulator.sim_world import ASK, HELLO, STATUS, TO, World, twiml, world

OTHER = "+14155550111"


def room(*, ends: bool = True, starts: bool = True, limit: int = 600, action: str = "/dial") -> str:
    """A document that says a word and leads into the one room."""
    flags = {True: "true", False: "false"}
    way_in = (
        f'<Conference beep="false" waitUrl="" startConferenceOnEnter="{flags[starts]}"'
        f' endConferenceOnExit="{flags[ends]}">room 7</Conference>'
    )
    told = f' action="{action}"' if action else ""
    return twiml("<Say>One moment.</Say>", f'<Dial{told} timeLimit="{limit}">{way_in}</Dial>')


class Two:
    """Two people, each on a call made by REST, whose documents may differ."""

    def __init__(self, w: World, other: HandCallee) -> None:
        self.w = w
        self.people = {TO: w.callee, OTHER: other}

    async def enter(self, number: str, document: str) -> str:
        """Rung and picked up; in the room once the word is said."""
        sid = await self.w.create(To=number, Url=f"http://app.test{document}", **STATUS)
        await self.w.sim.settle()
        self.people[number].answer(Answer(after_s=0))
        await self.w.clock.advance(2)
        return sid

    @property
    def asked(self) -> list[object]:
        return [one.asked for one in self.people.values()]


@asynccontextmanager
async def two(**documents: str) -> AsyncIterator[tuple[World, Two]]:
    other = HandCallee()
    by_path = {"/dial": HELLO, **{f"/{name}": text for name, text in documents.items()}}
    async with world(by_path, people={OTHER: other}) as w:
        yield w, Two(w, other)


async def test_two_who_enter_are_together_and_nobody_is_asked_for_anything_before() -> None:
    async with two(answer=room(), other=room()) as (w, both):
        await both.enter(TO, "/answer")
        assert both.asked == [None, None], "alone"

        await both.enter(OTHER, "/other")

        assert both.asked == [Joined("room 7")] * 2
        assert w.sim.log == []
        assert len(w.app.at("/answer")) == len(w.app.at("/other")) == 1


async def test_who_hangs_up_ends_the_room_and_the_other_goes_on_with_the_action() -> None:
    async with two(answer=room(), other=room(action="")) as (w, both):
        person = await both.enter(TO, "/answer")
        other = await both.enter(OTHER, "/other")
        both.people[OTHER].answer(HangUp())
        await w.clock.advance(1)

        assert w.sim.find(other).status is Status.COMPLETED
        (got,) = w.app.at("/dial")
        assert (got["DialCallStatus"], got["CallSid"]) == ("answered", person)
        assert not {"DialCallSid", "DialCallDuration"} & set(got), "not told of a room"
        assert await w.finish(person) == ["One moment.", "Hello."]


async def test_a_line_that_is_put_down_or_led_away_leaves_the_room() -> None:
    async with two(answer=room(), other=room(action=""), away=twiml(ASK)) as (w, both):
        person = await both.enter(TO, "/answer")
        other = await both.enter(OTHER, "/other")
        await w.update(person, Url="http://app.test/away")
        await w.clock.advance(1)

        assert w.sim.find(other).status is Status.COMPLETED, "its document is through"
        assert w.app.at("/dial") == [], "nobody waited for the Dial to end"
        assert w.sim.find(person).heard()[-1] == "Well?"


async def test_a_room_goes_on_without_one_who_does_not_end_it() -> None:
    async with two(answer=room(), other=room(ends=False, action="")) as (w, both):
        person = await both.enter(TO, "/answer")
        other = await both.enter(OTHER, "/other")
        w.sim.line(other).hang_up()
        await w.clock.advance(1)

        assert w.sim.find(person).status is Status.IN_PROGRESS
        assert w.app.at("/dial") == []


async def test_a_room_that_nobody_begins_is_waited_in_until_the_time_is_over() -> None:
    closed = room(starts=False, limit=90)
    async with two(answer=closed, other=room(starts=False, action="")) as (w, both):
        person = await both.enter(TO, "/answer")
        await both.enter(OTHER, "/other")
        assert both.asked == [None, None]

        await w.clock.advance(90)

        assert len(w.app.at("/dial")) == 1
        assert w.sim.find(person).heard()[-1] == "Hello."


async def test_what_is_odd_about_a_room_is_noted() -> None:
    odd = '<Conference beep="loud" waitUrl="http://app.test/music" size="2"> </Conference>'
    async with two(answer=twiml(f"<Dial>{odd}</Dial>")) as (w, both):
        await both.enter(TO, "/answer")

        assert [one.message for one in w.sim.log] == [
            "<Conference> has no attribute size",
            "<Conference> has no name",
            "<Conference> waitUrl is not fetched by this network",
            "<Conference> beep is 'loud'",
        ]
