"""One call's answers, for the API document: made of the very types that are sent.

+14155550100 is reserved for fiction, +15005550006 is Twilio's test number.
"""

from __future__ import annotations

from collections.abc import Mapping

from ruby_fsm.app.views import (
    ActiveCalls,
    Analytics,
    CallStatus,
    Component,
    Conversation,
    Conversations,
    Erased,
    EscalationStepView,
    EscalationView,
    Export,
    ExportedCall,
    Health,
    Latency,
    MoodPoint,
    MoodStory,
    RiskPoint,
    RiskStory,
    SaidLine,
    Spread,
    Summary,
    Talk,
    Timing,
    TopicShare,
)
from ruby_fsm.web.answers import Acknowledged, Ended, Initiated
from ruby_fsm.web.policy_examples import CHECKED

CALL_ID = "CL5f0c8e1a9b7d4c2e8f6a1b3c5d7e9f01"
CALL_SID = "CA0123456789abcdef0123456789abcdef"
OTHER_ID = "CL7e9f01a5f0c8e1a9b7d4c2e8f6a1b3c5"
ESCALATION_ID = "ES9b7d4c2e8f6a1b3c5d7e9f015f0c8e1a"
TO, FROM = "+14155550100", "+15005550006"
QUEUED = "2026-03-14T18:00:00.000Z"
CALLED = "2026-03-14T18:00:00.412Z"
ANSWERED = "2026-03-14T18:00:09.630Z"
HEARD = "2026-03-14T18:02:31.204Z"
OVER = "2026-03-14T18:06:51.022Z"
WEBHOOK = "https://calls.example.org/voice/webhook/answer"

INITIATE = {"to_number": TO, "user_id": "u-1042", "initial_mood": "stressed"}
INITIATE_WHOLE = {
    "to_number": TO,
    "user_id": "u-1042",
    "initial_mood": "sad",
    "custom_prompt": "Ask how the move went.",
    "user_name": "Sam",
    "language": "en",
    "not_before": "2026-02-02T18:00:00Z",
    "priority": "normal",
    "time_zone": "America/Los_Angeles",
    "consent": {"source": "sign-up form", "at": "2026-03-01T09:30:00Z"},
}
END: Mapping[str, object] = {}
END_BY_FORCE = {"force": True, "reason": "The emergency services are with the person."}
RESOLVE = {"reason": "Spoke with the person; a friend is there."}
JOIN = {"reason": "On call tonight."}
ACKNOWLEDGE = {"by": "on call, night shift"}

PLACED = Initiated(
    success=True,
    call_sid=CALL_SID,
    call_id=CALL_ID,
    status="queued",
    state="queued",
    to=TO,
    from_number=FROM,
    message="Ruby is calling.",
    webhook_url=WEBHOOK,
)
WAITING = Initiated(
    success=True,
    call_sid=OTHER_ID,
    call_id=OTHER_ID,
    status="queued",
    state="queued",
    to=TO,
    from_number=FROM,
    message="Accepted; it waits for a free line.",
    webhook_url=WEBHOOK,
    queue_position=1,
    scheduled_for=QUEUED,
    waiting_for="capacity",
)
ENDED = Ended(
    success=True,
    call_sid=CALL_SID,
    call_id=CALL_ID,
    state="closing",
    end_reason=None,
    message="Ruby says goodbye and hangs up.",
)


def status(state: str) -> CallStatus:
    return CallStatus(
        call_sid=CALL_SID,
        call_id=CALL_ID,
        status="in-progress",
        state=state,
        direction="outbound-api",
        to=TO,
        from_number=FROM,
        answered_by=None,
        attempt=1,
        duration_s=None,
        end_reason=None,
        queued_at=QUEUED,
        placed_at=CALLED,
        answered_at=ANSWERED,
        ended_at=None,
    )


STATUS, IN_CRISIS = status("listening"), status("crisis")
ACTIVE = ActiveCalls([STATUS], count=1)
CONVERSATION = Conversation(
    call_sid=CALL_SID,
    call_id=CALL_ID,
    state="listening",
    turns=4,
    mood="stressed",
    risk_level="none",
    started_at=ANSWERED,
    last_activity_at=HEARD,
)
CONVERSATIONS = Conversations([CONVERSATION], count=1)
ESCALATION = EscalationView(
    escalation_id=ESCALATION_ID,
    level="moderate",
    category="ideation",
    opened_at=HEARD,
    steps=[EscalationStepView(1, "on call", "log", HEARD, "sent")],
    acknowledged_at="2026-03-14T18:02:58.730Z",
    acknowledged_by="on call, night shift",
)
ACKNOWLEDGED = Acknowledged(
    success=True,
    escalation_id=ESCALATION_ID,
    call_id=CALL_ID,
    acknowledged_at="2026-03-14T18:02:58.730Z",
    acknowledged_by="on call, night shift",
)
LATENCY = Latency(
    reply=Spread(112, 340, 340),
    chat=Spread(96, 318, 318),
    store=Spread(9, 22, 22),
    understanding=Spread(0, 1, 1),
    total=Spread(112, 340, 340),
)
TALK = Talk(
    turns=4,
    words_person=61,
    words_ruby=148,
    silences=1,
    reprompts=1,
    replied_by={"openai": 3, "companion": 1},
)
TOPICS = [TopicShare("work", 0.667), TopicShare("sleep", 0.333)]
ANALYTICS = Analytics(
    call_sid=CALL_SID,
    call_id=CALL_ID,
    status="completed",
    state="ended",
    timing=Timing(QUEUED, CALLED, ANSWERED, OVER, queue_s=0.412, ring_s=9.218, duration_s=401),
    conversation=TALK,
    mood=MoodStory(
        "stressed",
        "neutral",
        [MoodPoint(1, "stressed", -0.42, 0.8), MoodPoint(4, "neutral", 0.1, 0.6)],
        changes=1,
    ),
    risk=RiskStory("none", "none", [RiskPoint(1, "none", "none")], None, []),
    topics=TOPICS,
    latency=LATENCY,
    transitions=[
        {"seq": 1, "from": "queued", "event": "CallAnswered", "to": "greeting", "at": ANSWERED},
        {"seq": 2, "from": "greeting", "event": "GreetingEnded", "to": "listening", "at": HEARD},
    ],
    outcome="conversation",
    end_reason="goodbye",
    dial_policy=[CHECKED],
)
SUMMARY = Summary(
    since="2026-03-14T00:00:00.000Z",
    until="2026-03-15T00:00:00.000Z",
    calls=2,
    by_outcome={"conversation": 1, "not_reached": 1},
    by_end_reason={"goodbye": 1, "no_answer": 1},
    conversation=TALK,
    mood_initial={"stressed": 1, "neutral": 1},
    mood_final={"neutral": 2},
    risk_max={"none": 2},
    crises=0,
    escalations=0,
    acknowledged=0,
    topics=TOPICS,
    latency=LATENCY,
)
FINE = Component(ok=True)
HEALTHY = Health("ok", {"database": FINE, "dispatcher": FINE, "watchdog": FINE})
FAILING = Health(
    "failing",
    {
        "database": Component(ok=False, detail="a write to the database fails; is the disk full?"),
        "dispatcher": FINE,
        "watchdog": FINE,
    },
)
PHONE_HEALTHY = Health("ok", {"carrier": Component(ok=True, detail="twilio"), "rest": FINE})
PHONE_FAILING = Health(
    "failing",
    {
        "carrier": Component(ok=True, detail="twilio"),
        "rest": Component(ok=False, detail="Twilio's REST side fails: Twilio cannot be reached"),
    },
)
READY = Health("ok", {"database": FINE, "staying": FINE})
NOT_READY = Health("failing", {"database": FINE, "staying": Component(ok=False, detail="stopping")})
EXPORT = Export(
    [
        ExportedCall(
            call_id=CALL_ID,
            to_number=TO,
            user_id="user-7",
            user_name="Sam",
            custom_prompt="",
            language="en",
            queued_at=QUEUED,
            state="ended",
            end_reason="goodbye",
            mood="neutral",
            risk_level="none",
            said=[SaidLine(ANSWERED, "person", "I was in the garden.")],
        )
    ]
)
ERASED = Erased(calls=1)
METRICS = 'ruby_calls{state="listening"} 3.0\nruby_queue_due 0.0\n'
TWIML = (
    '<?xml version="1.0" encoding="UTF-8"?><Response><Gather input="dtmf speech" action="…">'
    "<Say>Hello Sam, this is Ruby.</Say></Gather></Response>"
)
