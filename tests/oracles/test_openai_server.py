"""A real OpenAI-compatible server that is not ours: `llm`, serving its echo model and a parrot.

The echo model answers with all it was asked, so the reply proves that the request was understood.
The gate lets no one say that aloud: in whole calls a parrot speaks, which repeats the last words.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from ruby_fsm.adapters.chat.openai import OpenAI, Server
from ruby_fsm.adapters.clock import SystemClock
from ruby_fsm.errors import ChatError
from tests.adapters.chat.remote_kit import asked
from tests.docs.blocks import blocks_of
from tests.docs.reader import Reader
from tests.oracles.needed import needed

needed("llm", "llm_echo", "llm_chat_completions_server")

START_S = 30.0
THEIRS = "http://127.0.0.1:11434/v1"  # what the README shows
PARROT = """\
import llm


def said(prompt):
    return f"You told me: {prompt.prompt}. I am listening."


class Parrot(llm.Model):
    model_id = "parrot"

    def execute(self, prompt, stream, response, conversation):
        yield said(prompt)


class Parrots(llm.AsyncModel):
    model_id = "parrot"

    async def execute(self, prompt, stream, response, conversation):
        yield said(prompt)


@llm.hookimpl
def register_models(register):
    register(Parrot(), Parrots())
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as bound:
        port: int = bound.getsockname()[1]
        return port


def plugin(folder: Path) -> Path:
    """A plugin as `llm` finds them: by the entry point of a distribution on the path."""
    told = folder / "parrot-1.dist-info"
    told.mkdir(parents=True)
    (folder / "parrot.py").write_text(PARROT)
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: parrot\nVersion: 1\n")
    (told / "entry_points.txt").write_text("[llm]\nparrot = parrot\n")
    return folder


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    home = tmp_path_factory.mktemp("llm")
    with (home / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "llm", "chat-completions-server", "--port", str(port)],
            env={
                **os.environ,
                "LLM_USER_PATH": str(home),
                "PYTHONPATH": str(plugin(home / "birds")),
            },
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/v1/models", server)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        server.terminate()
        server.wait(10)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """A program of others announces nothing we could await: it is asked until it answers."""
    until = time.monotonic() + START_S
    while server.poll() is None and time.monotonic() < until:
        try:
            httpx.get(address, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"the server did not start; exit code {server.poll()}")


def backend(http: httpx.AsyncClient, url: str, model: str = "echo") -> OpenAI:
    where = Server(
        *("openai", url, model, "any-key"),
        history_tokens=500,
        reply_tokens=120,
        temperature=0.7,
        limit_s=20.0,
    )
    return OpenAI(http, where, SystemClock())


async def test_it_understands_every_part_of_a_request_and_we_its_stream(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="ruby_fsm.chat")
    async with httpx.AsyncClient(trust_env=False) as http:
        text = await backend(http, url).reply(asked("my dog has died", max_words=1000))

    echoed = json.loads(text)
    assert echoed["prompt"] == "my dog has died"
    assert echoed["stream"] is True
    assert echoed["system"].startswith("You are Ruby.")
    assert echoed["system"].endswith("Do not repeat them.")
    assert "completion_tokens=-1" not in caplog.text


async def test_check_finds_its_model_and_names_what_it_has(url: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        assert "has the model echo" in await backend(http, url).check()
        with pytest.raises(ChatError, match="it has no model 'no-such-model'; it has: "):
            await backend(http, url, "no-such-model").check()


async def test_a_model_it_does_not_have_is_a_refusal_that_names_the_model(url: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        with pytest.raises(ChatError) as caught:
            await backend(http, url, "no-such-model").reply(asked("hello"))

    assert not caught.value.retryable


def test_ruby_speaks_with_its_words_in_a_whole_call(url: str, tmp_path: Path) -> None:
    script = tmp_path / "call.yaml"
    script.write_text(
        "name: with a server of others\n"
        "steps:\n"
        "  - hear: this is Ruby\n"
        "  - say: my dog has died\n"
        "  - hear: 'You told me: my dog has died'\n"
        "  - hang_up: true\n"
        "expect: {replied_by: {openai: 1}}\n"
    )
    played = subprocess.run(
        [sys.executable, "-m", "ruby_fsm", "demo", "--script", str(script)],
        env={
            **os.environ,
            "RUBY_CHAT_BACKEND": "openai",
            "RUBY_CHAT_URL": url,
            "RUBY_CHAT_MODEL": "parrot",
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert "my dog has died" in played.stdout
    assert played.returncode == 0, played.stdout + played.stderr


def test_the_readmes_way_to_an_own_server_ends_in_its_words(url: str, tmp_path: Path) -> None:
    [block] = [one for one in blocks_of("README.md") if "RUBY_CHAT_URL" in one.text]
    assert THEIRS in block.text
    text = block.text.replace(THEIRS, url).replace("llama3.2", "parrot")
    typed = r"printf '\nhello ruby\nmy dog has died\nthank you, goodbye\n' | python3 run.py demo"
    reader = Reader(tmp_path)

    told = reader.types(replace(block, text=text.replace("python3 run.py demo", typed), marks={}))

    assert "openai: it answers, and has the model parrot" in told
    assert "You told me: my dog has died" in " ".join(told.split())
    assert "by openai" in told
    assert "by companion" not in told
