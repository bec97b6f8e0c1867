"""What Hypothesis draws for the core: policies, calls in any shape, and every fact of the union."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from ruby_fsm.core import events as e
from ruby_fsm.core.call import Call, CallState, EndReason
from ruby_fsm.core.policy import CrisisWords, Keys, Numbers, Phrases, Policy
from ruby_fsm.understanding.assessment import (
    Assessment,
    Category,
    Intent,
    Level,
    Mood,
    MoodReading,
    Risk,
)

CALL_ID = "CL" + "0" * 31 + "1"
DAY_MS = 86_400_000
START_MS = 1_700_000_000_000


def by_mood(kind: str, count: int) -> dict[Mood, tuple[str, ...]]:
    return {mood: tuple(f"{kind} {mood} {n}" for n in range(count)) for mood in Mood}


# Every text names itself, so that a test can tell who spoke.
PHRASES = Phrases(
    disclosure="disclosure",
    greetings=by_mood("greeting", 2),
    returning=by_mood("returning", 2),
    goodbyes=by_mood("goodbye", 2),
    reprompts=("reprompt 0", "reprompt 1", "reprompt 2"),
    fillers=("filler 0", "filler 1"),
    safe_lines=("safe 0", "safe 1"),
    ask_again=("ask again 0", "ask again 1"),
    limit_near="limit near",
    wrap_up="wrap up",
    silence_goodbye="silence goodbye",
    opt_out="opt out",
    no_human="no human",
    handing_over="handing over",
    hand_over_failed="hand over failed",
    ringing_human="ringing human",
    still_ringing="still ringing",
    human_joins="human joins",
    human_here="human here",
    key_help="key help",
    crisis={
        level: CrisisWords(
            say=f"{level.name} say",
            ask=f"{level.name} ask",
            plan=tuple(f"{level.name} plan {n}" for n in range(3)),
        )
        for level in (Level.MODERATE, Level.HIGH, Level.IMMINENT)
    },
    crisis_ask_again=("crisis ask again 0", "crisis ask again 1"),
    crisis_goodbye_first="crisis goodbye first",
    crisis_goodbye="crisis goodbye",
    resources="resources",
    resources_again="resources again",
    opted_out="opted out",
    checks={
        Category.DENIAL: "check denial",
        Category.THIRD_PARTY: "check third party",
        Category.PAST: "check past",
        Category.INDIRECT: "check unsure",
    },
    switched_to="switched to",
    identity="identity",
    holding="holding",
    screening="screening",
    unheard_goodbye="unheard goodbye",
)
# All of it in another language, told apart by its first word.
IN_SPANISH = replace(
    PHRASES,
    switched_to="es switched to",
    resources="es resources",
    reprompts=("es reprompt 0", "es reprompt 1"),
    checks=dict.fromkeys(PHRASES.checks, "es check"),
)
LANGUAGES = {"en": PHRASES, "es": IN_SPANISH}
POLICY = Policy(PHRASES)
TWO_LANGUAGES = Policy(PHRASES, languages=LANGUAGES)
WITH_HUMAN = Policy(PHRASES, has_human=True)
WITH_SENTENCE = Policy(PHRASES, adds_sentence=True)
WITH_MESSAGE = Policy(PHRASES, machine_message="machine message")

# --- parts -------------------------------------------------------------------------------------
LEVELS = st.sampled_from(Level)
MOODS = st.sampled_from(Mood)
TIMES = st.integers(START_MS, START_MS + DAY_MS)
ATTEMPTS = st.integers(1, 4)
TURNS = st.integers(0, 4)
WORDS = st.text(max_size=20)


@st.composite
def assessments(draw: st.DrawFn) -> Assessment:
    return Assessment(
        risk=Risk(draw(LEVELS), draw(st.sampled_from(Category))),
        mood=MoodReading(draw(MOODS), draw(st.floats(-1, 1)), draw(st.floats(0, 1))),
        intents=draw(st.frozensets(st.sampled_from(Intent), max_size=2)),
        failed=draw(st.booleans()),
        says_yes=draw(st.booleans()),
        language=draw(st.sampled_from(("", "", "en", "es", "de"))),
    )


CHECKS = (Category.DENIAL, Category.THIRD_PARTY, Category.PAST, Category.INDIRECT)
NO_KEYS = Keys(human="", go_on="", opt_out="", goodbye="")
NUMBERS = (
    Numbers(),
    Numbers(silences=0, silences_crisis=1, attempts=1, weak_signs=1),
    Numbers(silences=3, silences_crisis=4, attempts=4, retry_waits_s=(60,), call_s=300),
)
POLICIES = [
    Policy(
        PHRASES,
        numbers,
        keys,
        crisis_at,
        has_human,
        message,
        languages=LANGUAGES if message else {},
    )
    for numbers in NUMBERS
    for keys in (Keys(), NO_KEYS)
    for crisis_at in (Level.MODERATE, Level.LOW)
    for has_human in (False, True)
    for message in ("", "machine message")
]


def policies() -> st.SearchStrategy[Policy]:
    return st.sampled_from(POLICIES)


@st.composite
def calls(draw: st.DrawFn) -> Call:
    """Any call at all, also one that no history leads to: `decide` is total."""
    bits, digits = draw(st.integers(0, 2**10 - 1)), draw(st.integers(0, 5**9 - 1))
    flag = [bool(bits >> n & 1) for n in range(10)]
    few = [digits // 5**n % 5 for n in range(9)]
    maybe_time = st.none() | TIMES
    maybe_end = st.none() | st.sampled_from(EndReason)
    return Call(
        CALL_ID,
        created_ms=START_MS,
        initial_mood=draw(MOODS),
        is_returning=flag[0],
        state=draw(st.sampled_from(CallState)),
        n=few[0],
        seq=few[1],
        doc=few[2],
        doc_base=few[3],
        attempt=draw(ATTEMPTS),
        expires_ms=draw(TIMES),
        placed_ms=draw(maybe_time),
        answered_ms=draw(maybe_time),
        alive_until_ms=draw(TIMES),
        limit_ms=draw(TIMES),
        turn=draw(TURNS),
        open_turn=draw(st.none() | TURNS),
        filler_turn=draw(TURNS),
        heard=few[4],
        silences=few[5],
        asked_again=flag[1],
        prompts=few[6],
        unclear=few[3],
        holding=flag[6],
        greeted=flag[7],
        screened=flag[8],
        mid_ms=START_MS + few[4] * 1000,
        disclosed_ms=START_MS * few[5] // 4,
        owes_disclosure=flag[9],
        checked=tuple(CHECKS[: few[5] % 4]),
        checking=(Category.NONE, *CHECKS, Category.NONE)[few[6]],
        near_limit=flag[2],
        owes_warning=flag[3],
        mood=draw(MOODS),
        risk=draw(LEVELS),
        weak_signs=few[7],
        escalated=draw(LEVELS),
        escalations=few[8],
        resources_said=flag[4],
        crisis_goodbyes=few[2],
        owes_human_here=flag[5],
        rings=few[1] % 4,
        rung_ms=(0, START_MS, START_MS + DAY_MS)[few[2] % 3],
        dialled_ms=START_MS * (few[3] % 2),
        ring_sid=("", "CA1")[few[4] % 2],
        joined=flag[4],
        owes_unreached=flag[9],
        closing_for=draw(maybe_end),
        end_reason=draw(maybe_end),
    )


# --- facts ---------------------------------------------------------------------------------------
FLAGS = st.booleans()
RINGS = st.integers(0, 3)
DIGITS = st.sampled_from(["0", "1", "5", "8", "9", "#", "12", ""])
CONFIDENCES = st.sampled_from([0.0, 0.39, 0.4, 1.0])
DURATIONS = st.none() | st.integers(0, 9999)
KINDS = st.sampled_from(["machine_start", "machine_end_beep", "fax", "unknown"])

FACTS: dict[type[e.Fact], st.SearchStrategy[e.Event]] = {
    e.CallPlaced: st.builds(e.CallPlaced, TIMES, ATTEMPTS),
    e.CallRinging: st.builds(e.CallRinging, TIMES, ATTEMPTS),
    e.LineUp: st.builds(e.LineUp, TIMES, ATTEMPTS),
    e.CallAnswered: st.builds(e.CallAnswered, TIMES, ATTEMPTS),
    e.MachineAnswered: st.builds(e.MachineAnswered, TIMES, ATTEMPTS, KINDS),
    e.CallCompleted: st.builds(e.CallCompleted, TIMES, ATTEMPTS, DURATIONS),
    e.CallBusy: st.builds(e.CallBusy, TIMES, ATTEMPTS),
    e.CallUnanswered: st.builds(e.CallUnanswered, TIMES, ATTEMPTS),
    e.CallFailed: st.builds(
        e.CallFailed, TIMES, ATTEMPTS, st.sampled_from(["", "13224", "unknown_outcome"])
    ),
    e.CallCanceled: st.builds(e.CallCanceled, TIMES, ATTEMPTS),
    e.TransferEnded: st.builds(e.TransferEnded, TIMES, ATTEMPTS, FLAGS),
    e.AnswerLost: st.builds(e.AnswerLost, TIMES, ATTEMPTS),
    e.GreetingEnded: st.builds(e.GreetingEnded, TIMES),
    e.SpeechHeard: st.builds(e.SpeechHeard, TIMES, WORDS, CONFIDENCES, assessments(), FLAGS),
    e.KeyPressed: st.builds(e.KeyPressed, TIMES, DIGITS, FLAGS),
    e.SilenceHeard: st.builds(
        e.SilenceHeard,
        TIMES,
        FLAGS,
        st.none() | st.builds(e.ReplyReady, TIMES, TURNS, WORDS, st.just("slow"), st.just(9000)),
    ),
    e.ReplyReady: st.builds(
        e.ReplyReady, TIMES, TURNS, WORDS, st.just("companion"), st.integers(0, 6000)
    ),
    e.ReplyDelayed: st.builds(e.ReplyDelayed, TIMES, TURNS),
    e.ReplyFailed: st.builds(e.ReplyFailed, TIMES, TURNS),
    e.RiskRaised: st.builds(e.RiskRaised, TIMES, TURNS, assessments()),
    e.LimitNeared: st.builds(e.LimitNeared, TIMES),
    e.LimitReached: st.builds(e.LimitReached, TIMES),
    e.WatchdogExpired: st.builds(e.WatchdogExpired, TIMES),
    e.DialRefused: st.builds(
        e.DialRefused, TIMES, st.sampled_from(["suppressed", "expired", "region"])
    ),
    e.DialPostponed: st.builds(
        e.DialPostponed, TIMES, st.sampled_from(["calling_hours", "cap"]), TIMES
    ),
    e.AttemptScheduled: st.builds(e.AttemptScheduled, TIMES, TIMES),
    e.EndRequested: st.builds(e.EndRequested, TIMES, st.just("operator"), FLAGS),
    e.EscalationAcknowledged: st.builds(
        e.EscalationAcknowledged, TIMES, st.just("operator"), st.integers(1, 3)
    ),
    e.OperatorJoined: st.builds(e.OperatorJoined, TIMES, st.just("operator")),
    e.CrisisResolved: st.builds(e.CrisisResolved, TIMES, st.just("operator")),
    e.HumanDialled: st.builds(e.HumanDialled, TIMES, RINGS, st.sampled_from(["", "CA1"])),
    e.HumanAccepted: st.builds(e.HumanAccepted, TIMES, RINGS),
    e.HumanUnreached: st.builds(e.HumanUnreached, TIMES, RINGS),
}


def facts() -> st.SearchStrategy[e.Event]:
    return st.one_of(*FACTS.values())
