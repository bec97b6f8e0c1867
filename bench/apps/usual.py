"""What both usual apps share: Twilio's own SDK, a mood from keywords, a reply that is at hand."""

from __future__ import annotations

from typing import Any

from fastapi import HTTPException, Request
from twilio.request_validator import RequestValidator
from twilio.twiml.voice_response import Gather, VoiceResponse

from bench.account import GATHER, PUBLIC_URL, TOKEN

VALIDATOR = RequestValidator(TOKEN)
MOODS = {
    "happy": ("happy", "good", "great", "glad", "fine", "love", "nice"),
    "sad": ("sad", "lonely", "miss", "cry", "tired", "lost"),
    "stressed": ("stress", "work", "worried", "deadline", "busy", "anxious"),
}
REPLIES = {
    "happy": "I'm glad to hear that. What made it so good?",
    "sad": "I'm sorry it feels that way. Do you want to tell me more?",
    "stressed": "That sounds like a lot. What weighs on you most?",
    "neutral": "I see. How did that make you feel?",
}


async def signed_form(request: Request) -> dict[str, Any]:
    form = dict(await request.form())
    url = PUBLIC_URL + request.url.path
    if request.url.query:
        url += f"?{request.url.query}"
    if not VALIDATOR.validate(url, form, request.headers.get("X-Twilio-Signature", "")):
        raise HTTPException(status_code=403)
    return form


def mood_of(text: str) -> str:
    words = text.lower().split()
    scores = {mood: sum(word in words for word in known) for mood, known in MOODS.items()}
    best = max(scores, key=lambda mood: scores[mood])
    return best if scores[best] else "neutral"


def twiml(text: str) -> str:
    response = VoiceResponse()
    gather = Gather(
        input="speech dtmf", action=GATHER, method="POST", timeout=8, speech_timeout="2"
    )
    gather.say(text, voice="Polly.Joanna", language="en-US")
    response.append(gather)
    return str(response)
