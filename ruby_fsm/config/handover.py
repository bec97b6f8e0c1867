"""The human on duty, and what that human hears before being joined with a person."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from ruby_fsm.config.fields import Phrase, Section, spoken

LEVEL = "{level}"


def names_the_level(text: str) -> str:
    """A phrase in which `{level}` stands for the call's."""
    if LEVEL not in text:
        raise PydanticCustomError("level", "{level} is missing; write it", {"level": LEVEL})
    spoken(text.replace(LEVEL, "imminent"))
    return " ".join(text.split())


Danger = Annotated[str, Field(min_length=1, max_length=600), AfterValidator(names_the_level)]


class Handover(Section):
    """The human whom a person is connected with who asks for one."""

    number: Annotated[str, Field(pattern=r"^(\+[1-9][0-9]{6,14})?$")]
    """E.164 number, or '' where no human is on duty: then Ruby says so."""
    warm: bool = True
    """The human hears what it is about and presses 1 before being joined; false: whoever picks up
    is joined, a voicemail too. In a crisis the key is always asked for."""
    wanted: Phrase = "This is Ruby. A person on one of our calls asks to talk with a human."
    """Said to the human of a call without danger."""
    danger: Danger = (
        "This is Ruby. A person on one of our calls may be in danger, and needs a human. "
        "The level is {level}."
    )
    """Said to the human of a call in danger; `{level}` is its level."""
    ask: Phrase = "Press one to be connected with them now. Any other key passes it on."
    """Asks for the key 1."""
    joined: Phrase = "Thank you. You are connected now."
    """After the key, before the person is there."""
    over: Phrase = "Thank you. The person is not on the line any more."
    """To a human who is too late, or whom no key was heard from."""
