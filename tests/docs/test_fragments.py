"""A fragment in a page that is wrong would be found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ruby_fsm.errors import ConfigError
from ruby_fsm.simulator import ScriptError
from tests.docs.fragments import check_json, check_twiml, check_yaml

WRONG = [
    (check_yaml, "numbers:\n  call:\n    ring_sec: 3\n", ConfigError),
    (check_yaml, "crisis:\n  at: severe\n", ConfigError),
    (check_yaml, "steps:\n  - shout: hello\n", ScriptError),
    (check_json, '{"call_id": "CL…", "state": "ended",}', ValueError),
    (check_json, '{"call_id": "CL…", "mode": "ended"}', AssertionError),
    (check_twiml, "<Response><Shout>Hello</Shout></Response>", AssertionError),
]
RIGHT = [
    (check_yaml, "crisis:\n  at: low\n"),
    (check_yaml, "services:\n  ruby: {image: any}\n"),
    (check_yaml, "steps:\n  - say: goodbye\n"),
    (check_json, '{"to_number": "+14155550100", "user_id": "42"}'),
    (check_twiml, "<Response><Say>Hello.</Say><Hangup/></Response>"),
]
Check = Callable[[str, Path], None]


@pytest.mark.parametrize(("check", "text", "error"), WRONG)
def test_what_is_wrong_is_found(
    check: Check, text: str, error: type[Exception], tmp_path: Path
) -> None:
    with pytest.raises(error):
        check(text, tmp_path)


@pytest.mark.parametrize(("check", "text"), RIGHT)
def test_what_is_right_passes(check: Check, text: str, tmp_path: Path) -> None:
    check(text, tmp_path)
