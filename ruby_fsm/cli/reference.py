"""Writes the reference page of the command line from the commands themselves.

A test compares it with `docs/reference/commands.md`, so the page can't say anything else.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping

import rich_click as click

from ruby_fsm.cli import exits

PROGRAM = "ruby-fsm"
HEAD = """\
# Commands

An installed service has them as `ruby-fsm`; in a checkout `python3 run.py` takes the same words
(`python3 run.py serve` is `ruby-fsm serve`), beside `test` and `check` of its own. Every command
takes `--help`. Secrets and addresses come from the environment: [settings](settings.md).

| command | does |
|---|---|
{commands}

## Exit codes

| code | means |
|---|---|
{codes}

`config check` and whatever starts the service leave with {configuration} when there is a fault, and
print every fault at once.
"""
TAIL = "This page is written from the code."
CODES: Mapping[int, str] = {
    exits.FINE: "fine; SIGTERM, too, ends `serve` with it",
    exits.CHECK_FAILED: "a check failed, a script did not go as written, or the service refused "
    "what was asked for",
    exits.USAGE: "wrong usage: an unknown command or option, or a value out of its range",
    exits.UNAVAILABLE: "something is not available: the service does not answer, the port is "
    "taken, the database is missing or locked",
    exits.BUG: "an error of ours; the same with `--debug` before the command shows where",
    exits.TRY_LATER: "somebody else failed, or the service is not itself: try later",
    exits.CONFIGURATION: "the settings or config.yaml can't be used",
    exits.INTERRUPTED: "Ctrl-C",
}


def commands_reference(root: click.Command) -> str:
    """`docs/reference/commands.md`."""
    found = list(walk(click.Context(root, info_name=PROGRAM)))
    codes = "\n".join(f"| {code} | {what} |" for code, what in CODES.items())
    head = HEAD.format(
        commands="\n".join(row_of(one) for one in found[1:]),
        codes=codes,
        configuration=exits.CONFIGURATION,
    )
    return "\n".join([head, *(section(one) for one in found), TAIL, ""])


def walk(context: click.Context) -> Iterator[click.Context]:
    """The command of a context, and all below it."""
    yield context
    command = context.command
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from walk(click.Context(below, info_name=name, parent=context))


def row_of(context: click.Context) -> str:
    path = context.command_path
    return f"| [`{path}`](#{path.replace(' ', '-')}) | {first_line(context.command)} |"


def first_line(command: click.Command) -> str:
    return inspect.cleandoc(command.help or "").partition("\n\n")[0].replace("\n", " ")


def section(context: click.Context) -> str:
    """A heading, the usage, what it does, and a row for each option."""
    command = context.command
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    told = inspect.cleandoc(command.help or "")
    lines = [f"## {context.command_path}", f"```text\n{usage}\n```", told]
    rows = [row for one in command.get_params(context) if (row := option(one, context))]
    if rows:
        lines.append("\n".join(["| option | | |", "|---|---|---|", *rows]))
    return "\n\n".join(lines) + "\n"


def option(parameter: click.Parameter, context: click.Context) -> str:
    """A row; '' for an argument, which the words above name, and for --help."""
    if not isinstance(parameter, click.Option) or parameter.name == "help":
        return ""
    names = ", ".join(f"`{name}`" for name in parameter.opts)
    value = "" if parameter.is_flag else value_of(parameter, context)
    return f"| {names} | {value} | {told_of(parameter)} |".replace("|  |", "| |")


def value_of(parameter: click.Option, context: click.Context) -> str:
    """What to write after it."""
    kind = parameter.type
    if isinstance(kind, click.Choice):
        return " ".join(f"`{one}`" for one in kind.choices)
    if isinstance(kind, click.IntRange | click.FloatRange):
        return f"{kind.min:g} to {kind.max:g}" if kind.max else f"{kind.min:g} or more"
    if isinstance(kind, click.DateTime):
        return "as 2026-03-01 or 2026-03-01T18:00:00"
    return parameter.make_metavar(context)


def told_of(parameter: click.Option) -> str:
    parts = [(parameter.help or "").rstrip(".")]
    if not parameter.is_flag and isinstance(parameter.default, str | int | float):
        parts.append(f"default `{parameter.default}`" if parameter.default != "" else "")
    if isinstance(parameter.envvar, str):
        parts.append(f"or the variable `{parameter.envvar}`")
    return "; ".join(part for part in parts if part)
