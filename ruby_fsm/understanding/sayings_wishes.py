"""How a person asks for no more calls, or for a human, in the grammar of `phrase`."""

from __future__ import annotations

OPT_OUT_WHOLES = (
    "opt me? out",
    "leave me alone|be",
    "take me off",
    "unsubscribe me?",
    "remove me",
    "no more calls",
    "do not call",
    "stop the|these|your|all calls",
    "stop calling",
    "leave me alone|be and do not call me?",
    "i want to opt out",
    "i am not interested",
    "not interested",
    "wrong number",
    "do not call|ring|phone|contact back|again",
    "never call|ring|phone|contact back|again",
    "stop|quit ringing|phoning",
    "quit ringing my phone|number|house",
    "this|that is|was the last call i want|take|need|answer",
    "enough of|with the|these|your|all phone? calls|calling",
    "how do|can|could i opt out",
    "how do|can|could i unsubscribe",
)

OPT_OUT_CLAUSES = (
    "stop|quit|cease @calling_me @again?",
    "stop|quit you people? from? @calling_me",
    "you|ruby|guys|people|everyone to|should|must|have|can|need ~1 stop|quit @calling_me @again?",
    (
        "i want|need|would|like|told|asked|ask|am ~2 you|these|this|the to? stop|calls|cease|quit"
        " ~1 @calling_me|stop|stopped|end|ended"
    ),
    "do not|never @call_me @again",
    "do not|never ~1 @call_me",
    "never @call_me",
    "you to never|not ~1 @call_me",
    "i do not want you to @call_me @again?",
    "i do not want|need any|these|your|the|more more|of|calls ~2 calls|from|any",
    "i do not want|need any|these|your|to calls|be|get|receive ~2 called|calls|calls?",
    "i do not want to be called|contacted @again?",
    "i do not want to get|receive|have ~2 calls",
    "no more calls|phone",
    "no more of these|your|the|those calls",
    "i want|would|need ~1 my number|name taken|removed|deleted off|from? ~2 list|system|book|.",
    "do not wish|want|care to be contacted|called|rung|phoned|telephoned @again?",
    (
        "take|get|remove|strike|delete me|my off|from|number|name ~1 your|the|this|list|call|from"
        "|off ~2 list|lists|database|system|records"
    ),
    "take|remove|delete my number|name|me off|from|out",
    "take me off your|the|this ~2 list",
    "remove|delete my number|name|phone|contact|details",
    "put me on your|the|a do not call list|register|registry",
    "lose|forget|erase|delete my number",
    "i want|would|like ~2 to opt out",
    "i want to opt out",
    "i withdraw|revoke my|consent consent?",
    "cancel these|my|all|the calls|subscription",
    "unsubscribe me",
    "you have to stop calling",
    # Asked for politely: as a wish, as a question, as news that it's no longer wanted.
    "i would? rather|prefer if? you|ruby|nobody did|do|would|could not|never @call_me",
    (
        "i would? rather|prefer if? you|ruby|nobody did|do|would|could not|never"
        " call|ring|phone|contact @again|."
    ),
    "mind not @calling_me",
    "mind not ringing|phoning|contacting @again|me|us|here|.",
    "can|could|will|would you please? not @call_me",
    "can|could|will|would you please? not call|ring|phone @again|.",
    "can|could|will|would you please? stop|quit ringing|phoning me|us|here|please|.",
    "do not you? ever @call_me",
    "do not want you|anybody|anyone to? @calling_me|phoning|ringing here|me? @again",
    "do not bother calling|ringing|phoning|contacting @again|me|us|.",
    "not? interested|please|and|so|just do not call|ring|phone|contact @again|.",
    "not? interested|please|and|so|just never call|ring|phone|contact @again|.",
    "you do not need|have to @call_me @again",
    "you do not need|have to call|ring|phone|contact @again",
    "you need not @call_me @again",
    "you need not call|ring|phone|contact @again",
    "no need to @call_me @again",
    "no need to call|ring|phone|contact @again",
    "told|asked you|ruby ~2 not|never to call|ring|phone|contact me|us|here|@again|.",
    "i never asked|agreed for|to these|your|the|any ~1 calls",
    "i did not sign|ask|agree up? for|to these|your|any ~1 calls",
    "do not want any|all of this|these|your phone? calling|calls|ringing|phoning",
    "that is|was the last time you|ruby @call_me",
    "make|get the|these|your phone? calls stop|end",
    "how do|can|could i stop|end|cancel the|these|your|all phone? calls",
    "how do|can|could i make|get you|this|it to? stop|quit @calling_me",
    (
        "i want|need off|out|removed|taken of|from|off? your|this|the|that"
        " list|lists|programme|program|service|scheme|system|calls"
    ),
    "withdraw|withdrawing|revoke|revoking my consent|permission|agreement",
    "no longer want|need|wish|like for? these|your|the|any phone? calls",
    "no longer want|wish|like|agree to be|get|receive|take ~1 called|contacted|rung|phoned|calls",
    "had|have enough of|with you|your|these|the phone? calls|calling|ringing me?",
    "sick|tired|fed|weary up? of|with you|your|these|the|ruby phone? @calling_me|calls|ringing",
    (
        "cross|scratch|strike|knock|wipe|keep|leave|get me|us off your|the|this|that"
        " list|lists|books|records|system|files"
    ),
    "cross|scratch|strike|wipe|keep|leave|erase my|this|our number|name|details off|from|out|.",
    (
        "keep|leave|take|cross my|this|our number|name|details off|from|out your|the|this|any"
        " list|lists|books|records|system|files"
    ),
    "remove|delete this|our number",
    "do not consent|agree to these|your|any|the|this ~1 calls|calling|call",
    "do not consent|agree|want to? being|be called|contacted|phoned|rung @again|.",
    "i want|wish to stop getting|receiving|having|taking these|your|the|all|phone? calls",
    "i would like to stop getting|receiving|having|taking these|your|the|all|phone? calls",
)

HUMAN_WHOLES = (
    "@human",
    "person|human|operator|representative|agent",
    "with|to @human",
    "not|no a? robot|machine|computer|bot|ai",
    "connect|transfer me",
    "put me through",
    "is|are there any|a|real|anyone|someone ~2 human|person|people|real|there",
)

HUMAN_CLAUSES = (
    (
        "can|could|may|might i|we ~1 talk|speak|get|have|chat|connect to|with|on|through|speak ~1"
        " @human"
    ),
    "can|could|may|might i|we ~1 talk|speak|get|have|reach @human",
    (
        "i|we want|need|prefer|would|wish|demand ~2 talk|speak|get|have|connect|chat|talking"
        "|speaking to|with|through|a|hold|connected ~3 @human"
    ),
    "i want|need|prefer|would|demand ~2 @human",
    "would rather|like|prefer|love ~3 to|with|talk|speak ~2 @human",
    "let me talk|speak|chat to|with @human",
    "get|give|find|bring|fetch|send me @human",
    "put|transfer|connect|pass|hand|switch me|this ~3 to|with|through|on|over ~2 @human",
    "transfer|connect me ~2 to|with|now|please @human?",
    "put me through to|now @human|someone|somebody?",
    (
        "is|are there any|a|an|real|actual|someone ~2 human|person|humans|real i|to|there|who"
        "|available|around"
    ),
    "is there @human",
    "do not want to talk to a|an robot|machine|computer|bot|ai",
    "rather talk|speak to|with @human",
    "want a human|person|operator",
    "is there someone|somebody|anyone|anybody i|we can|could talk|speak to|with who|.",
    "is there someone|somebody|anyone|anybody who|i ~4 is real|human",
    "get|put|bring ~1 someone|somebody|person|human real|human? on the|this line|phone",
    "get|put|bring ~1 someone|somebody|person|human real|human? on .",
    (
        "can|could|may|will a|an|another|somebody|someone|anybody real|actual|proper|human|live?"
        " person|human|being|somebody|someone|anybody? call|ring|phone me|us back?"
    ),
    (
        "do not want|like|wish|need to talk|speak|chat|deal to|with a|an|this|some|your?"
        " robot|machine|computer|bot|ai|recording|machines|robots|computers"
    ),
    (
        "do|will|can not talk|speak|deal to|with a|an|any?"
        " machine|robot|computer|bot|ai|recording|machines|robots|computers|bots"
    ),
    "i only talk|speak|deal to|with real? people|humans .",
    "connect|transfer|put|pass me|us to|with|onto|through|over ~1 someone|somebody|anyone",
    "can|could|will|would you please? connect|transfer me|us|this .",
    "can|could|may i|we please? talk|speak to|with someone|somebody|anyone please|now|else|.",
    "would be|feel happier|better|easier|safer with|talking|speaking|if to|with? ~2 @human",
    "is|are anybody|anyone|somebody|someone there|here? human|real there|here|around?",
    "do|have you have|got @human there|available|around|i|who|on|.",
    "do|have you have|got someone|somebody|anyone i|we can|could talk|speak to|with",
)
