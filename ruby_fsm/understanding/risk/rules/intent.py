"""The intention to die, or to act soon (C-SSRS 4): high."""

from __future__ import annotations

from ruby_fsm.understanding.assessment import Category, Level
from ruby_fsm.understanding.risk.rule import Subject, rules

RULES = (
    *rules(
        Category.INTENT,
        Level.HIGH,
        "@will @end_me",
        "@will @by_means",
        "@will ~2 end it tonight|today|tomorrow|all|soon|now|.",
        "@will ~1 die tonight|today|tomorrow|soon|by",
        "@planning_on @ending_me",
        "@planning_on @by_means_doing",
        "@planning_on suicide|dying",
        "am @ending_me",
        "am @by_means_doing",
        "@end_me ~2 @soon",
        "@by_means ~2 @soon",
        "@ending_me ~2 @soon",
        "@by_means_doing ~2 @soon",
        "suicide @soon",
        "end it @soon",
        "ending it @soon",
        "want|wanting|ready|need to die @soon",
        "go|going|went through with it",
        (
            "going to|too do it tonight|tomorrow|today|soon|this|within|for ~1 real|week|weekend"
            "|time|next?"
        ),
        "going to|too do it ~3 end|die|kill|dead",
        "decided|decision|chosen|choosing to die",
        "want|need|ready to go now|forever",
        "determined to die",
        "saying goodbye forever|now|for good?",
    ),
    *rules(
        Category.INTENT,
        Level.HIGH,
        "tonight|today|tomorrow is the night|day i|it|for|and|that",
        "tonight|today|tomorrow is the night|day .",
        "tonight|today is my last",
        "last day|night|week|hours|days|drive|sunset|christmas ~1 alive|earth",
        "my last goodbye|night|day|words|message .",
        "be|am gone|dead by|in tomorrow|morning|tonight|an|a|six|two|the|few|24",
        "not be alive|here|around tomorrow|tonight|by|next|to|when|much|any|for",
        "not be ~1 alive by|when|next|after|much|any|for|tomorrow",
        "not planning|plan|intending|intend on|to? come|coming|be back",
        "not coming back from|this|tonight|ever",
        "not|never promise ~4 be|stay|keep|am safe|alive|here",
        "not|never promise ~4 not hurt|do|kill|end|harm",
        "not keep|trust myself ~2 safe|alone|tonight|alive|not|around|with",
        "not ~1 trust myself",
        "am|feel|be not safe alone|by|from|with myself|tonight|alone|right",
        "nothing|nobody|you|no can|will|could|one ~3 stop me",
        "nothing ~3 change my mind ~3 die|dying|kill|end|suicide",
        "this is goodbye",
        "this is my|the goodbye|farewell|final",
        "@farewell cruel? world|everyone|everybody|all|forever|life",
        "have ~1 given in",
        "decided i am ~1 done|going with|to ~1 life|die|living|end",
        "not do it but|though i? might|may|could",
        "have nothing left to lose ~6 tonight|end|die|do",
        "until my birthday|christmas ~4 die|live|end|then",
        "given|giving|give|gave myself until|till|a|one|two|six",
        subject=Subject.ANYONE,
        deniable=False,
    ),
)
