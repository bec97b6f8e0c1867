"""The lines of the service's contract, an id each: what callers, Twilio and operators rely on.

A test says which lines it proves by `@pytest.mark.contract("rest.initiate")`; `test_contract.py`
fails for a line without a test, and for a mark without a line.
"""

from __future__ import annotations

from collections.abc import Mapping

IDENTITY: Mapping[str, str] = {
    "identity.call_id": "an accepted call has its own id at once, CL and 32 hex digits, for ever",
    "identity.both": "every path takes our id and Twilio's alike",
    "identity.responses": "answers hold both; without a sid yet, call_sid holds the call_id",
    "identity.urls": "addresses given to Twilio hold our id and a number, nothing personal",
    "identity.attempts": "call_sid is the newest attempt's, and older sids still lead to the call",
}
ERRORS: Mapping[str, str] = {
    "errors.problem": "errors are problem+json: stable type and title, status, detail of the case",
    "errors.all_at_once": "errors[] points at each faulty field, all of them at once",
    "errors.nothing_internal": "no trace, SQL, token, or somebody else's number in an answer",
}
REST: Mapping[str, str] = {
    "rest.initiate": "POST /ai-calling/initiate-ai-call accepts a call",
    "rest.analytics": "GET /ai-calling/call/{call_sid}/analytics: 200, 404",
    "rest.active": "GET /ai-calling/calls/active: 200",
    "rest.end": "POST /ai-calling/call/{call_sid}/end: 200, 404, 409",
    "rest.health": "GET /ai-calling/health: 200 or 503, part by part",
    "rest.phone_health": "GET /phone/health: 200 or 503, from a probe made beforehand",
    "rest.status": "GET /phone/call/{call_sid}/status: 200, 404",
    "rest.conversations": "GET /voice/conversations: 200",
    "rest.crisis_resolve": "POST .../crisis/resolve with a reason: 200, 404, 409",
    "rest.crisis_join": "POST .../crisis/join: 200, 404, 409",
    "rest.acknowledge": "POST /ai-calling/escalations/{id}/acknowledge: 200 also twice, 404",
    "rest.summary": "GET /ai-calling/analytics/summary?since=&until= tells the same of many calls",
}
INITIATE: Mapping[str, str] = {
    "initiate.201": "201 when nothing keeps it waiting, within 2 s of Twilio's sid or without it",
    "initiate.202": "202 when it waits",
    "initiate.location": "Location leads to the call's status",
    "initiate.400": "400 for what is not valid",
    "initiate.401": "401 without a token",
    "initiate.403": "403 whose type names the dial policy that refused",
    "initiate.409": "409 while the same key is being answered",
    "initiate.422": "422 for the same key with another body",
    "initiate.429": "429 with Retry-After at a limit",
    "initiate.request": "to_number is needed; user_id, initial_mood and custom_prompt may be given",
    "initiate.extras": "user_name, language, not_before, priority, time_zone, consent may be given",
    "initiate.prompt_unspoken": "custom_prompt instructs Ruby and is never spoken",
    "initiate.unknown_fields": "an unknown field is refused by name",
    "initiate.idempotency": "the same key and body: the stored answer, marked, for a day, always",
    "initiate.response": "the fields of the answer",
    "initiate.waiting": "a call that waits says for what, its place, and from when",
    "initiate.plain_client": "requests or fetch with the documented fields work unchanged",
    "e164.possible": "a number has to be possible, not valid",
}
END: Mapping[str, str] = {
    "end.queued": "a queued call is cancelled",
    "end.live": "a live call hears a goodbye and is hung up",
    "end.ended": "an ended call is no error",
    "end.plain": "no body is needed",
    "end.crisis": "a call in crisis needs force and a reason",
}
ANSWERS: Mapping[str, str] = {
    "answers.status": "the fields of a status, in Twilio's words and ours",
    "answers.active": "active_calls, count, and a cursor past the limit",
    "answers.conversations": "conversations, count, and the fields of each",
    "answers.analytics": "everything known of one call, by the names of the contract",
    "answers.escalations": "escalations with every step and its acknowledgement",
    "analytics.timing": "queued, placed, answered, ended; queue_s, ring_s, duration_s",
    "analytics.conversation": "turns, words, silences, reprompts, fillers, low confidence",
    "analytics.mood": "initial, final, changes, and the way with valence and confidence",
    "analytics.risk": "level, highest, the way with its evidence, crisis_at, escalations",
    "analytics.topics": "topics with their shares",
    "analytics.latency": "p50, p95, max of the reply; chat, store and total apart",
    "analytics.transitions": "seq, from, event, to, at of every move",
}
ACCESS: Mapping[str, str] = {
    "who.token": "a bearer token on everything that is not open",
    "who.open": "health, the page, the document and the webhooks are open",
    "who.masked": "a number is whole for the token that placed the call and for admin",
    "who.sim_needs_none": "with the simulated carrier no token is needed",
    "who.real_needs_token": "with real credentials and no token there is no start, and the way out",
}
WEBHOOKS: Mapping[str, str] = {
    "webhook.answer": "POST /voice/webhook/answer: TwiML",
    "webhook.gather": "POST /voice/webhook/gather: TwiML",
    "webhook.status": "POST /voice/webhook/status: 204",
    "webhook.reply": "POST /voice/webhook/reply: TwiML",
    "webhook.amd": "POST /voice/webhook/amd: 204",
    "webhook.dial": "POST /voice/webhook/dial: TwiML",
    "webhook.fallback": "POST /voice/webhook/fallback: TwiML",
    "webhook.alert": "POST /voice/webhook/alert: TwiML, for a human who is told of danger",
    "webhook.alert-key": "POST /voice/webhook/alert-key: TwiML; the key 1 acknowledges",
    "webhook.alert-status": "POST /voice/webhook/alert-status: 204; a call nobody took up is noted",
    "webhook.accept": "POST /voice/webhook/accept: TwiML, for a human before being connected",
    "webhook.accept-key": "POST /voice/webhook/accept-key: TwiML; the key 1 connects",
    "webhook.accept-status": "POST /voice/webhook/accept-status: 204; a human not reached is told",
    "webhook.sms": "POST /voice/webhook/sms: TwiML; a reply of who was told acknowledges",
    "twilio.signature": "checked before anything is read; wrong or absent: 403, nothing written",
    "twilio.always_twiml": "signed: 200 and well-formed TwiML, whatever fails behind it",
    "twilio.same_twice": "the same webhook again, at once or after a restart: same TwiML, once",
    "twilio.late_early": "late or early is no error; the words are still assessed",
    "twilio.unknown": "a call that is not ours: counted, resources, hang up, nothing stored",
    "twilio.inbound": "who rings the number hears one sentence with the resources",
}
SETTINGS: Mapping[str, str] = {
    f"settings.{name}": text
    for name, text in {
        "TWILIO_ACCOUNT_SID": "the account",
        "TWILIO_AUTH_TOKEN": "its token, several while one is rotated, the first for REST",
        "TWILIO_FROM_NUMBER": "the number that calls",
        "TWILIO_API_KEY": "a key for REST in the token's place, with its secret",
        "TWILIO_WEBHOOK_SECRET": "shared keys of SHA-256 signatures",
        "TWILIO_API_BASE_URL": "another REST base; on loopback the carrier counts as simulated",
        "BACKEND_URL": "the public https base",
        "RUBY_ALERT_WEBHOOK_KEY": "signs the webhooks that tell of danger",
        "RUBY_SMTP_URL": "the mail server, with the address that mails of danger come from",
        "RUBY_CARRIER": "auto, twilio or sim",
        "RUBY_DATABASE_URL": "a SQLite file in the data folder by default",
        "RUBY_CONFIG": "the path of config.yaml",
        "RUBY_API_TOKEN": "a token with every scope",
        "RUBY_ENCRYPTION_KEYS": "seal what is personal, newest first; made when simulated",
        "RUBY_HASH_KEY": "hashes numbers; made when simulated",
        "RUBY_DATA": "the data folder",
        "RUBY_CHAT_BACKEND": "companion by default; openai, http with URL, model, key",
        "RUBY_LOG_FORMAT": "auto, json, console",
        "files": "every secret also as NAME_FILE",
        "dotenv": ".env is read",
        "refuses": "what is partly set or unreadable: no start; what, where, and what to write",
    }.items()
}
COMMANDS: Mapping[str, str] = {
    "commands.run_py": "run.py: demo, test, check, and any other word to ruby-fsm",
    "commands.demo": "ruby-fsm demo",
    "commands.serve": "ruby-fsm serve",
    "commands.config": "ruby-fsm config check, schema",
    "commands.doctor": "ruby-fsm doctor names each fault with its mend; --json; exit 1",
    "commands.call": "ruby-fsm call",
    "commands.calls": "ruby-fsm calls",
    "commands.end": "ruby-fsm end",
    "commands.diagram": "ruby-fsm diagram",
    "commands.db": "ruby-fsm db",
    "commands.token": "ruby-fsm token",
    "exits.0": "fine",
    "exits.1": "a check failed",
    "exits.2": "usage",
    "exits.69": "something unavailable",
    "exits.70": "our bug",
    "exits.75": "try later",
    "exits.78": "configuration",
    "exits.130": "Ctrl-C",
}
LINES: Mapping[str, str] = {
    **IDENTITY,
    **ERRORS,
    **REST,
    **INITIATE,
    **END,
    **ANSWERS,
    **ACCESS,
    **WEBHOOKS,
    **SETTINGS,
    **COMMANDS,
}
