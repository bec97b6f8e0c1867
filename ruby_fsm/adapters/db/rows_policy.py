"""Rows of the dial policy to records and back."""

from __future__ import annotations

import msgspec

from ruby_fsm.adapters.db.rows import Row, Values
from ruby_fsm.adapters.db.seal import Seal
from ruby_fsm.adapters.db.tables import CONSENTS, SUPPRESSIONS, VERDICTS
from ruby_fsm.app.dial_records import Consent, Given, Stage, Suppression, Verdict

_S, _C, _V = SUPPRESSIONS.c, CONSENTS.c, VERDICTS.c
SUPPRESSION = (_S.number_hash, _S.at_ms, _S.source, _S.lifted_ms, _S.told)
CONSENT = (_C.number_hash, _C.given_ms, _C.withdrawn_ms, _C.told)
VERDICT = (_V.call_id, _V.n, _V.stage, _V.verdict)
ID_DIGITS = 32

ENCODE = msgspec.json.Encoder().encode
_TOLD = msgspec.json.Decoder(tuple[str, str, str, str])
_CONSENT = msgspec.json.Decoder(tuple[str, str])
_VERDICT = msgspec.json.Decoder(Verdict)


def suppression_id(number_hash: str) -> str:
    """What a number is called by that nobody may see: `SU` and 32 hex digits."""
    return f"SU{number_hash[:ID_DIGITS]}"


def suppression_place(number_hash: str) -> str:
    return f"ruby_suppressions.told.{number_hash}"


def consent_place(number_hash: str) -> str:
    return f"ruby_consents.told.{number_hash}"


def verdict_place(call_id: str, n: int) -> str:
    return f"ruby_verdicts.verdict.{call_id}/{n}"


def as_suppression(row: Row, seal: Seal) -> Suppression:
    key, at_ms, source, lifted_ms, told = row
    words = _TOLD.decode(seal.open(told, suppression_place(key))) if told else ("",) * 4
    reason, by, lift_reason, lifted_by = words
    return Suppression(
        suppression_id(key), at_ms, source, reason, by, lifted_ms, lift_reason, lifted_by
    )


def told_of(number_hash: str, it: Suppression, seal: Seal) -> bytes:
    words = (it.reason, it.by, it.lift_reason, it.lifted_by)
    return seal.seal(ENCODE(words), suppression_place(number_hash))


def as_consent(row: Row, seal: Seal) -> Consent:
    key, given_ms, withdrawn_ms, told = row
    source, reason = _CONSENT.decode(seal.open(told, consent_place(key)))
    return Consent(given_ms, source, withdrawn_ms, reason)


def consent_values(number_hash: str, consent: Consent, seal: Seal) -> Values:
    words = ENCODE((consent.source, consent.reason))
    return {
        "number_hash": number_hash,
        "given_ms": consent.given_ms,
        "withdrawn_ms": consent.withdrawn_ms,
        "told": seal.seal(words, consent_place(number_hash)),
    }


def as_given(row: Row, seal: Seal) -> Given:
    call_id, n, stage, verdict = row
    plain = seal.open(verdict, verdict_place(call_id, n))
    return Given(Stage(stage), _VERDICT.decode(plain))


def verdict_values(call_id: str, n: int, given: Given, seal: Seal) -> Values:
    return {
        "call_id": call_id,
        "n": n,
        "at_ms": given.verdict.at_ms,
        "stage": given.stage.value,
        "verdict": seal.seal(ENCODE(given.verdict), verdict_place(call_id, n)),
    }
