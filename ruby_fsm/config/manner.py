"""What good manners on a telephone want said, by language; all of it may be left out."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from ruby_fsm.config.fields import Section, spoken

Sentence = Annotated[str, Field(max_length=600), AfterValidator(spoken)]


class Manner(Section):
    """Sentences of courtesy. They may be left out, as may each of them.

    Where the voice speaks English, the service has words of its own; in another language it then
    does what stands beside each.
    """

    identity: Sentence = ""
    """Asked who it is, and again after hours: who calls, that it is an AI, how to stop the calls;
    else the disclosure is said."""
    holding: Sentence = ""
    """After "hold on"; else the line just waits."""
    screening: Sentence = ""
    """To a call screener that asks for name and reason: honest, and nothing private, for it may be
    read by others; else the disclosure is said."""
    unheard_goodbye: Sentence = ""
    """Where nobody was ever heard, as on a machine: nothing private; else `silence_goodbye`."""


ENGLISH_MANNER = Manner(
    identity=(
        "I'm Ruby, an AI companion and not a person. To end these calls for good, say stop calling "
        "me, or press eight."
    ),
    holding="Of course, take your time. I'll wait right here.",
    screening=(
        "This is Ruby, an AI companion and not a person. It's a call to talk and to listen, and "
        "nothing is for sale. To end these calls for good, say stop calling me."
    ),
    unheard_goodbye="I can't hear anyone, so I'll end this call now. Goodbye.",
)


def manner_of(given: Manner, tag: str) -> Manner:
    """`given`, and where the language is English our own words for what it leaves out."""
    ours = ENGLISH_MANNER if tag.startswith("en") else Manner()
    return Manner(**{name: text or getattr(ours, name) for name, text in dict(given).items()})
