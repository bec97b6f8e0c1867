"""Violence, abuse or danger from somebody else: moderate; high or imminent where it is now."""

from __future__ import annotations

from ruby_fsm.understanding.assessment import Category, Level
from ruby_fsm.understanding.risk.rule import Subject, rules

_NOW = (
    (
        "@person ~1 has|got|with|holding|pulled|pointing|waving ~3 gun|knife|weapon|machete"
        " ~8 me|us|outside|inside|house|door|here|downstairs"
    ),
    "@person is ~1 pointing a|the|his gun|knife|pistol",
    "@person is ~1 @hitting me|us|her|him|mom right|now|again|and",
    "@person is ~1 outside ~8 knife|gun|banging|kill|break|hurt",
    "@person is here|coming|back and|to ~4 kill|hurt|beat|scared|gun|knife",
    "breaking|kicking|broke in|down ~3 door|window",
    "breaking into my|the|our house|home|apartment|flat|room|car now|right|.",
    "trying to get|break ~1 in|into ~1 my|the|our house|home|apartment|room|flat|window|door",
    "someone|somebody|stranger|burglar|intruder is|are in my|the|our house|apartment|room|home",
    "broke in ~4 still|now|here|inside|downstairs",
    "am hiding from|in ~5 him|husband|boyfriend|dad|stepdad|bathroom|closet|wardrobe|ex",
    "locked myself in ~6 he|him|husband|dad|boyfriend|outside|scared",
    "am being attacked|chased|strangled|kidnapped|held",
    "@person is|are ~1 strangling|choking|stabbing|suffocating me|us|my|him|her",
    "my ~1 husband|boyfriend|partner|ex|stepdad is going to kill me tonight|now|.",
    "my ~1 husband|boyfriend|partner|ex|stepdad is going to kill me ~8 talking to|with you|police",
    "he|she|they has|have a knife|gun .",
    "call|send|get the police|cops right|now|he|she|help|.",
)

_THREATENED = (
    "@person is ~2 going|trying|threatening|about to kill|hurt|shoot|stab|attack|rape|beat me|us",
    "@person will kill|hurt|murder me|us",
    "said|says|swore|swears|promised|told ~4 would|will kill|hurt|beat|murder me|us",
    "threatened|threatens|threatening|threaten to ~1 kill|shoot|stab|murder|hurt me|us|my",
    "@person ~2 not let me leave ~2 house|home|room|.",
    "@person ~1 locked|locks me ~2 in|inside|up|out",
    "@person threw|throws|dragged|drags|slammed me|us against|across|down|into",
    "fear|afraid|scared|terrified for my life",
    "next time i am dead",
)

_TOLD = (
    "@person ~5 @hits me|us",
    "@person ~3 @hit me|us",
    "@person ~3 @hitting me|us",
    "@person ~2 beats|beat me|us up",
    "@person ~1 @hits|hit|beat|hurt|choked|punched|slapped my|our mom|kids|kid|son|daughter",
    "@person ~1 @hits|hit|beat|hurt|choked|punched|slapped my|our sister|brother|baby|children",
    "@person ~2 grabbed|grabs|held|holds|dragged|choked me|us by",
    "@person threatens|stalks|terrorizes me|us",
    "@person is following|stalking|chasing me",
    "@person ~2 put|puts his|her|their hands on|around me|my",
    "@person ~2 forced|forces|forcing himself|herself|themselves on me",
    "make|makes|made|making|forces|forced me to? ~2 sex|touch",
    "beat|beats|kicked|knocked|slapped the|all? ~1 out of me|us|my|her",
    "beats|beaten|beating me up",
    "someone at home hits|hurts|beats me",
    "get|getting|being|got|am hit|slapped|punched|kicked|beaten ~3 home|by|every|at",
    "hurts|hit|hits me at night|home",
    "touched|touches|touching me inappropriately|wrong|there|sexually|where|down",
    "touched|touches|touching me at night",
    "touched|touches|touching my private|privates|parts",
    "does|doing|did|do things to me ~3 night|not|want|bed",
    "was|been|got|being|getting|am|get|were ~2 raped|molested|abused|assaulted|groped|trafficked",
    "was|been|got|being|getting|am|get|were ~1 strangled|choked|beaten",
    "was attacked|mugged|stabbed ~2 @lately",
    "sexually|physically ~1 abused|abuses|assaulted|abusing|assault|abuse|assaults",
    "scared|afraid|terrified|frightened to|of ~1 go|going home",
    "scared|afraid|terrified|frightened to|of ~1 be|being ~1 with|around|near him|her|my",
    "scared|afraid|terrified|frightened of my husband|dad|boyfriend|wife|stepdad|father|partner",
    "scared|afraid|terrified|frightened of my mom|ex|stepmom|uncle|brother|son|grandson|carer",
    "scared|afraid|terrified|frightened he|she|of|they ~3 hurt|kill|beat|hit me|us",
    "not|never ~1 feel|am|be ~1 safe at|in|with|around ~1 home|him|her|house|family|husband",
    "not safe here|home .",
    "am|be|are in danger",
    "@person is in danger",
    "domestic violence|abuse|abuser",
    "@person is ~1 abusive|violent",
    "abusive husband|wife|boyfriend|girlfriend|partner|dad|mom|father|mother|parents|home",
    "left|gave|leaves me ~2 bruises|bruised|black ~1 eye?",
    "bruises|bruise|marks from where|him|his|her|my|dad ~3 me|hands|hit|grabbed|belt|kicked",
    "takes|took|hides|controls my ~1 phone|money|passport|keys ~6 hit|hurt|scared|locks",
)

RULES = (
    *rules(Category.ABUSE, Level.IMMINENT, *_NOW, subject=Subject.ANYONE),
    *rules(Category.ABUSE, Level.HIGH, *_THREATENED, subject=Subject.ANYONE),
    *rules(Category.ABUSE, Level.MODERATE, *_TOLD, subject=Subject.ANYONE),
)
