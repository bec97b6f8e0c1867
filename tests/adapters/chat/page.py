"""The page of whole dialogues to be read, made from the talks themselves."""

from __future__ import annotations

from collections.abc import Sequence

from tests.adapters.chat.dialogues import Talk

CHOSEN = ("lonely-04", "caring-04", "goodday-03")
_HEAD = """# Three whole dialogues

What a call with the embedded companion reads like, from the first word to the last. The person's
side is one of the two hundred dialogues of `tests/data/dialogues`, written before the companion;
Ruby's side is what the companion says to it, nothing mended by hand. It is no model of language: it
hears themes, people, feelings and questions, and answers with lines that people wrote. Where it
misses, it shows here as it would on the telephone.

`python bench/companion.py` prints its figures over all two hundred. This page is made by
`python -m pytest tests/adapters/chat/test_page.py --update-golden`; a test fails when it is stale.
"""


def page(talks: Sequence[Talk]) -> str:
    """Markdown of the chosen dialogues."""
    by_key = {talk.dialogue.key: talk for talk in talks}
    return _HEAD + "".join(_section(by_key[key]) for key in CHOSEN)


def _section(talk: Talk) -> str:
    title = talk.dialogue.situation.capitalize()
    rows = [
        f"> {said.text}\n\n{reply}\n"
        for said, reply in zip(talk.dialogue.said, talk.replies, strict=True)
    ]
    return f"\n## {title}\n\n" + "\n".join(rows)
