"""Hurting oneself without a word of dying: moderate, high where it happens now."""

from __future__ import annotations

from ruby_fsm.understanding.assessment import Category, Level
from ruby_fsm.understanding.risk.rule import Subject, rules

_HURT = (
    "cut|cutting|burn|burned|burnt|burning|harm|harming|harmed|hurt|hurting|scratch|scratching"
    "|scratched|punishing|punish|mutilate|mutilating|bite|biting|bit|bruise|bruising|injure"
    "|injuring|starve|starving|scarring|carving|slicing|choke|choking"
)
_WHY = "purpose|feel|bleed|bled|cigarette|lighter|blade|razor|cope|deserve|hide|sleeves|again"

RULES = (
    *rules(
        Category.SELF_HARM,
        Level.HIGH,
        f"am {_HURT} myself",
        f"{_HURT} myself right? now",
        "need|going|about to cut|hurt|burn|harm myself",
        "not stop cutting|hurting|burning|harming myself",
    ),
    *rules(
        Category.SELF_HARM,
        Level.MODERATE,
        f"{_HURT} myself",
        "hit|hitting|punch|punching|slap|slapping|punched|smack myself"
        " ~5 pain|feel|bruise|hard|hate|face|head|until|deserve|wall|times|leg|bruises",
        "been|keep hitting|punching|slapping|scratching|biting myself",
        "self harm|harming|harmed|injure|injury|injuring|mutilation|mutilate|inflicted",
        "want|urge|urges|need|tempted|going to cut again|so|.",
        "relapsed|relapse|relapsing to|and|on|with|into? cut|cutting",
        "been|started|start|back|keep|kept to? cutting again|every|lately|.",
        "without|stop|about cutting .",
        "only thing ~4 helps|works|calms|feel|relief ~2 cut|cutting|burning|hurting",
        "cutting|burning|bleeding|pain ~3 only thing ~4 feel|helps|works|calm",
        "cut|cutting|burn|burning to feel|cope|calm|numb",
        "cutting|slicing|carving|slice|carve|carved my ~1 @skin",
        f"cut|burn|burned|burnt|scratch|scratched my ~1 @skin ~5 {_WHY}",
        "cut|cutting my arms|thighs|forearms",
        "carved|carve ~5 into|in|on my ~1 @skin",
        "cuts|scars ~2 on|up|all|over ~2 my ~1 @skin",
        "arms|legs|wrists|thighs ~3 covered ~2 cuts|scars|burns",
        "seen|see|saw|sees|hide|hiding|noticed|notice|cover|hid my ~1 cuts|scars|cutting",
        "scratch|pick|dig|bite|scratching ~4 until|till ~3 bleed|bleeding|blood",
        "i cut again",
        "i cut last night|yesterday|today|tonight .",
        "myself ~2 on purpose",
        "burned|burnt|burn|cut ~3 on purpose",
        "blade|blades|razor|razors|lighter|knife to|on|against|across|and my ~1 @skin",
        "blade|razor|lighter|knife ~4 cut|burn|burned my @skin",
        "bang|banging|banged|hitting|smash|smashing my head on|against|into the|a wall|walls|floor",
        "hit my head off|against",
        "punched|hit|punching|smash|slam ~1 mirror|wall ~4 feel|pain|bled|bleed",
        "feel anything|something|alive|better without|unless|when|if|after|by i? cut|cutting|bleed",
        "not eaten|eating|eat ~6 punish|deserve|starve|disappear",
        "starve myself",
        "deserve to ~1 suffer|bleed|hurt",
        "deserve ~3 pain ~2 cut|burn|hurt",
        "want|wanted|need to bleed",
        "want|wanted|need to see|feel blood|pain",
        "watch|watching|see myself|it bleed",
    ),
    *rules(
        Category.SELF_HARM,
        Level.MODERATE,
        "resist|fighting|fight|stop the? urge|urges to|from ~1 cut|hurt|harm|cutting|burn",
        subject=Subject.ANYONE,
        deniable=False,
    ),
)
