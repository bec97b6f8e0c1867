"""`ruby-fsm init`: a `.env` and a `config.yaml` by asking, or from options; never over a file."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

import rich_click as click
from pydantic import ValidationError

from ruby_fsm.app.tokens import new_secret
from ruby_fsm.cli.program import program
from ruby_fsm.config.alerts import faults_together
from ruby_fsm.config.environment import sentence, wrong_together
from ruby_fsm.config.load import default_path, parse
from ruby_fsm.config.secret import KEY_BYTES, key_text
from ruby_fsm.config.settings import Settings
from ruby_fsm.errors import ConfigError

ON_CALL = "on call"
LOG_STEP = f"{{contact: {ON_CALL}, channel: log,"
NO_CONTACTS = "\ncontacts: {}\n"
HEAD = """\
# Secrets and addresses of ruby_fsm: for its owner alone, never into a repository. Keep both keys:
# without them what is stored can't be read, and people who asked not to be called would be called.
"""
ASKED: Mapping[str, str] = {
    "account_sid": "Twilio account SID (empty: simulate the telephone network)",
    "auth_token": "Twilio auth token",
    "from_number": "The number that calls, as +15005550006",
    "backend_url": "Public https address at which Twilio reaches this service",
    "on_call": "Number of a human who is told of danger by message, as +15005550006",
}


@click.command()
@click.option("--account-sid", envvar="TWILIO_ACCOUNT_SID", help="Of the Twilio console.")
@click.option(
    "--auth-token",
    envvar="TWILIO_AUTH_TOKEN",
    help="Of the Twilio console; better by the variable, which no history of a shell keeps.",
)
@click.option("--from-number", envvar="TWILIO_FROM_NUMBER", help="The number that calls.")
@click.option("--backend-url", envvar="BACKEND_URL", help="Where Twilio reaches this service.")
@click.option("--on-call", metavar="NUMBER", help="A human who is told of danger by message.")
@click.option(
    "--folder",
    default=".",
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the files are written.",
)
@click.option("--config", "name", default="config.yaml", show_default=True, help="Its name there.")
@click.option("--no-input", is_flag=True, help="Ask nothing; what no option says is left out.")
def init(folder: Path, name: str, no_input: bool, **given: str | None) -> None:
    """Write `.env` and a config.yaml with all that a safe start needs.

    A token and the two keys are made. A file that is there is never written over. Without an
    account the telephone network is simulated.
    """
    env, config = folder / ".env", folder / name
    refuse_existing(env, config)
    answers = given if no_input else asked(given)
    text = config_text(answers.get("on_call") or "")
    values = environment(answers, name)
    check_together(values, text, config)
    folder.mkdir(parents=True, exist_ok=True)
    write_new(config, text, 0o644)
    write_new(env, HEAD + "".join(f"{key}={value}\n" for key, value in values.items()), 0o600)
    click.echo(f"{env} and {config} are written. Look at {config}, then run: {program()} doctor")


def refuse_existing(*paths: Path) -> None:
    """Raises ConfigError."""
    if there := [path for path in paths if path.exists() or path.is_symlink()]:
        raise ConfigError(
            *(
                f"{path}: is there already, and stays as it is; move it, or name another"
                for path in there
            )
        )


def asked(given: Mapping[str, str | None]) -> dict[str, str | None]:
    """What no option said is asked for, and what the simulation does not need is not."""
    answers = dict(given)
    for key, question in ASKED.items():
        if answers.get(key) is None and (key == "account_sid" or answers["account_sid"]):
            hidden = key == "auth_token"
            answers[key] = click.prompt(question, default="", show_default=False, hide_input=hidden)
    return answers


def environment(answers: Mapping[str, str | None], config: str) -> dict[str, str]:
    """What `.env` will hold."""
    named = {
        "TWILIO_ACCOUNT_SID": answers.get("account_sid"),
        "TWILIO_AUTH_TOKEN": answers.get("auth_token"),
        "TWILIO_FROM_NUMBER": answers.get("from_number"),
        "BACKEND_URL": answers.get("backend_url"),
    }
    return {
        **{key: value for key, value in named.items() if value},
        "RUBY_API_TOKEN": new_secret(),
        "RUBY_ENCRYPTION_KEYS": f"k1:{key_text(secrets.token_bytes(KEY_BYTES))}",
        "RUBY_HASH_KEY": key_text(secrets.token_bytes(KEY_BYTES)),
        "RUBY_CONFIG": config,
    }


def config_text(number: str) -> str:
    """The default; with a human who is told by message, step by step, where one is named."""
    text = default_path().read_text(encoding="utf-8")
    if not number:
        return text
    assert NO_CONTACTS in text
    assert LOG_STEP in text
    text = text.replace(NO_CONTACTS, f"\ncontacts:\n  {ON_CALL}: {{sms: '{quoted(number)}'}}\n")
    return text.replace(LOG_STEP, LOG_STEP.replace("channel: log", "channel: sms"))


def quoted(text: str) -> str:
    return text.replace("'", "''")


def check_together(values: Mapping[str, str], text: str, config: Path) -> None:
    """What would refuse to start is not written. Raises ConfigError with every fault."""
    try:
        made = parse(text, str(config))
        settings = Settings(_env_file=None, **{k.lower(): v for k, v in values.items()})  # type: ignore[call-arg, arg-type]  # as the environment gives them
    except ValidationError as error:
        raise ConfigError(*map(sentence, error.errors(include_url=False))) from error
    faults = [*wrong_together(settings), *faults_together(made, settings)]
    if faults:
        raise ConfigError(*faults)


def write_new(path: Path, text: str, mode: int) -> None:
    """Raises ConfigError; also for one that came to be there meanwhile."""
    try:
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except OSError as error:
        raise ConfigError(f"{path}: {(error.strerror or 'not to be had').lower()}") from error
    with os.fdopen(made, "w", encoding="utf-8") as file:
        file.write(text)
