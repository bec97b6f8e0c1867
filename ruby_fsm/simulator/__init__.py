"""A stand-in for Twilio, for tests and the demo: it knows Twilio's contract and nothing of ours.

    simulator = Simulator("AC…", "token", http=httpx.AsyncClient(), callee_for=who_answers)
    # simulator.app is Twilio's REST interface (ASGI): serve it, or reach it by ASGITransport.
    call = await simulator.finished(sid)        # sid from the create request's answer
    call.status, call.heard(), simulator.log    # how it ended, what was said, Twilio's errors

`http` carries the signed webhooks to the application. `callee_for(number)` gives the Callee who
answers: HandCallee (a test decides each answer), ScriptedCallee (a script file or list of steps),
TerminalCallee (a person who types), or your own class with those six methods.

    script = load(Path("evening.yaml"))         # ScriptError names every fault by file and line
    callee = ScriptedCallee(script, clock.sleep, hooks={"resolve": resolve})
    played = await callee.played()              # .passed, .unmet ("file:line: why"), .transcript

Time. `clock` is the computer's unless you pass another: with a VirtualClock nothing ever waits,
`await clock.run(simulator.finished(sid))` jumps over every pause, `await clock.advance(31 * 60)`
moves time by hand. `speed` divides the time speaking and silence take; `math.inf` is no time.

Every webhook in the test's hand. With `by_hand=True` they wait on `simulator.desk`:

    await simulator.settle()                    # until all calls wait for somebody
    simulator.desk.pending                      # oldest first: kind, params, url, attempt
    await simulator.desk.deliver(delivery)      # send it, in any order, however late
    await simulator.desk.duplicate(delivery)    # send it once more, delivered or not
    await simulator.desk.lose_reply(delivery)   # it arrives; its answer does not
    simulator.desk.drop(delivery)               # it never arrives

A bad day. `bad_day=BadDay(duplicated=True, dropped=frozenset({"completed"}))` has the network send
webhooks twice, late, out of order or not at all, and its REST side refuse; `simulator.misdeeds`
tells what was done.

Messages. `simulator.messages` holds all that were sent; `await simulator.text(from_, to, body)` has
somebody write to a number of the account: a signed request to `message_url`.

`simulator.line(sid)` hangs a call up, redirects it, or delivers words late (`say_late`).
"""

from ruby_fsm.simulator.call import Call, Order, Spoken, Status
from ruby_fsm.simulator.callee import (
    Answer,
    Callee,
    DialStatus,
    Digits,
    Handset,
    HangUp,
    Heard,
    Input,
    Joined,
    Listening,
    Outcome,
    Reaction,
    Ringing,
    Silence,
    Speech,
    Transfer,
)
from ruby_fsm.simulator.clock import Clock, RealClock, VirtualClock, settle
from ruby_fsm.simulator.courier import Delivery, DeliveryError, Desk, Reply
from ruby_fsm.simulator.hand_callee import HandCallee
from ruby_fsm.simulator.messages import Message
from ruby_fsm.simulator.misbehaving import BadDay, Misdeeds
from ruby_fsm.simulator.network import Notice
from ruby_fsm.simulator.played import Played
from ruby_fsm.simulator.script import Script, ScriptError, load
from ruby_fsm.simulator.scripted import Hook, ScriptedCallee, UnmetError
from ruby_fsm.simulator.signer import SharedKey, Signer
from ruby_fsm.simulator.simulator import Simulator
from ruby_fsm.simulator.terminal import TerminalCallee, Typed

__all__ = [
    "Answer",
    "BadDay",
    "Call",
    "Callee",
    "Clock",
    "Delivery",
    "DeliveryError",
    "Desk",
    "DialStatus",
    "Digits",
    "HandCallee",
    "Handset",
    "HangUp",
    "Heard",
    "Hook",
    "Input",
    "Joined",
    "Listening",
    "Message",
    "Misdeeds",
    "Notice",
    "Order",
    "Outcome",
    "Played",
    "Reaction",
    "RealClock",
    "Reply",
    "Ringing",
    "Script",
    "ScriptError",
    "ScriptedCallee",
    "SharedKey",
    "Signer",
    "Silence",
    "Simulator",
    "Speech",
    "Spoken",
    "Status",
    "TerminalCallee",
    "Transfer",
    "Typed",
    "UnmetError",
    "VirtualClock",
    "load",
    "settle",
]
