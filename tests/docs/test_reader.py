"""The reader of the pages types as a person would, and notices what goes wrong."""

from __future__ import annotations

import pytest

from tests.docs.blocks import ROOT, Block
from tests.docs.reader import Reader
from tests.docs.typed import placed


def block(text: str, language: str = "bash", **marks: str) -> Block:
    return Block("page.md", 7, language, text, marks)


def test_what_one_block_sets_is_set_in_the_next(reader: Reader) -> None:
    reader.types(block("export NAME='it is \"so\"'\ncount=3\ncd docs"))

    told = reader.types(block('echo "$NAME $count"\nls openapi.json\nsh -c "echo $NAME"'))

    assert told.splitlines() == ['it is "so" 3', "openapi.json", "it is so"]


def test_a_command_that_fails_stops_the_page(reader: Reader) -> None:
    with pytest.raises(AssertionError, match=r"page\.md:7: exit code 2(.|\n)*--urk"):
        reader.types(block("python3 run.py calls --urk\necho on"))


def test_nothing_that_is_typed_changes_the_checkout(reader: Reader) -> None:
    before = (ROOT / "config.yaml").read_text(encoding="utf-8")

    reader.types(block("echo gone > config.yaml\npython3 run.py test"))

    assert (ROOT / "config.yaml").read_text(encoding="utf-8") == before


def test_what_serves_is_asked_and_gives_way_to_the_next(reader: Reader) -> None:
    reader.types(block("python3 run.py serve", serves=""))
    first = reader.types(block("curl -sf http://127.0.0.1:8080/ai-calling/health"))
    reader.types(block("RUBY_DATA=other ruby-fsm demo --serve-only", serves=""))
    second = reader.types(block("ruby-fsm calls"))

    assert '"status":"ok"' in first
    assert "No call is waiting" in second


def test_an_id_that_was_printed_stands_for_the_one_in_the_page(reader: Reader) -> None:
    made = f"CL{'0' * 31}7"

    reader.types(block(f"echo the call is {made}"))

    assert reader.types(block("echo CL…", example="id")).strip() == made


def test_an_id_that_only_a_complaint_names_stands_for_none(reader: Reader) -> None:
    reader.types(block(f"echo the call is CL{'0' * 32} >&2"))

    assert reader.types(block("echo CL…", example="id")).strip() == "CL…"


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        (["serve"], ["serve", "--port", "0"]),
        (["calls"], ["calls", "--url", "http://127.0.0.1:9"]),
        (["calls", "--url", "http://x"], ["calls", "--url", "http://x"]),
        (["doctor"], ["doctor", "--port", "9"]),
        (["config", "check"], ["config", "check"]),
    ],
)
def test_a_command_gets_the_address_of_the_pages_service(
    words: list[str], typed: list[str]
) -> None:
    assert placed(words, "http://127.0.0.1:9") == typed
