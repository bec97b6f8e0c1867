"""Each line of the contract has a test that names it; no test names a line that is not there."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from ruby_fsm.config.settings import Settings
from tests.docs.contract_lines import LINES, REST, SETTINGS, WEBHOOKS
from tests.web.document import document

TESTS = Path(__file__).parents[1]
MARK = "pytest.mark.contract"
OURS = {  # answers of our own beside the contract's
    "/ai-calling/call/{call_sid}/escalations",
    "/ai-calling/suppressions",
    "/ai-calling/suppressions/lift",
    "/ai-calling/consents",
    "/ai-calling/consents/withdraw",
    "/ai-calling/policy/explain",
    "/ai-calling/people/{person}",
    "/ai-calling/audit",
    "/ai-calling/webhooks/deliveries",
    "/ai-calling/webhooks/deliveries/{delivery_id}/replay",
    "/livez",
    "/readyz",
    "/metrics",
}


@cache
def named() -> dict[str, list[str]]:
    """The tests of each line, read off the marks of every test function."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in TESTS.rglob("test_*.py"):
        for test, line in marks(ast.parse(path.read_text(encoding="utf-8"))):
            found[line].append(f"{path.relative_to(TESTS)}::{test}")
    return dict(found)


def marks(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith(
            "test"
        ):
            for call in node.decorator_list:
                if isinstance(call, ast.Call) and ast.unparse(call.func) == MARK:
                    yield from ((node.name, ast.literal_eval(line)) for line in call.args)


@pytest.mark.parametrize("line", LINES)
def test_the_line_has_a_test_that_names_it(line: str) -> None:
    assert named().get(line), f"no test is marked contract({line!r}): {LINES[line]}"


def test_no_test_names_a_line_that_is_not_there() -> None:
    assert {line: tests for line, tests in named().items() if line not in LINES} == {}


def test_every_setting_has_its_line() -> None:
    known = {name.removeprefix("settings.").lower() for name in SETTINGS}
    told_with_another = {
        *("twilio_api_secret", "ruby_chat_url", "ruby_chat_model", "ruby_chat_api_key"),
        *("ruby_chat_fallback_keys", "ruby_smtp_from"),
        *("ruby_trusted_proxies", "ruby_cors_origins", "ruby_webhook_secret"),  # ours
    }

    assert set(Settings.model_fields) - told_with_another <= known


def test_every_endpoint_has_its_line() -> None:
    paths = {path for path in document()["paths"] if path not in OURS}
    hooks = {text.split()[1].rstrip(":") for text in WEBHOOKS.values() if text.startswith("POST")}
    calls = {text.split()[1].rstrip(":").partition("?")[0] for text in REST.values()}
    full = {path.replace("...", "/ai-calling/call/{call_sid}") for path in calls}
    full = {path.replace("{id}", "{escalation_id}") for path in full}

    assert paths == hooks | full
