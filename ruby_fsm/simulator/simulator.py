"""The stand-in for Twilio: an account, its REST interface, and the network behind it."""

import asyncio
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import nullcontext

import httpx

from ruby_fsm.simulator import faults, rest
from ruby_fsm.simulator.call import Call, Order, Status
from ruby_fsm.simulator.callee import Callee
from ruby_fsm.simulator.clock import Clock, RealClock, VirtualClock, settle
from ruby_fsm.simulator.courier import Courier, Delivery, Desk, Post, Reply
from ruby_fsm.simulator.faults import TwilioFaultError
from ruby_fsm.simulator.legs import Leg
from ruby_fsm.simulator.line import Line
from ruby_fsm.simulator.messages import Message, answers, arrival, read_message
from ruby_fsm.simulator.misbehaving import BadDay, Misbehaving, MisbehavingRest, Misdeeds
from ruby_fsm.simulator.network import Network, Notice
from ruby_fsm.simulator.orders import Form, amend, read_order, read_redirect, read_status
from ruby_fsm.simulator.rest_permissions import EVERYWHERE
from ruby_fsm.simulator.signer import SharedKey, Signer
from ruby_fsm.simulator.webhooks import Webhook, Webhooks

TEST_NUMBERS = ("+15005550006",)


def new_id() -> str:
    """32 hex digits, never the same twice."""
    return secrets.token_hex(16)


class Simulator:
    """One Twilio account and its telephone network.

    `http` reaches the application's webhooks; `callee_for` names who answers a number, and
    `dialled_for` who answers one that a Dial rings (None: the person says how it went); `speed`
    divides the time that speaking and silence take. `api_keys` are further REST credentials
    (SK sid: secret), `numbers` the only ones that may call (None: any), `cps` the pace.
    `by_hand`: every webhook waits on `desk` until a test delivers it.
    `message_url`: where the numbers' messages are told, as their owner has set it in the console.
    `test_credentials`: calls are checked and accepted, and never placed. `bad_day`: what goes
    wrong in the network; `misdeeds` tells what has. `countries`: the ISO codes its REST side says
    the account may call; a call to another is not refused for it.
    """

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        *,
        http: httpx.AsyncClient,
        callee_for: Callable[[str], Callee],
        dialled_for: Callable[[str], Callee | None] = lambda _: None,
        clock: Clock | None = None,
        speed: float = 1.0,
        api_keys: Mapping[str, str] | None = None,
        shared_key: SharedKey | None = None,
        numbers: Collection[str] | None = None,
        cps: float | None = None,
        ids: Callable[[], str] = new_id,
        by_hand: bool = False,
        test_credentials: bool = False,
        bad_day: BadDay | None = None,
        message_url: str = "",
    ) -> None:
        self.account_sid = account_sid
        self.test_credentials = test_credentials
        self.calls: dict[str, Call] = {}
        self.messages: dict[str, Message] = {}
        self.message_url = message_url
        self.countries: Collection[str] = EVERYWHERE
        self.clock = clock or RealClock()
        self._callee_for = callee_for
        self._dialled_for = dialled_for
        self._secrets = {account_sid: auth_token, **(api_keys or {})}
        self._numbers = () if test_credentials else numbers
        self._lines: dict[str, Line] = {}
        self._carried: dict[str, asyncio.Task[Call]] = {}
        self.misdeeds = Misdeeds()
        post = self._post(http, Signer(auth_token, shared_key), bad_day)
        self._desk = Desk(post) if by_hand else None
        webhooks = Webhooks(self._desk or post, self.clock, ids)
        self._network = Network(self.clock, webhooks, ids, speed, cps, self._ring)
        self.app: rest.Asgi = rest.build(self)
        if bad_day:
            self.app = MisbehavingRest(self.app, bad_day, self.clock, self.misdeeds)

    def _post(self, http: httpx.AsyncClient, signer: Signer, bad_day: BadDay | None) -> Courier:
        hold = self.clock.hold if isinstance(self.clock, VirtualClock) else nullcontext
        post = Post(http, signer, hold)
        return Misbehaving(post, bad_day, self.clock, self.misdeeds) if bad_day else post

    @property
    def log(self) -> list[Notice]:
        """The account's error log: what Twilio would show in its debugger."""
        return self._network.notices

    @property
    def deliveries(self) -> list[Delivery]:
        """Every webhook request so far, retries and lost ones included, in order."""
        return self._network.webhooks.log

    @property
    def desk(self) -> Desk:
        """Where webhooks wait for the test's hand; only of a simulator made `by_hand`."""
        assert self._desk is not None, "make the simulator with by_hand=True"
        return self._desk

    def line(self, sid: str) -> Line:
        """Return the line of a call: hang it up, redirect it, deliver late words."""
        return self._lines[sid]

    async def finished(self, sid: str) -> Call:
        """Return the call once it is over; raises what its callee raised."""
        return await asyncio.shield(self._carried[sid])

    async def settle(self) -> None:
        """Let the network run until all calls wait: for a callee, the clock, or the desk."""
        await settle()

    async def quiet(self) -> None:
        """Return when no call is up and no webhook under way."""
        await asyncio.gather(*self._carried.values(), return_exceptions=True)
        await self._network.webhooks.quiet()

    async def close(self) -> None:
        """Drop every call and every webhook under way."""
        for task in self._carried.values():
            task.cancel()
        await asyncio.gather(*self._carried.values(), return_exceptions=True)
        await self._network.webhooks.close()

    async def text(self, from_: str, to: str, body: str) -> Reply:
        """Somebody writes to a number of the account; what `message_url` was answered."""
        message = self._add_message(to, from_, body, "inbound")
        hook = Webhook("message", message.sid, self.message_url, params=arrival(message))
        reply = await self._network.webhooks.request(hook)
        for words in answers(reply.body):
            self._add_message(from_, to, words, "outbound-reply")
        return reply

    def send_message(self, form: Form) -> Message:
        to, from_, body = read_message(form, self._numbers)
        return self._add_message(to, from_, body, "outbound-api")

    def find_message(self, sid: str) -> Message:
        if sid not in self.messages:
            message = f"The requested resource /Messages/{sid}.json was not found"
            raise TwilioFaultError(faults.NOT_FOUND, message)
        return self.messages[sid]

    def _add_message(self, to: str, from_: str, body: str, direction: str) -> Message:
        sid, now_ms = f"SM{self._network.ids()}", self.clock.now_ms()
        message = Message(sid, self.account_sid, to, from_, body, now_ms, direction)
        self.messages[sid] = message
        return message

    def admits(self, user: str, secret: str) -> bool:
        kept = self._secrets.get(user)
        return kept is not None and rest.same_secret(secret, kept)

    def place(self, form: Form) -> Call:
        order = read_order(form, self._numbers)
        now_ms = self.clock.now_ms()
        call = Call(f"CA{self._network.ids()}", self.account_sid, order, now_ms, now_ms)
        self.calls[call.sid] = call
        if not self.test_credentials:
            self._lines[call.sid] = line = Line(call, self._callee_for(order.to), self._network)
            self._carried[call.sid] = asyncio.create_task(line.carry())
        return call

    def _ring(self, order: Order, parent_sid: str) -> Leg | None:
        """Somebody is called by a Dial: a call like any other, and its parent's."""
        callee, now_ms = self._dialled_for(order.to), self.clock.now_ms()
        if callee is None:
            return None
        sid = f"CA{self._network.ids()}"
        call = Call(sid, self.account_sid, order, now_ms, now_ms, parent_sid=parent_sid)
        self.calls[sid] = call
        self._lines[sid] = leg = Leg(call, callee, self._network)
        self._carried[sid] = leg.begin()
        return leg

    def change(self, sid: str, form: Form) -> Call:
        call, line = self.find(sid), self._lines[sid]
        status, source = read_status(form), read_redirect(form)
        if call.status.is_final or (source and call.status is not Status.IN_PROGRESS):
            message = f"Call {sid} is not in-progress. Cannot redirect or end it."
            raise TwilioFaultError(faults.NOT_IN_PROGRESS, message)
        amend(call.order, form)
        if call.status is Status.IN_PROGRESS:
            line.restart_limit()
        if status == "completed" or (status and call.status is not Status.IN_PROGRESS):
            line.hang_up()
        elif source is not None:
            line.redirect(source)
        return call

    def find(self, sid: str) -> Call:
        if sid not in self.calls:
            message = f"The requested resource /Calls/{sid}.json was not found"
            raise TwilioFaultError(faults.NOT_FOUND, message)
        return self.calls[sid]

    def forget(self, sid: str) -> None:
        if not self.find(sid).status.is_final:
            message = f"Call {sid} is still in progress and cannot be deleted."
            raise TwilioFaultError(faults.NOT_IN_PROGRESS, message)
        del self.calls[sid]

    def all_calls(self) -> Sequence[Call]:
        return list(self.calls.values())

    def owned(self) -> Sequence[str]:
        return sorted(TEST_NUMBERS if self._numbers is None else self._numbers)
