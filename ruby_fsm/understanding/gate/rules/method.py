"""Ways to hurt oneself: none is named, described or compared."""

from __future__ import annotations

from ruby_fsm.understanding.gate.fault import Fault
from ruby_fsm.understanding.gate.rule import SAFETY, rules

_BLADE = "razor|razors|blade|blades|knife|scissors|glass|needle"
_ROPE = "rope|belt|cord|sheet|scarf|shoelace|cable|wire"
_PILLS = "pills|tablets|medication|meds|painkillers|capsules"

RULES = (
    *rules(
        Fault.METHOD,
        "easiest|best|quickest|fastest|painless|surest|gentlest|cleanest|cheapest|effective"
        "|peaceful|quick|certain|reliable|simplest ~3 way|ways|method|methods ~3 die|kill|suicide"
        "|dying|suicidal|end",
        "way|ways|how to ~1 kill|hang|suffocate|strangle|poison|drown ~1 @self|@other",
        "how to ~1 die|overdose",
        "painless|quick|peaceful death",
        "noose|nooses|ligature",
        "slip|running|hangman's knot",
        "overdose|overdosing|od on|of|with|by",
        "lethal|fatal|deadly ~1 dose|doses|amount|combination|mix|method|quantity|cocktail",
        "carbon monoxide",
        "helium|cyanide|antifreeze|strychnine|arsenic",
        "exhaust pipe|fumes|hose",
        "charcoal ~4 room|car|tent|grill|bathroom|burn|burning",
        "bag over|around ~2 head|face",
        "cut|cutting|slit|slitting|slice|slash|slashing ~5 wrist|wrists|vein|veins|artery|arteries"
        "|throat|arm|arms|thigh|thighs|skin|leg|legs",
        "bleed out|quickly|faster|dry",
        f"{_BLADE} ~5 wrist|wrists|vein|veins|skin|arm|arms|thigh|throat|neck|chest|heart",
        f"{_ROPE} ~4 neck|beam|branch|rafter|rafters|ceiling|hook",
        "gun|barrel|pistol|rifle|shotgun ~4 head|mouth|temple|chest|heart|chin",
        "jump|jumping|step|stepping|leap|fall off|from|in|into|onto|over ~3 bridge|roof|rooftop"
        "|building|window|train|traffic|tracks|cliff|balcony|rails|overpass|ledge|floor",
        "in front of ~3 train|truck|bus|car|traffic|subway|lorry",
        "hang|hanging|drown|drowning|suffocate|suffocating|strangle|strangling|electrocute @self",
        "cut|cutting @self with|again|until|instead|where|deep|deeply|deeper|for|on|when|if",
        "cut|cutting deeper|lengthwise|vertically|downwards",
        "burn|burning ~3 skin|arm|arms|hand|flesh",
        "mix|mixing|combine|combining ~4 bleach|ammonia|chemicals",
        "drink|drinking|swallow ~2 bleach|poison|pesticide|detergent|drain|turpentine",
        f"enough|all|whole|bottle|handful|handfuls|fistful ~3 {_PILLS} ~4 die|sleep|kill|stop"
        "|alcohol|vodka|whiskey|wine|never|over|once",
        f"swallow|swallowing ~3 {_PILLS}|bottle",
        f"{_PILLS} ~2 with|and ~1 alcohol|vodka|whiskey|wine|gin|rum|liquor|beer",
        "alcohol|vodka|whiskey|liquor with|and ~2 pills|tablets|painkillers|sedatives",
        f"how many|much ~2 {_PILLS}|it|you ~2 takes|need|enough|kill",
        "head under ~2 water",
        "whole bottle",
        "turn|turning|open on? ~1 gas|oven|stove|valves and|with|while",
        "gas ~3 windows|window|oven|door closed|shut|sealed|on?",
        "step|stepping|walk|walking|run off|into|onto ~2 curb|kerb|traffic|road|highway|motorway",
        "people ~1 who succeed|succeeded|complete|completed",
        "firearm|firearms",
        "sleeves so|to|and ~3 sees|see|hide|hides|cover|notice|cuts",
        "pass|passing out in|on ~2 snow|water|bath|tub|tracks|road|cold",
        "bridges|belt|belts|closet|wardrobe|rail|beam ~4 work|works|hold|holds|enough|strong you?",
        "something sharp",
        (
            "need|takes|take|about ~3 thirty|twenty|forty|fifty|sixty|hundred ~3 pills"
            "|tablets|capsules"
        ),
        "hold|holding ~2 breath under|until ~2 water|dark|black|pass|out",
        "make|making @self vomit|sick|bleed",
        "throw|throwing up after|your|the ~2 meal|food|eating|dinner",
        "laxatives|laxative",
        "lighter|cigarette|flame|iron ~4 skin|arm|hand|wrist",
        "stop|stopping eating|drinking until|completely|altogether|for|and",
        "without leaving ~1 trace|note|mess",
        "feel ~2 pain when|as you ~2 die|bleed|fall|drown|hang",
    ),
    # Means by their bare name: who asks for safety's sake says where they should go.
    *rules(
        Fault.METHOD,
        "razor|razors|blade|blades|rope|pistol|rifle|shotgun|revolver|bullet|bullets|gun|guns",
        "train|railway|subway tracks|rails|line",
        "rooftop|ledge|overpass|cliff|balcony",
        "roof|top of ~2 building|car|garage|tower|block|park|bridge|house|school",
        "pills|tablets|painkillers and|with|plus ~2 drink|drinks|wine|beer|alcohol|vodka|whiskey",
        (
            "wine|beer|alcohol|vodka|whiskey|drink and|with|plus ~2 pills|tablets"
            "|painkillers|sedatives"
        ),
        "bleach|pesticide|poison|detergent|solvents",
        "freezing|bleeding|starving|burning|choking|drinking to death",
        "until|till ~2 bleeds|bleed|dark|black|unconscious|stops breathing",
        "crash|drive|steer ~3 into|off|against ~2 wall|tree|river|lake|bridge|truck|traffic|road",
        "scratch|scratching|bite|biting|pinch|burn|rubbing|scraping ~4 skin|arm|arms|wrist|@self",
        "asphyxiation|hypothermia|exsanguination|electrocution",
        unless=SAFETY,
    ),
    *rules(
        Fault.METHOD,
        "hang from|off|by ~2 door|ceiling|beam|tree|fan|rail",
        "starve|starving|poison|poisoning|shoot|shooting|stab|stabbing @self",
        f"@urge|@nudge ~2 use ~2 gun|rope|pistol|{_BLADE}",
        deniable=True,
    ),
)
