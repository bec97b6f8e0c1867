"""An authored lexicon of what words say of a mood: its direction, and how strongly, 1 to 3."""

from __future__ import annotations

from ruby_fsm.understanding.phrase import phrases_in, words_in

# Patterns in the grammar of `phrase`; a number is the weight of each phrase behind it.
HAPPY = {
    1: phrases_in(
        "good, fine, better, nice, calm, relaxed, relaxing, content, hope, hopeful, lucky,"
        " interesting, comfortable, comfy, sunny, rested, safe, peaceful, enjoyed, enjoy,"
        " enjoying, like it, smile, smiled, smiling, pleasant, cosy,"
        " cozy, refreshed, managed to, made progress, helped, helpful, kind, glad to,"
        # Of a state; alone they only say that one has heard: "okay", "well", "all right".
        " am|is|was|are|be|been|feel|feels|felt|feeling|doing|going ok|okay|well|alright,"
        " pretty|quite|very well, am all right"
    ),
    2: phrases_in(
        "happy, glad, great, lovely, fun, funny, laugh, laughed, laughing, cheerful, proud,"
        " grateful, thankful, pleased, excited, excited about, looking forward, relieved,"
        " beautiful, delicious, optimistic, confident, good news, good mood, celebrate,"
        " celebrating, celebrated, positive, brilliant, appreciate, feeling good, satisfied,"
        " happier, energetic, encouraged, loved it, inspired, promoted, got the job, on the mend,"
        " great time, good time, good day, cheered me up, made my day, chuffed, buzzing, all clear,"
        " best news, looking up, love it, turned out great|well|fine|lovely, not bad,"
        " made up about, not a care in, never better, slept like a log,"
        " said yes, good laugh, can not complain"
    ),
    3: phrases_in(
        "amazing, wonderful, fantastic, awesome, overjoyed, thrilled, delighted, ecstatic, over"
        " the moon, on top of the world, best day, joy, joyful, so happy, in love, incredible,"
        " marvelous, marvellous, could not be happier, never been happier, could not be more"
        " pleased|proud, never felt better, on cloud nine, excellent"
    ),
}
SAD = {
    1: phrases_in(
        "tired, bored, quiet, miss, missing, meh, sorry, dull, empty house, disappointed, regret,"
        " low, weak, not ok|okay|alright|well,"
        " hurt, hurts, not great, so so, alone, slow, lost, flat, homesick, left out,"
        " ashamed, embarrassed, guilty, unwell, ill, sick, sore, bad, not good"
    ),
    2: phrases_in(
        "sad, sadder, down, unhappy, lonely, lonesome, upset, cry, crying, cried, tears, blue,"
        " gloomy, depressed, depressing, depression, grief, grieving, mourning, funeral, isolated,"
        " rejected, abandoned, betrayed, humiliated, rotten, dreadful, crappy, shitty,"
        " awful, horrible, terrible, passed away, died, dead, lost my, broke"
        " up, broken, dumped, left me, numb, empty, hopeless, discouraged, no friends, nobody"
        " calls, no one calls, nobody cares, no one cares, forgotten, useless, failure, failed,"
        " failing, unloved, unwanted, invisible, drained, lousy, divorced, hate myself, sadness,"
        " sorrow, give up, gave up, pain, rough, hard time, feel like crying, tearful, sobbing,"
        " hopelessness, no energy, can not get out of bed, gutted, nobody|noone came|comes|visits"
        "|likes|rang|rings|wants|remembers, in the dumps, let down, not smiled, not getting any"
        " better, ever be happy"
    ),
    3: phrases_in(
        "miserable, heartbroken, devastated, despair, worthless, crushed, shattered, heart is"
        " broken, broke my heart, can not stop crying, could not stop crying, so alone, all alone,"
        " completely alone, falling apart, worst day, want to die, hate my life, no hope, nothing"
        " left, in pieces, inconsolable, unbearable, agony"
    ),
}
STRESSED = {
    1: phrases_in(
        "busy, worry, worrying, pressure, nervous, restless, annoyed, annoying, hectic, deadline,"
        " deadlines, rushed, frustrating, impatient, tense, uneasy, concerned, behind, difficult,"
        " too much work, noisy, argument, argued, confused, irritated, overtime"
    ),
    2: phrases_in(
        "stressed, stress, stressful, stressing, anxious, anxiety, worried, afraid, scared,"
        " frightened, angry, mad, furious, frustrated, exhausted, burned out, burnt out, burnout,"
        " on edge, can not sleep, could not sleep, can not relax, can not focus, can not"
        " concentrate, panic, panicking, tension, worn out, swamped, fed up, shaking, too much,"
        " pissed, hate my job, can not cope, racing thoughts, wound up, insomnia, freaked out,"
        " pressured, irritable, up all night, overworked, fear, sick of, worn down,"
        " end of my tether, all over the place, minute to myself, nerves are shot, my hair out,"
        " up the wall, not calm, on my plate, not relax, driving me mad|crazy|nuts, no time to"
    ),
    3: phrases_in(
        "overwhelmed, overwhelming, terrified, panic attack, panic attacks, freaking out, stressed"
        " out, can not take it, can not take this, breaking point, losing my mind, going crazy, at"
        " my limit, end of my rope, can not breathe, nervous breakdown, meltdown, breakdown,"
        " terrifying, can not handle, losing it, snapped, desperate"
    ),
}

# A negation this close before a feeling turns it, over these words: "not (feeling very) happy".
NEGATIONS = frozenset(("not", "never", "no", "without", "hardly", "barely", "nothing", "neither"))
REACH = 4
BRIDGES = words_in(
    "feel feeling felt been be being too so that very all a an the any especially particularly "
    "much exactly in of have had having as is was am are to doing going do super overly done "
    "entirely ever will would again think"
)
STRENGTHENERS = words_in("so too extremely incredibly terribly super such absolutely awfully")
# Of somebody else, or long ago, a feeling says half as much about the person now.
OTHERS = words_in("he she they you his her their your him them who people")
# After "but" comes what counts: what was said before it says less.
CONTRAST = "but"
