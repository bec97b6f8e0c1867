"""Idioms and everyday senses that look like a rule of danger: a danger overlapping one is silent.

Each is here because some rule would otherwise speak up; what no rule can mistake needs no idiom.
"""

from __future__ import annotations

_DYING = (
    "die|dying|died|dead of|from ~1 laughter|laughing|embarrassment|boredom|curiosity|shame|cringe",
    "die|dying|died|dead of|from ~1 cuteness|hunger|thirst|excitement|happiness|shock|jealousy",
    "die|dying|died|dead of|from ~1 envy|cold|heat|awkwardness|anticipation|old|natural",
    "die|dying|died laughing|happy|trying|down|off|hard|old|peacefully",
    "die|dying a ~1 happy|rich|hero|old man|woman|death",
    "die|dying for a|some|you|him|her|them|love",
    "die|dying at|in|with home|hospital|hospice|dignity|peace|bed|grace",
    "die|dying in my own",
    "die|dying on that|this|the hill|cross|battlefield",
    "die to self|sin",
    "dying to know|see|hear|try|meet|get|eat|tell|ask|find|watch|visit|go|have",
    "before|until|till i|you|we|they die|dies",
    "bored|scared|sick|worked|tickled|worried|frightened|starved|freezing|annoyed ~1 to death",
    "death of me|chocolate",
    "matter|question of life and|or death",
    "near death experience",
    "feel|feeling|felt dead tired|inside|beat",
)

_KILLING = (
    "suicide squad|bomber|bombers|bombing|bombings|rate|rates|mission|watch|pact|doors|vest",
    "suicide attack|attacks|awareness|statistics|girls|wings|sprints|drills|runs|soda",
    "suicide prevention ~2 month|day|week|training|course|walk|charity|fundraiser|group|talk",
    "hate|talked|called|poster|posters|number|numbers|calling|ad|ads ~5 suicide hotline|hotlines",
    "political|career|social|commercial|financial|assisted|physician|murder|mass|cult suicide",
    "shoot|shot|shooting myself in the foot",
    "shoot|kill me now ~4 boring|monday|meeting|traffic|embarrassing|homework|haha|lol",
    "kill|murder me if|when i ~1 forget|tell|told|lose|lost|break|late|spoil|find|eat|am",
    "will|would|going to|is ~1 kill|murder me if|when i|she|he|they ~1 tell|told|forget|late|find",
    "mom|dad|boss|wife|husband|teacher|coach ~1 going|will|would|is ~2 kill|murder me",
    "kill|hurt me with kindness",
    "danger to myself in the kitchen",
)

_HURTING = (
    "cut|cutting myself some|off|short|loose|a slack?",
    "razor|razors|blade ~4 shave|shaving",
    "shave|shaving ~4 razor|razors|blade",
    "cut|cutting|scratched|burned|burnt|hurt myself on a|an|the|my|some",
    (
        "beat|beats me at|in the|a|our? debate|poker|darts|bowling|snooker|monopoly|fantasy|fifa"
        "|trivia|arguments"
    ),
    "cut|cutting off|back|down|class|corners|it|people|costs|carbs|sugar|grass|expenses|hours",
    "cut|cutting my hair|nails|grass|bangs|fringe|losses|hours|notes|lawn|calories",
    (
        "cut|hurt|burned|burnt|injured|burn|cutting|scratched|hit|bit|hurting myself|my|hand|finger"
        " ~5 shaving|cooking|gym|running|training|workout|football|accident|accidentally|oven|stove"
    ),
    (
        "cut|hurt|burned|burnt|injured|burn|cutting|scratched|hit|bit|hurting myself|my|hand|finger"
        " ~5 kitchen|chopping|gardening|lifting|playing|working|skiing|falling|kettle|paper|slicing"
    ),
    (
        "cut|hurt|burned|burnt|injured|burn|cutting|scratched|hit|bit|hurting myself|my|hand|finger"
        " ~5 baking|glass|soccer|tin|barbecue|grill|pan|exercising|yoga|carrying|ladder|bike"
    ),
    "accidentally|mistake ~2 cut|hurt|burned|burnt|hit|overdosed|burn|took|stabbed|scratched",
    "shaving|cooking|chopping ~4 cut|burned|hurt myself",
    "hurts|hurt|hurting me to|that|inside|emotionally|when to|you|people|we",
    "hit|hits|hitting|beat|beats|beating|touched me|us up on|with|and|after|at",
    "hit|hits|hitting|touched|touches|hurts me|us that|how|why|deeply|suddenly|emotionally",
    "hit|hits|beat|beats|touched me|us hard|deeply|like|right ~2 heart|feels|soul|truck|ton|wave",
    "hit|hits me with|on|in ~2 question|text|bill|fee|idea|facebook|instagram|news|truth|line",
    "following me on|around|back",
    "beat|beats|beating me|us at|in|to|on|by|again ~3 chess|game|race|cards|tennis|scrabble|golf",
    "beat|beats|beating me|us at|in|to|on|by|again ~3 pool|match|election|checkers|it|quiz|points",
    "burns|burned|burnt me|myself out",
    "pushes|push|pushed|pushing me to|harder|hard",
    "got|was|were|been|get beaten|beat badly? by|in|at|again|to|three|two|four|five|six|one",
    "team|club|side|we|they got|was|were beaten",
    "forcing|forced|forces me|us to do|work|go|eat|use|learn|pay|watch|attend|move",
    "touches|touched|touching me ~2 when|that|deeply",
    "scared|afraid to be home alone",
)

_MEDICAL = (
    "thought i|he|she|it was|had|might having|be|have? a? @attack",
    "gave|give|giving|gives|almost|nearly|about ~2 @attack",
    "a stroke of ~1 luck|genius|midnight",
    "should|did|do|when|if i|you|we|they call|need|get an|the? ambulance|911",
    "in an|the ambulance",
    "ambulance driver|ride|bill|worker|crew|siren|sirens|job|service",
    "not|barely|could breathe from|with|through|in|because ~4 laughing|funny|mask|nose|jeans|dress",
    "not breathe ~1 when|if i think|get|see|remember|talk|worry|panic|speak",
    "laughing|laughed ~5 not breathe",
    "hard|trouble to? breathe|breathing through|in|because ~3 nose|mask|heat|smoke|cold|humidity",
    "bleeding money|cash|heart",
    "collapsed on|onto|into ~2 bed|couch|sofa|chair",
    "not responding to my|me|texts|emails|messages|text|calls",
    "drowning|choking in|on|under work|debt|paperwork|emails|homework|laundry|bills|my",
)

_PILLS = (
    (
        "took|take|taken|taking|had ~3 aspirin|ibuprofen|paracetamol|tylenol|vitamins|advil"
        "|medicine"
        "|medication|meds|pills|tablets|insulin for|this|as|every|with|after|before ~5 headache"
        "|morning|prescribed|migraine|back|fever|breakfast|doctor|flu|period|told|cramps|normal"
        "|dinner"
    ),
    "saving|saved up? ~2 pills|medication|meds money|on",
)

_LIVING = (
    "my life savings|story|insurance|partner|coach|jacket|work",
    (
        "tired|sick|bored|fed of|up|with? ~1 life|living|being|waking in|at|with|on|out|off"
        "|together"
        "|apart|paycheck|from|near|under|next|up ~2 house|city|town|parents|roommates|suitcase|flat"
    ),
    "tired|sick|bored|fed of|up|with? ~1 waking up at|early|for",
    "live|living|stay|be any? more? in|at|with|near ~3 house|parents|city|place|apartment|country",
    "live|living|stay|be any? more? in|at|with|near ~3 town|flat|roommate|dorm|mom|dad|village",
    "not live|living any? more? without my|the|a|coffee|internet|music|chocolate|her|him|you",
    "not want to wake up early|before|late|at|him|her|them|my|the|everyone|so|for",
    (
        "not want to be here|around|alone in|at|for|when|during ~3 class|party|meeting|office"
        "|school"
        "|work|hospital|town|city|winter|christmas|weekend|summer|visit|wedding|he|she|they"
    ),
    (
        "not want to stay|continue|keep|go|live on|going|in|at|with ~4 hotel|job|school|course"
        "|hospital|class|party|university|subscription|lease|conversation|treatment|house|diet"
    ),
    "not go on stage|holiday|vacation|a|air|dates|trips|strike|this|that",
    "go on without jesus|lord|god",
    "never|not been|be born here|there|in|into|rich",
    (
        "born|been|live|lived into|in|earlier|later|richer|abroad|wealthier|taller ~3 family"
        "|country"
        "|year|era|place|decade|century|time|money|better|nineties|eighties|wealthier|different"
    ),
    (
        "not be around|here|back|alive until|till|before|on|this|next|for|at|tomorrow ~4 week"
        "|weekend"
        "|monday|tuesday|wednesday|thursday|friday|saturday|sunday|work|dinner|lunch|holiday"
        "|vacation"
        "|summer|trip|class|appointment|meeting|office|dentist|doctor|exam|interview|flight|wedding"
    ),
    "around|here|back next week|weekend|month ~2 holiday|vacation|travelling|traveling|away|work",
    "not make it to|in|by|home|out ~4 work|class|party|store|meeting|gym|dinner|appointment|game",
    "not make it to|in|by|out ~4 wedding|lunch|church|tonight|weekend|birthday|christmas party",
    "coming|come back to|until|from|for|with|till ~4 work|office|store|restaurant|school|hotel",
    (
        "take|taking|took my own? life in|into|back|to|seriously|one ~2 hands|control|direction"
        "|level|seriously|day|step|back"
    ),
    (
        "point|reason|use|sense of|in|to|for living|being|going|staying|stay|be|live"
        " in|at|with|here|to|out|there|upset|angry|mad|scared|afraid|sad|nervous|rude"
    ),
    "give|gave|giving|given up on life|living|myself|everything as|in|support",
    "glad|happy|lucky|good|great to? be alive|that i? am? alive",
    "take|trade|switch|swap ~3 place|places ~2 line|queue|team|shift|table|bus|train|class",
)

_ENDING = (
    "end it|this|things on|with|there|up|well|here ~1 high|him|her|note|call|contract|relationship",
    "end it|things|this with|between|here|for him|her|them|us|today|now|tonight",
    "decided to end it with|in|there",
    "let us end it|things|this",
    "going to do it tonight|today|tomorrow ~6 ask|propose|tell|apply|sign|quit|call|finish|clean",
    (
        "tonight|today|tomorrow is the night|day ~5 party|game|concert|date|wedding|exam|play|show"
        "|interview|trip|surgery|move|propose|test|race|graduation"
    ),
    "through with it|the ~3 wedding|divorce|surgery|operation|move|interview|sale|deal",
    (
        "my|the last|final day|night|week|call|message|words|hours|days of|at|in|on|was|before|here"
        " ~3 school|work|job|class|term|vacation|holiday|college|semester|summer|year|office|course"
        "|trip|sale|university|camp|chemo|treatment|notice|shift|month|rehab"
    ),
    "last day|night|week ~1 on earth ~2 movie|tour",
    "finish the job interview|application|today|at|on|for",
    "want|need|wish it|this|everything|them all? to stop|end|be raining|snowing|barking|well",
    "want|need|wish it|this|everything|them all? to stop|end|be happily|perfect|ready|nice|clean",
    "the|my|this ~1 pain in|to|from ~5 back|knee|leg|tooth|shoulder|hip|foot|neck|hand|joints",
    (
        "way out of|to|through the|this|here|town|it ~2 building|town|parking|maze|lease|house"
        "|contract"
    ),
    "be with|see|join my|him|her|them|you ~2 soon ~2 at|for|when|on|in",
    "at peace with|about|when",
    "be over soon ~4 chemo|exams|treatment|winter|semester|election|exam|term|course|movie",
    "end|ending|stop the|my|this ~1 pain|suffering of|in|for|from ~3 animals|war|poor|people|back",
)

_PREPARING = (
    (
        "wrote|writing|write|left|leave|leaving|gave|written a|the|my|some note|notes|will|letters"
        " for|on|to|in|about|at|down ~4 fridge|teacher|class|landlord|milkman|mailman|desk|boss"
        "|work"
    ),
    "made|make|making|wrote|updated|signed a|my|the will ~6 lawyer|notary|solicitor|house|estate",
    (
        "have|got|made|had|making a|the|my plan|plans for|to|with|this|on ~4 weekend|dinner|trip"
        "|work"
        "|holiday|garden|wedding|budget|exercise|diet|future|study|summer|business|move|visit|party"
    ),
    (
        "gave|giving|give|given ~1 my|all ~4 to|at|last|when|because|and|away ~4 charity|goodwill"
        "|thrift|sale|moved|moving|shelter|church|downsizing|small|neighbor|donation|nephew|niece"
    ),
    "not need my|these|any things|them|it ~2 winter|summer|moving|downsizing|new|bigger",
    (
        "said|saying|say goodbye|goodbyes|bye to ~3 everyone|all|family|friends|people|son|daughter"
        " ~6 airport|moved|moving|retirement|party|school|work|trip|station|college|holiday"
        "|vacation"
    ),
    "goodbye|farewell party|drinks|kiss|gift|present|hug|dinner|card|cake|tour|speech",
    "goodbye|bye all|everyone|everybody have|see|thanks|thank|talk|take",
    "countdown|counting|down ~3 christmas|vacation|holiday|new|wedding|summer|weekend|retirement",
    (
        "picked|set|chose|chosen|decided a|the|my|our|on|out date|day|spot|night ~4 wedding|party"
        "|meeting|appointment|trip|dinner|interview|surgery|visit|picnic|holiday|vacation|reunion"
    ),
    "edge|sitting|sat|on of? my|the|his|her seat|chair",
    "on|at|by the|my|a balcony|bridge|roof|edge with|reading|fishing|drinking|watching|enjoying",
    "@weapon|@pills ~2 kitchen|drawer|shed|kit|hunting|fishing|climbing|boat|cupboard",
)

_TALKED_OF = (
    "suicide charity|helpline|storyline|bereavement|survivors|documentary|scene|barriers|barrier",
    "suicide prevention|is|are up|down|rising|falling|higher|training|course|week|month|charity",
    "paper|papers|news|radio|report ~2 say|says|said|reported ~2 suicide",
    "overdose deaths|death|awareness|crisis|rates|figures|statistics|prevention|epidemic|course",
    "domestic|sexual|child|elder violence|abuse awareness|campaign|charity|helpline|storyline",
    "domestic|sexual|child|elder violence|abuse drama|leaflets|poster|course|training|month|week",
    "overdosed ~2 singer|actor|actress|star|celebrity|rapper",
    "singer|actor|actress|star|celebrity|rapper ~3 overdosed",
    "overdosed|overdose|overdosing on ~2 pies|chocolate|cake|tv|show|carbs|sugar|coffee|cheese",
    "overdosed|overdose|overdosing on ~2 christmas|netflix|news|caffeine|biscuits|telly|sweets",
    "bungee|parachute|charity|high jump|jumping|jumped ~1 off|from|in ~1 a|the? ~1 bridge|plane",
    "tickle|tickles|tickled|giggle|giggled|giggling ~5 not breathe",
    "standing|stood|waiting|am on the platform ~6 late|delayed|cancelled|packed|home|work",
    "choked|choke up at|by|when|with|over|because|watching",
    "heart stopped|skipped|stops when|for ~4 bill|price|score|result|results|saw|cost|opened",
    "locked me out by|of ~2 accident|mistake|account|facebook|email|phone|car",
    "pushed|pushes|pushing me round|around|in|on ~3 zoo|park|chair|swing|wheelchair|pool|shops",
    "die|dying in your|his|her arms",
)

IDIOMS = (
    *_DYING,
    *_TALKED_OF,
    *_KILLING,
    *_HURTING,
    *_MEDICAL,
    *_PILLS,
    *_LIVING,
    *_ENDING,
    *_PREPARING,
)
