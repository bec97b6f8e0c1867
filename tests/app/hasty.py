"""The default config with other times: minutes of a history in place of hours."""

from __future__ import annotations

from collections.abc import Mapping

from ruby_fsm.config.load import default_path, parse
from ruby_fsm.config.schema import Config

SHORTER = {
    "call_s: 1800": "call_s: 180",
    "call_warning_s: 120": "call_warning_s: 60",
    "retry_waits_s: [300, 1800]": "retry_waits_s: [60, 120]",
    "queue_ttl_s: 86400": "queue_ttl_s: 900",
}


def hasty(human: str = "", machine: str = "") -> Config:
    """`human`: the number a person is connected with; `machine`: what a machine hears."""
    changes = SHORTER | {"  number: ''": f"  number: '{human}'"}
    if machine:
        changes["  message: ''"] = f"  message: {machine}"
    return changed(changes)


def changed(changes: Mapping[str, str]) -> Config:
    """The default config with each of these texts, which stands there once, replaced."""
    text = default_path().read_text(encoding="utf-8")
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return parse(text)
