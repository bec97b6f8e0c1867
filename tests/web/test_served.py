"""The service in a process of its own: what newcomers send, and the commands, over real HTTP."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from tests.served import Served, clean_environment, serving
from tests.web.kit import CALL_ID

NODE = shutil.which("node")
FETCH = """
const answer = await fetch(process.argv[1] + "/ai-calling/initiate-ai-call", {
  method: "POST",
  headers: {"Content-Type": "application/json"},
  body: JSON.stringify({to_number: "+14155550101", user_id: "u-1", initial_mood: "sad"}),
});
console.log(JSON.stringify({status: answer.status, ...(await answer.json())}));
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("service") / "data", RUBY_CARRIER="sim") as made:
        with requests.Session() as session:
            # It names its address a moment before it listens there.
            session.mount("http://", HTTPAdapter(max_retries=Retry(connect=8, backoff_factor=0.1)))
            session.get(f"{made.url}/ai-calling/health", timeout=10)
        yield made


def asked(service: Served, path: str) -> dict[str, Any]:
    answer = requests.get(service.url + path, timeout=10)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def when(service: Served, call_id: str, *states: str) -> dict[str, Any]:
    """The status of a call once it is in one of these states; real time goes by meanwhile."""
    for _ in range(300):
        told = asked(service, f"/phone/call/{call_id}/status")
        if told["state"] in states:
            return told
        time.sleep(0.1)
    raise AssertionError(f"never {states}")


@pytest.mark.contract("initiate.plain_client", "commands.serve")
def test_the_documented_request_from_requests_goes_through_to_ended(service: Served) -> None:
    answer = requests.post(
        f"{service.url}/ai-calling/initiate-ai-call",
        json={
            "to_number": "+14155550100",
            "user_id": "u-1042",
            "initial_mood": "stressed",
            "custom_prompt": "Ask how the move went.",
        },
        timeout=10,
    )
    placed = answer.json()

    assert answer.status_code in {201, 202}
    assert (placed["success"], placed["status"]) == (True, "queued")
    when(service, placed["call_sid"], "greeting", "listening", "responding")
    ended = requests.post(f"{service.url}/ai-calling/call/{placed['call_sid']}/end", timeout=10)
    assert ended.status_code == 200
    told = when(service, placed["call_sid"], "ended")
    assert (told["status"], told["end_reason"]) == ("completed", "end_requested")
    moves = asked(service, f"/ai-calling/call/{placed['call_sid']}/analytics")["transitions"]
    assert [moves[0]["from"], moves[-1]["to"]] == ["queued", "ended"]


@pytest.mark.contract("initiate.plain_client")
@pytest.mark.skipif(NODE is None, reason="node is not installed: fetch can't be tried")
def test_the_documented_request_from_fetch_starts_a_call(service: Served) -> None:
    assert NODE is not None
    done = subprocess.run(
        [NODE, "--input-type=module", "--eval", FETCH, service.url],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    placed = json.loads(done.stdout)

    assert placed["status"] == "queued"
    assert CALL_ID.fullmatch(placed["call_id"])


def test_the_request_as_fetch_writes_it_starts_a_call(service: Served) -> None:
    """The same bytes and headers, where no browser or node is at hand."""
    answer = requests.post(
        f"{service.url}/ai-calling/initiate-ai-call",
        data='{"to_number":"+14155550102","user_id":"u-1","initial_mood":"sad"}',
        headers={
            "Content-Type": "application/json",
            "Accept": "*/*",
            "Accept-Language": "*",
            "Sec-Fetch-Mode": "cors",
            "User-Agent": "node",
        },
        timeout=10,
    )

    assert answer.status_code in {201, 202}


def ruby_fsm(service: Served, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ruby_fsm", *words, "--url", service.url],
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@pytest.mark.contract("commands.call", "commands.calls", "commands.end", "exits.0")
def test_the_commands_place_list_and_end_a_call(service: Served) -> None:
    call_id = ruby_fsm(service, "call", "+14155550103", "--name", "Sam").stdout.split()[0]
    assert CALL_ID.fullmatch(call_id)

    assert call_id in ruby_fsm(service, "calls").stdout
    assert ruby_fsm(service, "end", call_id).returncode == 0
    assert when(service, call_id, "ended")["state"] == "ended"


@pytest.mark.contract("rest.health", "rest.phone_health")
def test_both_sides_of_a_served_service_are_healthy(service: Served) -> None:
    assert asked(service, "/ai-calling/health")["status"] == "ok"
    assert asked(service, "/phone/health")["status"] == "ok"


def test_odd_bytes_on_the_wire_are_refused_in_the_same_form(service: Served) -> None:
    for path in (
        "/phone/call/%00/status",
        "/phone/call/%ff%fe/status",
        "/%2e%2e/%2e%2e/etc/passwd",
    ):
        answer = requests.get(service.url + path, timeout=10)

        assert answer.status_code == 404
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_no_answer_names_the_server_that_gave_it(service: Served) -> None:
    assert "Server" not in requests.get(f"{service.url}/docs", timeout=10).headers
