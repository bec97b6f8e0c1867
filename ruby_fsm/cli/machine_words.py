"""What each fact, end, outcome, state and effect means, in words for the reference pages.

A test holds every table against the types of the core: none may be missing, none too many.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from ruby_fsm.core.call import CallState, EndReason
from ruby_fsm.core.effects import AskReply, Job, Line, Verb, Write

STATUS = "status webhook"
WATCHED = "status webhook, or the watchdog's question to Twilio"
GATHER = "gather webhook"
LED = "another fact that could not have come before it"

# What it means, and who makes it.
FACTS: Mapping[str, tuple[str, str]] = {
    "CallPlaced": ("Twilio has taken the dial", "the dial, or the status `initiated`"),
    "CallRinging": ("it rings", STATUS),
    "LineUp": ("Twilio says the line is up; the greeting waits for the answer webhook", STATUS),
    "CallAnswered": ("the call was answered", "answer webhook, or " + LED),
    "MachineAnswered": (
        "an answering machine or a fax; believed until the second utterance",
        "answer or amd webhook",
    ),
    "CallCompleted": ("the line is down, after an answer", WATCHED),
    "CallBusy": ("the number is busy", WATCHED),
    "CallUnanswered": ("nobody answered", WATCHED),
    "CallFailed": (
        "the number could not be reached, or Twilio refused the dial",
        WATCHED + ", or the dial",
    ),
    "CallCanceled": ("the dial was cancelled before an answer", WATCHED),
    "TransferEnded": ("the transfer to a human is over, or was never taken", "dial webhook"),
    "AnswerLost": (
        "Twilio never got our last document, or could not use it",
        "fallback webhook",
    ),
    "GreetingEnded": ("the first sign of the person after the greeting", LED),
    "SpeechHeard": ("the person said something", GATHER),
    "KeyPressed": ("the person pressed a key and said nothing", GATHER),
    "SilenceHeard": ("the person said nothing in the time to begin", GATHER),
    "ReplyReady": ("the reply of a turn is there", "a chat backend"),
    "ReplyDelayed": ("the reply takes longer than `reply_soft_s`", "the turn's own clock"),
    "ReplyFailed": ("no chat backend made a reply in time", "the turn's own clock"),
    "RiskRaised": (
        "a slower opinion saw danger in words heard before",
        "a chat model, beside the reply, if `crisis.second_opinion` is on",
    ),
    "LimitNeared": ("the time of the conversation is nearly up", "the person's next sign"),
    "LimitReached": ("the time of the conversation is up", "the person's next sign"),
    "WatchdogExpired": ("Twilio has known nothing of the line for ten minutes", "the watchdog"),
    "DialRefused": (
        "the call may not be made, and time does not cure it; or it has waited too long",
        "the dial, the watchdog, or another call to the same number",
    ),
    "DialPostponed": (
        "the call may not be made now: calling hours, a cap, the spend or a cool-down",
        "the dial",
    ),
    "AttemptScheduled": ("the number will be tried again", "the attempt that failed"),
    "EndRequested": ("somebody asked to end the call", "REST `end`"),
    "EscalationAcknowledged": ("a human has the escalation", "REST `acknowledge`"),
    "OperatorJoined": ("a human has joined the crisis", "REST `crisis/join`"),
    "CrisisResolved": ("a human judges the danger over", "REST `crisis/resolve`"),
    "HumanDialled": (
        "Twilio is asked to ring the human on duty for a person in crisis, or has it",
        "the ring, before and after",
    ),
    "HumanAccepted": ("that human has pressed the key", "accept-key webhook"),
    "HumanUnreached": (
        "that human's leg is over, and the person is not with them",
        "accept-status webhook, the ring, or its look at Twilio",
    ),
}
FIELDS: Mapping[str, str] = {
    "at_ms": "when, milliseconds since 1970, UTC",
    "attempt": "the attempt it belongs to, from 1; a fact of another attempt moves nothing",
    "kind": "Twilio's `AnsweredBy`: `machine_start`, `machine_end_beep`, `fax` and so on",
    "duration_s": "how long the line was up, in seconds, where Twilio told",
    "code": "Twilio's error code or the network's, `unknown_outcome`, or nothing",
    "taken": "whether a human picked up",
    "text": "the words; sealed at rest, never in a log",
    "confidence": "how sure the recognition is, 0 to 1; 1 where Twilio gave none",
    "assessment": "risk, mood, topics and intents of the words",
    "stale": "it answers a document that is not the newest one any more",
    "late": "a reply of the newest turn that came after another was spoken in its place",
    "digits": "the key or keys",
    "turn": "the reply it belongs to, from 1",
    "source": "the chat backend that spoke",
    "took_ms": "from the ask to the whole reply, milliseconds",
    "store_ms": "until what it answers was kept, milliseconds",
    "understood_ms": "until the words were understood, milliseconds",
    "policy": "which rule of the [dial policy](../explanation/dial-policy.md) forbade it, "
    "or `expired`",
    "due_ms": "when the attempt is due, milliseconds since 1970, UTC",
    "by": "who asked, as the token or the request names them",
    "force": "also a call in crisis",
    "reason": "why, as the request says; sealed at rest",
    "number": "which of the call's escalations, or of its rings of a human, from 1",
    "sid": "Twilio's sid of the human's leg, once it is known",
}
END_REASONS: Mapping[EndReason, str] = {
    EndReason.GOODBYE: "the person said goodbye, or pressed the key for it",
    EndReason.SILENCE: "the person stayed silent, after being asked twice",
    EndReason.TIME_LIMIT: "the time of the conversation was up, or Twilio's four hours",
    EndReason.OPT_OUT: "the person asked not to be called again; the number is suppressed",
    EndReason.END_REQUESTED: "somebody ended it by REST or `ruby-fsm end`",
    EndReason.HANDED_OVER: "a human took the line",
    EndReason.MACHINE: "an answering machine or a fax answered",
    EndReason.HUNG_UP: "the person hung up in the middle",
    EndReason.HUNG_UP_IN_CRISIS: "the person hung up after danger was heard and not yet resolved; "
    "the escalation goes on",
    EndReason.CRISIS_GOODBYE: "the person in crisis said goodbye a second time, after the "
    "resources",
    EndReason.NO_ANSWER: "nobody answered, at the last attempt",
    EndReason.BUSY: "the number was busy, at the last attempt",
    EndReason.FAILED: "the number can't be reached, Twilio refused, or the line went down before "
    "it heard a word of ours",
    EndReason.UNKNOWN_OUTCOME: "nobody knows whether the dial was made: Twilio's answer was lost, "
    "and it was not found in its list; it is not dialled again",
    EndReason.CANCELED: "ended while it was queued or ringing",
    EndReason.SUPPRESSED: "the person has asked not to be called",
    EndReason.REFUSED: "the [dial policy](../explanation/dial-policy.md) refused; the analytics "
    "of the call say which rule",
    EndReason.EXPIRED: "it could not be placed within `queue_ttl_s` after it was first due",
    EndReason.LOST: "Twilio knows nothing of the line any more",
}
OUTCOME_WORDS: Mapping[str, str] = {
    "conversation": "there was a conversation, short or long",
    "opted_out": "the person wants no more calls",
    "handed_over": "a human has it",
    "machine": "nobody but a machine",
    "crisis": "it ended in danger; look at its escalations",
    "not_reached": "nobody was reached",
    "failed": "the telephone side failed",
    "canceled": "it was called off before an answer",
    "refused": "it was not made, on purpose",
}
WAITS: Mapping[CallState, str] = {
    CallState.QUEUED: "its turn, the ringing, an answer, the next attempt",
    CallState.GREETING: "the first sign of the person",
    CallState.LISTENING: "words, a key, or too long a silence",
    CallState.RESPONDING: "the reply",
    CallState.CRISIS: "words, a human, a human's judgement that it is over",
    CallState.CLOSING: "the line going down",
    CallState.ENDED: "nothing; it is entered once and never left",
}
EFFECT_GROUPS: Mapping[str, tuple[str, tuple[type[object], ...]]] = {
    "Verbs": ("They go out in the document that Twilio plays.", get_args(Verb)),
    "Writes": ("They happen in the commit that records the move.", get_args(Write)),
    "Jobs": ("They are done at least once, after that commit.", get_args(Job)),
    "The ask": ("It is made outside any transaction, by whoever holds its lease.", (AskReply,)),
}
EFFECTS: Mapping[str, str] = {
    "Say": "say these words; with `barge_in` the person may speak over them",
    "Listen": "wait `start_s` for words to begin; `end_s` of quiet end them",
    "LookAgain": "come back for the reply after `pause_s` seconds",
    "Transfer": "connect the person with a human: ring `ring_s`, stay at most `limit_s`",
    "Join": "lead the person into the room of this ring, where the human is, for at most `limit_s`",
    "HangUp": "hang up when the words are said",
    "Suppress": "never call this number again; `source`: words or key",
    "FreeSlot": "the line of this attempt is down: the next in the queue may have its place",
    "ScheduleAttempt": "try the number again",
    "Postpone": "stand in line again at `due_ms`; the attempt was not dialled",
    "StandDown": "a human has it: take no further step; `number` of the escalation, none for all",
    "Dial": "place the attempt",
    "Escalate": "begin the escalation path of the level",
    "EscalateStep": "take the newest escalation a step on, now",
    "RingHuman": "ring the human on duty, while the person stays; `number` counts from 1",
    "LetGoHuman": "put the human's leg down: nobody waits for them any more",
    "SayNow": "redirect the line to the newest document",
    "HangUpLine": "put the line down at Twilio; `cancel`: it may still be ringing",
    "AskReply": "make the reply to all that was said since the last one",
}
LINES: Mapping[Line, str] = {
    Line.DISCLOSURE: "who is calling, that it is an AI, how to stop the calls",
    Line.GREETING: "the greeting for the mood",
    Line.REPLY: "what a chat backend said",
    Line.FILLER: "a few words while the reply is made",
    Line.REPROMPT: "a gentle question into a silence",
    Line.ASK_AGAIN: "words were too unclear to answer",
    Line.CHECK: "one gentle, direct question: danger was denied, long past, another's or is unsure",
    Line.SAFE: "kind words where a reply is missing",
    Line.NOTICE: "something to know: a human is here, the time is nearly up",
    Line.CRISIS: "the safety conversation",
    Line.RESOURCES: "where help is to be had",
    Line.GOODBYE: "the last sentence",
    Line.MACHINE: "the message to an answering machine, if one is set",
}
