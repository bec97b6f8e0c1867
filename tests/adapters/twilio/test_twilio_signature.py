"""Claims about who is taken for Twilio; Twilio's own validator is the oracle."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from ruby_fsm.adapters.twilio.signature import FORM, Verifier
from ruby_fsm.errors import ConfigError, NotFromTwilio

DATA = Path(__file__).parents[2] / "data" / "vectors.json"
VECTORS: list[dict[str, Any]] = json.loads(DATA.read_text())["vectors"]
OF_LATER_WORK = [vector["name"] for vector in VECTORS if vector["kind"] == "websocket"]
APPLICABLE = [vector for vector in VECTORS if vector["kind"] != "websocket"]

ACCOUNT = "AC" + "0" * 32
TOKEN = "0123456789abcdef0123456789abcdef"
PUBLIC = "https://ruby.example.com"
PATH = "/voice/webhook/gather"
QUERY = "call=CL1&at=3"
VERIFIER = Verifier(PUBLIC, ACCOUNT, (TOKEN,), {"key1": "a shared secret"})


def headers(signature: str, settings: str = "", content_type: str = FORM) -> dict[str, str]:
    said = {"X-Twilio-Signature": signature, "Content-Type": content_type}
    return said | ({"X-Twilio-Webhooks-Signature-Settings": settings} if settings else {})


class Fields(dict[str, list[str]]):
    """Repeated names the way the oracle reads them."""

    def getall(self, name: str) -> list[str]:
        return self[name]


def signature_of(
    fields: Mapping[str, list[str]], url: str = f"{PUBLIC}{PATH}?{QUERY}", token: str = TOKEN
) -> str:
    return str(RequestValidator(token).compute_signature(url, Fields(fields)))


def check(fields: Mapping[str, list[str]], signature: str, query: str = QUERY) -> Mapping[str, str]:
    body = urlencode(fields, doseq=True).encode()
    return VERIFIER.verify("POST", PATH, query, headers(signature), body)


@pytest.mark.parametrize("vector", APPLICABLE, ids=lambda vector: str(vector["name"]))
def test_every_recorded_signature_is_judged_as_twilio_does(vector: dict[str, Any]) -> None:
    url = urlsplit(vector["url"])
    secret = str(vector["auth_token"])
    is_shared = vector["algorithm"] == "HMAC_SHA256"
    keys = {"key1": secret} if is_shared else {}
    public = f"{url.scheme}://{url.netloc}"
    verifier = Verifier(public, ACCOUNT, () if is_shared else (secret,), keys)
    settings = "key=key1,algorithm=HMAC_SHA256" if is_shared else ""
    is_json = vector["kind"] == "json"
    body = vector["body"] if is_json else urlencode(vector["params"], doseq=True)
    said = headers(vector["signature"], settings, "application/json" if is_json else FORM)

    try:
        verifier.verify(vector["method"], url.path, url.query, said, body.encode())
        passed = True
    except NotFromTwilio:
        passed = False

    assert passed is vector["valid"]


def test_only_websocket_vectors_are_left_to_later_work() -> None:
    assert OF_LATER_WORK == [
        "wss-conversationrelay",
        "wss-conversationrelay-slash",
        "wss-query-as-params",
        "wss-query-in-url",
        "neg-wss-as-https",
    ]


@pytest.mark.parametrize("rebuilt", ["http://ruby.example.com", "https://10.0.0.5"])
def test_a_url_rebuilt_behind_a_proxy_is_not_what_twilio_signed(rebuilt: str) -> None:
    verifier = replace(VERIFIER, public_url=rebuilt)

    with pytest.raises(NotFromTwilio, match="BACKEND_URL"):
        verifier.verify("POST", PATH, QUERY, headers(signature_of({})), b"")


names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
values = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
forms = st.dictionaries(
    names.filter(lambda name: name not in {"AccountSid", "bodySHA256"}),
    st.lists(values, min_size=1, max_size=3),
    max_size=6,
)


def signed_set(body: bytes) -> set[tuple[str, str]]:
    return set(parse_qsl(body.decode("latin-1"), keep_blank_values=True))


@given(form=forms)
def test_any_form_twilio_signs_is_accepted_with_its_values(form: dict[str, list[str]]) -> None:
    params = check(form, signature_of(form))

    expected = {"call": "CL1", "at": "3"}
    assert params == {name: vals[0] for name, vals in form.items()} | expected


@given(form=forms, token=st.sampled_from([TOKEN, "another"]), cut=st.sampled_from([28, 27, 0]))
def test_a_form_is_judged_as_twilios_validator_judges_it(
    form: dict[str, list[str]], token: str, cut: int
) -> None:
    signature = signature_of(form, token=token)[:cut]

    oracle = RequestValidator(TOKEN).validate(f"{PUBLIC}{PATH}?{QUERY}", Fields(form), signature)

    try:
        check(form, signature)
        accepted = True
    except NotFromTwilio:
        accepted = False
    assert accepted is oracle is (token == TOKEN and cut == 28)


@given(form=forms, data=st.data())
def test_one_flipped_bit_anywhere_is_refused(
    form: dict[str, list[str]], data: st.DataObject
) -> None:
    signature = signature_of(form)
    body = urlencode(form, doseq=True).encode()
    whole = [signature.encode(), PATH.encode(), QUERY.encode(), body]
    part = data.draw(st.sampled_from([n for n, piece in enumerate(whole) if piece]))
    bit = data.draw(st.integers(0, len(whole[part]) * 8 - 1))
    flipped = bytearray(whole[part])
    flipped[bit // 8] ^= 1 << bit % 8
    if part == 3:  # `%2f` and `%2F` are one value, and a value said twice is signed once
        assume(signed_set(bytes(flipped)) != signed_set(body))
    whole[part] = bytes(flipped)
    sig, path, query = (piece.decode("latin-1") for piece in whole[:3])

    with pytest.raises(NotFromTwilio):
        VERIFIER.verify("POST", path, query, headers(sig), whole[3])


@pytest.mark.parametrize("public", [PUBLIC, PUBLIC + "/", PUBLIC + ":443"])
@pytest.mark.parametrize("signed", [PUBLIC, PUBLIC + ":443"])
def test_the_default_port_may_stand_or_not(public: str, signed: str) -> None:
    signature = signature_of({"A": ["1"]}, f"{signed}{PATH}?{QUERY}")

    found = replace(VERIFIER, public_url=public).verify(
        "POST", PATH, QUERY, headers(signature), b"A=1"
    )

    assert found["A"] == "1"


def test_another_port_belongs_to_the_url() -> None:
    verifier = replace(VERIFIER, public_url=PUBLIC + ":8443")

    with pytest.raises(NotFromTwilio):
        verifier.verify("POST", PATH, QUERY, headers(signature_of({})), b"")


def test_a_public_url_below_a_folder_keeps_it() -> None:
    verifier = replace(VERIFIER, public_url=PUBLIC + "/ruby/")
    signature = signature_of({}, f"{PUBLIC}/ruby{PATH}?{QUERY}")

    assert verifier.verify("POST", PATH, QUERY, headers(signature), b"")["call"] == "CL1"


def test_either_token_serves_while_one_is_being_rotated() -> None:
    verifier = replace(VERIFIER, tokens=("new", "old"))

    for token in ("new", "old"):
        signature = signature_of({}, token=token)
        assert verifier.verify("POST", PATH, QUERY, headers(signature), b"")
    with pytest.raises(NotFromTwilio):
        verifier.verify("POST", PATH, QUERY, headers(signature_of({})), b"")


@pytest.mark.parametrize(
    ("settings", "is_accepted"),
    [
        ("key=key1,algorithm=HMAC_SHA256", True),
        (" key=key1 , algorithm=hmac_sha256", True),
        ("key=key2,algorithm=HMAC_SHA256", False),
        ("key=key1,algorithm=HMAC_SHA1", False),
        ("key=key1,algorithm=HMAC_MD5", False),
        ("algorithm=HMAC_SHA256", False),
        ("key=key1", False),
        ("", False),
    ],
)
def test_a_shared_key_signs_only_as_its_header_says(settings: str, is_accepted: bool) -> None:
    oracle = RequestValidator("a shared secret")
    signature = oracle.compute_signature(f"{PUBLIC}{PATH}?{QUERY}", {}, "HMAC_SHA256")

    try:
        VERIFIER.verify("POST", PATH, QUERY, headers(signature, settings), b"")
        accepted = True
    except NotFromTwilio:
        accepted = False

    assert accepted is is_accepted


@pytest.mark.parametrize("settings", ["key=key1", "algorithm=HMAC_SHA1"])
def test_settings_without_a_shared_algorithm_mean_the_auth_token(settings: str) -> None:
    said = headers(signature_of({}), settings)

    assert VERIFIER.verify("POST", PATH, QUERY, said, b"")["at"] == "3"


def test_another_algorithm_without_a_key_is_refused_though_the_token_signed() -> None:
    with pytest.raises(NotFromTwilio, match="key"):
        VERIFIER.verify(
            "POST", PATH, QUERY, headers(signature_of({}), "algorithm=HMAC_SHA256"), b""
        )


def test_the_first_value_wins_and_the_query_stands_before_the_form() -> None:
    form = {"at": ["9"], "Tag": ["b", "a", "b"]}

    params = check(form, signature_of(form))

    assert params == {"call": "CL1", "at": "3", "Tag": "b"}


@pytest.mark.parametrize("sids", [["AC" + "1" * 32], [ACCOUNT, "AC" + "1" * 32], [""]])
def test_another_account_is_refused_though_the_signature_fits(sids: list[str]) -> None:
    form = {"AccountSid": sids}

    with pytest.raises(NotFromTwilio, match="AccountSid"):
        check(form, signature_of(form))


@pytest.mark.parametrize("body", [b"A=%zz", b"A=%f", b"A=%ED%A0%80", b"A=\xff", b"A=%FF"])
def test_a_form_that_is_not_utf8_is_refused_for_that_and_never_breaks(body: bytes) -> None:
    with pytest.raises(NotFromTwilio, match=r"UTF-8|percent sign"):
        VERIFIER.verify("POST", PATH, QUERY, headers("AAAA"), body)


def test_a_form_of_too_many_fields_is_refused() -> None:
    with pytest.raises(NotFromTwilio, match="1000 fields"):
        VERIFIER.verify("POST", PATH, QUERY, headers("AAAA"), b"a=1&" * 1000 + b"a=1")


def test_the_body_of_a_get_is_no_part_of_what_was_said() -> None:
    found = VERIFIER.verify("GET", PATH, QUERY, headers(signature_of({})), b"call=CL2&more=1")

    assert found == {"call": "CL1", "at": "3"}


def test_a_name_and_password_in_the_public_url_are_not_signed() -> None:
    verifier = replace(VERIFIER, public_url="https://user:pass@ruby.example.com")

    assert verifier.verify("POST", PATH, QUERY, headers(signature_of({})), b"")["call"] == "CL1"


def test_the_auth_token_signs_by_sha1_alone() -> None:
    url = f"{PUBLIC}{PATH}?{QUERY}"
    signature = RequestValidator(TOKEN).compute_signature(url, {}, "HMAC_SHA256")

    for settings in ("algorithm=HMAC_SHA256", ""):
        with pytest.raises(NotFromTwilio):
            VERIFIER.verify("POST", PATH, QUERY, headers(signature, settings), b"")


def test_a_body_without_its_hash_in_the_query_is_refused() -> None:
    said = headers(signature_of({}), content_type="application/json")

    with pytest.raises(NotFromTwilio, match="bodySHA256"):
        VERIFIER.verify("POST", PATH, QUERY, said, b"{}")


@pytest.mark.parametrize("query", ["call=\ud800", "call=%ED%A0%80", "call=%"])
def test_a_query_that_is_not_utf8_is_refused_and_never_breaks(query: str) -> None:
    with pytest.raises(NotFromTwilio, match=r"UTF-8|percent sign"):
        VERIFIER.verify("POST", PATH, query, headers("AAAA"), b"")


def test_header_names_are_read_in_any_case() -> None:
    said = {name.lower(): value for name, value in headers(signature_of({})).items()}

    assert VERIFIER.verify("post", PATH, QUERY, said, b"")["call"] == "CL1"


def test_an_escaped_path_is_checked_as_it_stood_on_the_wire() -> None:
    path = "/voice/" + quote("é b")
    signature = signature_of({}, PUBLIC + path)

    assert VERIFIER.verify("POST", path, "", headers(signature), b"") == {}


def test_an_empty_secret_is_refused_at_the_start() -> None:
    with pytest.raises(ConfigError, match="TWILIO_AUTH_TOKEN"):
        Verifier(PUBLIC, ACCOUNT, ("",))


def test_no_secret_stands_in_the_repr() -> None:
    assert TOKEN not in repr(VERIFIER)
    assert "a shared secret" not in repr(VERIFIER)
