"""The wish to be dead or never to wake (C-SSRS 1), with no thought of doing it: moderate."""

from __future__ import annotations

from ruby_fsm.understanding.assessment import Category, Level
from ruby_fsm.understanding.risk.rule import Subject, rules

_WISHES = (
    "@want @be_dead",
    "@may die",
    "@may be ~1 dead",
    "@may not be alive|exist",
    "feel|feeling|felt|think|thought|thinking like|of|about dying",
    "feel|feeling|feels like|as death|if? i ~2 dead|die",
    "think|thinking|thought of|about being dead|gone",
    "@wish i|that i? was|were|am|be ~1 dead|gone|died",
    "@wish i|that could|would|had|can ~1 die|disappear|vanish|stop|died",
    "@wish i died|die|disappeared",
    "@wish to die|be dead",
    "@wish i was|were|had not|never ~1 born|alive|existed|woken",
    "@wish i was|were|had never",
    "@wish i did not|never exist|wake|survive|live",
    "@wish i was|were not here any",
    "@wish ~3 i ~2 not|never wake|woke|waking",
    "@wish for death",
    "@wish it|this|that|today|tonight|tomorrow ~1 was|is|be|were my last",
    "@wish ~4 aborted|abortion|miscarried|miscarriage",
    "god|lord|jesus|him to? ~1 call|take|calls|takes me ~1 home|now|already|away",
    "get|got|have a|some? terminal diagnosis|illness|disease|cancer",
    "not ~6 move|jump|get|step out of the way",
    "not have to be alive|here|exist",
    "never asked to be born",
    "@wish i|to ~1 get|got|had cancer|hit|killed|shot|sick|terminal|murdered",
    "@wish ~3 cancer|disease|illness|god|lord|death|virus ~2 take|takes|kill|kills|have me",
    "@wish someone|somebody|something|god|you|they ~3 kill|kills|killed|shoot|murder|end|shot me",
    (
        "@wish a|the|that|some car|bus|truck|train|plane|lorry|meteor ~3 hit|hits|run|runs|take"
        " me|over|out"
    ),
    "@wish it|this|everything was|were|be|to|would all? over ~2 life|forever",
    "@wish it was all|finally over",
    "rather|prefer|sooner to? die|death",
    "rather|prefer|sooner to? be dead",
    "rather|prefer not to? be alive|here|around|born|exist",
    "rather|prefer not to? live|exist|wake|go",
    "better off|being dead",
    "better off if i @gone",
    "better to be ~1 dead",
    "better if i @gone",
    "better if i had not|never ~1 been|existed|born",
    "better|easier|happier|simpler|best ~3 if|when i @gone",
    "deserve|deserved|destined|meant|supposed|begging|ready|waiting|made|born to die",
    "deserve|supposed|meant to be dead",
    "deserve death",
    "time for me? to die|go",
    "ready|longing|begging|yearning|waiting|praying|prayed|pray for death",
    "can not wait to die|be|not dead|exist?",
    "can not wait until|till i am dead|gone",
    "the long|eternal|big sleep",
    "why can not i ~1 die|disappear",
    "why can i not ~1 die|disappear",
    "why did i not ~2 die",
    "why did i ~1 wake|survive|live",
    "why am i ~1 alive",
    "why am i still|even here|living|breathing|trying",
    "why was i ~1 born",
    "why do i ~1 exist",
    "would not mind|care dying|if i? @gone?",
    "would not be ~2 upset|sad|bad|mad if i @gone",
    "not|never care|mind if|whether i live|@gone",
    "fine|okay|ok|relieved|happy|glad|good if i @gone",
    "fine|okay|ok|good with dying|death",
    "want it|this|everything all? to ~1 end|be|stop ~1 forever|over|permanently",
    "want|wanted|need|wish it|everything|this all to ~1 end|stop|be",
    "want|wanted|need all of it|this to ~1 end|stop|be",
    "want|wanted|need it to ~1 end|stop .",
    "keep|kept|always|constantly wanting to die",
    "welcome|crave|craving|embrace death",
    "look|looking forward to dying|death|my",
    "too scared|afraid|weak|much|tired|fat to|of die|live|a",
    "want dead|death",
)

_REFUSALS = (
    "@not want to be here|alive|around|anymore|living|conscious",
    "@not want to ~1 live|exist|wake|survive",
    "@not want to stay|be alive|here|on|in ~2 any|earth|world|planet",
    "@not want|wish|deserve|need|plan|intend to ~1 live|exist|be|stay ~1 any|alive|like|here",
    "@not deserve to ~1 live|exist|be",
    "@not want to be in|a|part this|of world|life",
    "@not want to keep|carry|go going|on|living",
    "@not want to see|face|wake|have tomorrow|another|up|any ~2 day|more|tomorrow",
    "@not want this|my life any|to|.",
    (
        "not ~1 see|picture|imagine myself ~1 living|alive|being|getting|reaching ~1 past|here"
        "|around|old|older|beyond|next|at"
    ),
    "not ~4 meant|supposed|made to ~1 be|live|exist ~2 earth|world|here|alive",
    "@not feel|seem like? living|existing|being ~1 any|alive|here",
    "@not like|enjoy|want being alive",
    "@not want tomorrow to come",
    "not be able to? live|go|continue with|on|like ~2 this|any|pain",
    "should not|never be|have|exist ~1 alive|born|existed",
    "should not be here",
    "should not ~1 exist",
    "never been born",
    "should have died",
    "should have been me|dead",
    "should be dead",
    "should have been me",
    "can|could not live like this|that",
    "can|could not live any more|with",
    "can|could not exist any|like",
    "can|could not keep living|existing|on",
    "can not do life any",
    "not going to? live any|much|long|past ~1 more|longer|for",
    (
        "not make it|reach|see ~3 christmas|birthday|18|20|21|25|30|40|thirty|20s|30s|year|spring"
        "|summer|morning|night"
    ),
    (
        "not be turning|seeing|having|celebrating ~3 birthday|christmas|18|20|21|25|26|27|28|29"
        "|30|year"
    ),
    "not live to see|be|my",
    "not live past|until|till|beyond",
    "not see tomorrow|morning|another|next",
)

_JUDGEMENTS = (
    "life|living|it ~2 not worth living|anything|effort|pain|suffering|it",
    "is|are not worth living|it|the|being|staying ~2 any|for|more|alive|pain|effort",
    "not worth living|existing|being alive?",
    "worth living for",
    "no|any|the|another point|reason|use|purpose|sense ~1 in|of|to|for|on ~1 @living|@live",
    "no|any|a|one reason|reasons left|not? to ~1 live|stay|be|exist|breathe|die",
    "no|any|a reason|reasons|point for me|us to ~2 living|live|on|going|alive|exist",
    "no|any|lack|without point|reason|purpose living|existing|alive|anymore",
    "what is|was the|my? point|reason|use|purpose|sense ~2 @living|@live|me",
    "what is the point any more",
    "what is the point .",
    "what am i living|alive|here|existing for",
    "do i have to live for",
    "what is|there left? to live for",
    "why should|do|would|bother|must|even i? ~1 keep|continue|go|stay ~2 living|alive|existing|on",
    "why bother ~2 living|alive|existing|on",
    "nothing|not|anything|no ~3 to live for",
    "@lost ~1 will|reason|reasons|desire|strength ~1 to ~1 live|go|keep|exist|on",
    "give|giving|given|gave up on life|living|everything|myself",
    "hate living|existing|life",
    "living|life is too ~1 hard|painful|much|exhausting|unbearable",
    "life is pointless|meaningless|worthless|torture|hell",
    "why keep living|going|existing|breathing",
    "what is|there is|there left? to live for",
    "regret surviving|waking|living",
    "attempt had|would ~1 worked|succeeded",
    "not belong in|on this world|earth|planet",
    "@no_one|they|family|kids|mom|world ~2 better|happier|easier if i @gone",
    "family|everyone|they|kids|world ~2 be better off .",
    "@tired ~1 @life",
    "@tired ~2 trying to ~1 live|stay|survive|hold",
    "sick and tired of @life",
    "too tired to live|go|keep",
    "hate|hated|despise|loathe|regret being|that i? am? alive|born|exist|existing|here",
    "hate|hated|despise|loathe waking|living|life|existing ~2 up|more|like|alive",
    (
        "hate|sad|mad|disappointed|angry|upset|cry|cried that|when|because|every ~2 i woke|wake"
        "|am up|alive|another"
    ),
    "disappointed|sad|angry|hate|upset|dread waking|to|every ~2 wake|up|morning waking|up",
    "keeping|keeps|kept me alive|here",
    "reason i am|have still|not alive|here|killed|dead",
    (
        "@no_one would|will|is|ever|to|else|cares|going ~3 miss|care|notice|cry|mind|remember"
        "|bother ~3 if|when i @gone"
    ),
    "@no_one would|will ~1 miss|notice|remember me",
    (
        "would|will|does|do|if @no_one|they|anybody|he|she|my|people ~3 care|miss|notice|mind|cry"
        " me? if|when i @gone"
    ),
    "person|one|people ~5 would|who ~1 care|miss|notice ~2 if|when i @gone",
    "better|well|happier|easier|fine|relieved|good off? ~1 without me",
    "place|world|life without me",
    "over it|me ~1 if|when i @gone",
    "if i @gone tonight|tomorrow|today|in",
    (
        "if|when|once i @gone ~5 fine|nobody|no|happier|better|relief|care|miss|notice|matter"
        "|easier|cares|glad"
    ),
    "wonder|wondering ~6 if|when i @gone",
    (
        "death|dying|dead ~2 be|sounds|seems|feels|looks ~3 better|easier|relief|peaceful|nice"
        "|comforting|escape|answer|release|good|only|solution"
    ),
    "jealous|envy|envious|envying of? ~4 dead|died|die|dying",
    "take|trade|switch|swap|taken ~4 place|places ~8 live|die|died|dead|dying",
    "been me ~1 instead|who|that ~1 died|instead|dead",
    "lost|losing|no|gone my|the|all will to live|go",
    "make me ~3 die",
    "not ~1 afraid|scared of|to death|dying|die",
    "sleep forever|eternally",
    "sleep and not|never ~1 wake",
    "asleep and not|never ~1 wake",
    "never wake|waking|woke up",
    "not wake|waking up any|again|ever|tomorrow|one|from|in|at|. more?",
    "not be waking up",
    "kill|shoot|murder me now|already|lord|god",
    "someone|somebody|god|universe|anyone ~3 kill|murder|shoot|end me",
    "please? let me die",
    "die in my sleep",
)

RULES = (
    *rules(Category.PASSIVE_WISH, Level.MODERATE, *_WISHES, passing=True),
    *rules(Category.PASSIVE_WISH, Level.MODERATE, *_REFUSALS, deniable=False, passing=True),
    *rules(
        Category.PASSIVE_WISH,
        Level.MODERATE,
        *_JUDGEMENTS,
        subject=Subject.ANYONE,
        deniable=False,
        passing=True,
    ),
)
