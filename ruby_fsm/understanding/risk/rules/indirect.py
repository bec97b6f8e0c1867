"""Signs that say it sideways, each enough on its own to ask: moderate."""

from __future__ import annotations

from ruby_fsm.understanding.assessment import Category, Level
from ruby_fsm.understanding.risk.rule import Subject, rules

_LEAVING = (
    "not going to? be around|here much|for|any ~1 longer|long",
    "not be around|here much|for|any ~1 longer|long",
    "not ~1 plan|planning|intend on ~1 coming|being back|around|here",
    "not ~2 be here|around|alive to look|take|care|feed|raise ~3 kids|him|her|them|after|dog|cat",
    "not ~1 long for this world",
    "it|everything|this will all? be over soon|tonight|tomorrow",
    "all be over soon",
    "be all over soon",
    "saying|say|said|telling|tell my? @farewell to|with everyone|everybody|all",
    "goodbye|farewell everyone|everybody|all",
    "go|going away forever",
    "leave|leaving|escape|exit this world|earth|life|planet|existence",
    "leave|leaving for good ~4 die|dead|forever|world",
    "check|checking|checked out of|from life|this",
    "this is my|the|our last call|conversation|goodbye ~4 ever|hear|talk|alive|speak|.",
    "last time ~1 we|i will ~3 hear|talk|speak|see",
    "before|after|when|once i am dead",
    "when|after|once i am gone .",
    "sorry|cry|happy ~3 when i am gone",
    "remember|miss|forget me when|after i am|have gone",
    "tell|told|let my|them|her|him|everyone|kids ~5 love|loved|sorry ~6 gone",
    "take care|look of|after my|the ~4 when|after|if|once i ~1 gone|dead|am|die",
    "what would|will|happens happen? to my ~3 if|when|after i @gone",
    "you can have my|all|them|it ~4 need|gone|going",
    "thank|thanks you? for everything ~8 forever|gone|end",
    "goodbye ~4 i am|will|have done|gone|forgotten",
    "given|giving|gave myself until ~2 birthday|christmas|new|year",
    "set|picked|chose a|my|the date ~8 am gone|dead|over",
    "talk|speak|call ~5 before i do it",
    "go|going through with it",
    "be with my dead|late",
    "soon i will be with my ~1 again",
    "be|being|am with|see|seeing|join|joining my|him|her|them|you ~3 soon|heaven ~2 soon|heaven|.",
    "join my ~2 heaven|dead|grave",
    "not go on without him|her|them|you ~4 be|join|follow|die with|him|her|them|you|.",
    "catch|catching the bus .",
)

_AN_END_TO_IT = (
    "want|wanted|need all of? this|it|everything|pain to be over ~2 forever|permanently|for",
    (
        "want|wanted|need|wish|make|let the|my|this|all ~2 pain|suffering|hurting|hurt|torture"
        " ~2 stop|end|stopped|over"
    ),
    "want|wanted|need|make the|my|this|all ~2 noise|thoughts|voices ~2 stop|end|stopped",
    "want|wanted|need|wish it|this|everything all to stop|end",
    "make it all? stop .",
    "end|ending|stop|escape the|my|this|all ~2 pain|suffering|misery|agony|torment|hell",
    "out of my|this misery",
    "can i ~1 end this|it",
    "want|wanted out of this? my? life|world",
    "want out of this|here|it .",
    "life ~4 want out",
    "want|wanted|like|wish|need to ~1 disappear forever|for|and|completely|from",
    "sleep and never|not ~3 wake",
    "i am done with everything|life|it|this ~2 all|world|.",
    "done|finished with life|living",
    "had enough of life|living|everything",
    "had enough of this life|world",
    (
        "not|never do|take|live|handle|bear|stand|fight this|life|it"
        " ~3 want|need ~1 to ~1 die|end|stop|sleep|dead|go"
    ),
    "i|we can|will|to ~1 finally|soon ~1 be|find|have ~1 peace|rest .",
    "finally|soon be at peace",
    "soon i|it|the will ~2 relief|peace|end|gone",
)

_NO_WAY_OUT = (
    "not see|have|picture|imagine a|any|myself|my ~2 future|tomorrow",
    "not have a? future|tomorrow",
    "there is|has|have no|not future for? me?",
    "not see a|any|another|no way out|forward|through",
    "no other|more way out",
    "no way out ~3 this|of|.",
    "only way out|to ~3 escape|stop|free|peace|end|.",
    "only one way out",
    "nothing|no|nobody|not ~2 left ~2 keep|keeping|hold|holding|tying ~1 me here|going|.",
    "nothing left for me",
    (
        "no|any|a|see|much|little reason to ~1 keep|go|carry|continue|stay"
        " ~1 going|on|trying|here|fighting"
    ),
    (
        "no|any|the point in|of|to ~1 keep|going|carrying|go|trying|continuing"
        " ~1 going|on|any|trying|life"
    ),
    "giving|give up ~3 nothing|no ~4 left|hope|reason",
)

_A_BURDEN = (
    "burden to|on|for everyone|everybody|my|them|you|him|her ~8 better|gone|without",
    "everyone|family|they|kids|people ~3 better|well|happier ~1 without me",
    "not|never be a? ~1 problem|bother|burden ~1 any|to|longer",
    "will not have to worry|deal|put ~1 about|with|up ~2 me ~2 any|much|longer",
    "not bother|burden|hurt you|anyone|them|anybody any|again",
    "forgive me ~2 what i am|have|will|do|did",
    "stopped|stop|quit taking ~2 insulin|meds|medication|pills|heart ~4 purpose|die|end|care",
    "do something i ~2 should|will|would|may|might ~2 not|regret",
)

RULES = rules(
    Category.INDIRECT,
    Level.MODERATE,
    *_LEAVING,
    *_AN_END_TO_IT,
    *_NO_WAY_OUT,
    *_A_BURDEN,
    subject=Subject.ANYONE,
    deniable=False,
    passing=True,
)
