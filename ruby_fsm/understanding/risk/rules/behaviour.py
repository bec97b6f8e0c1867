"""An attempt under way, just made, or a few days old: imminent."""

from __future__ import annotations

from ruby_fsm.understanding.assessment import Category, Level
from ruby_fsm.understanding.risk.rule import rules

_TOOK = "took|swallowed|taken|downed|popped|ingested|ate"

RULES = (
    *rules(
        Category.BEHAVIOUR,
        Level.HIGH,
        "tried|attempted to @end_me|@by_means",
        "tried|attempted @ending_me|@by_means_doing",
        "suicide attempt",
        "pills ~3 kick|kicking in ~6 tired|drowsy|sleepy|sorry|bye|over",
    ),
    *rules(
        Category.BEHAVIOUR,
        Level.IMMINENT,
        f"{_TOOK} all ~3 @pills|them",
        f"{_TOOK} every|all ~2 pill|tablet|pills|tablets ~2 house|cabinet|had|find|had",
        f"{_TOOK} too many|much ~2 @pills|them",
        "took too much|many .",
        "losing|lost consciousness",
        "took|swallowed|taken|downed them|it all",
        "drank|drunk ~7 with|and ~2 @pills",
        f"{_TOOK} a|the|my|this whole|entire|full bottle|pack|packet|box|lot|strip",
        f"{_TOOK} a|the|my whole|entire|full? bottle|handful|bunch|load|fistful ~1 of ~2 @pills",
        f"{_TOOK} a lot of ~1 @pills",
        (
            f"{_TOOK} the|those|my|some ~1 @pills ~4 die|dying|bye|goodbye|sorry|end|late|works"
            "|over|waiting"
        ),
        f"{_TOOK} ~1 @number ~2 @pills",
        f"{_TOOK} ~1 @number ~2 of ~2 @pills|them",
        f"{_TOOK} an|a overdose",
        "took|taken|swallowed something ~3 die|kill|poison|not|end",
        "i|have|am|think|just overdosed",
        "overdosed ~2 @lately",
        "am overdosing",
        "drank|swallowed|drinking|drunk the|a|some? ~1 bleach|antifreeze|poison|pesticide|ammonia",
        "slit|slashed|sliced my wrists|wrist|throat|veins",
        "cut my wrists|throat|veins",
        "have|just|already cut my wrist",
        "started|am|start|keep slitting|cutting|slashing my wrists|wrist",
        "am on|at ~2 @height ~5 jump|going|die|end|over|now|looking|and",
        "am on|at|up the|a ~1 ledge|tracks|bridge|railing",
        "am up? on|at|in the|a ~2 @height|garage|building ~5 looking|edge|ledge|jump|over",
        "looking|staring over|off the edge|ledge|side|railing",
        "holding a|the|my|this ~1 gun|pistol|revolver|rifle|razor|noose",
        "am standing|sitting|sat on|at|by the|a|my ~2 @height",
        "standing|sitting on|at|by the|a|my ~1 edge|ledge|railing|tracks|bridge|roof|cliff",
        "am about to jump|pull|cut|swallow|drink|slit|step|overdose|shoot|hang",
        "about to jump .",
        "about to jump off|in",
        "about to @end_me|@by_means",
        "about to end it",
        "about to do it .",
        "going to jump now|right|.",
        "pull|pulling the trigger ~3 now|myself|tonight|me|head|.",
        "gun ~2 to|at|in|against|under my head|temple|mouth|chin|hand|lap|throat",
        "gun is ~1 loaded",
        "loaded ~2 gun|pistol|rifle|shotgun ~5 my|me|lap|hand|head",
        "knife|blade|razor ~2 to|at|against|on my throat|wrist|wrists|neck|skin|chest",
        "rope|noose|belt|cord ~3 around|round|on my neck",
        "bag over my head",
        "tried|trying|attempted to @end_me|@by_means|die ~6 @lately",
        "tried|attempted @ending_me|@by_means_doing|suicide ~6 @lately",
        "suicide attempt ~4 @lately",
        "attempted suicide ~3 @lately",
        (
            "@lately ~3 i ~3 tried|attempted to? ~1 @end_me|@by_means|suicide|die|@ending_me"
            "|overdose|drown|hang"
        ),
        "tried to jump|hang|drown|shoot|overdose|suffocate|die ~6 @lately",
        "am trying to @end_me|@by_means|die now|right",
        "tried to hang|drown|strangle|suffocate|shoot|stab|gas|electrocute myself",
        "am trying to hang|drown|suffocate|strangle|shoot myself",
        "attempted ~1 @lately",
        "attempted ~2 and|but ~1 survived|lived|failed|stopped",
        "attempted|tried|attempt ~1 stopped halfway|midway|part",
        "survived|failed|botched my|a ~1 suicide? attempt ~4 @lately",
        "did it ~3 hope ~3 bye|works|goodbye|die|over",
        "hope it works",
        "pills ~2 not work|working|enough",
        "waiting for|to ~3 pills|it|them|die|drift ~2 kick|work|hit|away|in",
        "be over|dead|gone in a|ten|five|few|an|10|5|20|30|twenty ~1 minutes|minute|hour",
        "car running ~3 garage",
        "turned ~1 the gas on .",
        "turned on the gas .",
        "cut myself ~2 deep|deeply|badly|bleeding|bad ~2 bleeding|and|.",
        "cut ~2 too deep",
        "bleeding|blood ~3 wrists|wrist|cuts",
        "am bleeding out",
    ),
)
