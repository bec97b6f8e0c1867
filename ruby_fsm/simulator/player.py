"""Play a TwiML document on a line, verb by verb, until it ends or leads to another."""

from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from ruby_fsm.simulator.call import Call, Fetch, Inline, Order, Source, Spoken
from ruby_fsm.simulator.callee import (
    Callee,
    DialStatus,
    Digits,
    HangUp,
    Heard,
    Input,
    Listening,
    Reaction,
    Silence,
    Speech,
    Transfer,
)
from ruby_fsm.simulator.hooks import Hooks
from ruby_fsm.simulator.network import Network
from ruby_fsm.simulator.twiml import TwimlError
from ruby_fsm.simulator.verbs import (
    Conference,
    Dial,
    Document,
    Gather,
    Hangup,
    Pause,
    Play,
    Prompt,
    Redirect,
    Reject,
    Say,
    Verb,
)

WORDS_A_SECOND = 2.5
RECORDING_S = 3.0
MAX_LOOPS = 1000  # what Twilio makes of loop="0"
SPEECH_CAP_S = 60.0
AUTO_SPEECH_TIMEOUT_S = 1.0
INVALID_URL = 11100
JOIN = "<Response/>"
APOLOGY = "We are sorry, an application error has occurred. Goodbye."


class LineDownError(Exception):
    """One side put the phone down: nothing more is played."""


class Player:
    """Plays documents to one callee."""

    def __init__(self, call: Call, callee: Callee, hooks: Hooks, network: Network) -> None:
        self.last_gather: Fetch | None = None
        self.is_down = False
        self._call = call
        self._callee = callee
        self._hooks = hooks
        self._network = network
        self._base = ""

    async def follow(self, source: Source) -> Source | None:
        """Fetch and play; return what the call goes on with, None when it is over."""
        try:
            return await self._follow(source)
        except LineDownError:
            self.is_down = True
            return None

    async def _follow(self, source: Source) -> Source | None:
        try:
            document, self._base = await self._hooks.document(source)
            return await self._play(document)
        except TwimlError as fault:
            if (fallback := self._hooks.fallback(source, fault)) is not None:
                return fallback
            await self._hear(Heard(APOLOGY, by_network=True))
            raise LineDownError from fault

    async def _play(self, document: Document) -> Source | None:
        for verb in document.verbs:
            if (source := await self._verb(verb)) is not None:
                return source
        return None

    async def _verb(self, verb: Verb) -> Source | None:
        match verb:
            case Gather():
                return await self._gather(verb)
            case Dial():
                return await self._dial(verb)
            case Redirect():
                return Fetch("redirect", self._absolute(verb.url), verb.method)
            case Say() | Play() | Pause():
                await self._prompt(verb, None)
                return None
            case Hangup() | Reject():
                raise LineDownError

    async def _prompt(self, prompt: Prompt, gather: Gather | None) -> Reaction | None:
        """Play one prompt; a reaction the gather listens for cuts it short."""
        if isinstance(prompt, Pause):
            await self._network.linger(prompt.length_s)
            return None
        can_speak = gather is not None and gather.barge_in
        for _ in range(prompt.loop or MAX_LOOPS):
            reaction = await self._hear(_as_heard(prompt, can_speak))
            if can_speak and gather is not None and _is_taken(gather, reaction):
                return reaction
        return None

    async def _hear(self, heard: Heard) -> Reaction | None:
        """Let the callee hear this to its end, or as far as it can be cut short."""
        clock = self._network.clock
        began_ms = clock.now_ms()
        self._call.transcript.append(Spoken("caller", heard.text, began_ms))
        lasts_s = RECORDING_S if heard.recording else speaking_s(heard.text)
        heard = replace(heard, lasts_s=lasts_s / self._network.speed)
        reaction = await self._callee.hears(heard)
        if isinstance(reaction, HangUp):
            raise LineDownError
        if reaction is None or not heard.can_speak:
            await clock.sleep(heard.lasts_s - (clock.now_ms() - began_ms) / 1000)
        return reaction

    async def _gather(self, gather: Gather) -> Source | None:
        action = self.last_gather = Fetch("gather", self._absolute(gather.action), gather.method)
        heard = await self._listen(gather)
        if isinstance(heard, HangUp):
            raise LineDownError
        result = await self._result(gather, heard)
        if result is None:
            return None
        return Fetch("gather", action.url, action.method, result)

    async def _listen(self, gather: Gather) -> Input:
        for prompt in gather.prompts:
            if (reaction := await self._prompt(prompt, gather)) is not None:
                return reaction
        heard = await self._callee.gather(Listening(gather.speech, gather.dtmf, gather.timeout_s))
        if isinstance(heard, HangUp) or _is_taken(gather, heard):
            return heard
        return Silence()

    async def _result(self, gather: Gather, heard: Input) -> dict[str, str] | None:
        """Fields the gather's action is told, None when it is not called."""
        match heard:
            case Speech():
                pause_s = gather.speech_timeout_s or AUTO_SPEECH_TIMEOUT_S
                await self._network.linger(min(speaking_s(heard.text), SPEECH_CAP_S) + pause_s)
                self.said(heard.text)
                return speech_fields(heard)
            case Digits():
                self.said(f"[{heard.keys}]")
                return _digit_fields(gather, heard)
            case Silence() | HangUp():
                await self._network.linger(gather.timeout_s)
                if not gather.action_on_empty_result:
                    return None
                return {"SpeechResult": ""} if gather.speech else {"Digits": ""}

    async def _dial(self, dial: Dial) -> Source | None:
        if dial.conference is not None:
            return await self._meet(dial, dial.conference)
        transfer, sid = await self._transfer(dial)
        params = {
            "DialCallStatus": transfer.status.value,
            "DialCallSid": sid,
            "DialBridged": str(transfer.bridged).lower(),
        }
        if transfer.bridged:
            params["DialCallDuration"] = str(min(transfer.duration_s, dial.time_limit_s))
        return self._dialled(dial, params, is_down=transfer.callee_hangs_up)

    async def _meet(self, dial: Dial, way_in: Conference) -> Source | None:
        """Of a room Twilio tells neither a leg nor how long it lasted (its page on Dial)."""
        limit_s = dial.time_limit_s
        is_down = await self._network.rooms.stay(way_in, self._callee, limit_s, self._network)
        params = {"DialCallStatus": DialStatus.ANSWERED.value, "DialBridged": "true"}
        return self._dialled(dial, params, is_down=is_down)

    def _dialled(self, dial: Dial, params: dict[str, str], *, is_down: bool) -> Source | None:
        """What follows a Dial; who hung up is not there for it any more. Raises LineDownError."""
        action = self._absolute(dial.action) if dial.action else ""
        if is_down:
            if action:
                late = self._hooks.params() | params | {"CallStatus": "completed"}
                self._hooks.tell("dial", action, dial.method, late)
            raise LineDownError
        return Fetch("dial", action, dial.method, params) if action else None

    async def _transfer(self, dial: Dial) -> tuple[Transfer, str]:
        """Ring the numbers; the first that is bridged wins, else the last one's fate counts."""
        transfer, sid = Transfer(DialStatus.FAILED, 0), f"CA{self._network.ids()}"
        for number in dial.numbers:
            leg = self._network.ring(self._order(dial, number), self._call.sid)
            if leg is None:
                transfer = await self._callee.transfer(number)
                if transfer.bridged:
                    await self._network.linger(min(transfer.duration_s, dial.time_limit_s))
            else:
                transfer, sid = await leg.talked(dial.time_limit_s), leg.call.sid
            if transfer.bridged:
                break
        return transfer, sid

    def _order(self, dial: Dial, number: str) -> Order:
        """The call to the other one; without words of its own it is joined as soon as it is up."""
        whisper = dial.whispers.get(number)
        return Order(
            to=number,
            from_=dial.caller_id or self._call.order.from_,
            source=Fetch("whisper", self._absolute(whisper)) if whisper else Inline(JOIN),
            timeout_s=dial.timeout_s,
            time_limit_s=dial.time_limit_s,
        )

    def said(self, text: str) -> None:
        """Note what the callee said."""
        self._call.transcript.append(Spoken("callee", text, self._network.clock.now_ms()))

    def _absolute(self, url: str) -> str:
        """Make `url` absolute; an empty one is the document's own. Raises TwimlError."""
        absolute = urljoin(self._base, url)
        if urlsplit(absolute).scheme in {"http", "https"}:
            return absolute
        message = f"{url!r} is no URL, and the document has none to complete it from"
        raise TwimlError(INVALID_URL, message)


def _as_heard(prompt: Say | Play, can_speak: bool) -> Heard:
    if isinstance(prompt, Say):
        return Heard(prompt.text, can_speak)
    return Heard(f"[{prompt.digits or prompt.url}]", can_speak, recording=True)


def speaking_s(text: str) -> float:
    """Seconds it takes to say this."""
    return len(text.split()) / WORDS_A_SECOND


def speech_fields(speech: Speech) -> dict[str, str]:
    """Fields of a gather's action for words."""
    fields = {"SpeechResult": speech.text}
    if speech.confidence is not None:
        fields["Confidence"] = str(speech.confidence)
    return fields


def _is_taken(gather: Gather, heard: Input | None) -> bool:
    match heard:
        case Speech():
            return gather.speech and bool(heard.text.strip())
        case Digits():
            return gather.dtmf and bool(heard.keys)
        case _:
            return False


def _digit_fields(gather: Gather, digits: Digits) -> dict[str, str] | None:
    """Keys up to the finishing one or to numDigits; none at all count as an empty result."""
    ends = [at for at, key in enumerate(digits.keys) if key in gather.finish_on_key]
    keys = digits.keys[: ends[0]] if ends else digits.keys
    keys = keys[: gather.num_digits]
    if not keys and not gather.action_on_empty_result:
        return None
    return {"Digits": keys} | ({"FinishedOnKey": digits.keys[ends[0]]} if ends else {})
