"""A way of dying thought of or asked for, with no intent said (C-SSRS 3): moderate."""

from __future__ import annotations

from ruby_fsm.understanding.assessment import Category, Level
from ruby_fsm.understanding.risk.rule import Subject, rules

RULES = (
    *rules(
        Category.METHOD,
        Level.MODERATE,
        "@by_means",
        "@by_means_doing",
        "@end_me with|by|using",
        "how to|do|should|can|could|would i? @end_me",
        "way|ways|method|methods ~2 @end_me",
        "@think_of ~3 @weapon|pills|bridge|roof|tracks|train ~3 myself|it|jumping|jump",
        "@think_of ~1 taking ~1 them|it|all|@pills",
        "take|taking|swallow|swallowing ~1 all|every ~3 @pills",
        "would|will|could|can i|you|someone|anyone ~1 die if|from|by",
        "@think_of jumping|hanging|drowning|overdosing",
        "using|use ~4 @weapon ~2 on myself",
        "@want drown|jump|hang|overdose .",
        "have|has|got|own a noose",
        "@think_of ~1 stepping|leaping out|off|in|into",
        "@think_of ~1 letting go",
        (
            "@think_of ~1 driving|walking|running ~3 traffic|ocean|sea|tree|wall|water|river|lake"
            "|train"
        ),
        "@think_of ~1 swerving|crashing|steering ~3 car|into|off|truck|tree|wall|traffic",
        "if i ~1 did|do it ~3 use|jump|hang|pills|gun|shoot",
        "letting|let go of the wheel",
        "bathtub|bath ~4 razor|blade|toaster",
        "know where ~3 gun|pistol|rifle|noose",
        "drove|walked|went ~1 to the bridge|cliff|tracks|overpass ~6 jump|would|how|imagine",
        "means|tools to end|do it|myself|things",
        "drop|fall|dose|height ~3 kill me",
    ),
    *rules(
        Category.METHOD,
        Level.MODERATE,
        "way|ways to go that|without|painlessly|peacefully|quickly",
        "how high ~5 bridge|fall|building|drop|jump",
        "gun|pistol|rifle ~4 i ~2 think|thinking about it|using",
        "it hurt|painful ~4 die|bleed|hang|drown|overdose|dying",
        "how to|do|does ~1 hang|shoot|poison|drown|kill|gas yourself|oneself",
        (
            "hanging|jumping|drowning|overdose|overdosing|pills|gun or ~1 hanging|jumping|drowning"
            "|overdose|overdosing|pills|gun"
        ),
        "how many|much|long ~7 to ~1 die|kill|overdose",
        "how many|much ~6 lethal|fatal|deadly",
        "how to ~1 die|overdose|disappear",
        "how|where can|do|could|would i|you|someone ~2 die|overdose|drown|cyanide|suffocate",
        "can|could you|i|someone overdose|die on|from",
        "where ~4 cyanide|nembutal|fentanyl|arsenic",
        "is|how|does drowning|hanging|overdosing|jumping ~1 painful|painless|hurt|quick|peaceful",
        "lethal|fatal|deadly dose|amount|combination|dosage|overdose",
        "lethal|painless|quickest|easiest|easy|fastest|peaceful|surest|simplest|best|least"
        " ~2 way|ways|method|methods ~3 to|of|for ~1 die|dying|kill|end|commit|suicide|take|go",
        "painless|peaceful death|suicide|method|methods|exit",
        "way|ways to ~1 die|kill|off myself|yourself|painlessly|quickly|peacefully|without|fast",
        "ways to ~1 die",
        (
            "will|would|could|can taking|drinking|jumping|falling|hanging|this|@pills|@number"
            "|bleach|sodium|eating|mixing ~5 kill me|you|someone"
        ),
        "be|is enough|high to ~1 kill|die",
        "be|is ~1 enough|high to kill me|myself|yourself|someone",
        (
            "happen|happens|happened if|when i|you|someone took|take|swallow|swallowed|drink|mix"
            "|overdosed"
        ),
        "to ~1 kill yourself|oneself|one",
        "kill|hang|shoot yourself with|painlessly|by",
        "hydrogen sulfide|sulphide|cyanide",
        "sodium nitrite|azide|cyanide",
        "helium|nitrogen|monoxide ~3 to|and ~1 die|death|suicide|end|bag",
        "cleaning|household products|chemicals ~4 mixed|mix|mixing|combine|kill|die",
        "for|about|condone|promote|of|with suicide ~2 websites|forum|method|methods|pills|drugs",
        "caliber|calibre|drug|drugs|rope|knot|poison|method|methods|websites|forum|gas"
        " ~4 suicide|hanging|overdose|overdosing",
        "tie|make|tying|making a noose",
        subject=Subject.ANYONE,
        deniable=False,
    ),
)
