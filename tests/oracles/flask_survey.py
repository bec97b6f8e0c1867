"""A Flask application in the manner of Twilio's tutorials; it knows nothing of ours.

It checks signatures with Twilio's RequestValidator, answers with Twilio's VoiceResponse, and reads
the fields that Twilio documents.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask, Response, abort, request
from twilio.request_validator import RequestValidator
from twilio.twiml.voice_response import Dial, Gather, VoiceResponse
from werkzeug.serving import make_server

TOKEN = "0123456789abcdef0123456789abcdef"
HUMAN = "+14155550123"


@dataclass
class Survey:
    """What the application was told: `name`, `key`, the ends of calls, the paths in order."""

    name: str = ""
    key: str = ""
    dialled: str = ""
    statuses: list[str] = field(default_factory=list[str])
    paths: list[str] = field(default_factory=list[str])


def xml(response: VoiceResponse) -> Response:
    return Response(str(response), mimetype="text/xml")


def check(told: Survey, validator: RequestValidator) -> None:
    told.paths.append(request.path)
    signature = request.headers.get("X-Twilio-Signature", "")
    if not validator.validate(request.url, request.form, signature):
        abort(403)


def survey(told: Survey, token: str = TOKEN) -> Flask:
    app = Flask("survey")
    app.before_request(lambda: check(told, RequestValidator(token)))

    @app.post("/voice")
    def voice() -> Response:
        response = VoiceResponse()
        gather = Gather(input="speech dtmf", action="name", speech_timeout="auto", timeout=3)
        gather.say("Say your name, or press one.")
        response.append(gather)
        response.redirect("/voice?again=1")
        return xml(response)

    @app.post("/name")
    def name() -> Response:
        told.name = request.values["SpeechResult"]
        assert 0.0 <= float(request.values["Confidence"]) <= 1.0
        response = VoiceResponse()
        gather = response.gather(num_digits=1, action="/mood", method="GET")
        gather.say(f"Hello {told.name}. How are you, from one to five?")
        return xml(response)

    @app.get("/mood")
    def mood() -> Response:
        told.key = request.args["Digits"]
        response = VoiceResponse()
        response.say("Somebody would like to talk with you.")
        dial = Dial(action="/over", caller_id=request.args["From"], time_limit=60)
        dial.number(HUMAN)
        response.append(dial)
        return xml(response)

    @app.post("/over")
    def over() -> Response:
        told.dialled = request.form["DialCallStatus"]
        response = VoiceResponse()
        response.say("Goodbye.")
        response.hangup()
        return xml(response)

    @app.post("/status")
    def status() -> tuple[str, int]:
        told.statuses.append(request.form["CallStatus"])
        return "", 204

    return app


@contextmanager
def served(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
