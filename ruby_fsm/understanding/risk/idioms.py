"""Idioms made of the words of danger: a danger that overlaps one is silent."""

from __future__ import annotations

IDIOMS = (
    # to die, in jest or by nature
    (
        "die|dying|died|dead of|from laughter|laughing|embarrassment|boredom|curiosity|shame"
        "|cringe|cuteness|hunger|thirst|excitement|happiness|shock|anticipation|jealousy|envy|cold"
        "|heat|awkwardness"
    ),
    "die|dying|died of ~1 old|natural age|causes",
    "die|dying|died laughing|happy|trying|down|off|hard|old|peacefully",
    "die|died|dying a ~1 happy|rich|hero|death man|woman?",
    "dying to know|see|hear|try|meet|get|eat|tell|ask|find|watch|visit|go",
    "die|died|dying for a|some|the|my|your|our|his|this|that|them|you|us|him|her|it|me|nothing",
    "die|died|dying on that|this|the hill|cross",
    "dying on me",
    "die to self",
    "to die for",
    "before|until|when|till|after i|you|we|they die|dies",
    "want to grow old",
    "hill to die on",
    "do or die",
    "habits die",
    (
        "bored|scared|sick|worked|tickled|worried|frightened|starved|loved|freezing|annoyed|bore"
        "|work|talked|scare|scares ~1 to death"
    ),
    (
        "dead serious|tired|end|line|wrong|right|set|battery|weight|heat|center|easy|lift|beat"
        "|sexy|ass|silent|phone"
    ),
    "dead to me",
    "death of by|me|chocolate",
    "life and|or death for|situation|matter",
    "near death experience",
    "live or die by",
    # to kill
    (
        "kill|killed|killing|kills for|a|some|two|time|it|them|em|off|with|lights|mood|vibe|buzz"
        "|weeds|germs|bugs"
    ),
    "kill the lights|mood|vibe|engine|process|app|music|power|switch|weeds|bugs|lawn|time|buzz",
    "is|are|was|were|be|been|nearly|almost|really|still|it|that killing|killed|kills me",
    "kill me with kindness|for|if",
    "will|would|going|is|was|gonna to? kill me if|when|for|because|over|but|he|she",
    "kill me before|because|that|for",
    "shoot|shot myself in the foot",
    (
        "shoot me|him|her|them|you|us over? a|an|the|your|some ~1 text|email|message|line|dm|look"
        "|mail|note"
    ),
    "shoot|kill me now i|it|this|that ~6 boring|monday|meeting|traffic|embarrassing|homework",
    # to cut, burn, hit, hurt
    "cut|cutting myself some|off|short|loose|a",
    (
        "cut|cutting|cuts off|back|down|class|corners|it|people|costs|carbs|sugar|grass|expenses"
        "|hours|losses|ties|calories|out"
    ),
    "cut|cutting my hair|nails|grass|bangs|fringe|losses|hours|toenails|notes|coffee|food|lawn",
    (
        "cut|hurt|burned|burnt|injured|burn|cutting|scratched|hit|bit myself|my|hand|finger|thumb"
        " ~5 shaving|cooking|gym|running|training|workout|football|accident|accidentally|oven"
        "|stove|kitchen|chopping|gardening|lifting|playing|working|skiing|falling|iron|kettle"
        "|paper|can|slicing|baking|glass|soccer|cat"
    ),
    (
        "accidentally|mistake|accident ~1 cut|hurt|burned|burnt|hit|overdosed|burn|took|shot"
        "|stabbed|killed"
    ),
    "hurt|hurting|hurts|hit ~2 by accident",
    "shaving|cooking|chopping ~4 cut|burned|hurt ~1 myself",
    "hurt|hurts|hurting my|your|his|her|their|our feelings|pride|ego|eyes|ears",
    "hurt|hurts|hurting me so|to|that|deeply|inside|emotionally|more",
    (
        "hit|hits|hitting|beat|beats|beating|touched me up|that|like|hard|how|why|with|in|at|to"
        "|all|deeply|suddenly|later ~3 text|later|debate|game|chess|race|cards|tennis|question"
        "|idea|news|realisation|realization|golf|pool|match|election|message|class|phone|truth"
        "|wave|it|scrabble|checkers|what|she|he"
    ),
    "hit me up|that|suddenly",
    "beat me to|at|in",
    (
        "reality|it|that|nerves|grief|sadness|loneliness|anxiety|this|song|heat|smell|memory"
        "|depression|which|thing ~2 hit|hits|hitting|hurt|hurts|hurting me|us"
    ),
    "beat|beating|kick|kicking myself up|for|over|about",
    "beat|beating me|myself up about|over|for",
    "burned|burnt|burning out|down|calories|dinner|toast|bridges",
    (
        "got|was|were|been|get beaten|beat badly|by|in|at|again|to|up? ~3 team|game|match|league"
        "|final|chess|nil|them|round|badly"
    ),
    "team|club|side|we got|was|were beaten",
    "forcing|forced me|us to do|work|go|take|eat|use|learn|pay|watch|sign|attend",
    "my parents|mom|dad push|pushes|pushed me to",
    # to end
    (
        "end it|this|things on|here|there|up|well|with|in ~1 high|note|him|her|contract"
        "|relationship|chapter|meeting|marriage|joke|my|the|a|way|call|style"
    ),
    "end it|things between|with",
    "let us end it|things|this|here",
    (
        "end|ending the|this|our call|conversation|contract|lease|relationship|marriage|meeting"
        "|shift|subscription|engagement|chat|semester|friendship|chapter|book"
    ),
    "ending|end of|up|with|in",
    "over|done|finished with him|her|them|it now",
    # to jump, hang, drown, crash, swallow
    (
        "jump|jumped|jumping at|for|to|into|on|in|off ~1 chance|joy|conclusions|queue|line|call"
        "|bed|pool|couch|trampoline|zoom|shower|wagon|bandwagon|board|water|rope|plane"
    ),
    "jumped the gun",
    "hang|hanging|hung out|up|on|around|there|over|with|laundry|pictures|curtains|clothes|the",
    (
        "drowning|drown|buried|swamped in|under work|debt|paperwork|emails|homework|laundry|bills"
        "|deadlines|my|tears"
    ),
    "crashed|crash out|on|at ~1 couch|sofa|bed|party|place|diet|course",
    "rope|knot climbing|ladder|swing|tow|course|jumping|burn",
    "gun|knife range|control|laws|show|safety|block|set|metal|debate",
    # medical words in jest or in question
    "stroke of|my|his|her|the luck|genius|midnight|cat|beard|hair|ego",
    "giving|gave|give|gives|almost|nearly|about ~2 heart attack|stroke",
    "thought i|he|she|it was|had|might having|be|have? a? heart attack|stroke",
    "should|did|do|when|if i|you|we|they call|need|get an? ambulance|911",
    "called an|the ambulance",
    (
        "breath|breathe|breathing after|because|through|out|when|from|for|exercises|exercise"
        "|deeply|deep|slowly|technique ~2 stairs|nose|run|running|laughing|hill|climb|gym|mask"
        "|laugh|jeans|dress|meditation|calm|minutes|cold|in|and"
    ),
    (
        "not|barely|could breathe from|laughing|because ~5 laughing|funny|hard|laughed|corset"
        "|dress|jeans|laughter|mask|nose|cold"
    ),
    "laughing|laughed so|until|till hard? ~4 breathe|died|dying|cried",
    "laughing|laughed ~5 not breathe",
    "bleeding money|cash|heart|edge|love|gums",
    "collapsed on|onto|into|in ~2 bed|couch|sofa|chair|laughter|laughing",
    "market|bridge|roof|tent|building|economy|deal|company|cake ~1 collapsed",
    "passed out ~3 couch|sofa|early|candy|flyers|leaflets",
    "in an|the ambulance",
    "ambulance driver|chaser|ride|bill|worker|crew|siren|sirens|job|service",
    "not responding to my|me|texts|emails|messages|text|calls",
    "broken|sprained my|his|her|a arm|leg|wrist|ankle|finger|toe",
    # medicine as prescribed
    (
        "took|take|taken|taking|had a|an|my|some|two|one|the|all? ~1 aspirin|ibuprofen"
        "|paracetamol|tylenol|vitamin|vitamins|pill|tablet|advil|medicine|meds|medication|pills"
        "|insulin for|this|as|every|at|with|like|on|today|and|when|prescribed|already|in ~5"
        " headache|morning|prescribed|migraine|cold|back|fever|time|breakfast|day|doctor|flu"
        "|period|told|allergy|allergies|cramps|normal|schedule|lunch|dinner|usual|supposed"
        "|pressure|better"
    ),
    "with|after|before|for breakfast|dinner|lunch|food my? medication|pills|meds",
)
