"""Claims about cleaning, filling in and cutting words."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruby_fsm.adapters.twilio.urls import Urls
from ruby_fsm.adapters.twilio.words import MOST_CHARS, MOST_ENCODED, clean, fill, pieces

CALL = "CL" + "0" * 32


@pytest.mark.parametrize(
    ("text", "without", "with_name"),
    [
        ("Hello, {name}. How are you?", "Hello. How are you?", "Hello, Ann. How are you?"),
        ("So, {name}, tell me.", "So, tell me.", "So, Ann, tell me."),
        ("Goodbye, {name}!", "Goodbye!", "Goodbye, Ann!"),
        ("Is that you, {name}?", "Is that you?", "Is that you, Ann?"),
        ("No name here.", "No name here.", "No name here."),
    ],
)
def test_a_sentence_reads_well_with_and_without_the_name(
    text: str, without: str, with_name: str
) -> None:
    assert fill(text, "") == without
    assert fill(text, " \x00\u200b ") == without
    assert fill(text, " Ann\n") == with_name


def test_a_name_that_holds_the_placeholder_is_filled_in_once() -> None:
    assert fill("Hi {name}.", "{name}{name}") == "Hi {name}{name}."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  two \t spaces\r\nand lines \u2028", "two spaces and lines"),
        ("bell\x07bell\x00", "bell bell"),
        ("\ud83dlone\udc94", "lone"),
        ("\u202ebidi\u202c \ufeffmark\u2066", "bidi mark"),
        ("\ufffe\uffff\ufdd0\U0010ffffnothing", "nothing"),
        ("👩\u200d👩\u200d👧 é 日本", "👩\u200d👩\u200d👧 é 日本"),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),
    ],
)
def test_only_what_can_be_written_and_spoken_is_left(text: str, expected: str) -> None:
    assert clean(text) == expected


@given(st.text(st.characters(), max_size=300))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(st.sampled_from("a b.é日😀\u0301&! "), max_size=12_000).map(clean))
def test_pieces_fit_and_lose_only_the_spaces_between_them(text: str) -> None:
    cut = list(pieces(text))

    assert all(0 < len(piece) <= MOST_CHARS for piece in cut)
    assert all(len(quote(piece, safe="")) <= MOST_ENCODED for piece in cut)
    assert "".join(cut).replace(" ", "") == text.replace(" ", "")


def test_a_long_text_is_cut_after_a_sentence() -> None:
    cut = list(pieces(("Words go on. " * 400).strip()))

    assert len(cut) >= 2
    assert all(piece.endswith("on.") for piece in cut)


def test_a_long_sentence_is_cut_after_a_word() -> None:
    assert all(set(piece.split()) == {"word"} for piece in pieces(("word " * 2000).strip()))


@pytest.mark.parametrize(
    "cluster", ["e\u0301\u0302", "👩\u200d👩\u200d👧\u200d👦", "👍🏽", "🏳\ufe0f\u200d🌈"]
)
def test_what_a_reader_sees_as_one_character_is_not_cut(cluster: str) -> None:
    assert all(
        piece.startswith(cluster[0]) and piece.endswith(cluster) for piece in pieces(cluster * 1500)
    )


def test_a_cluster_without_end_is_cut_after_all() -> None:
    stacked = "e" + "\u0301" * 9000

    assert "".join(pieces(stacked)) == stacked


def test_addresses_carry_ids_and_numbers_and_how_twilio_shall_retry() -> None:
    urls = Urls("https://ruby.example.com/")
    base = "https://ruby.example.com/voice/webhook"

    assert urls.gather(CALL, 3) == f"{base}/gather?call={CALL}&at=3"
    assert urls.reply(CALL, 3) == f"{base}/reply?call={CALL}&at=3"
    assert urls.reply(CALL, 3, 2) == f"{base}/reply?call={CALL}&at=3&try=2"
    assert urls.dial(CALL, 3) == f"{base}/dial?call={CALL}&at=3"
    assert urls.answer(CALL, 1) == f"{base}/answer?call={CALL}&attempt=1#rc=1&rp=ct"
    assert urls.fallback(CALL, 1) == f"{base}/fallback?call={CALL}&attempt=1#rc=1&rp=ct"
    assert urls.status(CALL, 1) == f"{base}/status?call={CALL}&attempt=1#rc=3&rp=ct,rt,5xx"
    assert urls.amd(CALL, 1) == f"{base}/amd?call={CALL}&attempt=1#rc=3&rp=ct,rt,5xx"
