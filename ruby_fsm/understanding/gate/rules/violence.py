"""Urging or telling how to hurt somebody else."""

from __future__ import annotations

from ruby_fsm.understanding.gate.fault import Fault
from ruby_fsm.understanding.gate.rule import rules

_STRIKE = (
    "hit|punch|slap|beat|stab|shoot|kill|strangle|choke|poison|burn|attack|smash|ambush|murder"
    "|drown|kick|whip|spank"
)

RULES = (
    *rules(
        Fault.VIOLENCE,
        "teach @other a lesson",
        "throw ~2 brick|bottle|rock|stone|punch at|through|in|into",
        "put|send @other in ~1 hospital|ground|grave|wheelchair|coma|place",
        "until|unless you ~1 hurt|hit|beat|kill|stop|fight @other|back",
        (
            "shake|shaking|hit|hitting|slap|slapping ~1 baby|child|kid|kids|children|toddler"
            "|son|daughter"
        ),
        "would ~1 punch|hit|slap|stab|kill|shoot|beat @other",
        "has|have earned it|that",
        "taste of ~4 medicine",
        "should|could have hit|slapped|punched|beaten|kicked|stabbed|shot|killed|hurt",
        "break|breaking his|her|their ~1 arm|leg|nose|neck|bones|fingers|jaw|ribs|face",
        "beating|slap|punch|bullet|thrashing|kicking ~1 would|will|might|could|should|can",
        (
            "smash|trash|wreck|key|break ~1 his|her|their|the ~1 window|windows|car|phone"
            "|door|face|house"
        ),
        "wait|waiting|hide|follow|watch|show ~6 knife|gun|bat|hammer|weapon|axe",
        "poison|kill|drown|torture|hurt ~2 dog|cat|pet|animal|neighbors|neighbours|baby",
        "@urge|@nudge ~1 poison|stab|shoot|strangle|choke|murder|ambush",
        "get|take|taking|getting ~1 revenge",
        "get even with|.",
        "make|making @other ~1 pay|suffer|bleed|regret|beg|sorry|hurt",
        "get|buy|bring|load|grab|carry ~2 gun|knife|weapon|bat|firearm|bomb|rifle and|to|on|with"
        "|tonight|for|.",
        "point|aim ~2 gun|knife|weapon ~1 at @other?",
        "burn ~2 house|car|place|building|school|office ~1 down?",
        "burn it|them|everything all? down",
        "set ~3 on fire",
        "set fire to",
        "slash ~2 tires|tyres",
        "run|running @other over",
        "push|throw|shove|pushing @other off|down|into|out|under|over",
        "in|into his|her|their ~1 drink|food|coffee|tea|soup",
        "rat poison",
        "make|build|making|building ~2 bomb|explosive|explosives",
        "his|her|their throat|skull|kneecaps|neck",
        f"way|ways|how to ~1 {_STRIKE}|hurt @other",
        "get away with ~2 murder|it|killing",
        "hide ~2 body",
        "eye for an eye",
    ),
    *rules(
        Fault.VIOLENCE,
        f"@urge|@nudge ~2 {_STRIKE} ~1 @other|back|his|their",
        "@urge ~2 hurt|threaten|scare|stalk|harm ~1 @other|back",
        "he|she|they|them|people deserve|deserves|deserved ~3 die|hurt|suffer|pain|beaten|beating"
        "|dead|killed|worse|punched|slap|punch",
        "violence is ~3 answer|justified|okay|ok|right|deserved|solution",
        "it is|would be okay|ok|fine|right|good ~1 to ~1 hit|hurt|beat|kill ~1 @other",
        deniable=True,
    ),
)
