"""The webhooks of one call: their parameters, the documents they bring, the fallback."""

import asyncio

from ruby_fsm.simulator.call import Call, Fetch, Inline, Source, Status
from ruby_fsm.simulator.courier import DeliveryError, Reply
from ruby_fsm.simulator.network import Network, rfc2822
from ruby_fsm.simulator.twiml import FETCH_FAILED, TwimlError, read
from ruby_fsm.simulator.verbs import Document
from ruby_fsm.simulator.webhooks import Webhook

API_VERSION = "2010-04-01"
CONNECT_FAILED = 11205
SIP_CODES = {Status.BUSY: "486", Status.NO_ANSWER: "487", Status.FAILED: "404"}


class Hooks:
    """Speaks with the account's application about one call."""

    def __init__(self, call: Call, network: Network) -> None:
        self._call = call
        self._network = network
        self._reported = 0
        self._told_so_far: list[asyncio.Task[None]] = []

    def params(self) -> dict[str, str]:
        """Fields every voice webhook carries."""
        call = self._call
        parent = {"ParentCallSid": call.parent_sid} if call.parent_sid else {}
        return parent | {
            "CallSid": call.sid,
            "AccountSid": call.account_sid,
            "From": call.order.from_,
            "To": call.order.to,
            "Caller": call.order.from_,
            "Called": call.order.to,
            "CallStatus": call.status.value,
            "Direction": call.direction,
            "ApiVersion": API_VERSION,
        }

    async def document(self, source: Source) -> tuple[Document, str]:
        """Get a document and the URL it came from (none if inline). Raises TwimlError."""
        if isinstance(source, Inline):
            document, url = read(source.twiml.encode()), ""
        else:
            reply = await self._fetch(source)
            document, url = read(reply.body, reply.content_type), reply.url
        for complaint in document.complaints:
            self.note(TwimlError(complaint.code, complaint.message), url, fatal=False)
        return document, url

    def fallback(self, source: Source, fault: TwimlError) -> Fetch | None:
        """What to ask for in place of a document that failed, None if nothing is left."""
        url = source.url if isinstance(source, Fetch) else ""
        self.note(fault, url)
        order = self._call.order
        if not order.fallback_url or (isinstance(source, Fetch) and source.kind == "fallback"):
            return None
        told = {"ErrorCode": str(fault.code), "ErrorUrl": url}
        return Fetch("fallback", order.fallback_url, order.fallback_method, told)

    def report(self, event: str, status: str) -> None:
        """Send the status callback of this event beside the call, if it was asked for."""
        order = self._call.order
        if not order.status_callback or event not in order.status_events:
            return
        params = self.params() | {
            "CallStatus": status,
            "Timestamp": rfc2822(self._network.clock.now_ms()),
            "CallbackSource": "call-progress-events",
            "SequenceNumber": str(self._reported),
        }
        self._reported += 1
        if event == "completed":
            params |= self._ending()
        self.tell("status", order.status_callback, order.status_callback_method, params)

    def tell_verdict(self, answered_by: str, took_ms: int) -> None:
        """Send the verdict of asynchronous machine detection."""
        params = {
            "CallSid": self._call.sid,
            "AccountSid": self._call.account_sid,
            "AnsweredBy": answered_by,
            "MachineDetectionDuration": str(took_ms),
        }
        order = self._call.order
        if order.amd_callback:
            self.tell("amd", order.amd_callback, order.amd_callback_method, params)

    def tell(self, kind: str, url: str, method: str, params: dict[str, str]) -> asyncio.Task[None]:
        """Send a webhook whose reply changes nothing, beside the call."""
        hook = Webhook(kind, self._call.sid, url, method, params)
        task = self._network.webhooks.in_background(self._told(hook))
        self._told_so_far.append(task)
        return task

    async def all_told(self) -> None:
        """Return when everything told so far has arrived, or was given up."""
        await asyncio.gather(*self._told_so_far)

    async def _told(self, hook: Webhook) -> None:
        try:
            reply = await self._network.webhooks.request(hook)
        except DeliveryError as fault:
            self.note(_lost(fault), hook.url, fatal=False)
            return
        if not reply.is_ok:
            self.note(_refused(reply), hook.url, fatal=False)

    async def _fetch(self, source: Fetch) -> Reply:
        params = self.params() | source.params
        hook = Webhook(source.kind, self._call.sid, source.url, source.method, params)
        try:
            reply = await self._network.webhooks.request(hook)
        except DeliveryError as fault:
            raise _lost(fault) from fault
        if not reply.is_ok:
            raise _refused(reply)
        return reply

    def _ending(self) -> dict[str, str]:
        seconds = self._call.duration_s
        if self._call.status is Status.COMPLETED and seconds is not None:
            return {"CallDuration": str(seconds), "Duration": str(-(-seconds // 60))}
        code = SIP_CODES.get(self._call.status)
        return {"SipResponseCode": code} if code else {}

    def note(self, fault: TwimlError, url: str, *, fatal: bool = True) -> None:
        """Write this fault into the account's error log."""
        self._network.note(self._call.sid, fault.code, fault.message, url, fatal=fatal)


def _lost(fault: DeliveryError) -> TwimlError:
    return TwimlError(CONNECT_FAILED if fault.reason == "ct" else FETCH_FAILED, str(fault))


def _refused(reply: Reply) -> TwimlError:
    return TwimlError(FETCH_FAILED, f"the webhook answered {reply.status}")
