"""A body in danger now, the speaker's or another's: imminent."""

from __future__ import annotations

from ruby_fsm.understanding.assessment import Category, Level
from ruby_fsm.understanding.risk.rule import Subject, rules

RULES = (
    *rules(
        Category.MEDICAL,
        Level.IMMINENT,
        "chest pain|pains",
        "pain|pains|tightness|pressure|crushing|tight in|on my|his|her ~1 chest",
        "my chest hurts|aches|is ~3 tight|crushing|exploding|hurting|killing|arm|numb|heavy|.",
        "left arm ~3 numb|tingling|pain|hurts",
        "elephant|weight|pressure|something ~3 on my chest",
        "blood all over",
        "not feel ~2 side of my body|face",
        "not talk|speak|see right|properly|straight",
        "pain|pains ~2 down my|his|her ~1 arm",
        "have|has|been|got|was|am|just been|got? stabbed|shot ~2 .|help|bleeding|in|and",
        "face is|side|looks|went ~2 drooping|droopy|numb|drooped|dropped",
        "one side of ~4 numb|drooping|moving|move",
        "slurring|slurred his|her|my? ~1 words|speech",
        "had a ~1 @attack ~3 now|today|right|minutes",
        "having a ~1 @attack",
        "having seizures",
        "allergic reaction",
        "throat is|throats closing|swelling|swollen|tightening|closed",
        "not|barely|hardly breathe",
        "am|i bleeding .",
        "think i am dying .",
        "my heart stopped|stopping",
        "crushing pain|pressure",
        "about to|going to|think will|might pass out ~4 chest|blood|breathe|pills",
        "vision ~2 going|gone|blurry|fading ~4 chest|faint|numb|speech|arm",
        "not ~1 get|catch ~1 air|breath",
        "struggling|trouble|difficulty|hard|problems to|with? breathe|breathing",
        "not|stopped|isnt|barely|hardly breathing",
        "@person|it is|are|has ~1 not responding|responsive|conscious|moving|waking",
        "i|@person|just|has|have|is ~1 collapsed",
        "@person is|fell|lying|went|found ~3 unconscious|unresponsive|lifeless",
        "lips|face|skin|he|she ~2 turning|turned|going|gone|are|went blue",
        "passed out ~6 not|floor|wake|breathing|drugs|pills|respond|waking",
        "drugs|pills|alcohol|drink|drank|much|vodka ~3 passed out",
        "@person will not wake up",
        "@person is|will|are not waking|wake up",
        "not wake @kin|him|her|them up",
        "no|feel|find|a pulse",
        "bleeding ~2 badly|heavily|lot|profusely|everywhere|bad",
        "bleeding ~1 a lot|and",
        "bleeding will not stop",
        "not stop|stopped bleeding|the",
        "losing|lost a? ~2 of blood",
        "blood everywhere",
        "coughing|throwing|vomiting|puking|pooping|spitting up? blood",
        "call|get|need|send|calling|want me? an|the ambulance|paramedics",
        "call|dial|ring 911|999|112",
        (
            "need|get|send a|an|to ~1 ambulance|paramedic|er|hospital now|right|fast|immediately"
            "|quick|quickly"
        ),
        "need to go|get to the er|hospital|emergency",
        (
            "took|taken|had|swallowed|ate|drank|snorted|injected too much|many ~2 drugs|pills"
            "|heroin|fentanyl|insulin|medicine|cocaine|medication|meds|opioids"
        ),
        "@person|just|has|have|is overdosed|overdosing",
        "@person is ~1 choking|drowning|suffocating",
        "am choking|suffocating",
        "swallowed ~4 battery|poison|bleach|chemicals|detergent",
        "house|kitchen|home|apartment|building is on fire",
        (
            "was|been|got|is|were hit by a car|truck|bus|motorcycle|van ~3 now|just|and|help"
            "|bleeding"
            "|."
        ),
        "fell|fallen ~6 can not|unable get|move|feel up|my?",
        "broken bone ~2 through|sticking|out",
        "not feel|move my|his|her legs|arm|arms|leg|face",
        "worst headache of my life",
        "blood sugar is|was ~1 low|high|dropping|thirty|forty|40|30|500|600",
        "going into labor|labour|shock|cardiac",
        "water|waters broke",
        subject=Subject.ANYONE,
        passing=True,
    ),
)
