"""A plan or its preparation: the means at hand, a day, a note, a farewell (C-SSRS 5): high."""

from __future__ import annotations

from ruby_fsm.understanding.assessment import Category, Level
from ruby_fsm.understanding.risk.rule import Subject, rules

RULES = (
    *rules(
        Category.PLAN,
        Level.HIGH,
        "suicide note|notes|letter|letters|plan|plans|date|video",
        "goodbye|farewell note|notes|letter|letters|messages|video|videos",
        "final goodbye|farewell|letter|message ~2 message|letter|to|everyone|.",
        "wrote|written|writing|finished|left|leaving my note|notes",
        "wrote|written|writing|left a note .",
        "gave|left my note|letter to my|them|her|him",
        "here is my note",
        "wrote|written|finished ~1 the|my|all letters",
        "hidden|hid|hiding|stashed ~3 @pills|razor|razors|blade|rope|noose",
        "enough @pills",
        "bought|got|ordered ~2 rope|noose ~6 trunk|closet|car|garage|ready|room|hidden",
        "find|finds|found my body",
        "find me ~1 dead|hanging|when",
        "clean up after ~2 dead|gone|me",
        "planned|plan|ready ~6 courage|guts|nerve to",
        "courage|guts|nerve to ~1 do it",
        "not ~3 be here|around|alive to look|take|see|care|feed|raise|watch|find|bury",
        "@pills and ~1 vodka|whiskey|whisky|alcohol|gin|booze|rum|bourbon",
        "giving|gave|given|give my ~1 stuff|things|belongings|possessions ~1 away",
        "after that ~1 i am|will ~1 gone|dead|done",
        "made|written|wrote|updated|signed a|my|the will and",
        (
            "gave|giving|given|give away ~1 my|everything|all ~2 stuff|things|belongings"
            "|possessions|dog|cat|records|everything|clothes|pets|away|i"
        ),
        "gave|giving|given|give my|all|everything ~4 away ~6 need|gone|around|here|where|anymore",
        (
            "stockpiling|stockpiled|hoarding|hoarded|saving|saved|collecting|collected|stashed"
            "|stashing up? ~2 @pills"
        ),
        ("bought|buying|buy|ordered|getting|purchased|gathered ~6 @end_me|@by_means"),
        "got|have|found ~1 everything|something|enough|gun|rope|pills|way|means|what ~4 @end_me",
        "bought|buying|buy|got|ordered|found|purchased|gathered ~5 end it",
        (
            "bought|got|have|grabbed|ordered|found|get the|a|my|some ~1 noose|rope|gun|pistol"
            "|handgun ~4 ready|front|hand|lap|hands|me|myself|tonight|head|loaded|closet|and"
        ),
        "got|bought|have the|my gun|rope|noose|pills .",
        "tied|tying|hung the|a|my ~1 rope|noose",
        "the method|date|place and ~1 the? date|place|time|method|note",
        "everything i need to do|end|die|kill it|myself?",
        "have|got|made|had a|my|the ~1 plan|date ~4 suicide|kill|die|end|carry|myself",
        "have|got|made a plan .",
        "got|have everything ready .",
        "have a plan and|but|i ~3 will|going|unlikely|do|know|tonight|not|am",
        "planned|planning|plan|started ~2 my|for|on|to ~1 death|dying|suicide|plan",
        "have|already|finally ~1 planned it|everything out?",
        "planning|planned|plan|plans|date ~3 suicide",
        "know|decided|figured|worked|planned ~1 when|where|how ~6 do|end it|this",
        "know|decided|figured|planned ~1 when|where|how ~6 die",
        (
            "picked|chose|chosen|set|decided|choose|settled out|on? a|the|my|on date|day|spot"
            "|bridge|method|night ."
        ),
        (
            "picked|chose|chosen|set a|the|my date|day|time|spot|bridge|method to|for|and ~3 die"
            "|do|end|it|death|suicide"
        ),
        "picked tonight|today|tomorrow",
        "suicide ~2 today|tonight|tomorrow|birthday",
        (
            "said|saying|say|made|saved ~1 @farewell to ~1 everyone|everybody|all|my|family"
            "|friends|people|them"
        ),
        "said|saying|say my @farewell",
        "putting|put|getting|got|get my affairs in order ~6 gone|leave|die|go|before|when|soon|.",
        "preparing|prepared|prepare|preparations for my? death|suicide|end|the",
        "countdown|counting down ~5 die|end|go|death|last|days",
        "carry|carrying it|that|my ~2 out",
        "finish the job",
        "finished|finish what i started ~3 tonight|die|myself",
        "going to be|is the day i ~2 die|end|do|kill|go",
        "is going to be the|my|last day",
        "only|isolate|push ~4 so ~3 hurt|miss|easier when|if i @gone",
    ),
    *rules(
        Category.PLAN,
        Level.HIGH,
        "@pills|@weapon is|are ~2 ready|loaded|here|waiting|front|next",
        "@pills|@weapon ready",
        "@pills|@weapon ~2 front of me",
        "@pills|@weapon ~2 my hand|hands|lap|mouth|pocket|bed",
        "will not|never find me ~1 when|dead",
        "so|can finally @end_me|@be_dead",
        "not need my|these|any things|stuff|belongings|possessions|them any|you|where",
        "not need it|them|this|anything where i am going",
        "where i am going ~4 need",
        (
            "wrote|written|writing|recorded ~1 letters|goodbyes|videos to|for my|everyone|the ~4"
            " when|gone|after|i"
        ),
        subject=Subject.ANYONE,
        deniable=False,
    ),
)
