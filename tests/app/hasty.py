"""The default config with shorter times: minutes of a history in place of hours."""

from __future__ import annotations

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
    text = default_path().read_text(encoding="utf-8")
    changes = SHORTER | {"  number: ''": f"  number: '{human}'"}
    if machine:
        changes["  message: ''"] = f"  message: {machine}"
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return parse(text)
