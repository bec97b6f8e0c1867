"""A way of dying thought of or asked for, with no intent said (C-SSRS 3): moderate."""

from __future__ import annotations

from ruby_fsm.understanding.assessment import Category, Level
from ruby_fsm.understanding.risk.rule import Subject, rules

_THOUGHT_OF = (
    "@by_means",
    "@by_means_doing",
    "i could|might walk|step|jump ~1 in front of a|the ~1 bus|train|lorry|truck|tram",
    "@end_me with|by|using",
    "how to|do|should|can|could|would i? @end_me",
    "way|ways|method|methods ~2 @end_me",
    "@want drown|overdose|jump .",
    "@think_of jumping|hanging|drowning|overdosing",
    "@think_of ~1 taking ~1 them|it|all|pills",
    "@think_of ~1 stepping|leaping out|off|in|into",
    "@think_of ~1 letting go",
    "@think_of ~1 driving|walking|running|riding into|off|in ~3 traffic|ocean|sea|tree|wall|water",
    "@think_of ~1 driving|walking|running|riding into|off|in ~3 river|lake|train|bridge|cliff",
    "@think_of ~1 swerving|crashing|steering ~3 car|into|off|truck|tree|wall|traffic",
    "@think_of ~3 @weapon|pills|bridge|roof|tracks|train ~3 myself|it|jumping|jump",
    "@may|@want ~1 take|swallow ~1 all ~3 @pills",
    "@may|@want take everything|all ~4 once|cabinet",
    "all ~3 @pills at once",
    "using|use ~4 @weapon ~2 on myself",
    "if i ~1 did|do it ~3 use|jump|hang|pills|gun|shoot",
    "means to end|do it|myself",
    "letting|let go of the wheel",
    "bathtub|bath ~4 razor|blade|toaster",
    "have|own|got|made a noose",
    "know where ~3 gun|pistol|rifle",
    "drove|walked|went ~1 to the bridge|cliff|tracks|overpass ~6 jump|would|how|imagine",
    "drop|fall|dose|height ~3 kill me",
    "would|will|could i ~1 die if|from|by",
)

_ASKED_FOR = (
    "how many|much ~7 to ~1 die|kill|overdose",
    "how many|much ~6 lethal|fatal|deadly",
    "how long ~3 take|takes to ~1 die|bleed|drown|overdose|starve",
    "how high ~5 bridge|fall|building|drop ~4 die|kill|jump|be",
    "how to ~1 die|overdose",
    "how|where can|could|would i|you|someone ~2 die|overdose|drown|suffocate|cyanide",
    "how to|do|does ~1 hang|shoot|poison|drown|kill|gas yourself|oneself",
    "can|could you|i|someone overdose|die on|from",
    "does it hurt ~4 die|bleed|hang|drown|overdose",
    "is|how|does drowning|hanging|overdosing ~1 painful|painless|hurt|quick|peaceful",
    "hanging|jumping|drowning|overdosing|pills or ~1 hanging|jumping|drowning|overdosing|pills",
    "lethal|fatal|deadly dose|amount|combination|dosage|overdose",
    (
        "lethal|painless|quickest|easiest|easy|fastest|peaceful|surest|simplest|best|least"
        " ~2 way|ways|method|methods ~3 to|of|for ~1 die|dying|kill|end|commit|suicide|go"
    ),
    "painless|peaceful death|suicide|method|methods|exit",
    "way|ways to ~1 die|kill|off myself|yourself|painlessly|quickly|peacefully|without|fast",
    "way|ways to go painlessly|peacefully|quickly",
    "way|ways to go that|without ~4 hurt|pain",
    "ways to ~1 die",
    (
        "will|would|could|can taking|drinking|jumping|falling|hanging|@pills|@number|bleach|sodium"
        " ~5 kill me|you|someone"
    ),
    "be|is ~1 enough|high to kill me|myself|yourself|someone",
    (
        "happen|happens if|when i|you|someone took|take|swallow|drink|mix|eat"
        " ~5 @pills|bleach|mg|everything|bottle|antifreeze"
    ),
    "happen|happens if|when i|you overdose|overdosed",
    "to ~1 kill yourself|oneself|one",
    "kill|hang|shoot yourself with|painlessly|by",
    "hydrogen sulfide|sulphide|cyanide",
    "sodium nitrite|azide|cyanide",
    "where ~4 cyanide|nembutal|arsenic",
    "helium|nitrogen|monoxide ~3 to|and ~1 die|death|suicide|bag",
    "cleaning|household products|chemicals ~4 mixed|mix|mixing|combine",
    "websites|forum|forums|groups ~4 suicide",
    "caliber|calibre|drug|drugs|rope|knot|poison|gas for ~2 suicide|hanging|overdose|overdosing",
    "tie|make|tying|making a noose",
    "gun|pistol|rifle ~4 i ~2 think|thinking about it|using",
    "@pills ~6 front of me",
)

RULES = (
    *rules(Category.METHOD, Level.MODERATE, *_THOUGHT_OF),
    *rules(
        Category.METHOD,
        Level.MODERATE,
        *_ASKED_FOR,
        subject=Subject.ANYONE,
        deniable=False,
    ),
)
