"""What config.yaml lacks for the countries that may be called: where help is, in their own numbers.

Numbers are read in figures, and in English and Spanish words; in another language figures alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ruby_fsm.config.regions import Region, texts

if TYPE_CHECKING:
    from ruby_fsm.config.language import Language
    from ruby_fsm.config.schema import Config

SHORTEST = 3  # no country dials fewer digits for help
ONES = (
    "zero one two three four five six seven eight nine",
    "cero uno dos tres cuatro cinco seis siete ocho nueve",
)
DIGITS = {
    **{word: str(number) for words in ONES for number, word in enumerate(words.split())},
    "eleven": "11",
    "thirteen": "13",
    "fourteen": "14",
    "triple zero": "000",
}
DIGIT = "|".join(sorted(DIGITS, key=len, reverse=True))  # fourteen before four
ROW = re.compile(rf"(?i)\b(?:{DIGIT})(?:,? (?:{DIGIT}))*\b|\b\d[\d ]*\b")
PIECE = re.compile(rf"(?i){DIGIT}|\d")


def faults_abroad(config: Config) -> Iterator[str]:
    """One sentence for each thing that would send a person in danger to another country's help."""
    for tag, pack in config.languages.items():
        yield from silent(tag, pack, config.dial_policy.regions)
        for country, region in pack.regions.items():
            if wrong := misleading(pack, country, region):
                known = ", ".join(map(repr, wrong))
                yield (
                    f"languages.{tag}.regions.{country}.instead: {known} would still be said in"
                    f" {country}, but is another country's; write what is said in its place, or"
                    f" name it in the resources of {country}"
                )


def silent(tag: str, pack: Language, called: Mapping[str, object]) -> Iterator[str]:
    """Countries that may be called, and that language does not know where help is there."""
    if lacking := [country for country in called if country not in {pack.country, *pack.regions}]:
        yield (
            f"languages.{tag}.regions: {', '.join(lacking)} missing, but dial_policy.regions lets"
            " them be called, and a person in danger would not hear where help is there; write"
            " resources and resources_again for each, or take them out of dial_policy.regions; the"
            f" country whose numbers all other words name goes into languages.{tag}.country"
        )


def misleading(pack: Language, country: str, region: Region) -> list[str]:
    """Numbers of another country that are said in this one, as they are said."""
    if country == pack.country:
        return []
    help_of = {
        pack.country: dialled(f"{pack.resources} {pack.resources_again}"),
        **{
            key: dialled(f"{one.resources} {one.resources_again}")
            for key, one in pack.regions.items()
        },
    }
    ours = help_of[country]
    others = {number for known in help_of.values() for number in known} - set(ours)
    said = dialled(" . ".join(texts(region.phrases(pack.phrases()))))
    return [words for number, words in said.items() if number in others]


def dialled(text: str) -> dict[str, str]:
    """The numbers in it, digits alone, and how each is said."""
    found = {
        "".join(DIGITS.get(one.casefold(), one) for one in PIECE.findall(row[0])): row[0].strip()
        for row in ROW.finditer(text)
    }
    return {number: words for number, words in found.items() if len(number) >= SHORTEST}
