"""Hurting oneself without a word of dying: moderate, high where it happens now."""

from __future__ import annotations

from ruby_fsm.understanding.assessment import Category, Level
from ruby_fsm.understanding.risk.rule import Subject, rules

_HURT = (
    "cut|cutting|burn|burned|burnt|burning|harm|harming|harmed|hurt|hurting|scratch|scratching"
    "|scratched|punishing|punish|mutilate|mutilating|bite|biting|bit|bruise|bruising|injure"
    "|injuring|starve|starving|scarring|carving|slicing|choke|choking"
)

RULES = (
    *rules(
        Category.SELF_HARM,
        Level.HIGH,
        f"am {_HURT} myself",
        f"{_HURT} myself right? now",
        "need|going|about to cut|hurt|burn|harm myself? ~1 now|tonight|myself",
        "not stop cutting|hurting|burning|harming myself",
    ),
    *rules(
        Category.SELF_HARM,
        Level.MODERATE,
        f"{_HURT} myself",
        f"{_HURT} myself on purpose",
        (
            "hit|hitting|punch|punching|slap|slapping|punched|smack myself ~5 pain|feel|bruise"
            "|hard|hate|face|head|until|deserve|wall|times|leg"
        ),
        "self harm|harming|harmed|injure|injury|injuring|mutilation|mutilate|inflicted",
        "want|urge|urges|need|tempted|going to cut again|so|.",
        "started|start|back|relapsed|relapse|relapsing to|and|on|with|into? cut|cutting",
        "been|started|back|keep|kept to? cutting again|and|every|lately|.",
        "without|stop|about cutting|burning .",
        "been|started|keep|kept|back cutting my @skin",
        (
            "cut|cutting|burn|burned|burning|slice|slicing|sliced|carve|carved|carving|scratch my"
            " ~1 @skin"
        ),
        "cuts|scars|marks|burns|bruises|cigarette ~2 on|up|all|over ~2 my ~1 @skin",
        "cuts|scars|marks|wrist|arms ~4 i|myself ~1 made|did|do",
        (
            "seen|see|saw|sees|hide|hiding|noticed|notice|cover|covering|hid|show my ~1 cuts"
            "|scars|cutting"
        ),
        "more scars",
        "scratch|cut|pick|dig|bite|scratching|cutting ~5 bleed|bleeding",
        "arms|legs|wrists|thighs ~3 cuts|scars|burns",
        "i cut again|last|yesterday|today|tonight",
        "yesterday|tonight|today ~1 i cut .",
        "yesterday|tonight|today i cut again",
        "bang|banging|banged|hitting|smash|smashing my head on|against|into",
        "carved|carve|cut|cutting ~5 into|in|on my ~1 @skin",
        "deserve ~3 pain ~2 cut|burn|hurt",
        "burned|burnt|burn|hit|cut|broke|hurt ~3 on purpose",
        "blade|blades|razor|razors|lighter|knife ~3 my @skin",
        (
            "punched|hit|punching|bang|banging|banged|hitting|smash|slam|slammed ~1 mirror|wall"
            "|head ~4 feel|pain|against|bled|bleed|until"
        ),
        "hit my head off|against|on the|a wall|walls|floor|desk",
        (
            "feel anything|something|alive|better without|unless|when|if|after|by i? cut|cutting"
            "|hurting|hurt|bleed|bleeding"
        ),
        "only thing ~4 helps|works|calms|feel|relief ~2 cut|cutting|burning|hurting",
        "cutting|cut|burning|bleeding|pain ~3 only thing ~4 feel|helps|works|calm",
        "cut|cutting|burn|burning to feel|cope|calm|release|numb",
        "not eaten|eating|eat ~6 punish|deserve|starve|disappear",
        "deserve to ~1 suffer|bleed|hurt|be hurt?",
        "want|wanted|need to bleed",
        "want|wanted|need to see|feel blood|pain",
        "watch|watching|see|like myself|it|the|my bleed|blood",
    ),
    *rules(
        Category.SELF_HARM,
        Level.MODERATE,
        "resist|fighting|fight|stop the? urge|urges to|from ~1 cut|hurt|harm|cutting|burn",
        subject=Subject.ANYONE,
        deniable=False,
    ),
)
