"""The usual FastAPI app in memory: a dict of calls, all of them lost when it stops."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request, Response

from bench.apps.usual import REPLIES, mood_of, signed_form, twiml

app = FastAPI()
CALLS: dict[str, dict[str, Any]] = {}


@app.post("/voice/webhook/answer")
async def answer(request: Request) -> Response:
    form = await signed_form(request)
    call = {"status": "in-progress", "to": form["To"], "mood": "neutral", "history": []}
    CALLS[form["CallSid"]] = call
    return Response(twiml("Hello, this is Ruby. How are you today?"), media_type="text/xml")


@app.post("/voice/webhook/gather")
async def gather(request: Request) -> Response:
    form = await signed_form(request)
    call = CALLS[form["CallSid"]]
    text = form.get("SpeechResult", "")
    call["mood"] = mood_of(text)
    reply = REPLIES[call["mood"]]
    call["history"].append({"role": "user", "content": text})
    call["history"].append({"role": "assistant", "content": reply})
    return Response(twiml(reply), media_type="text/xml")
