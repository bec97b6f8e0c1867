"""What may happen in a history: what people, the network, operators and time may do."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TypeVar

import httpx

from ruby_fsm.simulator import (
    Answer,
    Delivery,
    DialStatus,
    Digits,
    HandCallee,
    HangUp,
    Input,
    Joined,
    Listening,
    Outcome,
    Ringing,
    Silence,
    Speech,
    Transfer,
)
from tests.app.evidence import Evidence, Seen
from tests.app.invariants import ALWAYS
from tests.world import Ruby

T = TypeVar("T")
Act = Callable[[], Awaitable[None]]


class Draw(Protocol):
    """Picks one."""

    def __call__(self, options: Sequence[T], /) -> T: ...


NUMBERS = ("+14155550100", "+14155550101")
HARMLESS = (
    "i had a long day at work",
    "my sister called me today",
    "it was fine i think",
    "i'm quite sad",
    "i can't stop crying",
    "i want to quit my job",
)
DANGER = ("i want to kill myself", "i took all the pills just now", "i want to die goodbye")
WISHES = (
    "stop calling me",
    "stop calling me i want to kill myself",
    "goodbye",
    "i want to talk to a person",
    "i'm not going to kill myself",
    "i am worried my brother is suicidal",
    "yes sometimes",
    "sorry can you say that again",
)
KEYS = ("0", "1", "8", "9", "5")
STRANGER = "CA" + "f" * 32
NO_CALL = "CL" + "f" * 32
WAITS_S = (1, 1, 4, 8, 20, 70, 130)
MOST_CALLS = 4


class Acts:
    """`draw(options)` picks one; `done` counts what was done, by name."""

    def __init__(self, it: Ruby, draw: Draw, people: list[HandCallee], done: Counter[str]) -> None:
        self.it = it
        self.draw = draw
        self.people = people
        self.done = done
        self.evidence = Evidence(it)
        self.asked: list[str] = []
        self.owed: list[Delivery] = []
        self.past: list[Delivery] = []
        self.seen: Seen = self.evidence.look()

    async def check(self) -> None:
        await self.it.calm()
        self.seen = self.evidence.look()
        for invariant in ALWAYS:
            invariant(self.seen)

    # --- the person -----------------------------------------------------------------------------
    async def place(self) -> None:
        if len(self.asked) == MOST_CALLS:
            return
        to = self.draw(NUMBERS)
        work = self.it.api.post("/ai-calling/initiate-ai-call", json={"to_number": to})
        answer = await self.it.drive(work)
        assert answer.status_code in {201, 202, 403}, answer.text
        if answer.status_code != 403:
            self.asked.append(answer.json()["call_id"])

    async def react(self) -> None:
        person = self.draw(self.askable())
        if isinstance(person.asked, Ringing):
            often = [Outcome.ANSWER] * 9
            outcome = self.draw([*often, Outcome.BUSY, Outcome.NO_ANSWER, Outcome.MACHINE])
            person.answer(Answer(outcome))
        elif isinstance(person.asked, Listening):
            person.answer(self.input())
        elif isinstance(person.asked, Joined):
            person.answer(HangUp())
        else:
            person.answer(Transfer(self.draw((DialStatus.COMPLETED, DialStatus.NO_ANSWER))))

    def input(self) -> Input:
        kinds: dict[str, Callable[[], Input]] = {
            "harmless": lambda: Speech(self.draw(HARMLESS)),
            "wish": lambda: Speech(self.draw(WISHES)),
            "danger": lambda: Speech(self.draw(DANGER)),
            "unclear": lambda: Speech(self.draw((*HARMLESS, *DANGER)), 0.2),
            "key": lambda: Digits(self.draw(KEYS)),
            "silence": Silence,
            "hang_up": HangUp,
        }
        kind = self.draw(["harmless"] * 3 + ["wish"] + list(kinds))
        self.done[kind] += 1
        return kinds[kind]()

    # --- the network ----------------------------------------------------------------------------
    async def deliver(self) -> None:
        await self.carry(self.it.simulator.desk.pending[0])

    async def flow(self) -> None:
        """The network as it mostly is: all arrives, in order."""
        for _ in range(8):
            if not self.it.simulator.desk.pending:
                return
            await self.carry(self.it.simulator.desk.pending[0])
            await self.it.calm()

    async def deliver_any(self) -> None:
        await self.carry(self.draw(self.it.simulator.desk.pending))

    async def carry(self, delivery: Delivery) -> None:
        self.past.append(delivery)
        await self.it.drive(self.it.simulator.desk.deliver(delivery))

    async def repeat(self) -> None:
        await self.it.drive(self.it.simulator.desk.duplicate(self.draw(self.past)))

    async def deliver_twice_at_once(self) -> None:
        desk = self.it.simulator.desk
        delivery = self.draw(desk.pending)
        self.past.append(delivery)

        async def both() -> None:
            first, second = await asyncio.gather(desk.duplicate(delivery), desk.deliver(delivery))
            assert first.body == second.body

        await self.it.drive(both())

    async def drop(self) -> None:
        desk = self.it.simulator.desk
        desk.drop(self.draw(desk.pending), self.draw(("rt", "ct")))

    async def lose_reply(self) -> None:
        delivery = self.draw(self.it.simulator.desk.pending)
        self.past.append(delivery)
        await self.it.drive(self.it.simulator.desk.lose_reply(delivery))

    async def deliver_without_store(self) -> None:
        """The store is away, or hangs and does what it was asked later: what was said is owed."""
        delivery = self.draw(self.it.simulator.desk.pending)
        self.draw((self.it.gate.hold, self.it.gate.hold_answers, self.it.gate.leave))()
        await self.carry(delivery)
        self.it.gate.release()
        self.owed.append(delivery)

    async def die_in_between(self) -> None:
        """The process dies with a webhook in its hands: before, or after, it was recorded."""
        desk = self.it.simulator.desk
        delivery = self.draw(desk.pending)
        self.draw((self.it.gate.hold, self.it.gate.hold_answers))()
        under_way = asyncio.create_task(desk.deliver(delivery))
        await self.it.calm()
        self.it.gate.release()
        await self.crash()
        await asyncio.gather(under_way, return_exceptions=True)
        self.past.append(delivery)

    async def say_to_old(self) -> None:
        """Words in answer to a document that is not the newest, however old."""
        stories = [s for s in self.seen.stories.values() if s.attempts[-1].sid and s.call.doc]
        if not stories:
            return
        story = self.draw(stories)
        docs = sorted({0, *(row.n for row in story.rows if row.verbs)})
        text = self.draw((*HARMLESS, *DANGER, *WISHES, ""))
        query = f"call={story.call.call_id}&at={self.draw(docs)}"
        form = {"CallSid": story.attempts[-1].sid, "SpeechResult": text}
        form["Confidence"] = str(len(self.it.traffic.exchanges) / 10_000)
        await self.it.drive(self.it.hook("gather", query, form))

    async def meet_stranger(self) -> None:
        """A sid that is none of ours, a call that is none of ours, or two that do not belong."""
        sids = [a.sid for a in self.seen.attempts if a.sid]
        calls = list(self.seen.stories)
        sid = self.draw([STRANGER, *sids])
        call = self.draw([NO_CALL, *calls])
        holder = next((a.call_id for a in self.seen.attempts if a.sid == sid), None)
        if holder == call or (holder is None and call != NO_CALL):
            call = NO_CALL
        kind = self.draw(("answer", "gather", "reply", "fallback", "status"))
        before = len(self.it.alerts.sent)
        form = {"CallSid": sid, "CallStatus": "in-progress", "SpeechResult": DANGER[0]}
        await self.it.drive(self.it.hook(kind, f"call={call}&at=3", form))
        assert len(self.it.alerts.sent) == before + (kind != "status")

    # --- everybody else -------------------------------------------------------------------------
    async def operate(self) -> None:
        call_id = self.draw(self.asked) if self.asked else NO_CALL
        path = f"/ai-calling/call/{call_id}"
        force = {"force": True, "reason": "a drill"}
        acts = [(f"{path}/end", {}), (f"{path}/end", force)]
        acts += [(f"{path}/crisis/{act}", {"reason": "a drill"}) for act in ("resolve", "join")]
        for story in self.seen.stories.values():
            for escalation in story.escalations:
                made = escalation.escalation_id
                acts.append((f"/ai-calling/escalations/{made}/acknowledge", {}))
        where, body = self.draw(acts)
        answer = await self.it.drive(self.it.api.post(where, json=body))
        assert answer.status_code in {200, 404, 409}, answer.text

    async def change_chat(self) -> None:
        self.it.chat.delay_s = self.draw((0.0, 3.0, 7.0, 60.0))
        self.it.chat.broken = self.draw((False, False, True))

    async def die(self) -> None:
        await self.draw((self.crash, self.it.restart))()
        await self.it.pass_time(self.draw((0, 31)))

    async def crash(self) -> None:
        """What the store had not taken is lost with the process; Twilio was told as much."""
        self.owed.clear()
        await self.it.crash()

    async def break_rest(self) -> None:
        """Twilio's REST side refuses, breaks, or does it and its answer is lost."""
        lost, never = httpx.ReadTimeout("lost"), httpx.ConnectError("never sent")
        faults: tuple[Exception | int, ...] = (429, 500, lost, lost, never)
        self.it.rest.faults = [self.draw(faults)]

    async def pass_time(self) -> None:
        await self.it.pass_time(self.draw(WAITS_S))

    def askable(self) -> list[HandCallee]:
        return [person for person in self.people if person.asked is not None]
