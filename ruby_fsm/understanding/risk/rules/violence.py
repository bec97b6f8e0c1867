"""Danger to somebody else from the person who speaks: a threat meant, a harm about to happen."""

from __future__ import annotations

from ruby_fsm.understanding.assessment import Category, Level
from ruby_fsm.understanding.risk.rule import rules

# The grammar takes one word a choice, so each way to mean it is a pattern of its own.
_MEANT = ("going to", "will", "want to", "about to", "planning to", "might")
_KILL = "kill|shoot|stab|strangle|murder|poison|suffocate|drown"
_HARM = f"{_KILL}|hurt|harm|hit|beat|burn"
_NEAR = "wife|husband|kids|children|baby|son|daughter|family|parents|mother|mom|father|dad|partner"
_NEAR += "|boyfriend|girlfriend|sister|brother|boss|neighbor|neighbour|ex|girl|boy|child|kid"
_CLOSEST = "wife|husband|kids|children|baby|son|daughter|family|partner|mother|mom"
_OTHER = "my|him|her|people|them|somebody|someone|others|everyone|the"
_SOMEONE = "somebody|someone|everyone|everybody|people|them"


def meant(*patterns: str) -> tuple[str, ...]:
    return tuple(f"{begin} {pattern}" for begin in _MEANT for pattern in patterns)


RULES = (
    *rules(
        Category.VIOLENCE,
        Level.IMMINENT,
        *meant(
            f"~1 {_KILL} my ~1 {_NEAR} ~3 tonight|now|today|tomorrow|with",
            f"~1 {_KILL} my ~1 {_CLOSEST} .",
            f"~1 {_KILL} him|her|{_SOMEONE} ~3 tonight|today|tomorrow|gun|knife",
            f"~1 shoot|stab|murder|poison {_SOMEONE}",
            f"~1 {_KILL} {_SOMEONE} ~1 at|in my? work|school|office|church|house|home|town",
            "~1 shoot up",
            "~1 hurt|harm|smother|drown|burn my|the baby|child|kid|kids|son|daughter",
            f"~2 hurt|harm my ~1 {_CLOSEST} .",
        ),
        f"voices|voice ~4 tell|tells|telling|told ~2 to ~1 {_HARM} {_OTHER}",
        f"have to {_KILL} my ~1 {_CLOSEST}",
    ),
    *rules(
        Category.VIOLENCE,
        Level.HIGH,
        "have|got a|my ~1 loaded gun|pistol|rifle|shotgun ~3 table|here|hand|lap|me|bed|drawer",
        f"thoughts|urge|urges of ~1 hurting|harming|killing my|the ~1 {_NEAR}",
        f"afraid|scared i ~2 might|will|could ~1 hurt|harm|kill my|the ~1 {_CLOSEST} .",
    ),
)
