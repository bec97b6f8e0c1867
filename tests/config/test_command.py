"""`ruby-fsm config`: check and schema."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ruby_fsm.cli.config import config
from ruby_fsm.config.load import default_path, load

DEFAULT = default_path().read_text(encoding="utf-8")


def run(*words: str, env: Mapping[str, str | None] | None = None) -> Result:
    return CliRunner().invoke(config, list(words), env={"RUBY_CONFIG": None, **(env or {})})


def test_check_of_the_default_says_path_languages_and_digest() -> None:
    result = run("check")

    assert result.exit_code == 0
    assert result.stdout == (
        f"{default_path()}: fine; languages: en, es; digest: {load().digest()}\n"
    )


def test_check_warns_of_a_country_that_nobody_says_where_help_is_in(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(DEFAULT.replace("MX: 0.3}", "MX: 0.3, BR: 0.3}"), encoding="utf-8")

    result = run("check", str(path))

    assert result.exit_code == 0
    english, spanish = result.stderr.splitlines()
    assert english.startswith(f"{path}: warning: languages.en.regions: BR missing")
    assert spanish.startswith(f"{path}: warning: languages.es.regions: BR missing")


def test_check_prints_every_fault_and_exits_78(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(
        DEFAULT.replace("ring_s: 30 ", "ring_s: 3 ").replace("version: 1", "version: 2")
    )

    result = run("check", str(path))

    assert result.exit_code == 78
    assert not result.stdout
    version, ring = result.stderr.splitlines()
    assert version.endswith("version: 2 is not allowed; write 1")
    assert ring.endswith("numbers.ringing.ring_s: 3 is too small; write 5 or more")
    assert all(fault.startswith(f"{path}:") for fault in (version, ring))


@pytest.mark.parametrize("words", [("check",), ("check", "none.yaml")])
def test_check_reads_the_path_or_ruby_config(words: tuple[str, ...]) -> None:
    result = run(*words, env={"RUBY_CONFIG": "none.yaml"})

    assert result.exit_code == 78
    assert result.stderr.startswith("none.yaml: no such file")


def test_check_finds_ruby_config_in_dotenv(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("RUBY_CONFIG=from-dotenv.yaml\n")

    assert run("check").stderr.startswith("from-dotenv.yaml: no such file")


def test_schema_knows_every_key_of_the_default() -> None:
    schema = json.loads(run("schema").stdout)

    assert check_keys(json.loads(load().canonical_json()), schema, schema["$defs"]) > 100


def check_keys(value: Any, schema: Any, models: Any) -> int:
    """Walk value and schema together; how many keys were seen."""
    if "$ref" in schema:
        schema = models[schema["$ref"].rpartition("/")[2]]
    if isinstance(value, list):
        return sum(check_keys(one, schema["items"], models) for one in value)
    if not isinstance(value, dict):
        return 0
    known = schema.get("properties")
    if known is None and "patternProperties" not in schema:
        return 1  # a tree of any shape
    assert known is None or set(value) <= set(known)
    (any_key,) = schema.get("patternProperties", {"": None}).values()
    return sum(
        1 + check_keys(inner, known[key] if known else any_key, models)
        for key, inner in value.items()
    )
