"""The many ways a language has to say: kill myself, killing myself, be dead, be gone."""

from __future__ import annotations

from ruby_fsm.understanding.phrase import phrases_in


def _each(firsts: str, seconds: str) -> tuple[str, ...]:
    return tuple(f"{a} {b}" for a in phrases_in(firsts) for b in phrases_in(seconds))


_LIFE = "my life, my own life, my miserable life, my stupid life, my pathetic life"
_IT_ALL = "it all, all of it, all of this, this life, my existence, my suffering, my misery"
_BRAINS = "my brains out, my head off, my brain out"
_VEINS = "my wrists, my wrist, my throat, my veins"
_PILLS = (
    "all my pills, all the pills, all of my pills, a bunch of pills, a whole bottle of pills,"
    " the whole bottle, too many pills, every pill, all my meds, all my medication"
)
_DROPS = (
    "a bridge, the bridge, a building, a roof, the roof, a cliff, the balcony, my balcony,"
    " the building, a ledge, the ledge, an overpass, the overpass, something high"
)
_FRONT_OF = "a train, a car, a bus, a truck, traffic, the train, the bus, a lorry, the subway"

TO_DO_IT = (
    *_each("kill, murder, end, unalive, off, top, neck, delete, execute", "myself"),
    *_each("kill, end, take, finish", _LIFE),
    *_each("end", _IT_ALL),
    *phrases_in(
        "commit suicide, take suicide, do myself in, do away with myself, unalive, die by suicide,"
        " put an end to my life, put an end to myself, put an end to it all, take myself out,"
        " put myself out of my misery, attempt suicide, suicide myself, end up killing myself"
    ),
)
DOING_IT = (
    *_each("killing, murdering, ending, unaliving, offing, topping, necking, deleting", "myself"),
    *_each("ending, taking, finishing", _LIFE),
    *_each("ending", _IT_ALL),
    *phrases_in(
        "committing suicide, doing myself in, doing away with myself, dying by suicide, unaliving,"
        " putting an end to my life, putting an end to it all, dying by my own hand,"
        " putting an end to myself, taking myself out, attempting suicide"
    ),
)
DONE_IT = (
    *_each("killed, ended, offed, unalived", "myself"),
    *_each("ended, taken", "my life, my own life"),
    *phrases_in("ended it all, committed suicide, attempted suicide"),
)

TO_DO_IT_BY_MEANS = (
    *_each(
        "hang, shoot, drown, poison, suffocate, stab, electrocute, gas, strangle, yeet", "myself"
    ),
    *_each("blow", _BRAINS),
    *_each("slit, slash, cut, open, slice", _VEINS),
    *_each("take, swallow, down", _PILLS),
    *_each("jump off, jump from, leap off, leap from, throw myself off", _DROPS),
    *_each(
        "jump in front of, step in front of, walk in front of, throw myself in front of", _FRONT_OF
    ),
    *_each(
        "drive into, crash into, drive my car into, steer into",
        "a tree, a wall, traffic, oncoming traffic, a pole, a lake, the river, a bridge",
    ),
    *_each("drive off, drive my car off", "a bridge, a cliff, the road, the bridge"),
    *phrases_in(
        "jump out the window, jump out of the window, walk into traffic, step into traffic,"
        " lie down on the tracks, lay on the tracks, lie on the tracks, put a bullet in my head,"
        " put a gun in my mouth, put a gun to my head, put a bullet through my head, bleed out,"
        " crash my car on purpose, crash the car on purpose, wreck my car on purpose, drink bleach,"
        " swallow bleach, overdose, starve myself to death, bleed to death, walk into the sea,"
        " use the gun on myself, drown in the lake, od on"
    ),
)
DOING_IT_BY_MEANS = (
    *_each(
        "hanging, shooting, drowning, poisoning, suffocating, stabbing, gassing, electrocuting,"
        " strangling, yeeting",
        "myself",
    ),
    *_each("blowing", _BRAINS),
    *_each("slitting, slashing, cutting, opening, slicing", _VEINS),
    *_each("taking, swallowing, downing", _PILLS),
    *_each("jumping off, jumping from, leaping off, throwing myself off", _DROPS),
    *_each(
        "jumping in front of, stepping in front of, walking in front of,"
        " throwing myself in front of",
        _FRONT_OF,
    ),
    *_each(
        "driving into, crashing into, driving my car into, steering into, swerving into",
        "a tree, a wall, traffic, oncoming traffic, a pole, a lake, the river, a bridge",
    ),
    *_each("driving off, driving my car off", "a bridge, a cliff, the road, the bridge"),
    *phrases_in(
        "jumping out the window, jumping out of the window, walking into traffic, stepping into"
        " traffic, lying down on the tracks, lying on the tracks, putting a bullet in my head,"
        " putting a gun to my head, putting a gun in my mouth, crashing my car on purpose,"
        " crashing the car on purpose, drinking bleach, overdosing, walking into the sea,"
        " starving myself to death, bleeding to death, slitting wrists, slitting wrist"
    ),
)

TO_BE_DEAD = phrases_in(
    "die, be dead, not be alive, not be here any more, not exist, stop existing, cease to exist,"
    " stop living, stop being alive, not live, drop dead, not wake up, never wake up, quit life,"
    " sleep forever, go to sleep forever, fall asleep forever, be gone forever, pass away,"
    " go to sleep and not wake up, go to sleep and never wake up, fall asleep and not wake up,"
    " fall asleep and never wake up, leave this world, leave this earth, leave this life,"
    " vanish forever, disappear forever, disappear completely, fade away forever,"
    " give up on life, give up on living, be dead and gone, be in the ground, exit life,"
    " go to sleep and just not wake up, be six feet under, not live any more, be with god,"
    " not be around any more, not be here, not be around, not be in this world, not wake up again,"
    " be no more, not have been born, leave this planet, be buried, never have been born"
)
BEING_DEAD = phrases_in(
    "dying, being dead, not being alive, not being here, not existing, not waking up,"
    " never waking up, my own death, my death, being gone, not living, going to sleep forever,"
    " not being around, not being here any more"
)
GONE = phrases_in(
    "died, was gone, were gone, was dead, were dead, disappeared, die, am gone, vanished,"
    " was not here, were not here, was not around, were not around, did not exist, passed away,"
    " am dead, stopped existing, ended it, did not wake up, dropped dead, did not come back,"
    " am not here, am not around, had died, was not alive, never woke up, killed myself,"
    " was never born, had never been born, never existed, am not around any more, do not wake up,"
    " never wake up, was to die, were to die, left this world, dissappeared"
)
