"""Thoughts of killing oneself, with no word of how or when (C-SSRS 2): moderate."""

from __future__ import annotations

from ruby_fsm.understanding.assessment import Category, Level
from ruby_fsm.understanding.risk.rule import Subject, rules

RULES = (
    *rules(
        Category.IDEATION,
        Level.MODERATE,
        # The bare words do: denial, somebody else, a story or the past are read around them.
        "@end_me",
        "@ending_me",
        "@ended_me",
        "suicidal",
        "suicide",
        "@think_of ending it|things|everything|myself",
        "@think_of suicide|self-destruction",
        "kill my ~1 self|ass",
        "am|be|being|become a danger|risk to myself",
        "i|to|whether live or die",
        "have|having|had|getting|get|got ~1 thoughts about|of dying|death",
        "thoughts of not being",
        "check|checking out for good|early|permanently",
        "stop|stopped thinking about|of death|dying",
        "think|thinking about|of death|dying ~1 all|every|constantly|always|lot|lately|again",
        "do|doing something to myself",
        "what i ~2 do to myself",
        "courage|guts|nerve to ~2 die|@end_me",
        "do something stupid|bad|drastic|permanent|terrible|dangerous to myself",
        "before i do something ~4 regret|stupid|bad|not|drastic|permanent|terrible",
        "might|could do something ~3 regret|undo|permanent|drastic|stupid",
        "voice|voices|head|mind|brain ~4 to kill|hurt|end|harm myself|it",
        "can not keep myself safe",
        "resisting|fighting|fight|resist the urge|urges to @end_me|die|end|jump",
    ),
    *rules(
        Category.IDEATION,
        Level.MODERATE,
        "@want end it",
        "@may end it",
        "@want end this life|pain|suffering|misery",
        passing=True,
    ),
    *rules(
        Category.IDEATION,
        Level.MODERATE,
        "have not ruled it|suicide|that|anything out",
        "why not @end_me|@be_dead",
        "why should i not @end_me|@be_dead",
        "why should|shouldnt i not? end it",
        "reason|reasons not to @end_me|@be_dead|@by_means",
        "trying|try|managed|promised not to @end_me",
        "trying to not @end_me",
        "stopping|stops|keeping|keeps|stopped me from @ending_me|@being_dead|@by_means_doing",
        "stopping|stops me from doing|ending it",
        "talk me out of it",
        "says|say|saying|tells|telling|told ~6 kill yourself",
        "did not @end_me @lately",
        subject=Subject.ANYONE,
        deniable=False,
    ),
)
