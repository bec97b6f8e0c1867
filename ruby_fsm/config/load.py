"""From the file to a Config, or to every fault in it, each with its line and column."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from pydantic import ValidationError

from ruby_fsm.config.alerts import unreachable_steps
from ruby_fsm.config.faults import faults_of
from ruby_fsm.config.places import Mark, Tree, UnreadableError, dotted, read
from ruby_fsm.config.places import Path as KeyPath
from ruby_fsm.config.schema import Config
from ruby_fsm.errors import ConfigError

CHECKOUT = Path(__file__).resolve().parents[2] / "config.yaml"
EMPTY = "the file is empty; start from the default config.yaml"


def load(path: Path | None = None) -> Config:
    """The Config in `path`, or the packaged default. Raises ConfigError with every fault."""
    where = default_path() if path is None else path
    return parse(read_text(where), str(where) if path else where.name)


def default_path() -> Path:
    """The default behaviour: beside the code in a wheel, at the root in a checkout."""
    packaged = Path(str(files("ruby_fsm.config"))) / "default.yaml"
    return packaged if packaged.is_file() else CHECKOUT


def read_text(path: Path) -> str:
    """The file as text. Raises ConfigError where it can't be had."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8"
        ) from error
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "not a path").lower()
        raise ConfigError(
            f"{path}: {reason}; give the path of a config.yaml (RUBY_CONFIG)"
        ) from error


def parse(text: str, name: str = "config.yaml") -> Config:
    """The Config in `text`; `name` stands before each fault."""
    try:
        tree = read(text)
    except UnreadableError as fault:
        raise ConfigError(*lines(name, [fault.mark])) from fault
    if tree.data is None and not tree.faults:
        raise ConfigError(*lines(name, [Mark(1, 1, EMPTY)]))
    config, marks = validate(tree)
    marks += tree.faults
    if config is None or marks:
        raise ConfigError(*lines(name, marks))
    return config


def validate(tree: Tree) -> tuple[Config | None, list[Mark]]:
    """Checked as JSON: lists are tuples there, and nothing else is converted silently."""
    try:
        config = Config.model_validate_json(json.dumps(tree.data))
        return config, [
            Mark(*tree.place(path), told(path, text)) for path, text in unreachable_steps(config)
        ]
    except ValidationError as error:
        # What could not be read has its fault already, and stands here as empty.
        refused = {mark.text.split(":")[0] for mark in tree.faults}
        return None, [
            Mark(*tree.place(path), told(path, text))
            for path, texts in faults_of(error, Config).items()
            for text in texts
            if dotted(path) not in refused
        ]


def told(path: KeyPath, text: str) -> str:
    """The key before its fault; the whole file has no key."""
    return f"{dotted(path)}: {text}" if path else text


def lines(name: str, marks: list[Mark]) -> list[str]:
    """`config.yaml:12:5: crisis.at: ...`, in the order of the file, none twice."""
    return [f"{name}:{mark.line}:{mark.column}: {mark.text}" for mark in sorted(set(marks))]


@lru_cache(maxsize=32)
def parse_canonical(canonical_json: str) -> Config:
    """A Config from the database, as `Config.canonical_json` wrote it. Raises ConfigError."""
    try:
        return Config.model_validate_json(canonical_json)
    except ValidationError as error:
        raise ConfigError(
            *(
                f"stored config: {told(path, text)}"
                for path, texts in faults_of(error, Config).items()
                for text in texts
            )
        ) from error
