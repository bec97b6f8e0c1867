"""An attempt under way, just made, or a few days old: imminent; of unknown date: high."""

from __future__ import annotations

from ruby_fsm.understanding.assessment import Category, Level
from ruby_fsm.understanding.risk.rule import rules

_TOOK = "took|swallowed|taken|downed|popped|ingested"
_WHOLE = "whole|entire|full"

_TAKEN = (
    f"{_TOOK}|ate all ~3 @pills",
    f"{_TOOK} every pill|tablet",
    f"{_TOOK} too many|much ~2 @pills",
    f"{_TOOK} too much|many .",
    f"{_TOOK} a lot of ~1 @pills",
    f"{_TOOK} a|the|my {_WHOLE} bottle|packet|strip|box ~2 @pills|.",
    f"{_TOOK} a|the|my {_WHOLE}? bottle|handful|bunch|load|fistful|pack|packet|box ~1 of ~2 @pills",
    f"{_TOOK} ~1 @number ~2 @pills",
    f"{_TOOK} ~1 @number ~2 of ~2 @pills",
    f"{_TOOK} the|those|my|some ~1 @pills ~4 die|dying|bye|goodbye|late",
    "took|taken|swallowed them all .",
    "took|taken|swallowed all of them .",
    "took|taken an overdose",
    "took|taken|swallowed something ~4 die|kill|poison|end",
    "i|have|am overdosed",
    "think i? have? overdosed",
    "overdosed ~2 @lately",
    "am overdosing",
    "drank|drunk ~7 with|and ~2 @pills",
    "drank|swallowed|drinking|drunk the|a|some? ~1 bleach|antifreeze|poison|pesticide|ammonia",
    "losing|lost consciousness",
)

_WOUNDED = (
    "slit|slashed|sliced my wrists|wrist|throat|veins",
    "cut my wrists|throat|veins",
    "have|just cut my wrist",
    "started|am|start|keep slitting|cutting|slashing my wrists|wrist",
    "cut ~2 too deep",
    "cut myself ~2 deep|deeply|badly|bad ~2 bleeding|and|.",
    "bleeding|blood ~3 wrists|wrist|cuts",
    "am bleeding out",
    "knife|blade|razor ~2 to|at|against|on my throat|wrist|wrists|neck|skin|chest",
)

_AT_THE_EDGE = (
    "am on|at|up ~3 @height|garage|building ~6 jump|jumping|die|end|ledge",
    "am on|at|up ~3 roof|garage|building|bridge|balcony ~5 over ~1 edge|side|ledge|railing",
    "am on|at|up the|a ~1 ledge|tracks|bridge|railing",
    "am standing|sitting|sat on|at|by the|a|my ~2 @height",
    "standing|sitting on|at the|a|my ~1 edge|ledge|railing|tracks",
    "am ~2 looking over the edge|ledge|railing",
    "am about to overdose|slit|jump|hang .",
    "am about to slit|hang|shoot|drown|kill",
    "about to jump .",
    "about to jump off|from|in",
    "about to @end_me|@by_means",
    "about to end it",
    "going to jump now|right|.",
)

_ARMED = (
    "about to ~1 pull the trigger",
    "pull|pulling the trigger ~3 now|myself|tonight|me|head|.",
    "gun ~2 to|at|in|against|under my head|temple|mouth|chin|hand|lap|throat",
    "gun is ~1 loaded",
    "loaded ~2 gun|pistol|rifle|shotgun ~5 my|me|lap|hand|head",
    "holding a|the|my|this ~1 gun|pistol|revolver|rifle|razor|noose",
    "rope|noose|belt|cord ~3 around|round|on my neck",
    "bag over my head",
    "car running ~3 garage",
    "engine running ~4 garage",
    "garage ~3 engine|car running",
    "turned ~1 the gas on .",
    "turned on the gas .",
)

_ATTEMPTED = (
    "tried|trying|attempted to @end_me|@by_means|die ~6 @lately",
    "tried|attempted @ending_me|@by_means_doing|suicide ~6 @lately",
    "tried to jump|hang|drown|shoot|overdose|suffocate|die ~6 @lately",
    "tried to hang|drown|strangle|suffocate|shoot|stab|gas|electrocute myself",
    "@lately ~3 i ~3 tried|attempted to? ~1 @end_me|@by_means|suicide|die|@ending_me",
    "@lately ~3 i ~3 tried|attempted to? ~1 overdose|drown|hang|jump|overdosing|hanging",
    "suicide attempt ~4 @lately",
    "attempted suicide ~3 @lately",
    "attempted @lately",
    "attempted|attempt ~2 survived|lived|failed|stopped",
    "survived|failed|botched my|a|the ~1 attempt ~4 @lately",
    "am trying to @end_me|@by_means|die now|right",
    "am trying to hang|drown|suffocate|strangle|shoot myself",
    "did it ~3 hope ~3 bye|goodbye|die|over",
    "waiting for|to ~2 pills|die .",
    "waiting for ~2 pills to ~1 kick|work",
    "be dead in a|an|ten|five|few|10|5|20|30|twenty ~1 minutes|minute|hour|hours",
)

RULES = (
    *rules(
        Category.BEHAVIOUR,
        Level.IMMINENT,
        *_TAKEN,
        *_WOUNDED,
        *_AT_THE_EDGE,
        *_ARMED,
        *_ATTEMPTED,
    ),
    *rules(
        Category.BEHAVIOUR,
        Level.HIGH,
        "tried|attempted to @end_me|@by_means",
        "tried|attempted @ending_me|@by_means_doing",
        "suicide attempt",
        "pills ~3 kick|kicking in ~6 tired|drowsy|sleepy|sorry|bye|over",
    ),
)
