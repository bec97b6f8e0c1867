"""What is asked over a network: the public address, Twilio, the clock, and the chat backends."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import httpx

from ruby_fsm.adapters.chat.chain import backends
from ruby_fsm.adapters.twilio.account import TwilioAccount
from ruby_fsm.app.ports import ChatBackend
from ruby_fsm.cli.doctor.finding import (
    NO_CONFIG,
    NO_SETTINGS,
    Finding,
    Patient,
    fail,
    is_ours,
    masked,
    ok,
    skip,
    warn,
)
from ruby_fsm.config.settings import Carrier, Settings
from ruby_fsm.config.webhooks import unsigned
from ruby_fsm.errors import ChatError, PhoneError
from ruby_fsm.wiring import login

SKEW_WARN_S, SKEW_FAIL_S = 30, 300  # signatures and tokens live by the clock
REFUSED, TEST_CREDENTIALS = 20003, 20008
CHAT_SETTINGS = "RUBY_CHAT_"
CHAT_S = 4.0  # before the whole check is given up
SIMULATED = skip("the simulated network has none")


def at_twilio(patient: Patient, settings: Settings) -> TwilioAccount:
    return TwilioAccount(patient.http, login(settings), settings.twilio_api_base_url)


async def public_url(patient: Patient) -> Finding:
    """Whether Twilio's requests would arrive here."""
    if patient.settings is None:
        return NO_SETTINGS
    url = patient.settings.backend_url
    if not url:
        if patient.settings.carrier is Carrier.SIM:
            return SIMULATED
        return fail("missing", "set BACKEND_URL to the https address at which Twilio reaches you")
    if not url.startswith("https://") and not patient.settings.is_simulated:
        return fail("not https", "set BACKEND_URL to an https address; a tunnel gives one")
    return await reached(patient, url)


async def reached(patient: Patient, url: str) -> Finding:
    mend = "start the service and open the tunnel or proxy to it; then compare BACKEND_URL"
    try:
        # The header spares a tunnel's page for browsers; Twilio's requests never see it.
        answer = await patient.http.get(
            f"{url}/ai-calling/health", headers={"ngrok-skip-browser-warning": "1"}
        )
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return fail(f"{url}: no answer ({type(error).__name__})", mend)
    try:
        if is_ours(answer.json()):
            return ok(f"{url} reaches a ruby-fsm")
    except ValueError:
        pass
    return fail(f"{url}: HTTP {answer.status_code}, and not from a ruby-fsm", mend)


async def twilio_account(patient: Patient) -> Finding:
    settings = account_of(patient)
    if isinstance(settings, Finding):
        return settings
    try:
        found = await at_twilio(patient, settings).account()
    except PhoneError as error:
        return not_told(error)
    if found.status != "active":
        return fail(f"the account is {found.status}", "see the account in Twilio's console")
    if found.is_trial:
        return warn("a trial account", "it calls verified numbers only; upgrade it to call others")
    return ok("the login works, the account is active")


def not_told(error: PhoneError) -> Finding:
    """Why an account says nothing of itself."""
    if error.code == REFUSED:
        return fail("Twilio refuses the login", "compare TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN")
    if error.code == TEST_CREDENTIALS:
        return warn(
            "test credentials: Twilio checks each call and never places it",
            "for real calls take the live account SID and token of Twilio's console",
        )
    return fail(f"Twilio: {error}", "is the network open, and status.twilio.com green?")


async def twilio_number(patient: Patient) -> Finding:
    settings = account_of(patient)
    if isinstance(settings, Finding):
        return settings
    number = settings.twilio_from_number
    try:
        can_speak = await at_twilio(patient, settings).voice_of(number) if number else None
    except PhoneError as error:
        return skip(f"Twilio could not be asked: {error}")
    if can_speak is None:
        return fail(f"{masked(number)} is no number of the account", "set TWILIO_FROM_NUMBER")
    if not can_speak:
        return fail(f"{masked(number)} can't call", "set TWILIO_FROM_NUMBER to one with voice")
    return ok(f"{masked(number)} belongs to the account and can speak")


async def geo_permissions(patient: Patient) -> Finding:
    """Whether Twilio lets the account call where the dial policy does."""
    settings = account_of(patient)
    if isinstance(settings, Finding):
        return settings
    if patient.config is None:
        return NO_CONFIG
    try:
        permitted = await at_twilio(patient, settings).countries()
    except PhoneError as error:
        return skip(f"Twilio could not be asked: {error}")
    wanted = sorted(patient.config.dial_policy.regions)
    missing = [iso for iso in wanted if iso not in permitted]
    if not missing:
        return ok(f"Twilio lets the account call {', '.join(wanted)}")
    found = f"Twilio refuses calls to {', '.join(missing)} (error 21215)"
    mend = "allow them in Twilio's console, Voice, Geo permissions, or take them out of "
    tell = fail if missing == wanted else warn
    return tell(found, f"{mend}dial_policy.regions in config.yaml")


def account_of(patient: Patient) -> Settings | Finding:
    """The settings with a whole login, or why there is none to ask with."""
    if patient.settings is None:
        return NO_SETTINGS
    if patient.settings.carrier is Carrier.SIM:
        return SIMULATED
    if not (patient.settings.twilio_account_sid and patient.settings.twilio_auth_token):
        return fail("the login is not whole", "set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN")
    return patient.settings


async def clock(patient: Patient) -> Finding:
    """Against the carrier's, where there is one."""
    settings = account_of(patient)
    if isinstance(settings, Finding):
        return skip("nobody to compare with")
    try:
        date = (await at_twilio(patient, settings).account()).date
    except PhoneError:
        return skip("Twilio could not be asked for the time")
    return judged(date, patient.clock.now_ms() / 1000)


def judged(date: str, now_s: float) -> Finding:
    try:
        theirs = parsedate_to_datetime(date).timestamp()
    except ValueError:
        return skip("the answer named no time")
    off_s = round(abs(theirs - now_s))
    here = datetime.fromtimestamp(now_s, UTC).isoformat(timespec="seconds")
    if off_s >= SKEW_FAIL_S:
        return fail(f"{here} is {off_s} s off", "set the clock: timedatectl set-ntp true")
    if off_s >= SKEW_WARN_S:
        return warn(f"{here} is {off_s} s off", "let the clock be set: timedatectl set-ntp true")
    return ok(f"{off_s} s off")


async def webhooks(patient: Patient) -> Finding:
    """Nothing is sent: `ruby-fsm webhooks test` does."""
    if patient.settings is None:
        return NO_SETTINGS
    if patient.config is None:
        return NO_CONFIG
    known = patient.config.webhooks
    if not known:
        return skip("none in config.yaml")
    if faults := [*unsigned(patient.config, patient.settings)]:
        return fail("; ".join(faults), "set what the sentence names")
    found = await asyncio.gather(*(is_found(one.url) for one in known))
    if lost := [one.name for one, is_there in zip(known, found, strict=True) if not is_there]:
        mend = "compare url of webhooks in config.yaml; is the name service reached?"
        return fail(f"the host of {', '.join(lost)} is not found", mend)
    return ok(f"{', '.join(one.name for one in known)}; see `ruby-fsm webhooks test`")


async def is_found(url: str) -> bool:
    parts = urlsplit(url)
    try:
        await asyncio.get_running_loop().getaddrinfo(parts.hostname, parts.port or 443)
    except (OSError, UnicodeError):
        return False
    return True


async def chat(patient: Patient) -> Finding:
    """Each backend but the companion, which is part of the service."""
    if patient.settings is None:
        return NO_SETTINGS
    if patient.config is None:
        return NO_CONFIG
    if any(fault.startswith(CHAT_SETTINGS) for fault in patient.faults):
        return skip("a setting of it is wrong; mend that first")
    chain = backends(patient.settings, patient.config, patient.http, patient.clock)
    answers = await asyncio.gather(*(answer_of(backend) for backend in chain))
    told = "; ".join(words for _, words in answers)
    if not all(is_well for is_well, _ in answers):
        mend = "compare RUBY_CHAT_URL, RUBY_CHAT_MODEL, RUBY_CHAT_API_KEY, and chat in config.yaml"
        return fail(told, f"{mend}; until then the next in line replies")
    return ok(told)


async def answer_of(backend: ChatBackend) -> tuple[bool, str]:
    """Whether it is well, and in words; one that hangs is told of like any other."""
    try:
        async with asyncio.timeout(CHAT_S):
            return True, f"{backend.name}: {await backend.check()}"
    except TimeoutError:
        return False, f"{backend.name}: no answer in time"
    except ChatError as error:
        return False, str(error)
