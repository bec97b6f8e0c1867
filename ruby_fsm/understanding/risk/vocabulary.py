"""Classes of words and phrases that the rules of danger share, by name."""

from __future__ import annotations

from ruby_fsm.understanding.phrase import phrases_in
from ruby_fsm.understanding.risk import dying


def _joined(*groups: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(phrase for group in groups for phrase in group))


_KIN = phrases_in(
    "mom, dad, mother, father, stepdad, stepmom, stepfather, stepmother, parents, brother, sister,"
    " stepbrother, stepsister, son, daughter, kid, kids, child, children, wife, husband, spouse,"
    " partner, boyfriend, girlfriend, ex, friend, friends, uncle, aunt, auntie, cousin, nephew,"
    " niece, grandma, grandpa, grandmother, grandfather, gran, nan, neighbor, neighbour, roommate,"
    " flatmate, boss, coworker, colleague, teacher, coach, fiance, fiancee, carer, caregiver,"
    " landlord, student, patient, client, classmate, buddy, mate, grandson, granddaughter, grandad,"
    " granddad, nana, granny, lad, missus, toddler, housemate, lodger, godson, hubby, fella"
)

CLASSES: dict[str, tuple[str, ...]] = {
    "end_me": dying.TO_DO_IT,
    "ending_me": dying.DOING_IT,
    "ended_me": dying.DONE_IT,
    "by_means": dying.TO_DO_IT_BY_MEANS,
    "by_means_doing": dying.DOING_IT_BY_MEANS,
    "be_dead": dying.TO_BE_DEAD,
    "being_dead": dying.BEING_DEAD,
    "gone": dying.GONE,
    "kin": _KIN,
    "person": _joined(
        _KIN,
        phrases_in(
            "he, she, they, someone, somebody, guy, man, woman, people, girl, boy, stranger"
        ),
    ),
    "self": ("himself", "herself", "themselves", "themself"),
    "want": phrases_in(
        "want to, wanted to, wanting to, wish to, wished to, need to, needed to, would like to,"
        " would love to, long to, ache to, crave to, beg to, hoping to, hope to, prefer to, would"
        " rather, tempted to, urge to, desire to, begging to, ready to, so want to, have to,"
        " itching to, dying to, would prefer to, inclined to, me wants to"
    ),
    "may": phrases_in("should, could, might as well, may as well, might, ought to"),
    "will": phrases_in(
        "going to, will, about to, decided to, planning to, plan to, planned to, intend to,"
        " intending to, ready to, preparing to, determined to, set to, made up my mind to, chosen"
        " to, finally going to, getting ready to, prepared to, trying to"
    ),
    "planning_on": phrases_in(
        "planning on, plan on, planned on, intend on, intent on, set on, decided on, going through"
        " with, counting down to, serious about, started planning, planning"
    ),
    "think_of": phrases_in(
        "think of, think about, thinking of, thinking about, thought of, thought about, thoughts"
        " of, thoughts about, considering, considered, consider, contemplating, contemplated,"
        " contemplate, fantasize about, fantasizing about, fantasise about, fantasising about,"
        " dreaming of, dream of, dreaming about, dream about, imagine, imagining, imagined,"
        " obsessed with, picturing, picture, ideas of, idea of, feel like, feeling like, felt like,"
        " urges of, visions of, close to, tempted by, looking into, googling, googled, researching,"
        " daydream about, daydreaming about, visualize, visualizing, wonder about, wondering about,"
        " entertaining, plotting"
    ),
    "wish": phrases_in(
        "wish, wishing, wished, hope, hoping, pray, prayed, praying, beg, begging, begged, want"
    ),
    "not": phrases_in("do not, did not, does not, would not, will not, never, not"),
    "life": phrases_in(
        "living, life, existing, being alive, being here, existence, staying alive, this life,"
        " waking up, my existence, breathing, being in this world, my life, living like this"
    ),
    "live": phrases_in(
        "live, exist, be alive, be here, keep living, keep going, go on, go on living, stay alive,"
        " keep on living, keep existing, continue, carry on, keep on going, keep on existing, keep"
        " breathing, survive, be around, continue living, wake up, live on, hang on, hold on, stay"
        " here, be in this world, be on this earth, continue existing, get up any more"
    ),
    "living": phrases_in(
        "living, being alive, life, going on, staying alive, existing, continuing, existence,"
        " being here, carrying on, staying here, my life, waking up, any of this, any of it, it all"
    ),
    "tired": phrases_in(
        "tired of, sick of, exhausted of, done with, fed up with, weary of, bored of, finished"
        " with, through with, exhausted by, tired from, had enough of, over with"
    ),
    "lost": phrases_in("lost, losing, lose, no, not have the, not have any, without the, lack"),
    "attack": ("heart attack", "stroke", "seizure", "seizures", "cardiac arrest", "fit"),
    "no_one": phrases_in(
        "nobody, no one, noone, no body, everyone, everybody, who, anyone, anybody"
    ),
    "pills": phrases_in(
        "pills, tablets, meds, medication, medications, medicine, painkillers, sleeping pills,"
        " sleeping tablets, antidepressants, tylenol, ibuprofen, advil, xanax, paracetamol,"
        " aspirin, opioids, oxy, insulin, valium, ambien, trazodone, fentanyl, benadryl,"
        " acetaminophen, benzos, oxycodone, morphine, zoloft, prozac, lithium, percocet, capsules,"
        " prescription, prescriptions, sleeping meds"
    ),
    "weapon": phrases_in(
        "gun, pistol, handgun, rifle, shotgun, revolver, firearm, knife, rope, noose, blade, razor"
    ),
    "number": phrases_in(
        "six, seven, eight, nine, ten, eleven, twelve, fifteen, twenty, thirty, forty, fifty,"
        " sixty, seventy, eighty, ninety, hundred, 6, 7, 8, 9, 10, 11, 12, 15, 20, 25, 30, 40, 50,"
        " 60, 70, 80, 90, 100, a hundred, dozens of, a dozen, thirty five, twenty five"
    ),
    "soon": phrases_in(
        "tonight, today, tomorrow, tomorrow night, right now, now, this weekend, this week, next"
        " week, this evening, this morning, this afternoon, in an hour, very soon, soon, this"
        " month, after this call, when i hang up, after i hang up, once i hang up, this friday,"
        " this sunday, this saturday, by the end of, within the next, in the next, on my birthday,"
        " at midnight, before christmas, next month, this year, this christmas"
    ),
    "lately": phrases_in(
        "last night, yesterday, today, tonight, this morning, earlier, last week, this week, two"
        " days ago, the other day, the other night, two nights ago, this afternoon, an hour ago, on"
        " monday, on tuesday, on wednesday, on thursday, on friday, on saturday, on sunday, last"
        " month, last weekend, a few days ago, three days ago, days ago, this weekend, just now,"
        " hours ago, minutes ago, a week ago, two weeks ago, this month, recently"
    ),
    "skin": phrases_in(
        "arm, arms, leg, legs, thigh, thighs, skin, wrist, wrists, stomach, body, forearm, ankles"
    ),
    "hit": phrases_in(
        "hit, beat, punched, kicked, choked, slapped, strangled, raped, molested, abused,"
        " assaulted, shoved, groped, whipped, stabbed, attacked, burned, spanked, bit, pushed"
    ),
    "hits": phrases_in(
        "hits, beats, punches, kicks, chokes, slaps, strangles, rapes, molests, abuses, hurts,"
        " shoves, touches, gropes, whips, burns, bites, pushes, attacks"
    ),
    "hitting": phrases_in(
        "hitting, beating, punching, kicking, choking, slapping, strangling, raping, molesting,"
        " abusing, hurting, touching, groping, assaulting, attacking, threatening, burning,"
        " grabbing, shoving"
    ),
    "farewell": phrases_in("goodbye, goodbyes, good bye, good byes, farewell, bye, final goodbye"),
    "height": phrases_in(
        "roof, rooftop, bridge, ledge, balcony, cliff, overpass, tracks, train tracks, railing,"
        " edge, platform, window sill, parapet, top of the building, car park roof"
    ),
}
