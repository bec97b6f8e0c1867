"""Where help is to be had in another country than the one a language's words are written for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Annotated, Any

from pydantic import Field

from ruby_fsm.config.fields import Heard, Phrase, Section
from ruby_fsm.core.policy import CrisisWords, Phrases

Swaps = Annotated[Mapping[Heard, Heard], Field(max_length=20)]


class Region(Section):
    """What is said to a person whose number is of this country."""

    resources: Phrase
    """Where help is to be had there, numbers written as words."""
    resources_again: Phrase
    """The same in one sentence."""
    instead: Swaps = Field(default={})
    """Words of this language's other phrases, and what is said there in their place."""

    def phrases(self, phrases: Phrases) -> Phrases:
        """The same phrases as they are said there."""
        there: Phrases = swapped(phrases, self.instead) if self.instead else phrases
        return replace(there, resources=self.resources, resources_again=self.resources_again)


Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Home = Annotated[str, Field(pattern=r"^([A-Z]{2})?$")]
Regions = Annotated[Mapping[Country, Region], Field(max_length=250)]
ANYWHERE = "ZZ"  # in ISO 3166, free for whoever wants to say: some other country


def there(regions: Mapping[str, Region], country: str) -> Region | None:
    """That country's, or those of every country that is not listed."""
    return regions.get(country) or regions.get(ANYWHERE)


def swapped(value: Any, swaps: Mapping[str, str]) -> Any:
    """`value` with every text in it swapped, whatever it is made of."""
    match value:
        case str():
            return in_text(value, swaps)
        case tuple():
            return tuple(swapped(one, swaps) for one in value)
        case Mapping():
            return {key: swapped(one, swaps) for key, one in value.items()}
        case Phrases() | CrisisWords():
            named = {one.name: getattr(value, one.name) for one in fields(value)}
            return replace(value, **{name: swapped(one, swaps) for name, one in named.items()})
        case _:
            return value


def texts(value: Any) -> Iterator[str]:
    """Every text in it, whatever it is made of."""
    match value:
        case str():
            yield value
        case tuple():
            for one in value:
                yield from texts(one)
        case Mapping():
            yield from texts(tuple(value.values()))
        case Phrases() | CrisisWords():
            yield from texts(tuple(getattr(value, one.name) for one in fields(value)))
        case _:
            pass


def in_text(text: str, swaps: Mapping[str, str]) -> str:
    """Whole words, longest first, all at once; a capital stays one."""
    known = {found.casefold(): said for found, said in swaps.items()}
    longest = sorted(known, key=len, reverse=True)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b", re.IGNORECASE)

    def said(match: re.Match[str]) -> str:
        words = known[match[0].casefold()]
        return words[:1].upper() + words[1:] if match[0][:1].isupper() else words

    return pattern.sub(said, text)
