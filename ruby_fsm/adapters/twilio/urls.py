"""The addresses Twilio is given: our ids and numbers in them, never anything personal.

Those of a document carry its number (`at`), so that no two documents share one; those of a dial
are fixed for the whole call and carry the attempt.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

# Connection overrides (Twilio's docs, "webhook connection overrides"): read by Twilio, never sent
# and never signed. A TwiML hook is tried once more if no connection came about; a callback, which
# nobody waits for, also after a silence or a 5xx.
ONCE_MORE = "#rc=1&rp=ct"
TILL_HEARD = "#rc=3&rp=ct,rt,5xx"


def _given(**query: str | int) -> dict[str, str | int]:
    return {name: value for name, value in query.items() if value}


@dataclass(frozen=True, slots=True)
class Urls:
    """`public_url`: the https base at which Twilio reaches us."""

    public_url: str

    def gather(self, call_id: str, at: int, lang: str = "") -> str:
        """`lang`: what the words will be heard in, '' for the default language."""
        return self._url("gather", call=call_id, at=at, **_given(lang=lang))

    def reply(self, call_id: str, at: int, tries: int = 0, lang: str = "") -> str:
        """Where to look again; `tries` counts the documents made without the store."""
        more = _given(**{"try": tries}, lang=lang)
        return self._url("reply", call=call_id, at=at, **more)

    def dial(self, call_id: str, at: int) -> str:
        return self._url("dial", call=call_id, at=at)

    def accept(self, call_id: str, at: int, tries: int = 0, ring: int = 0) -> str:
        """What the human hears before being joined; `tries` counts how often it was said.

        `ring`: the number of a leg of its own, 0 for the second leg of a Dial.
        """
        return self._url("accept", call=call_id, at=at, **{"try": tries}, **_given(ring=ring))

    def accept_key(self, call_id: str, at: int, tries: int, ring: int = 0) -> str:
        return self._url("accept-key", call=call_id, at=at, **{"try": tries}, **_given(ring=ring))

    def accept_status(self, call_id: str, ring: int) -> str:
        """Where the end of the human's leg is told."""
        return self._url("accept-status", call=call_id, ring=ring) + TILL_HEARD

    def answer(self, call_id: str, attempt: int) -> str:
        return self._url("answer", call=call_id, attempt=attempt) + ONCE_MORE

    def fallback(self, call_id: str, attempt: int) -> str:
        return self._url("fallback", call=call_id, attempt=attempt) + ONCE_MORE

    def status(self, call_id: str, attempt: int) -> str:
        return self._url("status", call=call_id, attempt=attempt) + TILL_HEARD

    def amd(self, call_id: str, attempt: int) -> str:
        return self._url("amd", call=call_id, attempt=attempt) + TILL_HEARD

    def alert(self, escalation_id: str, step: int, tries: int = 0) -> str:
        """What a human who is told by telephone hears; `tries` counts how often it was said."""
        if tries:
            return self._url("alert", escalation=escalation_id, step=step, **{"try": tries})
        return self._url("alert", escalation=escalation_id, step=step) + ONCE_MORE

    def alert_status(self, escalation_id: str, step: int) -> str:
        """Where the fate of a call to a human who is told is noted."""
        return self._url("alert-status", escalation=escalation_id, step=step) + TILL_HEARD

    def alert_key(self, escalation_id: str, step: int, tries: int) -> str:
        return self._url("alert-key", escalation=escalation_id, step=step, **{"try": tries})

    def _url(self, hook: str, **query: str | int) -> str:
        base = f"{self.public_url.rstrip('/')}/voice/webhook/{hook}"
        return f"{base}?{urlencode(query, errors='replace')}"
