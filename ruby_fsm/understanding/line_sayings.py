"""Phrases that tell what is on the line: a greeting, a nod, a wait, a call screener, a mailbox."""

from __future__ import annotations

from ruby_fsm.understanding.phrase import phrases_in

LINE_CLASSES = {
    "moment": phrases_in(
        "a moment, one moment, a sec, one sec, a second, one second, a minute, one minute, a tick,"
        " two ticks, a mo, a bit, a few minutes, two minutes, two seconds, two secs, five minutes,"
        " a couple of minutes, just a moment, just a sec, just a second, just a minute,"
        " just one moment, just one second, just one sec, just one minute"
    ),
}

HELLOS = (
    "hello|hi|hey|hiya|yes|yeah|yep|speaking|morning|evening|afternoon",
    "good morning|afternoon|evening|day",
    "this is she|he|her|him",
    "hello? is|anyone anyone|anybody|somebody|there there?",
)

# A nod over the line: it asks for nothing and answers no question of ours.
BACK_CHANNELS = (
    "yeah|okay|ok|right|huh|hm|ah|oh|aha|yep|yup|sure|alright|really|mm",
    "i see",
    "uh huh",
    "all right",
    "got it",
)

HOLD_ON_WHOLES = (
    "@moment",
    "wait",
    "hold up",
)

HOLD_ONS = (
    "hold|hang on|fire for? @moment?",
    "can|could|would|will you hold|hang on for? @moment?",
    "wait|hold for? @moment",
    "bear|stay with me for? @moment?",
    "give me @moment",
    "do not go away|anywhere|yet",
    "i will be right? back ~1 in? @moment?",
    "be right back",
    "let me get|answer|see ~1 door|kettle|phone|dog|glasses|water|doorbell",
    "there is someone|somebody at the door",
    "someone|somebody is at|ringing the door|doorbell",
    "i|we need|have|got to|must? get|answer|see ~1 door|doorbell",
    "stay on|there the? line?",
)
# "hold on to me", "hang on until spring": not a wait on the telephone.
HOLDING_FAST = frozenset(("to", "until", "till", "tight", "through", "by", "onto"))

SCREENINGS = (
    "state your name",
    "who may|shall|should|can i say is calling",
    "record|say|state|give|leave ~1 your name ~6 reason|why|calling|call|purpose",
    "your name and ~3 reason|why|purpose ~3 call|calling|called",
    "using ~2 screening service",
    "call is being screened",
    "screening service ~2 google|from",
    "who is calling and why",
    "may i ask|know who is calling",
    "see if this|the person|they is|are available",
    "what is ~3 call|calling regarding|about|for",
    "say why you are calling",
)

VOICEMAILS = (
    "leave ~2 message ~6 tone|beep|signal|back",
    "message after the|a tone|beep|signal",
    "please|otherwise leave ~1 message",
    "at the tone|beep|signal",
    "record your|a message",
    "mailbox|inbox is full",
    "voice mailbox|mail of|for|is|has|belonging",
    "the|this ~1 voicemail|mailbox of|for|box",
    "reached|got ~2 voicemail|mailbox|answerphone",
    "forwarded to ~3 voicemail|mail|automated",
    "person|party|customer|subscriber|number you ~3 calling|dialed|dialled|reach ~4 unavailable",
    "person|party|customer|subscriber|number you ~3 calling|dialed|dialled|reach ~4 not available",
    "automated voice messaging",
)

# What carriers and surgeries put into such a message: nobody on the line is in danger by it.
ANNOUNCEMENTS = (
    "if this|it|you is|are|have ~4 emergency ~5 dial|call 911|999|112|000|111|emergency",
    "if this|it|you is|are|have ~4 emergency ~5 dial|call nine|triple ~1 one|nine",
)

OPT_OUT_MORE = (
    "i do not want you to call|ring|phone @again",
    "are|is not to call|ring|phone here|me|again|us",
    "do not call|ring|phone back|again|here",
    "i would? like|want|wish to? be taken|removed|deleted off|from ~2 list|lists|database|system",
    "can|could|may i be taken|removed|deleted off|from ~2 list|lists|database|system",
    "do not bother|dare calling|ringing|phoning|call|ring|phone me|us|again|here",
    "do not you dare @call_me",
    "i want off ~2 list",
    "no calls any more",
    "tell|ask them|him|her to stop @calling_me",
    "never|not want to hear from you|ruby again",
    "take me off .",
)
OPT_OUT_MORE_WHOLES = (
    "stop ringing|phoning|bothering me?",
    "no calls",
)
