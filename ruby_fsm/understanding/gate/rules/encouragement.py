"""Urging, praising or excusing self-harm and suicide, and words that wound."""

from __future__ import annotations

from ruby_fsm.understanding.gate.fault import Fault
from ruby_fsm.understanding.gate.rule import rules

_PRAISE = (
    "answer|solution|peace|relief|release|option|escape|freedom|free|beautiful|brave|courageous"
    "|choice|rest|cure|gift|comfort|romantic|right|best|kind|kindest|kinder|easier|better|sensible"
    "|merciful|logical|okay|help|way"
)
RULES = (
    *rules(
        Fault.ENCOURAGEMENT,
        "you deserve ~2 die|suffer|suffering|pain|hurt|dead|death|punished|punishment|nothing|hell",
        "better off dead|gone",
        "better|happier|easier|lighter ~3 without you",
        "better|happier|easier ~2 if you were|died|are|was|did ~1 dead|gone|die|not|exist|here",
        "nobody|one|noone would|will ~2 miss|mourn|notice|cry",
        "nobody|one cares|loves|wants|needs you|about|if|whether|for",
        "get it over with",
        "go|going through with it|that|this|your",
        "follow through with|on ~2 it|plan|that|this",
        "what are you waiting for",
        "i hope you die|suffer|hurt|never",
        "drop dead",
        "you should|could|may ~1 die|disappear|vanish",
        "you should|could not exist|be",
        "you should be dead|gone",
        "should|could never have been born",
        "you ~2 never have been born",
        "time to ~1 die|leave|end|go this|the|it|for|your? world|all|life|good",
        "time to die",
        "no reason|point|use ~2 live|living|alive|going|go on|alive|for|.",
        "no reason|point|use ~2 live|living|carry",
        "nothing ~2 live for",
        (
            "i|we|they|nobody|god would not blame ~2 end|ending|kill|killing|die|dying|did"
            "|do|doing|for"
        ),
        "i|we support|respect|understand ~3 decision|choice|plan|wish to ~1 die|end|kill",
        "brave|strong|courageous enough ~1 die|kill|end|do it|go",
        "your life is|was ~2 over|worthless|meaningless|pointless|nothing|waste|mistake",
        "/ die",
        "/ do it|that tonight|now|already|today|before|quickly",
        "/ do it .",
        "unalive @self",
        "kill @self|it? tonight|now|already|today|quickly|then|instead|before",
        "suffer|suffering|pain ~2 end|ends|stop|stops|over when|once|if|after ~3 die|dead|gone"
        "|end|kill|dying",
        "at peace|rest ~1 once|when|after|if ~2 gone|dead|over|done|end|die",
        "free ~1 once|when|after ~2 gone|dead|die|died|kill",
        "hell|curse with you",
        "world|nobody|family|one ~3 need|needs|want|wants|miss you",
        "will|would ~1 get over it|you|losing|your",
        "go|fall ~2 sleep ~1 never|not wake",
        "you ~2 let go now|of life|of everything",
        "then do it",
        "do it already",
        "understand|see ~2 why you ~3 die|kill|dead|suicide",
        "you ~1 right to ~1 want ~2 die|end|kill|dead",
        "right about wanting|ending|dying|killing|suicide|death",
        "suffered|tried|fought|done|hurt enough ~2 let|may|can|could|should|go|rest",
        "waste of space|air|time|skin",
        "not meant to live|be|exist ~1 here?",
        "why are you ~1 still here|alive",
        "might as well die|end|jump|kill|do",
        "no hope for|left ~1 you|someone|people",
        "leave|leaving this world",
        "a favor|favour by ~2 leaving|dying|going|ending|gone",
        "/ jump|die|drown|bleed|hang|overdose|disappear|vanish",
        "help|helping you ~1 die|end|kill",
        "is your right",
        "stop talking about it",
        "@none will ~2 care|notice|mind|remember|find",
        "you make me sick",
        "they|everyone|everybody|family ~2 be relieved|glad ~1 if|when|once|without",
    ),
    *rules(
        Fault.ENCOURAGEMENT,
        "@urge|@nudge ~1 kill|end|unalive|finish|off @self",
        "@urge|@nudge ~1 end it ~1 tonight|now|all|forever|good|today|.",
        "@urge|@nudge ~1 end things|everything|it|this ~1 tonight|forever|good|once|all",
        "@urge ~1 hurt|harm|burn|punish|starve|hit @self",
        "@urge|@nudge ~1 give up on|trying|.",
        "okay|ok|fine|alright|right|good|normal|natural|brave|best|easier to ~1 die|kill|hurt|harm"
        "|cut @self|.",
        "okay|ok|fine|alright|easier to ~1 let go of life",
        f"death|dying|suicide ~4 {_PRAISE}",
        f"ending|taking @self|it|everything|things ~4 {_PRAISE}",
        "cutting|harming|hurting|starving|burning|punishing @self? ~3 help|helps|relief|release"
        "|fine|normal|okay|ok|cope|control|works|relieve|good|healthy|calm",
        "you are ~2 worthless|pathetic|burden|hopeless|useless|waste|failure|disgusting|stupid"
        "|ugly|unlovable|coward|dead",
        "suicide is ~2 normal|fine|okay|ok|right|noble|logical|reasonable",
        "suicide|death makes sense",
        deniable=True,
    ),
)
