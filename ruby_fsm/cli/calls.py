"""`ruby-fsm call`, `calls`, `end`: what the REST API offers, for a person at a terminal."""

from __future__ import annotations

import os
from typing import Any

import httpx
import rich_click as click

from ruby_fsm.cli.exits import CHECK_FAILED, TRY_LATER
from ruby_fsm.cli.program import program
from ruby_fsm.errors import Unavailable

LINE = "{:<34}  {:<10}  {:<11}  {:<15}  {}"  # ids whole, to be copied
OK = 400
SERVER = 500
url_option = click.option(
    "--url",
    default="http://127.0.0.1:8080",
    show_default=True,
    envvar="BACKEND_URL",
    help="Where the service is.",
)


class Api:
    """The service's REST side. RUBY_API_TOKEN is sent where it is set."""

    def __init__(self, url: str) -> None:
        token = os.environ.get("RUBY_API_TOKEN", "")
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._headers = headers
        self._url = url

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """The answer's JSON. Raises Unavailable; leaves with a message for an error answer."""
        try:
            answer = httpx.request(
                method, self._url.rstrip("/") + path, json=body, headers=self._headers, timeout=10
            )
        except (httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
            message = f"{self._url}: no http address; write it as http://127.0.0.1:8080"
            raise click.BadParameter(message, param_hint="--url") from error
        except httpx.HTTPError as error:
            raise Unavailable(
                f"{self._url}: no answer; start it with '{program()} serve', or say --url"
            ) from error
        if answer.status_code < OK:
            return answer.json()
        self._refused(answer)
        return None

    def _refused(self, answer: httpx.Response) -> None:
        try:
            problem = answer.json()
        except ValueError:
            problem = {}
        click.echo(
            f"{problem.get('title', answer.status_code)}: {problem.get('detail', '')}", err=True
        )
        raise SystemExit(TRY_LATER if answer.status_code >= SERVER else CHECK_FAILED)


@click.command()
@click.argument("number")
@click.option("--name", help="How the person is called.")
@click.option(
    "--mood", default="neutral", type=click.Choice(["happy", "neutral", "sad", "stressed"])
)
@click.option("--prompt", help="Instructions for Ruby; never spoken aloud.")
@click.option("--time-zone", help="IANA name of the person's zone, as Europe/Berlin.")
@url_option
def call(
    number: str,
    *,
    name: str | None,
    mood: str,
    prompt: str | None,
    time_zone: str | None,
    url: str,
) -> None:
    """Have Ruby call NUMBER (E.164, as +14155550100)."""
    body = {"to_number": number, "initial_mood": mood, "user_name": name, "custom_prompt": prompt}
    body["time_zone"] = time_zone
    given = {key: value for key, value in body.items() if value is not None}
    answer = Api(url).ask("POST", "/ai-calling/initiate-ai-call", given)
    click.echo(f"{answer['call_id']}  {answer['message']}")


@click.command()
@url_option
def calls(url: str) -> None:
    """List the calls that have not ended."""
    answer = Api(url).ask("GET", "/ai-calling/calls/active")
    if not answer["count"]:
        click.echo(f"No call is waiting or on the line. Place one: {program()} call +14155550100")
        return
    click.echo(LINE.format("call", "state", "telephone", "to", "since"))
    for one in answer["active_calls"]:
        since = one["answered_at"] or one["queued_at"]
        click.echo(LINE.format(one["call_id"], one["state"], one["status"], one["to"], since))
    if answer["next"]:
        click.echo(f"{answer['count']} in all; only the oldest are shown.")


@click.command()
@click.argument("call_id")
@click.option("--force", is_flag=True, help="Also a call in crisis; needs --reason.")
@click.option("--reason", default="", help="Kept with the call.")
@url_option
def end(call_id: str, force: bool, reason: str, url: str) -> None:
    """End a call: Ruby says goodbye and hangs up."""
    body = {"force": force, "reason": reason}
    answer = Api(url).ask("POST", f"/ai-calling/call/{call_id}/end", body)
    click.echo(f"{answer['call_id']}  {answer['message']}")
