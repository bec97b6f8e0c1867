"""The command line: one group, a file a command group, errors turned into exit codes once."""

from __future__ import annotations

import sys
from importlib.metadata import version

import rich_click as click
from click.exceptions import Abort, ClickException, Exit

from ruby_fsm.cli import exits
from ruby_fsm.cli.audit import audit
from ruby_fsm.cli.calls import call, calls, end
from ruby_fsm.cli.config import config
from ruby_fsm.cli.db import db
from ruby_fsm.cli.demo import demo
from ruby_fsm.cli.diagram import diagram
from ruby_fsm.cli.doctor.command import doctor
from ruby_fsm.cli.init import init
from ruby_fsm.cli.keys import keys
from ruby_fsm.cli.logs import set_up_logging
from ruby_fsm.cli.people import people
from ruby_fsm.cli.policy import policy
from ruby_fsm.cli.risk import risk
from ruby_fsm.cli.risk_calls import measure_calls as _measure_calls  # noqa: F401 - likewise
from ruby_fsm.cli.risk_train import train as _train  # noqa: F401 - a command of `risk`
from ruby_fsm.cli.safety import safety
from ruby_fsm.cli.serve import serve
from ruby_fsm.cli.token import token
from ruby_fsm.cli.understand import understand
from ruby_fsm.cli.understanding import understanding
from ruby_fsm.cli.webhooks import webhooks
from ruby_fsm.errors import RubyError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("ruby-fsm"), prog_name="ruby-fsm")
@click.option("--debug", is_flag=True, help="Show where an error happened.")
def cli(debug: bool) -> None:
    """Ruby calls people by telephone, and every call is an explicit state machine.

    Begin with: ruby-fsm demo
    """


_COMMANDS = (
    *(demo, serve, call, calls, end, policy, understand, config, diagram, risk, safety, db, doctor),
    *(token, audit, init, people, keys, understanding, webhooks),
)
for command in _COMMANDS:
    cli.add_command(command)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with one of the codes of `exits`."""
    given = sys.argv[1:] if arguments is None else arguments
    set_up_logging("auto")
    sys.exit(run(given))


def run(arguments: list[str]) -> int:
    try:
        result: object = cli.main(args=arguments, prog_name="ruby-fsm", standalone_mode=False)
    except Exit as leaving:
        return int(leaving.exit_code)
    except ClickException as error:
        error.show()
        return exits.USAGE
    except (KeyboardInterrupt, Abort):
        return exits.INTERRUPTED
    except RubyError as error:
        exits.explain(error)
        return exits.code_of(error)
    except Exception as error:  # noqa: BLE001 - the outermost edge: nothing is left to catch it
        exits.explain_bug(error, debug="--debug" in arguments)
        return exits.BUG
    return result if isinstance(result, int) else exits.FINE
