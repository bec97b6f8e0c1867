"""What the backend was told, told to the person."""

from __future__ import annotations

from ruby_fsm.understanding.gate.fault import Fault
from ruby_fsm.understanding.gate.rule import rules

RULES = (
    *rules(
        Fault.RULES,
        "system|hidden|secret|original|custom|initial prompt|prompts|instruction|instructions"
        "|message|messages",
        "my ~1 instructions|instruction|rules|guidelines|programming|prompt|prompts|configuration"
        "|directives|script|guardrails",
        "i was|am|have been? ~2 instructed|told|programmed|configured|prompted|ordered"
        "|given to|not|by"
        "|that|in|a|an|these|the|answer",
        "i have ~1 rules|instructions|guidelines|orders",
        "instructions|orders|rules i got|have|received|follow|was",
        "your case|patient? file|record|records ~2 says|say|shows|mentions|that",
        "i am ~3 supposed|allowed to ~2 reveal|read|share|mention|repeat|tell",
        "what i was|am given|instructed",
        "language with the tag",
        "first|second|third rule|instruction|one is that i",
        "rule number? one|two|three|four|five|six|seven|1|2|3|4|5|6|7",
        "rules ~2 say|says|state|tell|stand|above|below|forbid",
        "the|a note ~2 says|say|from|left|tells|reads|mentions|about",
        "left ~3 note",
        "here|these are ~2 rules|instructions",
        "above all else",
        "ignore|ignoring ~3 instructions|rules|prompt",
        "instructions ~1 say|tell|were|are|given|above",
        "developer|jailbreak mode",
        "the prompt",
        "i|am am? supposed|meant to follow|pretend|act|play|say",
        "stay in character",
    ),
)
