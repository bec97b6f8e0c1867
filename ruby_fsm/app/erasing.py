"""What is kept of a person, shown or erased; that they asked for no calls stays, as a hash."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace

from ruby_fsm.app.analytics import when, word_of
from ruby_fsm.app.ports import Clock, Reader, Unit, Units
from ruby_fsm.app.records import LogRow, Record
from ruby_fsm.app.trail import Act, Entry
from ruby_fsm.app.views import Erased, Export, ExportedCall, SaidLine
from ruby_fsm.core.effects import Line, Say
from ruby_fsm.core.events import KeyPressed, SpeechHeard
from ruby_fsm.core.wording import fill_name
from ruby_fsm.errors import PersonOnTheLine

AT_A_TIME = 20  # calls a unit: others wait for it


class Erasing:
    """`scrub` removes what the database still holds of values that were overwritten.

    Both keep in the audit trail who asked.
    """

    def __init__(
        self, units: Units, reader: Reader, clock: Clock, scrub: Callable[[], Awaitable[None]]
    ) -> None:
        self.units = units
        self.clock = clock
        self.reader = reader
        self.scrub = scrub

    async def erase(self, person: str, by: str) -> Erased:
        """`person`: a number (E.164) or a user id. Raises PersonOnTheLine."""
        erased, entry = 0, Entry(self.clock.now_ms(), by, Act.PERSON_ERASED)
        while count := await self.units.run(lambda unit: erase_some(unit, person, entry)):
            erased += count
        await self.scrub()
        return Erased(erased)

    async def export(self, person: str, by: str) -> Export:
        entry = Entry(self.clock.now_ms(), by, Act.PERSON_READ)
        found = await self.units.run(lambda unit: found_of(unit, person, entry))
        return Export([await self._call(call_id) for call_id, _ in found])

    async def _call(self, call_id: str) -> ExportedCall:
        record = await self.reader.record(call_id)
        assert record is not None
        return exported(record, await self.reader.log(call_id))


def found_of(unit: Unit, person: str, entry: Entry) -> Sequence[tuple[str, bool]]:
    calls = unit.calls_of(person)
    unit.audit(replace(entry, detail={"calls": len(calls)}))
    return calls


def erase_some(unit: Unit, person: str, entry: Entry) -> int:
    calls = unit.calls_of(person)
    if any(is_live for _, is_live in calls):
        raise PersonOnTheLine(
            "A call to this person is queued or on the line; end it, then ask again."
        )
    some = calls[:AT_A_TIME]
    for call_id, _ in some:
        unit.erase(call_id)
    if some:
        unit.audit(replace(entry, detail={"calls": len(some)}))
    return len(some)


def exported(record: Record, log: Sequence[LogRow]) -> ExportedCall:
    call, person = record.call, record.person
    return ExportedCall(
        call_id=call.call_id,
        to_number=person.to_number,
        user_id=person.user_id,
        user_name=person.user_name,
        custom_prompt=person.custom_prompt,
        language=person.language,
        queued_at=when(call.created_ms),
        state=call.state.value,
        end_reason=call.end_reason.value if call.end_reason else None,
        mood=call.mood.value,
        risk_level=word_of(call.risk),
        said=[line for row in log for line in lines_of(row, person.user_name)],
    )


def lines_of(row: LogRow, name: str) -> Iterator[SaidLine]:
    """The person's words stand before Ruby's."""
    at = when(row.at_ms)
    match row.event:
        case SpeechHeard(text=text):
            yield SaidLine(at, "person", text)
        case KeyPressed(digits=digits):
            yield SaidLine(at, "person", f"key {digits}")
        case _:
            pass
    for verb in row.verbs:
        if isinstance(verb, Say):
            yield SaidLine(at, "ruby", words_of(verb, name))


def words_of(verb: Say, name: str) -> str:
    """As they were spoken; a reply is what a backend said and holds no place for a name."""
    return verb.text if verb.line is Line.REPLY else fill_name(verb.text, name)
