"""The steps of a scripted call, and how they are read from plain data."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeVar

from ruby_fsm.simulator.callee import (
    Answer,
    DialStatus,
    Digits,
    HangUp,
    Input,
    Outcome,
    Silence,
    Speech,
    Transfer,
)

T = TypeVar("T")

UNITS_S = {"s": 1, "m": 60, "h": 3600}
DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*([smh]?)")
CURLY = str.maketrans("’‘“”", "''\"\"")  # noqa: RUF001 - the typographic quotes are the point


class StepError(ValueError):
    """A step that cannot be read: what is wrong, and what to write."""


@dataclass(frozen=True, slots=True)
class Words:
    """Part of a sentence to listen for, in any case; `re:` begins a regular expression."""

    text: str

    def found_in(self, heard: str) -> bool:
        """Tell whether this is in what was heard."""
        heard = _plain(heard)
        if self.text.startswith("re:"):
            pattern = self.text.removeprefix("re:").strip()
            return re.search(pattern, heard, re.IGNORECASE) is not None
        return _plain(self.text) in heard


@dataclass(frozen=True, slots=True)
class Hear:
    """All of this must be heard before the callee's next turn; none of it when `forbidden`."""

    at: str
    words: tuple[Words, ...]
    forbidden: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """Speak, press, stay silent or hang up: at the next turn, or while `over` is being said.

    `late`: the words are delivered outside their turn.
    """

    at: str
    act: Input
    over: Words | None = None
    late: bool = False
    after_end: bool = False


@dataclass(frozen=True, slots=True)
class Wait:
    """Time passes, the line stays as it is."""

    at: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Do:
    """Something outside the call happens, by a hook of this name."""

    at: str
    name: str
    args: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PickUp:
    """How this ringing is met."""

    at: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Transferred:
    """How the person reacts whom the call is transferred to."""

    at: str
    transfer: Transfer


Step = Hear | Act | Wait | Do | PickUp | Transferred
Raw = Mapping[str, Any]


def read_step(raw: object, at: str) -> list[Step]:
    """Read one step. StepError says what is wrong and what to write."""
    if not isinstance(raw, Mapping) or not raw:
        raise StepError(f"a step is a mapping such as 'say: hello', not {raw!r}")
    kind = next((key for key in raw if key in KINDS), None)
    if kind is None:
        raise StepError(_unknown(str(next(iter(raw))), KINDS))
    options, read = KINDS[kind]
    for key in raw:
        if key != kind and key not in options:
            raise StepError(f"{kind}: {_unknown(str(key), options)}")
    return read(raw, at)


def _hear(raw: Raw, at: str) -> list[Step]:
    return [Hear(at, _words(raw["hear"]))]


def _not_hear(raw: Raw, at: str) -> list[Step]:
    return [Hear(at, _words(raw["not_hear"]), forbidden=True)]


def _say(raw: Raw, at: str) -> list[Step]:
    return [Act(at, _speech(raw, "say"), _over(raw))]


def _late_say(raw: Raw, at: str) -> list[Step]:
    if raw.get("after", "completed") != "completed":
        raise StepError(f"late_say: after is {raw['after']!r}; write completed, or leave it out")
    if "after" in raw and "over" in raw:
        raise StepError("late_say: write either over or after")
    speech = _speech(raw, "late_say")
    return [Act(at, speech, _over(raw), late=True, after_end="after" in raw)]


def _press(raw: Raw, at: str) -> list[Step]:
    keys = str(raw["press"])
    if not re.fullmatch(r"[0-9*#]+", keys):
        raise StepError(f"press: {keys!r} are no keys; write digits, * or #, in quotes")
    return [Act(at, Digits(keys), _over(raw))]


def _silence(raw: Raw, at: str) -> list[Step]:
    times = raw["silence"]
    if not isinstance(times, int) or times < 1:
        raise StepError(f"silence: {times!r}; write true, or for how many turns")
    return [Act(at, Silence()) for _ in range(int(times))]


def _hang_up(raw: Raw, at: str) -> list[Step]:
    if raw["hang_up"] is not True:
        raise StepError("hang_up: write true, or leave the step out")
    return [Act(at, HangUp(), _over(raw))]


def _wait(raw: Raw, at: str) -> list[Step]:
    return [Wait(at, seconds(raw["wait"]))]


def _do(raw: Raw, at: str) -> list[Step]:
    what = raw["do"]
    if not isinstance(what, Mapping) or not isinstance(what.get("name"), str):
        raise StepError("do: write a mapping with the hook's name, do: {name: resolve}")
    return [Do(at, what["name"], {key: what[key] for key in what if key != "name"})]


def _answer(raw: Raw, at: str) -> list[Step]:
    how = _one_of("answer", raw["answer"], {outcome.value: outcome for outcome in Outcome})
    return [PickUp(at, Answer(how, seconds(raw.get("after", 1))))]


def _transfer(raw: Raw, at: str) -> list[Step]:
    status = _one_of("transfer", raw["transfer"], {status.value: status for status in DialStatus})
    lasts_s = int(seconds(raw.get("lasts", 60)))
    return [Transferred(at, Transfer(status, lasts_s, raw.get("hang_up") is True))]


def _joined(raw: Raw, at: str) -> list[Step]:
    """What the other one does once joined: talk so long, then hang up."""
    return [Transferred(at, Transfer(duration_s=int(seconds(raw["joined"]))))]


Reader = Callable[[Raw, str], list[Step]]
KINDS: dict[str, tuple[frozenset[str], Reader]] = {
    "say": (frozenset({"confidence", "over"}), _say),
    "late_say": (frozenset({"confidence", "over", "after"}), _late_say),
    "press": (frozenset({"over"}), _press),
    "transfer": (frozenset({"lasts", "hang_up"}), _transfer),
    "joined": (frozenset(), _joined),
    "answer": (frozenset({"after"}), _answer),
    "hang_up": (frozenset({"over"}), _hang_up),
    "silence": (frozenset(), _silence),
    "hear": (frozenset(), _hear),
    "not_hear": (frozenset(), _not_hear),
    "wait": (frozenset(), _wait),
    "do": (frozenset(), _do),
}


def seconds(value: object) -> float:
    """Read `90`, `90s`, `31m` or `2h`. StepError otherwise."""
    found = DURATION.fullmatch(str(value))
    if found is None:
        raise StepError(f"{value!r} is no duration; write seconds, or 90s, 31m, 2h")
    return float(found[1]) * UNITS_S[found[2] or "s"]


def _speech(raw: Raw, key: str) -> Speech:
    if not isinstance(raw[key], str) or not raw[key].strip():
        raise StepError(f"{key}: write the words, in quotes, not {raw[key]!r}")
    confidence = raw.get("confidence", 0.93)
    if confidence is not None and not (
        isinstance(confidence, int | float) and 0 <= confidence <= 1
    ):
        raise StepError(f"{key}: confidence is {confidence!r}; write 0 to 1, or null for none")
    return Speech(raw[key], confidence)


def _words(value: object) -> tuple[Words, ...]:
    texts = value if isinstance(value, list) and value else [value]
    return tuple(_one_of_words(text) for text in texts)


def _one_of_words(text: object) -> Words:
    if not isinstance(text, str) or not text.strip():
        raise StepError(f"write the words to listen for, in quotes, or a list of them: {text!r}")
    if text.startswith("re:"):
        _compile(text.removeprefix("re:").strip())
    return Words(str(text))


def _compile(pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as fault:
        raise StepError(f"{pattern!r} is no regular expression: {fault}") from fault


def _over(raw: Raw) -> Words | None:
    return _one_of_words(raw["over"]) if "over" in raw else None


def _one_of(key: str, value: object, known: Mapping[str, T]) -> T:
    if not isinstance(value, str) or value not in known:
        raise StepError(f"{key}: {_unknown(str(value), known)}")
    return known[value]


def _unknown(word: str, known: Mapping[str, Any] | frozenset[str]) -> str:
    near = get_close_matches(word, known, 1)
    hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(sorted(known))}"
    return f"{word!r} is unknown here; {hint}"


def _plain(text: str) -> str:
    return " ".join(text.translate(CURLY).casefold().split())
