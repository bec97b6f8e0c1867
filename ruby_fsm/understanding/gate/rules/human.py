"""Claims to be a human, or to have lived like one."""

from __future__ import annotations

from ruby_fsm.understanding.gate.fault import Fault
from ruby_fsm.understanding.gate.rule import QUOTED, rules

RULES = (
    *rules(Fault.HUMAN, "my own? @kin", unless=QUOTED),
    *rules(
        Fault.HUMAN,
        "i am not ~1 a|an|some|any ~2 @machine",
        "i am no|nothing ~2 @machine",
        "not ~1 talking|speaking|chatting to|with ~2 @machine",
        "no robot|bot|machine|computer here",
        "fellow human|sufferer",
        "as someone who|that|with",
        "speaking from experience",
        "being a ~2 woman|man|person|mother|father|parent|human|survivor|nurse ~1 i|too|myself",
        "i was a|an|the ~3 nurse|teacher|doctor|therapist|soldier|mother|father|kid"
        "|student|mess|wreck"
        "|victim|counselor|counsellor|drinker|smoker|waitress|manager",
        "i had|have|got ~1 a|an ~2 attack|attacks|breakdown|divorce|miscarriage|accident"
        "|illness|cancer"
        "|once",
        "i used to",
        (
            "i had a|an|my|two|three|to ~2 @kin|hard|rough|bad|similar|same|difficult|lonely"
            "|friend|sad"
        ),
        "i felt|lived|drank|smoked|worked|married|studied|struggled|suffered that|the|in"
        "|with|too|for"
        "|same|like|as",
        "back in|when ~1 college|school|i|university",
        "i know ~3 because i|from",
        "when i was ~3 young|younger|kid|child|girl|boy|your|teenager|teen|little|growing|twenty"
        "|fifteen|sixteen|seventeen|eighteen|school|college|student|depressed|married|sick|in",
        "i grew up",
        "i remember ~2 feeling|my|being|having",
        "i remember when i",
        "i have|had been there|through|in ~2 shoes|myself|too|that|this|same|it|your",
        "i have|had been there|divorced|married|depressed",
        "i went through|to ~2 college|school|this|that|same|something|it|a",
        "i lost ~1 my|someone|friend|baby|job|loved",
        "i was born|married|depressed|divorced|diagnosed|raised|abused|bullied|also|once|suicidal",
        "i too have|struggle|struggled|suffer|suffered|felt|lost|was|cried|am a",
        "i also struggle|struggled|suffer|suffered|felt|lost|cried|lived|went|have been",
        "i struggled|suffered with|from",
        "i am at home|work|my",
        "i am sitting|driving|lying at|in|on ~1 my|the ~1 desk|home|car|bed|office|couch|kitchen",
        "i cried|ate|slept|woke|drove",
        "i am real|human|alive|flesh",
        "as real as you|any",
        "i have ~2 heart|body|blood|degree|license|childhood|phd|feelings like|soul",
        "i have a|two|three ~1 kids|children|husband|wife|son|daughter|dog|cat|family",
        "years of|in ~2 practice|experience ~1 as",
    ),
    *rules(
        Fault.HUMAN,
        "i am ~1 a|an|the|only|also|as ~3 @role",
        "i am your ~2 @role",
        "i am only human",
        "as a|an|your ~2 @role i|myself|too|who",
        "you are ~1 talking|speaking|chatting to|with ~3 @role",
        "this is|was ~1 a ~2 human|person|woman|man|therapist|nurse|doctor",
        "real|human|actual|live person|human|voice|woman|man here|speaking|talking|on",
        "i am ~2 licensed|qualified|certified|trained",
        deniable=True,
    ),
)
