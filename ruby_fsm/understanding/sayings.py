"""The phrases by which a person asks something of the call itself, in the grammar of `phrase`."""

from __future__ import annotations

from ruby_fsm.understanding.phrase import phrases_in

CLASSES = {
    "bye": phrases_in(
        "bye, goodbye, good bye, bye for now, goodbye for now, good night, goodnight, see you, see"
        " ya, see you later, see you soon, take care, farewell, so long, talk to you later, talk to"
        " you soon, talk later, talk soon, ttyl, cheerio, until next time, speak soon, speak to you"
        " soon, speak later, night night, talk to you tomorrow, speak to you tomorrow, catch you"
        " later, ta ta, talk to you next week, until tomorrow, bye now, laters, later"
    ),
    "bye_last": phrases_in(
        "bye, goodbye, good bye, bye for now, goodbye for now, goodnight, good night, talk to you"
        " later, talk to you soon, talk to you tomorrow, talk later, talk soon, see you later, see"
        " you soon, speak to you soon, bye now"
    ),
    "leave": phrases_in(
        "go, hang up, get going, leave, run, stop here, end here, finish here, say goodbye, say"
        " goodbye now, end this call, end the call, end it here, stop now, finish now, hang up now,"
        " go now, finish the call, stop talking, get off the phone, wrap up, wrap this up, be"
        " going, head off, let you go, end our call, stop the call, hang up the phone, go to bed,"
        " say good night, stop for today, stop for tonight, stop for now, leave it there, leave it"
        " here, call it a day, call it a night, get some sleep, go to sleep, finish for today"
    ),
    "must": phrases_in(
        "have to, have got to, got to, need to, should, must, want to, would like to, had better,"
        " am going to, will, am about to, better, ought to, wish to, am gonna, think i should,"
        " think i will, guess i should, guess i will"
    ),
    "call_me": phrases_in(
        "call me, ring me, phone me, contact me, call here, call this number, call my phone, call"
        " my number, telephone me, bother me, call us, ring us, phone us, ring here,"
        " ring this number, phone this number"
    ),
    "calling_me": phrases_in(
        "calling me, ringing me, phoning me, contacting me, calling here, calling this number,"
        " calling my phone, calling my number, the calls, these calls, calling, your calls,"
        " bothering me with calls, calling us, telephoning me, phoning"
    ),
    "human": phrases_in(
        "a person, a human, a real person, a human being, a real human, someone real, somebody"
        " real, an actual person, an actual human, a live person, real person, an operator, the"
        " operator, a representative, an agent, a live agent, a counselor, a counsellor, a real"
        " human being, an actual human being, a human counselor, a real counselor, a human agent, a"
        " live human, real people, someone human, somebody human, a live operator, a real live"
        " person, humans, a crisis counselor, a crisis worker, a volunteer, a real doctor, a nurse,"
        " someone who is real, someone who is human, another human being, a supervisor, your"
        " manager, your supervisor, a manager, someone who is not a robot, someone who is not a"
        " machine, someone that is not a robot, a human person, a proper person, a proper human,"
        " a proper human being, somebody with a pulse, someone with a pulse, someone with a"
        " heartbeat, somebody with a heartbeat, one of your people, one of your team, whoever is in"
        " charge, someone in charge, somebody in charge, the person in charge, someone who is not a"
        " computer, somebody who is not a robot, somebody who is not a machine, somebody who is not"
        " a computer, somebody who is real, people who are real"
    ),
    "thing": phrases_in(
        "robot, bot, machine, computer, recording, ai, real, human, person, real person, scam,"
        " human being, chatbot, real human, program, artificial intelligence, alive, automated,"
        " computer program, actual person, live person, voice assistant, answering machine,"
        " person or a machine, robot or a person, human or a robot, person or a robot,"
        " real or not, scammer, telemarketer"
    ),
    "again": phrases_in(
        "any more, no more, again, ever again, ever, at all, from now on, in future, in the future,"
        " on this number, at this number, at work, every day, so often"
    ),
}

# What may stand around a saying and add nothing to it.
COURTESIES = (
    "thank|thanks you so|very? much? for?",
    "thank|thanks you? for|so",
    (
        "thank|thanks you? for your? ~1 listening|talking|calling|time|call|help|chat|everything"
        "|company"
    ),
    "thank|thanks you? lot|much|again|ruby?",
    "thank you",
    "thanks a? lot?",
    (
        "okay|ok|well|so|oh|right|then|now|yeah|yes|no|yep|nope|alright|anyway|anyways|hey|hi"
        "|hello|ruby|dear|love|sorry|cheers|ma'am|sir|miss|honey|darling|sweetheart|great|good"
        "|fine|lovely|but|and|today|tonight|there|all|please"
    ),
    "i am sorry",
    "i think|guess|suppose|mean|said",
    "excuse me",
    "for now|today|tonight|this?",
    "all right",
    "that is all|it|enough",
    (
        "it was|is|has nice|good|lovely|great|been ~1 to|talking|chatting|speaking|talk|nice|good"
        "|lovely ~1 to? with|you|talking"
    ),
    "nice|good|lovely|great talking|chatting|speaking|to to|with|talk you",
    (
        "have|you a|have ~1 good|nice|lovely|great|wonderful ~1 day|night|evening|one|afternoon"
        "|weekend|morning|week|time"
    ),
    "you too",
    "i feel|am better|fine|okay|good|tired",
    "sleep well",
    "god bless you?",
    "@bye",
    "i|we @must @leave",
    "i love you",
    "take care ~2 yourself",
)

GOODBYES = (
    "@bye",
    "i|we will? @bye_last",
    "i|we @must @leave",
    "i would better|best be? going|off|go",
    "i will love you and leave you",
    "night",
    "i am hanging|ringing up|off now?",
    "i|we @must go now|and|to ~2 bed|sleep|work|dinner|cook|eat",
    "@leave now",
    "hang up|hangup",
    "let us @leave",
    "can|could|may we|i @leave",
    "you can|may hang up|go",
    "end|stop|finish the|this call|conversation",
    "stop|quit|finish|finished|done|goodbye|end",
    "i am done|finished talking|here|for|with ~2 call|today|now|tonight|this",
    "that is|will|would be? all|it|enough for? now|today|tonight",
    "that is all",
    "i have nothing more|else to say",
    "i do not want to talk any more|now|today|tonight",
    "i do not want to talk",
    "i am going to bed|sleep|hang|go",
    "have|you a|have ~1 good|nice|lovely|great ~1 day|night|evening|one|weekend",
)

LAST_GOODBYES = (
    "@bye_last",
    "i|we @must go|leave now|soon?",
    "i|we @must hang up now?",
    "i|we @must get|be going|off now?",
    "that is all for today|now|tonight",
)

IDENTITY_CLAUSES = (
    "who are you",
    "who is this|that|it calling|speaking?",
    "what are you .",
    "do|have you have|got a name",
    "who is calling|speaking|there",
    "who am i talking|speaking to|with",
    "am i talking|speaking|chatting to|with a|an|the? ~1 @thing",
    "are you a|an|the? ~1 @thing",
    "is this a|an|the|some? ~1 @thing",
    "is this a|an real|actual|live|recorded person|human|call|message|voice|recording",
    "is that a|an real? @thing",
    "what is your name",
    "what are you called",
    "what do i call you",
    "who made|built|programmed|sent|runs you",
    "where are you calling|from from?",
    "why are|do|did you call|calling|phone|phoning me",
    "what company|organization|organisation ~2 you|this from|with|is",
    "are you even|really? a|an|real|human person|human|robot|machine?",
    "you are a|an robot|machine|computer|bot|ai|recording",
)

REPEAT_WHOLES = (
    "what|huh|pardon|sorry|eh|repeat",
    "pardon me",
    "excuse me",
    "come|once again",
    "again",
    "sorry what",
    "what was that",
    "what is that",
    "one more time",
    "say again",
    "say what",
    "hello are you|hello still? there?",
)

REPEAT_CLAUSES = (
    "say that|it again|once|one",
    "say that|it one more time",
    "say that|it again",
    (
        "can|could|would|will you repeat|say that|it|what|yourself|again|your ~3 again|said"
        "|question|last|more|time"
    ),
    "can|could|would|will you repeat that|it|yourself",
    "can|could|would|will you say that|it again|once|one",
    "can|could|would you repeat",
    "repeat that|it|yourself|what|please you? said?",
    "what did you say",
    "repeat|say the|your last? question|sentence|thing",
    "what was that|it you said",
    "i did|could|can not hear|catch|understand|get you|that|what|it|the",
    "i missed that|what you? said?",
    "you are breaking up",
    "you broke|cut up|out",
    "can|could you speak|talk up|louder|slower|slowly|clearly",
    "speak up|louder|slower",
)

# A yes to "do thoughts of ending your life come to you?" is seldom the word alone.
YES_WHOLES = (
    "yes|yeah|yep|yup|yea|aye|sure|maybe|perhaps|sometimes|often|occasionally|always|constantly",
    "i do|am|have|did|might|may",
    "i guess|think|suppose so?",
    "a|just little|bit",
    "kind|sort of",
    "now and then|again",
    "at times|night|nights",
    "from time to time",
    "once in a while",
    "on and off",
    "off and on",
    "every day|night|week|time",
    "all the time",
    "most days|nights|times",
    "more or less",
    "lately",
    "not always|often|much",
    "of course",
    "it|they|he|she|we does|do|is|are|might|may",
    "it crosses|crossed my mind",
    "i have? think|thought about|of it|that",
    "i do not know",
    "i am not sure",
    "it has|did",
)
YES_OPENINGS = (
    "yes|yeah|yep|yup|yea",
    "sometimes|often|occasionally i|it|they|yes|yeah|when|at|and",
    "i do|have ~1 them|these|those|sometimes|often|yes|yeah|but|and|every|at|all|from|now|lately",
    "i can|will not lie",
)
UNDONE_YESES = (
    "yes|yeah|yep|yup|yea ~1 no|nope|not|never",
    (
        "yes|yeah|yep|yup|yea ~1 i|we|he|she|they|it|everything|all am|are|is ~2"
        " fine|okay|ok|alright|good|great|safe|well|better|right"
    ),
    "yes|yeah|yep|yup|yea i|you know|hear|understand|get|see not?",
    "yes|yeah|yep|yup|yea ~1 thank|thanks|please|right",
)
