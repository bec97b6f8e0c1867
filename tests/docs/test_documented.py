"""Nothing that a caller or an operator meets is left out of the reference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from ruby_fsm.config.reference import mapping
from ruby_fsm.config.schema import Config
from ruby_fsm.config.settings import Settings
from ruby_fsm.config.sources import SECRETS
from ruby_fsm.core.call import CallState, EndReason
from ruby_fsm.errors import RequestError
from ruby_fsm.web.catalog import everything
from ruby_fsm.web.problems import URN
from tests.docs.blocks import ROOT
from tests.web.document import document


def page(name: str) -> str:
    return (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")


def endpoints() -> Iterator[str]:
    for path, item in document()["paths"].items():
        yield from (f"{method.upper()} {path}" for method in item)


def keys(model: Mapping[str, Any]) -> Iterator[str]:
    """Every key of config.yaml, at any depth."""
    for inner in (model, *model.get("$defs", {}).values()):
        yield from mapping(inner.get("properties", {}))


def kinds(parent: type[RequestError]) -> Iterator[str]:
    for kind in parent.__subclasses__():
        yield kind.type
        yield from kinds(kind)


@pytest.mark.parametrize("endpoint", list(endpoints()))
def test_every_endpoint_has_its_section(endpoint: str) -> None:
    assert f"\n### {endpoint}\n" in page("api.md")


@pytest.mark.parametrize("setting", Settings.model_fields)
def test_every_setting_has_its_row(setting: str) -> None:
    name = setting.upper()

    assert f"| `{name}`" in page("settings.md")
    assert setting not in SECRETS or f"`{name}_FILE`" in page("settings.md")


@pytest.mark.parametrize("key", sorted(set(keys(Config.model_json_schema()))))
def test_every_key_of_config_yaml_has_its_row(key: str) -> None:
    assert f"| `{key}` |" in page("config.md")


@pytest.mark.parametrize("state", CallState)
def test_every_state_is_told(state: CallState) -> None:
    why = (ROOT / "docs" / "explanation" / "state-machine.md").read_text(encoding="utf-8")

    assert f"| `{state}` |" in page("states.md")
    assert f"| `{state}` |" in why


@pytest.mark.parametrize("reason", EndReason)
def test_every_end_reason_has_its_row(reason: EndReason) -> None:
    assert f"| `{reason}` |" in page("end-reasons.md")


def test_every_type_of_error_has_its_section() -> None:
    answered = {known.problem.type.removeprefix(URN) for known in everything()}

    assert set(kinds(RequestError)) <= answered
    assert [kind for kind in sorted(answered) if f"\n## {kind}\n" not in page("errors.md")] == []
