"""Signs that say it sideways, each enough on its own to ask: moderate."""

from __future__ import annotations

from ruby_fsm.understanding.assessment import Category, Level
from ruby_fsm.understanding.risk.rule import Subject, rules

RULES = rules(
    Category.INDIRECT,
    Level.MODERATE,
    "not going to? be around|here much|for|any ~1 longer|more|long",
    "not be around|here much|for|any ~1 longer|more|long",
    "not ~1 long for this world",
    "it|everything|this will all? be over soon|tonight|tomorrow",
    "will be all over soon",
    "all be over soon",
    "saying|say|said|telling|tell my? @farewell to|with everyone|everybody|all|my|family|friends",
    "burden to|on|for everyone|everybody|my|them|you|him|her ~8 better|gone|without",
    "everyone|family|they|kids|people ~3 better|well|happier ~1 without me",
    (
        "no|any|a|see|much|little reason to ~1 keep|go|carry|continue|stay ~1 going|on|trying"
        "|here|fighting"
    ),
    (
        "no|any|the point in|of|to ~1 keep|going|carrying|go|trying|continuing ~1 going|on|any"
        "|trying|life"
    ),
    "want|wanted|need all? of? this|it|everything|pain to be over ~2 forever|permanently|for",
    (
        "want|wanted|need|wish|make|let|just the|my|this|all ~2 pain|suffering|hurting|hurt|noise"
        "|thoughts|torture ~2 stop|end|stopped|over"
    ),
    "want|wanted|need|wish it|this|everything all to stop|end",
    "make it all? stop .",
    "do not|can not|not|never see|have|picture|imagine a|any|myself|my ~2 future|tomorrow",
    "not see a|any|another|no way out|forward|through",
    "no other|more? way out",
    "not have a? future|tomorrow",
    "no way out ~3 this|of|.",
    "only way out|to ~3 escape|stop|free|peace|end|.",
    "there is|has|have no|not future for? me?",
    (
        "be|being|am with|see|seeing|join|joining my|him|her|them|you ~3 soon|heaven|other|again"
        " ~2 side|soon?"
    ),
    "tell|told|let my|them|her|him|everyone|kids ~5 love|loved|sorry ~6 gone",
    "take care|look of|after my|the ~4 when|after|if|once i ~1 gone|dead|am|die",
    "when|after|once i am gone .",
    "when|after|once|before i am dead",
    "sorry when i am gone",
    "remember|miss|forget me when|after i am|have gone",
    "you can have my|all|them|it ~4 where|any|need|gone|not|away",
    (
        "i|we can|will|to ~1 finally|soon ~1 be|rest|find|have|get ~1 peace|free|relief|rest|over"
        "|him|her"
    ),
    "soon i|it|the will ~2 relief|peace|end|gone",
    "thank|thanks you? for everything ~8 goodbye|bye|end|over|gone|not",
    "not|never be a? ~1 problem|bother|burden|bothering ~1 any|to|you|anyone|longer",
    "will not have to worry|deal|put|care ~1 me|about|with|up ~2 any|more|me|much",
    "not bother|burden|hurt you|anyone|them|anybody any|again",
    "go|going away forever|for ~1 good?",
    "want|wanted|like|wish|need to ~1 disappear forever|for|and|completely|from",
    "leave|leaving|escape|exit this world|earth|life|planet|existence",
    "check|checking|checked out of|from life|this",
    "end|ending|stop|escape the|my|this|all ~2 pain|suffering|misery|agony|torment|hell",
    "out of my|this misery",
    "what would|will|happens happen? to my ~3 if|when|after i @gone",
    "be with my dead|late",
    "join my ~2 heaven|other|dead|grave|soon",
    "nothing left for me",
    "want out of this|here|it .",
    "life ~4 want out",
    "not go on without him|her|them|you ~4 be with|join|follow|die",
    "catch|catching the bus .",
    "sleep and never|not ~3 wake",
    "want|wanted out of this|my? life|world",
    "forgive me ~2 what i am|have|will|do|did",
    "stopped|stop|quit taking ~2 insulin|meds|medication|pills|heart ~4 purpose|die|end|care|over",
    "only one way out",
    "nothing|no|nobody|not ~2 left ~2 keep|keeping|hold|holding|tying|tie ~1 me here|going|.",
    "can i ~1 end this|it",
    "i am done with everything|life|it|this ~2 all|world|.",
    "done|finished with life|living|this world?",
    "do something i|i|should should|shouldnt|will|would|may|might ~2 not|regret|do",
    "had enough of life|living|everything",
    "had enough of this life|world|.",
    "this is my|the|our last call|conversation|time|night|goodbye ~4 ever|hear|talk|alive|speak|.",
    "last time you|we|i ~3 hear|talk|speak|see from|to|me|my|this|again",
    (
        "can not|not do|take|live|handle|bear|stand|fight this|life|it ~3 want|need|just ~1 to ~1"
        " die|end|stop|sleep|dead|go"
    ),
    "goodbye ~4 i am|will|have done|gone|be|gone|forgotten",
    "given|giving|give up ~3 nothing|no ~4 left|hope|reason",
    subject=Subject.ANYONE,
    deniable=False,
    passing=True,
)
