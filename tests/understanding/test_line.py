"""What is heard of the line itself: hellos, nods, waits, machines, and no more calls."""

from __future__ import annotations

import pytest

from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Intent, Level

MEANT = {
    Intent.HOLD_ON: (
        "hold on",
        "hold on a sec",
        "hang on a minute",
        "just a moment please",
        "one moment",
        "wait",
        "wait a minute",
        "bear with me",
        "give me a second",
        "someone's at the door",
        "hold on let me get the door",
        "okay hold on",
        "sorry one sec",
        "i'll be right back",
        "hold on someone's at the door",
        "give me just a minute",
        "can you hold on",
        "let me get the door",
        "hang on i need to turn off the kettle",
    ),
    Intent.BACK_CHANNEL: (
        "mhm",
        "mm-hmm",
        "uh-huh",
        "yeah",
        "okay",
        "right",
        "i see",
        "um",
        "uh huh",
        "...",
        "Okay.",
        "yep",
        "hmm",
        "sure",
    ),
    Intent.HELLO: (
        "hello",
        "hi",
        "yes",
        "hello?",
        "good evening",
        "speaking",
        "yes hello",
        "yeah",
        "hi ruby",
        "this is she",
    ),
    Intent.SCREENING: (
        "Hi, if you record your name and reason for calling, I'll see if this person is available.",
        (
            "Hi, the person you're calling is using a screening service from "
            "Google, and will get a copy of this conversation. Go ahead and say your name, "
            "and why you're calling."
        ),
        "please state your name and why you are calling",
        (
            "Before I try to connect you, can you please tell me your name and the "
            "reason for your call"
        ),
        "who may I say is calling",
        "May I ask who is calling and what this is regarding",
        "please say your name and the purpose of your call",
        "To be connected, please state your name after the tone",
        "who's calling and why",
    ),
    Intent.VOICEMAIL: (
        "Hi you've reached Bob please leave a message after the beep",
        (
            "Your call has been forwarded to an automated voice messaging system. "
            "4155550100 is not available. At the tone please record your message."
        ),
        "The person you are trying to reach is not available",
        "you've reached the voicemail of anna smith",
        "the mailbox is full and cannot accept any messages",
        (
            "hello this is dora i can't come to the phone right now leave me a "
            "message and i'll call you back"
        ),
        "The subscriber you have dialed is not available. Please try again later",
        "If this is an emergency hang up and dial 911. otherwise leave a message after the tone",
    ),
    Intent.OPT_OUT: (
        "stop calling me",
        "take me off your list",
        "don't ring here again",
        "remove my number",
        "please remove my number from your system",
        "i don't want you to call any more",
        "never ring me again",
        "don't phone this number",
        "quit phoning me",
        "no more calls please",
        "take my name off",
        "lose my number",
        "would you stop ringing me",
        "you're not to call here again",
        "unsubscribe",
        "i want these calls to stop",
        "can you stop calling",
        "please don't call back",
        "do not contact me again",
        "delete my number",
        "i'd like to be taken off the list",
        "put me on the do not call list",
        "i don't want these calls",
        "stop ringing",
        "cancel the calls",
        "don't bother ringing again",
        "opt out",
        "leave me alone and stop calling",
        "make it stop calling",
        "get me off this list",
        "stop phoning",
        "please stop bothering me",
        "i did not sign up for this take me off",
        "don't you dare call me again",
        "remove me from your list",
        "can i be removed from your list",
        "i want off this list",
        "don't call",
        "no calls any more please",
        "tell them to stop calling me",
        "i never want to hear from you again",
    ),
    Intent.WHO_ARE_YOU: (
        "who are you",
        "are you a robot",
        "are you real",
        "am i talking to a machine",
        "is this a real person",
        "who is this",
        "are you a real person or a computer",
        "are you human",
        "is this ai",
    ),
}
NOT_MEANT = {
    Intent.HOLD_ON: (
        "i try to hold on to hope",
        "i can't hold on any longer",
        "i'm hanging on by a thread",
        "hold on to me",
        "i've been waiting a long time",
        "we hold on to each other",
        "wait until you hear this",
        "hang on until spring",
        "a moment ago i was fine",
        "i waited for him",
        "one minute i'm fine the next i cry",
        "i can't wait",
        "just a bit tired",
        "two minutes later he left",
    ),
    Intent.BACK_CHANNEL: (
        "yes",
        "no",
        "okay bye",
        "yeah i do",
        "no thanks",
        "yeah he left me",
    ),
    Intent.VOICEMAIL: (
        "my daughter left me a message",
        "he never leaves a message",
        "i listen to her voicemail every night",
        "the tone of his voice hurts",
        "i got a message from my sister",
        "why are you calling",
        "who is calling",
        "see if the doctor is available",
        "i left a voicemail for my son",
    ),
}


@pytest.mark.parametrize(
    ("intent", "text"), [(intent, text) for intent, texts in MEANT.items() for text in texts]
)
def test_it_is_heard(intent: Intent, text: str) -> None:
    heard = assess(text)

    assert intent in heard.intents
    assert heard.risk.level < Level.MODERATE


@pytest.mark.parametrize(
    ("intent", "text"), [(intent, text) for intent, texts in NOT_MEANT.items() for text in texts]
)
def test_it_is_not_heard_where_it_is_not_meant(intent: Intent, text: str) -> None:
    assert intent not in assess(text).intents


def test_no_person_is_taken_for_a_screener() -> None:
    for text in MEANT[Intent.WHO_ARE_YOU] + NOT_MEANT[Intent.VOICEMAIL]:
        assert Intent.SCREENING not in assess(text).intents, text


def test_what_a_mailbox_announces_is_no_cry_for_help_and_what_a_person_says_is() -> None:
    announced = "if this is an emergency hang up and dial 911"

    assert assess(f"{announced} otherwise leave a message").risk.level < Level.MODERATE
    assert assess(f"leave a message {announced} i want to kill myself").risk.level >= Level.HIGH
