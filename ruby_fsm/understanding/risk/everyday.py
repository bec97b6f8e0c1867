"""Everyday senses of the words of despair: a danger that overlaps one is silent."""

from __future__ import annotations

EVERYDAY = (
    # to be here, to live, to wake, to go on, in the everyday sense
    (
        "tired|sick|bored|fed of|up|with? ~1 life|living|being|waking in|at|with|on|out|off|alone"
        "|together|apart|paycheck|from|near|under|next|up|here ~2 house|city|town|parents|paycheck"
        "|roommates|suitcase|box|mom|dad|apartment|country|place|early|five|six|flat|downtown"
        "|roommate"
    ),
    (
        "live|living|stay|be any? more? in|at|with|near|without ~2 house|parents|city|place"
        "|apartment|country|town|flat|them|roommate|dorm|state|area|neighborhood|mom|dad|him|her"
        "|room|building|roommates|village|hospital"
    ),
    (
        "not live|living any? more? without|with|in|at|on|near ~3 coffee|internet|house|parents"
        "|city|phone|dog|cat|music|garden|car|place|apartment|pension|wage|salary|roommates|state"
        "|country"
    ),
    "not want to wake up early|before|late|at|him|her|them|my|the|anyone|everyone|so|for|this",
    (
        "not want to be here|alone in|at|for|when|during|with|tonight|today ~3 class|party"
        "|meeting|office|school|work|hospital|town|city|winter|christmas|night|weekend|summer"
    ),
    (
        "not want to stay|continue|keep|go|get up|on|going|in|at|here|with ~4 hotel|job|school"
        "|course|hospital|class|party|university|subscription|lease|trip|diet|conversation|date"
        "|dates|treatment|this|studies|church|bed|house|holiday|late|up"
    ),
    "not go on ~1 stage|holiday|vacation|a|air|dates|trips|trip|date|strike|like",
    "go on without you|him|her|jesus|lord",
    (
        "be here for|at|on|in|by ~3 christmas|dinner|lunch|weekend|monday|tuesday|wednesday"
        "|thursday|friday|saturday|sunday|birthday|school|hour|minute|minutes|noon|class|o"
        "|thanksgiving"
    ),
    (
        "born|been|live|lived|was|were into|in|to|with|on|earlier|later|rich|richer|there|abroad"
        "|wealthier|a|taller|younger|closer|near ~3 family|country|year|era|place|house|decade"
        "|city|rich|century|time|beach|sea|talent|money|better|man|woman|boy|girl|nineties"
        "|eighties|here|home"
    ),
    (
        "not be around|here|back until|till|before|on|this|next|for|in|at|much|tomorrow ~3 week"
        "|weekend|monday|tuesday|wednesday|thursday|friday|saturday|sunday|work|dinner|lunch"
        "|holiday|vacation|summer|trip|class|appointment|meeting|office|travelling|traveling"
    ),
    (
        "not make it to|in|on|by|home|out|past|for ~4 work|class|party|bus|finals|store|meeting"
        "|time|train|gym|dinner|appointment|game|top|second|page|office|wedding|lunch|church|team"
        "|school|tonight|weekend|monday|friday"
    ),
    (
        "not coming back to|until|from|for|with|this|till ~4 work|office|store|restaurant|school"
        "|hotel|monday|tuesday|holiday|vacation|class|job|weekend|shop|week|place"
    ),
    (
        "take|taking|took my own? life in|into|back|to|for|seriously|one|day ~1 hands|control"
        "|direction|next|level|back|day|time|step|from"
    ),
    (
        "my last|final day|night|week|call|message|words|exam|days at|of|in|was|with|here|for|on"
        "|before|month|year|semester ~2 work|job|school|class|holiday|vacation|here|college|term"
        "|office|shift|uni|week|university|year|trip|summer|chemo|treatment|exam|retirement"
    ),
    (
        "last day|night|week|hours|days|goodbye|call of|at|in|on|before ~2 school|work|job|class"
        "|term|vacation|holiday|college|semester|summer|year|office|course|trip|sale|month"
        "|university|festival|camp|radiation|chemo|project|notice"
    ),
    (
        "no point in|of|to going|trying|continuing|go|keep ~2 to|out|there|with|shopping|gym|work"
        "|call|argue|arguing|talk|fix|it|park|beach|party|if|explain"
    ),
    (
        "point|reason|use|sense of|in|to|for living|being|going|continuing|keep|go|stay|be|living"
        "|on|here|life ~1 in|at|with|here|to|out|on|near|home|about|so|angry|mad|course|class|nice"
        "|upset|afraid ~1 when|city|town|work|gym|rent|together|early|late|him|her|school|there"
        "|them|party|it|the"
    ),
    "nothing|something|much to live for|up up? to",
    "give|gave|giving|given up on life|living|myself of",
    (
        "take|taken|trade|switch|swap ~3 place|places ~2 line|queue|team|shift|work|table|bus"
        "|train|class"
    ),
    "sleep forever on|in|if i could",
    "end up|in|with",
    # notes, wills, plans, gifts, goodbyes
    (
        "wrote|writing|write|left|leave|leaving|gave|written a|the|my|some note|notes|letter|will"
        "|letters for|on|to|in|about|from|at|down ~4 fridge|teacher|class|landlord|milkman|mailman"
        "|lecture|door|desk|boss|neighbor|thank|lawyer|work|school|postman|meeting|windshield"
        "|counter|table|roommate"
    ),
    (
        "made|make|making|wrote|writing|updated|signed a|my|the will ~4 lawyer|retirement|notary"
        "|solicitor|house|ago|responsible|years|estate|kids"
    ),
    (
        "plan|plans|planned|planning for|to|with|this|that|on|of|a|the|my|our|it|out ~5 weekend"
        "|dinner|trip|friends|work|holiday|garden|wedding|budget|exercise|diet|future|study|lunch"
        "|school|summer|vacation|business|move|visit|save|phone|meal|lesson|insurance|party"
        "|birthday|christmas|tomorrow|retirement|project|travel|home|house|appointment|route|bake"
        "|cook|week|date|course"
    ),
    "saving|saved|collecting|collected up? ~2 pills|medication|meds money|on",
    (
        "gave|giving|give|given ~1 my|all ~5 away to|at|last|when|because|and ~3 charity|goodwill"
        "|thrift|sale|moved|moving|shelter|church|downsizing|small|smaller|fit|needy|neighbor"
        "|apartment"
    ),
    (
        "do not|not need my|these|any things|them|it any? ~3 winter|summer|moving|downsizing|new"
        "|bigger"
    ),
    (
        "said|saying|say|wave|kiss ~1 goodbye|goodbyes|bye to ~3 everyone|my|all|family|friends"
        "|people ~6 airport|moved|moving|leaving|retirement|party|school|last|work|trip|station"
        "|college|before|job"
    ),
    "goodbye|farewell party|drinks|kiss|gift|present|hug|dinner|card|cake|tour|speech",
    "bye all|everyone|everybody|world have|see|thanks|thank|talk|take|wide",
    (
        "countdown|counting to|down ~3 christmas|vacation|holiday|new|wedding|summer|weekend"
        "|retirement|launch"
    ),
    (
        "picked|set|chose|chosen|choose a|the|my|our|on|out date|day|time|spot|place ~4 wedding"
        "|party|meeting|appointment|trip|dinner|lunch|interview|surgery|visit|picnic|holiday"
        "|vacation"
    ),
    (
        "tonight|today|tomorrow is the night|day i|we|of|for|my ~4 party|game|concert|date"
        "|wedding|exam|play|show|meet|interview|final|graduate|trip|get|start"
    ),
    (
        "go|going through with it|the ~3 wedding|divorce|surgery|operation|move|interview|sale"
        "|purchase|deal"
    ),
    "finish the job ~1 interview|application|today|at|on|for",
    # despair words in their everyday sense
    "make it stop raining|barking|beeping|ringing|snowing|leaking|squeaking",
    (
        "want|need|wish it|this|everything|them all? to ~1 stop|end|be ~1 raining|snowing|barking"
        "|well|soon|happily|perfect|ready|okay|nice|right|beeping|clean|over|done|early ~1 by"
        "|before|with|so|on|in"
    ),
    (
        "the|my|this ~1 pain to? stop|go|stopped|away|end in|when|after|until ~3 back|knee|leg"
        "|tooth|shoulder|hip|doctor|head|foot"
    ),
    (
        "pain|hurting in|from my|the ~1 back|knee|knees|leg|tooth|shoulder|hip|foot|neck|hand"
        "|feet|joints|ankle"
    ),
    (
        "way out of|to|through|in the|here|this|town|it|there ~1 building|town|parking|maze|car"
        "|lease|house|contract|traffic|garage|mall|room|station"
    ),
    "be with|see|join my|him|her|them|you ~2 soon ~2 at|for|when|on|in|again",
    "at peace with|about|when",
    (
        "i|we can|will|to finally|soon ~1 rest|relax|be|get|have ~2 weekend|holiday|home|sleep"
        "|vacation|free|over|job|couch"
    ),
    (
        "end|ending|stop the|my|this ~1 pain|suffering of|in|for|from ~3 animals|war|poor|people"
        "|children|others|back|knee"
    ),
    "leave|leaving this|the country|town|job|house|place|company|city",
    (
        "suicide squad|bomber|bombers|bombing|bombings|rate|rates|mission|prevention|statistics"
        "|awareness|watch|pact|doors|vest|attack|attacks|silence|girls|king|wings|sprints|soda"
        "|attackers|runs|drills"
    ),
    (
        "hate|talked|called|posters|poster|number|numbers|calling|ad|ads ~5 suicide hotline"
        "|hotlines|helpline|lifeline|line"
    ),
    "political|career|social|commercial|financial|assisted|physician|murder|mass|cult suicide",
    "suicide in the? ~2 movie|book|film|show|play|news",
)
