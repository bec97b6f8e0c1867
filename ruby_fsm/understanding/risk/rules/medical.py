"""A body in danger now, the speaker's or another's: imminent."""

from __future__ import annotations

from ruby_fsm.understanding.assessment import Category, Level
from ruby_fsm.understanding.risk.rule import Subject, rules

_HEART_AND_HEAD = (
    "chest pain|pains",
    "pain|pains|tightness|pressure in|on my|his|her ~1 chest",
    "elephant|crushing ~3 on my chest",
    "crushing pain|pressure",
    "my chest hurts|aches .|bad|badly|so|a|and|when",
    (
        "my chest is ~2 tight|crushing|exploding|hurting|heavy ~6 arm|breathe|numb|dizzy|jaw"
        "|sweating|."
    ),
    "my heart stopped",
    "left arm ~3 numb|tingling",
    "pain|pains ~2 down my|his|her ~1 arm",
    "face is|looks|went ~2 drooping|droopy|numb|drooped",
    "side of his|her|my|the face ~3 drooping|droopy|drooped|numb|dropped",
    "one side of ~4 numb|drooping|moving|move",
    "not feel|move ~2 side of my body|face",
    "not feel|move my|his|her legs|arm|arms|leg",
    "not talk|speak properly|straight",
    "not talk|speak right .",
    "slurring|slurred his|her|my? ~1 words|speech",
    "vision ~2 going|gone|blurry|fading ~4 chest|faint|numb|speech|arm",
    "worst headache of my life",
    "having a ~1 @attack",
    "having seizures",
    "had a ~1 @attack ~3 now|today|right|minutes",
)

_BREATH_AND_BLOOD = (
    "not|barely|hardly breathe",
    "not ~1 get|catch any? air|my? breath",
    "struggling|trouble|difficulty|hard to|with? breathe|breathing",
    "not|stopped|barely|hardly breathing",
    "@person|baby is ~1 choking|drowning|suffocating",
    "am choking|suffocating",
    "throat is ~1 closing|swelling|swollen|tightening|closed",
    "allergic reaction",
    "lips|face|he|she|baby ~2 turning|turned|going|gone|are|went blue",
    "am|is bleeding .",
    "bleeding ~2 badly|heavily|profusely|everywhere|bad",
    "bleeding a lot",
    "bleeding will not stop",
    "not stop|stopped bleeding",
    "not stop the bleeding|blood",
    "losing|lost ~2 of blood",
    "blood everywhere",
    "blood all over",
    "coughing|throwing|vomiting|puking|spitting up? blood",
    "have|been|got been? stabbed|shot ~1 .|help|bleeding",
    "broken bone ~2 through|sticking|out",
)

_DOWN = (
    "@person|it is|are|has not moving|responding|responsive|conscious .",
    "is not ~1 conscious|responsive",
    "i|@person|just|has|have|is ~1 collapsed",
    "@person is|fell|lying|went|found ~3 unconscious|unresponsive|lifeless",
    "is unconscious|unresponsive",
    "passed out ~6 not|floor|breathing|drugs|pills|respond",
    "fainted ~6 not|floor|breathing|wake",
    "drugs|pills|alcohol|drank|vodka ~4 passed out",
    "@person will|is|can not wake|waking up .",
    "can not wake @kin|him|her|them up",
    "no pulse",
    "not find|feel a pulse",
    "fell|fallen ~6 can not ~1 get|move",
    "think i am dying .",
    "think|am ~1 dying my|of chest|heart|blood",
    "was|been|got|is|were hit by a car|truck|bus|motorcycle|van ~3 now|just|and|help|bleeding|.",
    "took|taken|had|swallowed|ate|drank|snorted|injected too much|many ~2 drugs|heroin|insulin",
    "took|taken|swallowed too much|many ~2 pills|fentanyl|medicine|cocaine|medication|meds|opioids",
    "@person|just|has|have overdosed",
    "@person is ~1 overdosing",
    "swallowed ~4 battery|poison|bleach|chemicals|detergent",
    "blood sugar is|was ~1 low|dropping|thirty|forty|40|30",
    "going into labor|labour|shock|cardiac",
    "water|waters broke",
    "house|kitchen|home|apartment|building is on fire",
)

_CALLS_FOR_HELP = (
    "call|get|need|send me|us? ~1 an|the? ambulance|paramedics",
    "call|dial|ring 911|999|112",
    "need|get|send ~3 er|hospital|doctor|ambulance now|right|fast|immediately|quick|quickly",
    "need to go|get to the er|hospital .",
)

RULES = rules(
    Category.MEDICAL,
    Level.IMMINENT,
    *_HEART_AND_HEAD,
    *_BREATH_AND_BLOOD,
    *_DOWN,
    *_CALLS_FOR_HELP,
    subject=Subject.ANYONE,
    passing=True,
)
