"""Print the companion's figures over the two hundred dialogues: `python bench/companion.py`."""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from ruby_fsm.adapters.chat.companion import Companion
from ruby_fsm.adapters.chat.companion.lines import LINES
from tests.adapters.chat import measures
from tests.adapters.chat.dialogues import Talk, dialogues, talked


def main() -> None:
    started = time.perf_counter()
    talks = asyncio.run(_all())
    turns = sum(len(talk.replies) for talk in talks)
    took_ms = (time.perf_counter() - started) * 1000
    for name, value in figures(talks).items():
        print(f"{name:<58} {value}")
    print(f"{'milliseconds a turn, understanding included':<58} {took_ms / turns:.1f}")


async def _all() -> list[Talk]:
    companion = Companion()
    return [await talked(companion, dialogue) for dialogue in dialogues()]


def figures(talks: list[Talk]) -> dict[str, str]:
    """Each figure with what is asked of it."""
    used = {key for talk in talks for reply in talk.replies for key in measures.templates(reply)}
    lengths = [len(reply.split()) for talk in talks for reply in talk.replies]
    return {
        "dialogues, turns": f"{len(talks)}, {len(lengths)}",
        "replies said twice in a dialogue (0)": str(sum(map(measures.repeated_replies, talks))),
        "templates back within 6 turns (0)": str(
            sum(len(measures.early_templates(talk)) for talk in talks)
        ),
        "templates, used of them; acts (80, 6)": f"{len(LINES)}, {len(used)}; "
        f"{len({line.act for line in LINES})}",
        "replies that take up a word of the last two (>= 70 %)": _percent(
            measures.over_turns(talks, measures.takes_up)
        ),
        "replies with three of the person's words in a row (<= 30 %)": _percent(
            measures.over_turns(talks, measures.parrots)
        ),
        "replies that end in a question (<= 60 %)": _percent(
            measures.over_turns(talks, measures.ends_in_question)
        ),
        "direct questions answered first (>= 90 %)": _percent(measures.answered(talks)),
        "dialogues in which nothing is recalled (0)": str(len(measures.never_recalling(talks))),
        "words a reply: median, most (45)": f"{statistics.median(lengths):.0f}, {max(lengths)}",
    }


def _percent(value: float) -> str:
    return f"{100 * value:.1f} %"


if __name__ == "__main__":
    main()
