"""Weak signs of despair: one says little, several in one utterance say much."""

from __future__ import annotations

# A family counts once, however often it is heard. Patterns in the grammar of `phrase`.
SIGNS: dict[str, tuple[str, ...]] = {
    "hopeless": (
        "hopeless|hopelessness",
        "no|lost|without|losing all|any? hope|hopes",
        "never get|getting|be|going any? better|okay|happy|well",
        "not get|getting any? better",
        "nothing will|is ever? change|help|helps|work|works|get",
        "nothing matters",
        "what is the point .",
        "not afraid|scared to|of die|dying|death",
        "what is the use",
        "out of options",
        "nothing left",
        "got nothing",
        "is|was the end .",
        "my life is over|ruined|falling|pointless|meaningless|nothing",
        "nothing to look|looking forward",
        "no meaning|purpose",
    ),
    "worthless": (
        "am|feel|feeling|being|such|a|so worthless|useless|failure|disappointment|pathetic",
        "am|feel like? nothing",
        "waste of space|air|oxygen|life",
        "never|not be? good enough for anyone|anything|.",
        "mess|ruin|ruined|ruining everything|up",
        "hate myself",
        "hate who i am",
        "deserve this|it|pain|the",
        "disgust|disgusted|loathe|despise with? myself",
    ),
    "burden": (
        "burden|dead weight",
        "in the|everyones way",
        "drag|dragging everyone|people|them down",
    ),
    "spent": (
        "not go on .|any|like|with|this|anymore",
        "not do this|it|life any more",
        "not take it|this|life any|.",
        "not take much more",
        "not handle|cope|bear|stand|keep ~2 any more",
        (
            "tired|sick|exhausted of|with everything|it|this|trying|fighting|pretending|hurting"
            " ~1 all?"
        ),
        "so tired of everything|life|it|this|trying|living|fighting",
        "give|giving up any|now|.",
        "have given up .",
        "give|giving up on everything|everyone",
        "had enough of everything|it|life|.",
        "am done .",
        "am ~1 done with everything|it|this|people",
        "ready to give|quit",
        "not want to continue|do|try|fight ~2 any|this|more|.",
        "not|no have|got|more|any ~1 strength|energy|fight|left",
    ),
    "gone": (
        "want|wanted|wish|wishing|need to ~1 disappear|vanish|escape",
        "disappear .|from|and",
        "erase|delete everything|me|myself",
        "go to sleep and",
        "not exist",
    ),
    "alone": (
        "no|nobody|noone one|to cares|care|loves|understands|likes|talk|wants ~1 me|about|to?",
        "have no one|friends|body|family|nobody",
        "nobody",
        "all|so|completely|totally|utterly alone",
        "everyone leaves|hates|left|abandoned|abandons",
        "everybody hates|leaves|left",
        "lost everyone|everything|them",
    ),
    "farewell": (
        "goodbye|farewell",
        "i am|so sorry for everything",
        "sorry mom|dad|everyone|everybody|to",
        "be sorry when",
        "forgive me",
        "thank you for everything",
        "take care of ~2 for me",
    ),
    "dying": (
        "death|dying|die|dead",
        "kill|kills|killing",
        "end it|this|everything",
        "pills|gun|rope|knife|blade|bridge",
    ),
}
