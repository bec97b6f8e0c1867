"""What each field of each answer means, in words for the reference page.

A test holds the table against the OpenAPI document: no field may lack words, no words a field.
"""

from __future__ import annotations

from collections.abc import Mapping

from ruby_fsm.understanding.assessment import Category

# A field by its model and name, or by its name where it means the same in all of them.
WORDS: Mapping[str, str] = {
    # --- identity and status
    "success": "always true; an error is a [problem](#problem)",
    "call_id": "our id, `CL` and 32 hex digits; there at once, and for ever",
    "call_sid": "Twilio's id of the newest attempt, `CA` and 32 hex digits; the `call_id` until "
    "there is one",
    "status": "Twilio's word for the line: `queued`, `initiated`, `ringing`, `in-progress`, "
    "`completed`, `busy`, `failed`, `no-answer`, `canceled`",
    "state": "the conversation's [state](states.md#states)",
    "direction": "always `outbound-api`",
    "to": "whole for the token that placed the call, else masked",
    "from_number": "the number that calls",
    "answered_by": "what Twilio heard answer: `human`, `machine_start`, `fax` and so on; null "
    "until it tells",
    "attempt": "which attempt it is, from 1",
    "duration_s": "seconds on the line, null until they are known",
    "outcome": "what came of it in a word ([all of them](end-reasons.md#outcomes)), null while it "
    "lives",
    "end_reason": "why it ended ([all of them](end-reasons.md)), null while it lives",
    "message": "the same in a sentence",
    "queued_at": "when it was accepted",
    "placed_at": "when Twilio took the dial of this attempt",
    "answered_at": "when it was answered",
    "ended_at": "when it ended",
    # --- accepted
    "Initiated.status": "always `queued`: it has just been accepted",
    "webhook_url": "where Twilio will ask what to say",
    "queue_position": "about how many wait before it, null where nothing keeps it waiting",
    "scheduled_for": "the earliest it may be placed, null where nothing keeps it waiting",
    "waiting_for": "`not_before` (its time), `capacity` (a free line), `pace` (its turn), or the "
    "[dial policy](../explanation/dial-policy.md): `calling_hours`, `cap`, `spend`, `cool_down`; "
    "null where nothing keeps it waiting",
    # --- lists
    "active_calls": "calls that have not ended, oldest first",
    "conversations": "calls on the line, oldest first",
    "count": "how many there are in all, also where the list goes on",
    "next": "send it as `after` for the next page, null on the last one",
    # --- the audit trail
    "entries": "the newest first",
    "n": "the row's number, from 1 without a gap",
    "who": "the id of the token, the role of the human who was told, or `command line`",
    "act": "what was read or done ([all of them](audit.md))",
    "target": "the call, the escalation or the token it was about, or the list",
    "AuditEntry.detail": "what else is known of it; no number, no name, nothing that was said",
    "hash": "keyed hash over this row and the one before it",
    # --- webhooks
    "deliveries": "what was told, the newest first",
    "delivery_id": "the delivery's id, to replay it by",
    "event_id": "the event's id, the `webhook-id` of every attempt",
    "DeliveryView.event": "what happened ([all of them](../how-to/receive-webhooks.md))",
    "webhook": "its name in `webhooks` of config.yaml",
    "DeliveryView.call_id": "the call it is about, null for none",
    "DeliveryView.state": "`pending`: it will be tried (again); `delivered`: a 2xx came back; "
    "`dead`: it was given up, or refused with 410",
    "DeliveryView.attempts": "how often it was sent, replays and all",
    "DeliveryView.outcome": "what came of the newest attempt: the status, `timeout`, or the kind "
    "of fault; null before the first",
    "happened_at": "when it happened",
    "next_attempt_at": "when it is tried next, null where it is over",
    "over_at": "when it was delivered or given up, null while it is pending",
    # --- a conversation
    "turns": "how often the person spoke",
    "Conversation.mood": "the mood heard last",
    "risk_level": "the highest level of danger so far",
    "started_at": "when it was answered",
    "last_activity_at": "when the last fact reached it",
    # --- analytics
    "timing": "when things happened, and how long they took",
    "Analytics.conversation": "who said how much",
    "Analytics.mood": "how the person's mood went",
    "Analytics.risk": "danger, and who was told of it",
    "topics": "what it was about, most frequent first",
    "latency": "how long replies took",
    "transitions": "every move: `seq` from 1, `from` and `to` are [states](states.md#states), "
    "`event` is a [fact](facts.md), `at` the moment",
    "Timing.queued": "when it was accepted",
    "Timing.placed": "when Twilio took the dial",
    "Timing.answered": "when it was answered",
    "Timing.ended": "when it ended",
    "queue_s": "seconds from accepted to placed",
    "ring_s": "seconds from placed to answered",
    "words_person": "words of the person",
    "words_ruby": "words of Ruby, greeting and fillers too",
    "silences": "how often the person said nothing in the time to begin",
    "reprompts": "how often Ruby asked into a silence",
    "fillers": "how often a few words bridged a slow reply",
    "low_confidence_turns": "how often the words were hardly understood",
    "replied_by": "how many replies each chat backend made, by its name",
    "initial": "the mood the call was placed with",
    "final": "the mood heard last",
    "MoodStory.trajectory": "a point for each turn that told of mood",
    "changes": "how often the mood changed",
    "turn": "the person's utterance, from 1",
    "MoodPoint.mood": "`happy`, `neutral`, `sad` or `stressed`",
    "valence": "-1 (dark) to 1 (bright)",
    "confidence": "how sure that is, 0 to 1",
    "level": "`none`, `low`, `moderate`, `high` or `imminent`",
    "RiskStory.level": "the call's level; it does not fall again",
    "max_level": "the highest level of any utterance and of the call",
    "RiskStory.trajectory": "a point for each turn",
    "crisis_at": "when it first became a crisis",
    "RiskStory.escalations": "each time a human was told",
    "category": "what [kind of danger](#kinds-of-danger); the words themselves are never shown",
    "topic": "its name",
    "share": "0 to 1, of all topics named",
    "reply": "the same as `total`",
    "chat": "from the ask to the whole reply, milliseconds",
    "store": "until the words were kept, milliseconds",
    "understanding": "of risk, mood and topics, milliseconds",
    "total": "from words heard to the reply, milliseconds",
    "p50": "half were at most this long, milliseconds; null without a reply",
    "p95": "95 of 100 were at most this long",
    "max": "the longest",
    # --- the dial policy
    "dial_policy": "what the [dial policy](../explanation/dial-policy.md) said, each time",
    "stage": "`accept` (the call was asked for), `dial` (it was about to be made) or `explain`",
    "checked_at": "the moment it was asked about",
    "verdict": "`passed`, `waits` or `refused`",
    "rule": "which rule decided; null where all passed",
    "opens_at": "when it may be dialled, where it waits",
    "reasons": "every check and what it found",
    "FindingView.rule": "which rule",
    "FindingView.detail": "what it found",
    "suppressions": "by their ids, those that were lifted too",
    "suppression_id": "`SU` and 32 hex digits, the same for the same number",
    "SuppressionView.source": "how: by `words` or a `key` on the telephone, or `api`",
    "suppressed_at": "since when",
    "reason": "why, where it was put there by hand",
    "suppressed_by": "whose token put it there",
    "lifted_at": "when it was lifted, null while it stands",
    "lift_reason": "why it was lifted",
    "lifted_by": "whose token lifted it",
    "standing": "`given`, `withdrawn` or `none`",
    "given_at": "when the person agreed, by the newest record",
    "ConsentView.source": "where the person agreed",
    "withdrawn_at": "when it was withdrawn last",
    # --- escalations
    "escalation_id": "`ES` and 32 hex digits",
    "opened_at": "when the danger was heard",
    "steps": "who was told, in order",
    "acknowledged_at": "when a human took it, null until then",
    "acknowledged_by": "who took it",
    "step": "which step of the path, from 1",
    "contact": "who was told, as config.yaml names them",
    "channel": "how they were told",
    "at": "when",
    "EscalationStepView.outcome": "`sent`, or what went wrong; of a call nobody took up: "
    "busy, no-answer, failed, canceled",
    # --- over many calls
    "since": "the first moment counted",
    "until": "the end of the time counted",
    "calls": "calls accepted in that time",
    "by_outcome": "how many of each outcome; `live` for those that go on",
    "by_end_reason": "how many of each end reason; `live` for those that go on",
    "Summary.conversation": "the sums over all calls",
    "mood_initial": "how many calls began with each mood",
    "mood_final": "how many calls were last heard in each mood",
    "risk_max": "how many calls reached each level",
    "crises": "calls that became a crisis",
    "Summary.escalations": "how often a human was told",
    "acknowledged": "how many of these a human took",
    # --- health
    "Health.status": "`ok`, or `failing` with 503",
    "components": "each part by its name",
    "ok": "whether it is fit to work",
    "detail": "more about it in a sentence, or empty",
    # --- errors
    "type": "which kind of error; stable",
    "title": "the kind in words",
    "Problem.status": "the HTTP status",
    "Problem.detail": "what is wrong this time",
    "instance": "this one occurrence: the request's id, which the log and `X-Request-ID` hold too",
    # --- what is kept of a person
    "Export.calls": "every call to them, oldest first",
    "to_number": "the number that was called",
    "user_id": "as it was asked for, or empty",
    "user_name": "as it was asked for, or empty",
    "custom_prompt": "as it was asked for, or empty",
    "language": "the language of the call",
    "ExportedCall.mood": "the mood in the end",
    "said": "every line, oldest first",
    "SaidLine.at": "when it was heard, or given to the line",
    "SaidLine.by": "`person` or `ruby`",
    "text": "the words, or the key that was pressed",
    "Erased.calls": "how many calls were emptied; the bare course of each stays",
    "errors": "each faulty field of the request",
    "pointer": "a JSON pointer to the field",
    "Fault.detail": "what is wrong with it, and what to write",
}

DANGERS: Mapping[Category, str] = {
    Category.NONE: "none was heard",
    Category.PASSIVE_WISH: "a wish to be dead or not to wake up",
    Category.IDEATION: "thoughts of suicide",
    Category.METHOD: "thoughts of suicide with a way to do it",
    Category.INTENT: "the intent to do it",
    Category.PLAN: "a plan: when, where or how",
    Category.BEHAVIOUR: "an attempt, or something done towards one",
    Category.SELF_HARM: "hurting oneself",
    Category.ABUSE: "somebody hurts or threatens the person",
    Category.VIOLENCE: "the person may hurt somebody",
    Category.MEDICAL: "a medical emergency",
    Category.THIRD_PARTY: "somebody else is in danger",
    Category.DENIAL: "danger was named and denied",
    Category.PAST: "danger that was long ago",
    Category.HYPERBOLE: "a figure of speech",
    Category.INDIRECT: "signs that do not name it: a farewell, things given away",
    Category.UNASSESSED: "the words could not be assessed, and count as needing care",
}


def words(model: str, field: str) -> str:
    """Raises KeyError for a field without words."""
    own = f"{model}.{field}"
    return WORDS[own] if own in WORDS else WORDS[field]
