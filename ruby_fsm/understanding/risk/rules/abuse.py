"""Violence, abuse or danger from somebody else: moderate; high or imminent where it is now."""

from __future__ import annotations

from ruby_fsm.understanding.assessment import Category, Level
from ruby_fsm.understanding.risk.rule import Subject, rules

RULES = (
    *rules(
        Category.ABUSE,
        Level.IMMINENT,
        (
            "@person ~1 has|got|with|holding|pulled|pointing|waving ~3 gun|knife|weapon|machete"
            " ~8 me|us|outside|inside|house|door|here|downstairs"
        ),
        "@person is ~1 pointing|holding a|the|his gun|knife",
        "@person is ~1 @hitting me|us|her|him|mom right|now|again|and",
        (
            "@person is here|outside|coming|back and|with|to|at ~5 kill|hurt|beat|scared|gun"
            "|knife|hide|hiding"
        ),
        (
            "breaking|broke|kicking|trying ~1 in|into|down|to ~1 house|door|apartment|break|get"
            " ~4 now|in|hiding|gun|kill|right"
        ),
        "someone|somebody|man|he is|are in my|the house|apartment|room|home",
        "hiding from|in ~5 him|husband|boyfriend|dad|stepdad|father|bathroom|closet|wardrobe|ex",
        "locked myself in ~6 he|him|husband|dad|boyfriend|outside|scared",
        "am being attacked|followed|chased|strangled|held|kidnapped",
        "trying to get|break ~1 into|in ~1 house|home|apartment|room|flat|door|my",
        "@person ~2 is outside ~8 knife|gun|door|window|banging|kill",
        "broke in ~4 still|now|here|inside|downstairs",
        "call|send|get the police|cops right|now|please|he|she|help|.",
        subject=Subject.ANYONE,
    ),
    *rules(
        Category.ABUSE,
        Level.HIGH,
        (
            "@person is ~2 going|trying|threatening|about to kill|hurt|shoot|stab|attack|rape"
            "|beat me|us|mom"
        ),
        "@person will kill|hurt|beat|murder me|us",
        "said|says|swore|swears|promised|told ~4 would|will kill|hurt|beat|murder me|us",
        "@person threw|throws|dragged|drags|slammed me|us against|across|down|into|by|on|out",
        "threatened|threatens|threatening|threaten to ~1 kill|shoot|stab|murder me|us|my",
        "@person will not let me leave|go|out ~2 house|home|room|.",
        "@person locked|locks|keeps me ~2 in|locked|inside|up",
        "fear|afraid|scared|worried|terrified for my life",
        "will|going to|gonna kill me when|if|he|she|tonight ~2 finds|gets|comes|he|she",
        subject=Subject.ANYONE,
    ),
    *rules(
        Category.ABUSE,
        Level.MODERATE,
        "@person ~5 @hits me|us",
        "@person ~3 @hit me|us",
        "@person ~3 @hitting me|us",
        "@person ~2 beats|beat me|us up",
        "@person threatens|stalks|rapes|terrorizes me|us",
        (
            "@person ~1 hits|hit|beats|beat|hurts|choked|punched|slapped|hurt my|our mom|kids|kid"
            "|son"
            "|daughter|sister|brother|baby|children|child"
        ),
        "was attacked|mugged|jumped|strangled|stabbed ~2 @lately",
        "@person is following|stalking|chasing me",
        "not safe here|at|in|with|around",
        "@person ~2 grabbed|grabs|held|holds|dragged|choked me|us by",
        "beat|beats|kicked|knocked|slapped the|all? ~1 out of me|us|my|her",
        "make|makes|made|making|forces|forced me to? ~2 sex|touch",
        "touched|touches|touching me inappropriately|wrong|there|sexually|where|down",
        "touched|touches|touching me at night",
        "get|getting|being|got|am hit|slapped|punched|kicked|hurt|beaten ~2 home|by|every",
        "does|doing|did|do things to me ~2 night|not|want|bed|.",
        "hurts|hit|hits|hurt me at night|home",
        "@person|@kin ~2 put|puts his|her|their hands on|around me|my",
        "@person ~2 forced|forces|forcing me|himself|herself to|on|into ~2 sex|bed|me|things|touch",
        "someone at home hits|hurts|beats me",
        (
            "touches|touched|touching me ~3 at night|inappropriately|wrong|where|there|down"
            "|sexually|places"
        ),
        "beats|beaten|beating me up",
        (
            "was|been|got|being|getting|am|get|were ~2 raped|molested|abused|assaulted|groped"
            "|trafficked|strangled|beaten"
        ),
        "sexually|physically ~1 abused|abuses|assaulted|abusing|assault|abuse|assaults",
        "going to hurt|kill|beat me ~3 when|if|tonight|he|she|again",
        (
            "scared|afraid|terrified|frightened to|of ~1 go|going|be|being home|in|at|around"
            "|alone ~1 with|home|house|him|my?"
        ),
        "scared|afraid|terrified|frightened to|of ~1 go|going home",
        (
            "scared|afraid|terrified|frightened of my|him|her husband|dad|boyfriend|wife|stepdad"
            "|father|partner|mom|ex|stepmom|uncle|brother|son"
        ),
        "scared|afraid|terrified|frightened he|she|of|they ~3 hurt|kill|beat|hit me|us",
        "not|never ~1 feel|am|be ~1 safe at|in|with|around ~1 home|him|her|house|family|husband",
        "not|never ~1 feel|am|be ~1 safe at|in|with|around my|this",
        "not safe at home|here",
        "not safe in|with|around my|this|him|her|own",
        "am|be|are|is in danger",
        "domestic violence|abuse|abuser",
        (
            "husband|wife|boyfriend|girlfriend|partner|he|she|dad|mom|stepdad|father|mother|ex is"
            " ~1 abusive|violent"
        ),
        (
            "abusive husband|wife|boyfriend|girlfriend|partner|dad|mom|father|mother|parents"
            "|stepdad|home|marriage"
        ),
        (
            "@kin|he|she ~2 left|gave|leaves|leave bruises|marks|me ~2 black|bruises|on|bruised"
            " ~1 eye|me|my?"
        ),
        (
            "bruises|bruise|marks from|where my|him|his|her|he|she|dad|when ~3 me|hands|hit"
            "|grabbed|belt|him|her|."
        ),
        "takes|took|hides|controls my ~1 phone|money|passport|keys ~6 hit|hurt|leave|scared|locks",
        subject=Subject.ANYONE,
    ),
)
