"""The TwiML verbs the simulated network plays, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Say:
    """Words spoken to the person; SSML is reduced to what is heard."""

    text: str
    voice: str = ""
    language: str = ""
    loop: int = 1


@dataclass(frozen=True, slots=True)
class Play:
    """A recording by URL, or tones when `digits` is set."""

    url: str
    digits: str = ""
    loop: int = 1


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence on the line."""

    length_s: int = 1


Prompt = Say | Play | Pause


@dataclass(frozen=True, slots=True)
class Gather:
    """Listening for words, keys or both while and after the prompts are played."""

    prompts: tuple[Prompt, ...] = ()
    speech: bool = False
    dtmf: bool = True
    action: str = ""
    method: str = "POST"
    timeout_s: int = 5
    speech_timeout_s: int | None = None  # None: Twilio hears the end of speech by itself ("auto")
    finish_on_key: str = "#"
    num_digits: int | None = None
    action_on_empty_result: bool = False
    barge_in: bool = True
    language: str = "en-US"


@dataclass(frozen=True, slots=True)
class Redirect:
    """The rest of the call is in another document."""

    url: str
    method: str = "POST"


@dataclass(frozen=True, slots=True)
class Hangup:
    """The network ends the call."""


@dataclass(frozen=True, slots=True)
class Reject:
    """The call is refused; on a call that was already answered it ends the call."""

    reason: str = "rejected"


@dataclass(frozen=True, slots=True)
class Conference:
    """The way into a room; whoever leaves one that `ends_on_exit` takes it down for all."""

    name: str
    starts_on_enter: bool = True
    ends_on_exit: bool = False


@dataclass(frozen=True, slots=True)
class Dial:
    """Others are called and joined to the person, or a room is entered.

    `whispers`: what the one at a number hears before, and where it is fetched.
    """

    numbers: tuple[str, ...]
    action: str = ""
    method: str = "POST"
    timeout_s: int = 30
    time_limit_s: int = 14_400
    caller_id: str = ""
    whispers: Mapping[str, str] = field(default_factory=dict[str, str])
    conference: Conference | None = None


Verb = Prompt | Gather | Redirect | Hangup | Reject | Dial


@dataclass(frozen=True, slots=True)
class Complaint:
    """A fault Twilio notes without giving the document up."""

    code: int
    message: str


@dataclass(frozen=True, slots=True)
class Document:
    """One TwiML reply, in the order it is played."""

    verbs: tuple[Verb, ...]
    complaints: tuple[Complaint, ...] = ()
