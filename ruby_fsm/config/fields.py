"""What every part of config.yaml is made of: the frozen section, and the texts that are spoken.

A phrase is heard on a telephone by a person who may be in distress: short, plain words, no markup,
and `{name}` only where the sentence still reads well without a name.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from ruby_fsm.core.wording import NAME, fill_name

WORDS_MAX = 45  # about 18 s at telephone pace; longer is a lecture
# Joiners that some scripts need inside a word; every other invisible character is a slip.
JOINERS = "\u200c\u200d"


class Section(BaseModel):
    """A mapping of config.yaml: no unknown key, no silent conversion, never changed once read."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        allow_inf_nan=False,
        use_attribute_docstrings=True,
        validate_default=True,
    )


def clean(text: str) -> str:
    """One line, single spaces; refuses what can't be spoken."""
    line = " ".join(text.split())
    if text and not line:
        raise PydanticCustomError("blank", "nothing but blanks; write words")
    for char in line:
        if unicodedata.category(char).startswith("C") and char not in JOINERS:
            raise PydanticCustomError(
                "unspeakable", "U+{code} can't be spoken; remove it", {"code": f"{ord(char):04X}"}
            )
    return line


def spoken(text: str) -> str:
    """A cleaned phrase: no markup, no placeholder but `{name}`, at most WORDS_MAX words."""
    line = clean(text)
    if found := re.search(r"[<>&]", line):
        raise PydanticCustomError(
            "markup",
            "{char} is markup, and markup is not spoken; write plain words",
            {"char": repr(found[0])},
        )
    _check_placeholders(line)
    if (words := len(line.split())) > WORDS_MAX:
        raise PydanticCustomError(
            "too_many_words",
            "{words} words are too many to follow by ear; write at most {most}",
            {"words": words, "most": WORDS_MAX},
        )
    return line


def _check_placeholders(line: str) -> None:
    bare = line.replace(NAME, "")
    if found := re.search(r"\{[^{}]*\}?|\}", bare):
        raise PydanticCustomError(
            "placeholder",
            "{found} is no placeholder; the only one is {known}",
            {"found": repr(found[0]), "known": NAME},
        )
    unnamed = fill_name(line, "")
    if NAME in unnamed or (line and not unnamed.strip(" ,.!?")):
        raise PydanticCustomError(
            "bare_name",
            "{known} needs a comma beside it, as in 'Hello, {known}.', to read well without a name",
            {"known": NAME},
        )


Phrase = Annotated[str, Field(min_length=1, max_length=600), AfterValidator(spoken)]
Text = Annotated[str, Field(min_length=1, max_length=4000)]
Heard = Annotated[str, Field(min_length=2, max_length=80), AfterValidator(clean)]


def distinct(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Two equal variants would make the person hear the same words twice in a row."""
    seen: set[str] = set()
    for line in lines:
        if line.casefold() in seen:
            raise PydanticCustomError(
                "repeated", "{line} stands here twice; each must differ", {"line": repr(line)}
            )
        seen.add(line.casefold())
    return lines


Two = Annotated[tuple[Phrase, ...], Field(min_length=2, max_length=60), AfterValidator(distinct)]
Three = Annotated[tuple[Phrase, ...], Field(min_length=3, max_length=60), AfterValidator(distinct)]
Four = Annotated[tuple[Phrase, ...], Field(min_length=4, max_length=60), AfterValidator(distinct)]
Five = Annotated[tuple[Phrase, ...], Field(min_length=5, max_length=60), AfterValidator(distinct)]
HeardList = Annotated[
    tuple[Heard, ...], Field(min_length=1, max_length=300), AfterValidator(distinct)
]
