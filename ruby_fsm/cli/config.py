"""`ruby-fsm config`: check a config.yaml, or print its JSON schema."""

from __future__ import annotations

import json
from pathlib import Path

import rich_click as click

from ruby_fsm.config.abroad import faults_abroad
from ruby_fsm.config.environment import config_path
from ruby_fsm.config.load import default_path, load
from ruby_fsm.config.schema import Config
from ruby_fsm.errors import ConfigError

CONFIGURATION = 78  # exit code of a faulty configuration, as sysexits has it


@click.group()
def config() -> None:
    """What Ruby says, when, and who is told of danger."""


@config.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
def check(path: Path | None) -> None:
    """Read PATH (or RUBY_CONFIG, or the default) and print every fault in it.

    A country that may be called and is not told where help is, is a warning: no start with real
    telephones, but any other.
    """
    chosen = path or config_path()
    try:
        good = load(chosen)
    except ConfigError as error:
        for fault in error.faults:
            click.echo(fault, err=True)
        raise SystemExit(CONFIGURATION) from error
    for lacking in faults_abroad(good):
        click.echo(f"{chosen or default_path()}: warning: {lacking}", err=True)
    languages = ", ".join(good.languages)
    click.echo(f"{chosen or default_path()}: fine; languages: {languages}; digest: {good.digest()}")


@config.command()
def schema() -> None:
    """Print the JSON schema of config.yaml, for editors that check while one types."""
    click.echo(json.dumps(Config.model_json_schema(), indent=2, ensure_ascii=False))
