"""What the core obeys: every number and every phrase, filled from config.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ruby_fsm.understanding.assessment import Category, Level, Mood


@dataclass(frozen=True, slots=True)
class Numbers:
    """Seconds unless the name says otherwise; each stands in config.yaml with its reason."""

    ring_s: int = 30
    start_s: int = 8
    start_heavy_s: int = 12
    start_crisis_s: int = 15
    start_hold_s: int = 60
    end_s: int = 2
    end_crisis_s: int = 3
    silences: int = 2
    silences_crisis: int = 3
    low_confidence_0_1: float = 0.4
    reply_soft_s: float = 2.5
    reply_hard_s: float = 6.0
    reply_words: int = 45
    call_s: int = 1800
    call_warning_s: int = 120
    resolved_grace_s: int = 300
    attempts: int = 3
    retry_waits_s: tuple[int, ...] = (300, 1800)
    queue_ttl_s: int = 86_400
    pace_per_s: float = 1.0
    live_calls: int = 2
    words_per_s: float = 2.5
    speech_cap_s: int = 60
    alive_margin_s: int = 15
    ring_margin_s: int = 60
    dial_limit_s: int = 3600
    dial_margin_s: int = 60
    crisis_bound_s: int = 14_400
    disclose_again_s: int = 10_800
    weak_signs: int = 3


@dataclass(frozen=True, slots=True)
class CrisisWords:
    """One level's safety conversation: what is said at once, then its steps in turn."""

    say: str
    ask: str
    plan: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrases:
    """Everything said in one language, but for the replies. Every tuple holds at least one.

    `checks`: the gentle question by what it is about; what is not there is not asked about. The
    last four may be '': then the disclosure, nothing, the disclosure and the silence goodbye serve.
    """

    disclosure: str
    greetings: Mapping[Mood, tuple[str, ...]]
    returning: Mapping[Mood, tuple[str, ...]]
    goodbyes: Mapping[Mood, tuple[str, ...]]
    reprompts: tuple[str, ...]
    fillers: tuple[str, ...]
    safe_lines: tuple[str, ...]
    ask_again: tuple[str, ...]
    limit_near: str
    wrap_up: str
    silence_goodbye: str
    opt_out: str
    no_human: str
    handing_over: str
    hand_over_failed: str
    ringing_human: str
    still_ringing: str
    human_joins: str
    human_here: str
    key_help: str
    crisis: Mapping[Level, CrisisWords]
    crisis_ask_again: tuple[str, ...]
    crisis_goodbye_first: str
    crisis_goodbye: str
    resources: str
    resources_again: str
    opted_out: str
    checks: Mapping[Category, str] = field(default_factory=dict[Category, str])
    switched_to: str = ""
    identity: str = ""
    holding: str = ""
    screening: str = ""
    unheard_goodbye: str = ""


@dataclass(frozen=True, slots=True)
class Keys:
    """What the keys of the telephone do; '' switches one off."""

    human: str = "0"
    go_on: str = "1"
    opt_out: str = "8"
    goodbye: str = "9"


@dataclass(frozen=True, slots=True)
class Policy:
    """`crisis_at` may be lowered by config, never raised above MODERATE.

    `is_warm`: a transfer needs the human's key; in a crisis it always does. `adds_sentence`: in a
    crisis one gated sentence of a chat backend may follow the plan's words.
    `phrases` are those of `language`, in which the call begins; `languages` holds all that a person
    may ask for, by tag.
    """

    phrases: Phrases
    numbers: Numbers = Numbers()
    keys: Keys = Keys()
    crisis_at: Level = Level.MODERATE
    has_human: bool = False
    is_warm: bool = True
    adds_sentence: bool = False
    machine_message: str = ""
    language: str = "en"
    languages: Mapping[str, Phrases] = field(default_factory=dict[str, Phrases])
