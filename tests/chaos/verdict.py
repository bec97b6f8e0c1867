"""What a chaos run comes to: what was acknowledged and is not there, and what was done twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from ruby_fsm.adapters.clock import SystemClock
from ruby_fsm.adapters.db.store import Store, open_store
from ruby_fsm.config.environment import load_settings
from ruby_fsm.config.keys import keyring
from ruby_fsm.core.events import SpeechHeard
from ruby_fsm.simulator import Delivery, Simulator

if TYPE_CHECKING:
    from tests.chaos.run import Run


@dataclass(frozen=True)
class Verdict:
    """Each list names ids; all of them empty is what is wanted."""

    calls: int
    kills: int
    words: int
    troubles: Counter[str]
    reasons: Counter[str]
    over_s: float
    calls_lost: list[str]
    calls_made_twice: list[str]
    dialled_twice: list[str]
    words_lost: list[str]
    words_twice: list[str]
    dangers_untold: list[str]
    stuck: list[str]

    @property
    def faults(self) -> dict[str, list[str]]:
        names = [name for name, kind in self.__annotations__.items() if kind == "list[str]"]
        return {name: found for name in names if (found := getattr(self, name))}

    def told(self) -> str:
        """A line for each thing that was looked for."""
        names = [name for name, kind in self.__annotations__.items() if kind == "list[str]"]
        troubles = ", ".join(f"{times} x {what}" for what, times in self.troubles.items() if times)
        ends = ", ".join(f"{times} {reason}" for reason, times in self.reasons.most_common())
        return "\n".join(
            [
                f"{self.calls} calls, {self.kills} kills, {self.words} utterances acknowledged",
                f"troubles: {troubles}",
                f"ends: {ends}; the last one {self.over_s:.0f} s after the last kill",
                *(f"{name.replace('_', ' ')}: {len(getattr(self, name))}" for name in names),
            ]
        )


async def judged(folder: Path, run: Run, over_s: float) -> Verdict:
    """Read the service's own database, as a restart would."""
    settings = load_settings(None).model_copy(update={"ruby_data": folder / "data"})
    settings = settings.model_copy(update={"ruby_carrier": "sim"})
    place = run.database or folder / "data" / "ruby.db"
    async with open_store(place, keys=keyring(settings), clock=SystemClock()) as store:
        return await Judge(run, store).verdict(over_s)


class Judge:
    def __init__(self, run: Run, store: Store) -> None:
        self._run, self._reader = run, store.reader

    async def verdict(self, over_s: float) -> Verdict:
        records = {r.call.call_id: r async for r in self._reader.between(0, 1 << 62)}
        heard = {call_id: await self._heard(call_id) for call_id in records}
        words = acknowledged_words(self._run.simulator)
        wanted = set(self._run.acknowledged.values())
        in_danger = {one.call_id for one in words if "kill myself" in one.words}
        told = {x for x in in_danger if await self._reader.escalations(x)}
        return Verdict(
            calls=len(records),
            kills=self._run.kills,
            words=len(words),
            troubles=self._run.trouble.done,
            reasons=Counter(str(r.call.end_reason) for r in records.values()),
            over_s=over_s,
            calls_lost=sorted(wanted - records.keys()),
            calls_made_twice=sorted(records.keys() - wanted),
            dialled_twice=dialled_twice(self._run.simulator),
            words_lost=[x.call_id for x in words if x.words not in heard.get(x.call_id, [])],
            words_twice=[x for x, said in heard.items() if len(said) != len(set(said))],
            dangers_untold=sorted(in_danger - told),
            stuck=[x for x, r in records.items() if r.call.is_live],
        )

    async def _heard(self, call_id: str) -> list[str]:
        rows = await self._reader.log(call_id)
        return [row.event.text for row in rows if isinstance(row.event, SpeechHeard)]


@dataclass(frozen=True)
class Words:
    call_id: str
    words: str


def acknowledged_words(simulator: Simulator) -> list[Words]:
    """What was said, where our answer reached the network; a degraded one takes nothing on."""
    return [
        Words(call_of(delivery.url), delivery.params["SpeechResult"])
        for delivery in simulator.deliveries
        if delivery.params.get("SpeechResult") and is_taken(delivery)
    ]


def is_taken(delivery: Delivery) -> bool:
    reply = delivery.reply
    return reply is not None and reply.is_ok and b"try=" not in reply.body


def dialled_twice(simulator: Simulator) -> list[str]:
    """Attempts for which the network has more than one call."""
    made = Counter(
        f"{call_of(call.order.status_callback)}:{query(call.order.status_callback, 'attempt')}"
        for call in simulator.calls.values()
    )
    return [attempt for attempt, times in made.items() if times > 1]


def call_of(url: str) -> str:
    return query(url, "call")


def query(url: str, name: str) -> str:
    return parse_qs(urlsplit(url).query).get(name, [""])[0]
