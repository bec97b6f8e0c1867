"""Danger to somebody else, told by the person: low, and high where it is about to happen."""

from __future__ import annotations

from ruby_fsm.understanding.assessment import Category, Level
from ruby_fsm.understanding.risk.rule import Subject, rules

_HARM = "kill|hang|shoot|drown|hurt|harm|stab|poison|cut"

_HARMS = (
    "killing|hanging|shot|hurting|cutting|harming|killed|hung|hanged|cuts|harms|hurts|starves|burns"
)

RULES = (
    *rules(
        Category.THIRD_PARTY,
        Level.IMMINENT,
        "@person ~1 has|got|with|holding a|the|his|her gun|knife|rope|pills ~6 @self",
        (
            "@person ~2 took|swallowed|taken all|too|a|the ~4 pills|tablets|meds|medication ~3"
            " now|to|help|not|just|die|."
        ),
        "@person is on|at|standing ~3 @height ~6 jump|going|kill|die|off",
        "@person is|just ~2 trying|attempting to kill|hang|shoot|drown @self now|right|tonight",
        "@person just ~1 cut|shot|hanged|hung @self|his|her ~1 wrists?",
        "@person is|tried ~1 hanging|hung|trying from|in|to hang|the|a @self?",
        subject=Subject.ANYONE,
    ),
    *rules(
        Category.THIRD_PARTY,
        Level.HIGH,
        f"@person ~1 is|are ~3 going|about|trying|threatening|planning to {_HARM} @self",
        (
            f"@person ~2 says|said|texted|told|keeps ~4 going|will|wants to? {_HARM} @self ~2 now"
            "|tonight|today|soon|right"
        ),
        "@person ~2 threatening|threatened|threatens|threat|attempting ~1 suicide",
        "@person ~2 going|about|trying to commit suicide",
        "@person ~2 going|about to jump",
        "@person ~2 threatening|threatened to ~1 kill|jump|end|hang @self|off|his|her|it",
        "@person ~4 left|wrote|sent|texted ~3 suicide|goodbye note|letter|message|text",
        subject=Subject.ANYONE,
    ),
    *rules(
        Category.THIRD_PARTY,
        Level.LOW,
        f"@person ~5 {_HARM}|{_HARMS} @self",
        "@person ~4 suicidal",
        "@person ~3 wants|wanted|want to die|be",
        "@person ~6 suicide",
        "@person ~3 took|taken|ended|end|take|taking his|her|their own? life",
        "@person ~3 self harm|harming|harms",
        "worried|scared|afraid ~4 @kin ~5 suicide|die|@self",
        subject=Subject.ANYONE,
    ),
)
