"""`ruby-fsm policy explain`: what would happen to a call, and why, without calling."""

from __future__ import annotations

import json

import pytest

from ruby_fsm.cli.main import run

NIGHT, NOON = "2026-03-14T05:10:00Z", "2026-03-14T20:00:00Z"  # in Los Angeles


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = run(["policy", "explain", *words])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize(
    ("words", "headline"),
    [
        (["+14155550100", "--at", NOON], "It would be dialled, asked for at 2026-03-14T20:00"),
        (["+14155550100", "--at", NIGHT], "It would wait until 2026-03-14T15:00:00.000Z: calling"),
        (["+18005550100", "--at", NOON], "It would be refused: time_zone."),
        (["+18765550100", "--at", NOON], "It would be refused: region."),
        (["+19005550100", "--at", NOON], "It would be refused: number_type."),
        (["+19115550100", "--at", NOON], "It would be refused: emergency."),
        (["+15551234567", "--at", NOON], "It would be refused: region."),
    ],
)
def test_it_says_what_would_happen_and_why(
    capsys: pytest.CaptureFixture[str], words: list[str], headline: str
) -> None:
    code, out, err = told(capsys, *words)

    assert (code, err) == (0, "")
    assert out.startswith(headline)
    assert "Asked of config.yaml alone" in out
    assert "suppressed" not in out, "that is not known here"


def test_a_zone_that_is_named_is_believed(capsys: pytest.CaptureFixture[str]) -> None:
    at = ["--at", NOON, "--time-zone", "Asia/Tokyo", "--json"]
    _, out, _ = told(capsys, "+18005550100", *at)

    answer = json.loads(out)
    assert (answer["verdict"], answer["rule"]) == ("waits", "calling_hours")
    assert answer["opens_at"] == "2026-03-14T23:00:00.000Z"


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["12"], "NUMBER"),
        (["+14155550100", "--at", "noon"], "--at"),
        (["+14155550100", "--time-zone", "Mars/Base"], "--time-zone"),
    ],
)
def test_what_can_not_be_read_is_named(
    capsys: pytest.CaptureFixture[str], words: list[str], hint: str
) -> None:
    code, _, err = told(capsys, *words)

    assert code == 2
    assert hint in err


def test_a_service_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = told(capsys, "+14155550100", "--url", "http://127.0.0.1:9")

    assert code == 69
    assert "http://127.0.0.1:9" in err
