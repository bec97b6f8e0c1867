"""Schemathesis reads our OpenAPI document, and asks a real service for all that it promises.

It sends what the document allows and what it forbids, follows one answer into the next request, and
holds every answer against the document: status, headers, media type, body; never a 5xx.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.oracles.needed import needed
from tests.served import serving

needed("schemathesis")

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "openapi.json"
CONFIG = Path(__file__).with_name("schemathesis.toml")
TOKEN = "the-token-of-this-test-alone"
SEED = 20261123
EXAMPLES = 20
LIMIT_S = 400


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = tmp_path_factory.mktemp("schemathesis") / "data"
    with serving(data, RUBY_API_TOKEN=TOKEN) as served:
        yield served.url


def run(folder: Path, url: str, *words: str, document: Path = DOCUMENT) -> str:
    """What it reports of a run, after all checks but those that `words` take away."""
    fixed = ("--seed", str(SEED), "--max-examples", str(EXAMPLES), "--no-color")
    program = (str(Path(sys.executable).with_name("st")), "--config-file", str(CONFIG))
    ended = subprocess.run(
        [*program, "run", str(document), "--url", url, *fixed, *words],
        cwd=folder,  # it leaves its notes there
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    return f"{ended.stdout}{ended.stderr}\nexit code {ended.returncode}"


def generated(report: str) -> int:
    found = re.search(r"([\d,]+) generated", report)
    return int(found[1].replace(",", "")) if found else 0


def operations() -> int:
    paths = json.loads(DOCUMENT.read_text())["paths"]
    return sum(len({"get", "post", "delete"} & one.keys()) for one in paths.values())


def test_every_answer_is_as_the_document_says(url: str, tmp_path: Path) -> None:
    report = run(tmp_path, url, "-H", f"Authorization: Bearer {TOKEN}")

    assert "exit code 0" in report, report
    assert f"Tested: {operations()}" in report
    assert generated(report) > 500


def test_whoever_has_no_token_is_refused_as_the_document_says(url: str, tmp_path: Path) -> None:
    # Without a token nothing is accepted, the valid no more than the rest.
    report = run(tmp_path, url, "--exclude-checks", "positive_data_acceptance")

    assert "exit code 0" in report, report
    assert generated(report) > 500


def test_a_document_that_promises_too_much_is_found_out(url: str, tmp_path: Path) -> None:
    document = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    document["components"]["schemas"]["Health"]["required"].append("mood")
    lying = tmp_path / "openapi.json"
    lying.write_text(json.dumps(document), encoding="utf-8")

    report = run(tmp_path, url, "--include-path", "/ai-calling/health", document=lying)

    assert "exit code 1" in report, report
    assert '"mood" is a required property' in report, report
