"""A call written down beforehand: read it from YAML, naming every fault by file and line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError

from ruby_fsm.simulator.steps import Step, StepError, read_step

STEPS = "write a list of steps, an empty one for a call that never rings"
KEYS = ("name", "call", "network", "humans", "steps", "expect")


class ScriptError(Exception):
    """A script that cannot be used; `faults` holds one line each."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Script:
    """`call`, `network` and `expect` are for whoever places the call, carries it and judges it.

    `humans`: others who are called meanwhile, by their number, each with steps of their own.
    """

    name: str
    steps: tuple[Step, ...]
    call: Mapping[str, Any] = field(default_factory=dict[str, Any])
    network: Mapping[str, Any] = field(default_factory=dict[str, Any])
    expect: Mapping[str, Any] = field(default_factory=dict[str, Any])
    humans: Mapping[str, "Script"] = field(default_factory=dict[str, "Script"])

    @classmethod
    def of(cls, name: str, steps: Sequence[Mapping[str, Any]]) -> "Script":
        """Make a script of plain data, the steps as they would stand in YAML."""
        given = list(steps) if isinstance(steps, Sequence) else steps
        return _build({"name": name, "steps": given}, lambda n: f"{name}, step {n + 1}", name)


def load(path: Path) -> Script:
    """Read a script file. Raises ScriptError with every fault, each with file and line."""
    try:
        data = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise ScriptError([f"{path}: cannot be read: {fault.strerror}"]) from fault
    except MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        raise ScriptError([f"{path}:{line}: not YAML: {fault.problem}"]) from fault
    if not isinstance(data, CommentedMap):
        raise ScriptError([f"{path}:1: write a mapping with {', '.join(KEYS)}"])
    steps = data.get("steps")

    def place(number: int) -> str:
        line = steps.lc.item(number)[0] + 1 if isinstance(steps, CommentedSeq) else 1
        return f"{path}:{line}"

    return _build(data, place, str(path))


def _build(data: Mapping[str, Any], place: Callable[[int], str], source: str) -> Script:
    faults = [
        f"{source}: {key!r} is unknown; known are {', '.join(KEYS)}"
        for key in data
        if key not in KEYS
    ]
    raw_steps = data.get("steps")
    if not isinstance(raw_steps, list):
        raise ScriptError([*faults, f"{source}: steps is missing; {STEPS}"])
    steps: list[Step] = []
    for number, raw in enumerate(raw_steps):
        try:
            steps += read_step(raw, place(number))
        except StepError as fault:
            faults.append(f"{place(number)}: {fault}")
    faults += [
        f"{source}: {key} is {data[key]!r}; write a mapping"
        for key in ("call", "network", "humans", "expect")
        if not isinstance(data.get(key, {}), Mapping)
    ]
    if faults:
        raise ScriptError(faults)
    humans = {
        str(number): Script.of(f"{source}: humans {number}", steps)
        for number, steps in data.get("humans", {}).items()
    }
    given = {key: _plain(data.get(key, {})) for key in ("call", "network", "expect")}
    return Script(str(data.get("name", source)), tuple(steps), humans=humans, **given)


def _plain(value: Any) -> Any:
    """Return it without the types by which the YAML reader keeps how it was written."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, float):
        return float(value)
    return [_plain(inner) for inner in value] if isinstance(value, list) else value
