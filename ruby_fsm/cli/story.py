"""A call's analytics told on a terminal, and held against what a script expects of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from ruby_fsm.cli.program import program
from ruby_fsm.simulator import Misdeeds

Told = dict[str, Any]
AGAIN = {"busy": "the line was busy", "no-answer": "nobody answered"}
WHY = {"unknown_outcome": "nobody knows whether it was dialled, so it is not dialled again"}
CHAIN = " → "  # between the names of more than one chat backend
SHADES = {"happy": "green", "sad": "blue", "stressed": "yellow", "neutral": "white"}


def path_of(told: Told) -> list[str]:
    """The states in the order they were entered."""
    moves = told["transitions"]
    return ["queued", *(move["to"] for move in moves)]


FACTS: dict[str, Callable[[Told], Any]] = {
    "states": path_of,
    "reached": path_of,
    "state": lambda told: told["state"],
    "end_reason": lambda told: told["end_reason"],
    "outcome": lambda told: told["outcome"],
    "max_risk": lambda told: told["risk"]["max_level"],
    "mood": lambda told: told["mood"]["final"],
    "mood_changes": lambda told: told["mood"]["changes"],
    "escalations": lambda told: len(told["risk"]["escalations"]),
    "turns": lambda told: told["conversation"]["turns"],
    "fillers": lambda told: told["conversation"]["fillers"],
    "replied_by": lambda told: told["conversation"]["replied_by"],
}


def unmet(expect: Mapping[str, Any], told: Told) -> list[str]:
    """A line for each expectation that the call did not meet."""
    faults: list[str] = []
    for name, wanted in expect.items():
        fact = FACTS.get(name)
        if fact is None:
            faults.append(f"expect.{name}: is unknown; known are {', '.join(FACTS)}")
            continue
        found = fact(told)
        met = set(wanted) <= set(found) if name == "reached" else found == wanted
        if not met:
            faults.append(f"expect.{name}: wanted {wanted}, it was {found}")
    return faults


def tell(console: Console, told: Told) -> None:
    """Its id, the way through the states, mood, risk, and how long Ruby took."""
    console.rule("How it went")
    line(console, "call", told["call_id"])
    line(console, "way", " → ".join(path_of(told)))
    line(console, "ended", end_of(told))
    mood = told["mood"]
    moods = " → ".join([mood["initial"], *(point["mood"] for point in mood["trajectory"])])
    line(console, "mood", moods, SHADES.get(mood["final"], "white"))
    risk = told["risk"]
    line(console, "risk", risk["max_level"], "bold red" if risk["crisis_at"] else "white")
    for escalation in risk["escalations"]:
        tell_escalation(console, escalation)
    topics = ", ".join(topic["topic"] for topic in told["topics"]) or "none"
    line(console, "topics", topics)
    reply = told["latency"]["reply"]
    if reply["p50"] is not None:
        line(console, "replies", f"median {reply['p50']} ms, slowest {reply['max']} ms")
    tell_chat(console, told)


def end_of(told: Told) -> str:
    """Why it ended, or what it waits for."""
    reason = told["end_reason"]
    if reason:
        return f"{reason} ({told['outcome']})" + (f": {WHY[reason]}" if reason in WHY else "")
    if told["state"] == "queued" and told["line"] in AGAIN:
        return f"not yet: {AGAIN[told['line']]}, and a served Ruby would try again in some minutes"
    return f"not yet: when you left it was still {told['state']}"


def tell_chat(console: Console, told: Told) -> None:
    """Who replied, and why not who was to; nothing where only the companion is asked."""
    chain, _, troubles = told["chat"].partition("; ")
    if CHAIN not in chain:
        return
    replied = told["conversation"]["replied_by"].items()
    line(console, "chat", ", ".join(f"{n} by {name}" for name, n in replied) or "no reply yet")
    if troubles:
        line(console, "", f"{troubles}; {program()} doctor looks closer", "yellow")


def tell_misdeeds(console: Console, misdeeds: Misdeeds) -> None:
    """What the network did to the call, on a bad day."""
    if what := str(misdeeds):
        line(console, "network", what, "yellow")


def tell_escalation(console: Console, escalation: Told) -> None:
    steps = ", ".join(f"{one['contact']} ({one['outcome']})" for one in escalation["steps"])
    text = f"{escalation['level']}, {escalation['category']}: told {steps or 'nobody yet'}"
    line(console, "escalated", text, "bold red")


def line(console: Console, name: str, text: str, style: str = "white") -> None:
    console.print(Text.assemble((f"  {name:<10}", "dim"), (text, style)))
