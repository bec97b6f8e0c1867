"""Blocks that are not run but must be right: YAML of config.yaml or of a script, JSON, TwiML."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from ruby_fsm.config.load import default_path, parse
from ruby_fsm.config.schema import Config
from ruby_fsm.simulator import load
from tests import twiml_check
from tests.web.document import document

OF_A_CALL = {"call_id", "call_sid", "to_number"}


def check_yaml(text: str, folder: Path) -> None:
    """Valid YAML; with the keys of config.yaml a valid change of it; with steps a valid script."""
    data = plain(text)
    if not isinstance(data, Mapping):
        return
    if "steps" in data:
        (folder / "script.yaml").write_text(text, encoding="utf-8")
        load(folder / "script.yaml")
    elif set(data) <= set(Config.model_fields):
        default: dict[str, Any] = plain(default_path().read_text(encoding="utf-8"))
        parse(json.dumps(changed(default, data)), "the block in config.yaml")


def plain(text: str) -> Any:
    data: Any = YAML(typ="safe", pure=True).load(text)
    return data


def changed(whole: Mapping[str, Any], part: Mapping[str, Any]) -> dict[str, Any]:
    """`whole` with the values of `part`; a mapping is changed key by key, a list is replaced."""
    made = dict(whole)
    for key, value in part.items():
        before = made.get(key)
        if isinstance(value, Mapping) and isinstance(before, Mapping):
            made[key] = changed(before, value)
        else:
            made[key] = value
    return made


def check_json(text: str, folder: Path) -> None:
    """Valid JSON; what speaks of a call holds the fields of a request or an answer and no other."""
    data = json.loads(text)
    if not isinstance(data, Mapping) or not OF_A_CALL & set(data):
        return
    models = document()["components"]["schemas"].values()
    assert any(set(data) <= set(model.get("properties", {})) for model in models), sorted(data)


def check_twiml(text: str, folder: Path) -> None:
    twiml_check.parsed(text)
