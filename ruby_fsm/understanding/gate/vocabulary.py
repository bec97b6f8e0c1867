"""Classes of words that the rules of the gate name."""

from __future__ import annotations

from ruby_fsm.understanding.phrase import phrases_in

CLASSES = {
    "self": phrases_in("yourself, your own life, your life, ur life, yourselves"),
    "other": phrases_in(
        "him, her, them, someone, somebody, people, anyone, everyone, that man, that woman, your"
        " husband, your wife, your boss, your mom, your dad, your neighbor, your neighbour, your"
        " brother, your sister, your ex, your father, your mother, your partner, your kids, your"
        " boyfriend, your girlfriend"
    ),
    # Urging: an imperative begins its clause.
    "urge": phrases_in(
        "/, / then, / now, / and, / so, you should, you ought to, you must, you need to,"
        " you have to,"
        " you had better, you better, / go, go and, go ahead and, go on and, i want you to, i need"
        " you to, why not, why do not you, it is okay to, it is ok to, it is fine to, it is alright"
        " to, it is all right to, it is best to, it would be best to, it is better to,"
        " it is time to,"
        " feel free to, you are allowed to, you have every right to, you have my permission to, the"
        " best thing is to, i dare you to, i would, i suggest you, i recommend you, i advise you"
        " to, all you have to do is, all you need to do is, you are right to, you are free to"
    ),
    "nudge": phrases_in(
        "you could, you can, you may, you might, you might want to, you may want to, you could"
        " always, you can always, maybe, perhaps, how about you, try to, / try, you could try to,"
        " consider, let us, it might help to, it may help to, it could help to, it helps to, it can"
        " help to, it is safe to, it is safer to, i recommend, i suggest, i would"
        " recommend, i would"
        " suggest, you would be better to, you would do well to"
    ),
    "med": phrases_in(
        "medication, medications, medicine, medicines, meds, med, pills, pill, tablets, tablet,"
        " antidepressant, antidepressants, prescription, prescriptions, dose, doses, dosage,"
        " painkiller, painkillers, sedative, sedatives, opioids, benzos, ssri, ssris, sleeping aid,"
        " sleep aid, mood stabilizer, mood stabilizers, antipsychotic, antipsychotics, capsules,"
        " supplements, drops, inhaler"
    ),
    "drug": phrases_in(
        "prozac, zoloft, lexapro, celexa, paxil, wellbutrin, cymbalta, effexor, xanax, valium,"
        " ativan, klonopin, ambien, lunesta, benadryl, tylenol, advil, ibuprofen, aspirin, nyquil,"
        " melatonin, seroquel, abilify, risperdal, zyprexa, lamictal, depakote, lithium, trazodone,"
        " mirtazapine, sertraline, fluoxetine, citalopram, escitalopram, paroxetine, venlafaxine,"
        " duloxetine, bupropion, lorazepam, diazepam, alprazolam, clonazepam, temazepam, zolpidem,"
        " quetiapine, olanzapine, risperidone, aripiprazole, gabapentin, pregabalin, propranolol,"
        " hydroxyzine, buspirone, buspar, tramadol, oxycodone, oxycontin, percocet, vicodin,"
        " hydrocodone, morphine, codeine, fentanyl, methadone, ketamine, adderall,"
        " ritalin, vyvanse,"
        " concerta, paracetamol, acetaminophen, naproxen, amitriptyline, nortriptyline, cbd oil,"
        " cbd, thc, kratom, valerian, phenibut, barbiturate, barbiturates, pentobarbital, nembutal,"
        " warfarin, digoxin, metoprolol, diphenhydramine, doxylamine, st john's wort, john's wort"
    ),
    "number": phrases_in(
        "one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, fifteen,"
        " twenty, thirty, forty, fifty, sixty, hundred, half, 1, 2, 3, 4, 5, 6, 7, 8, 9,"
        " 10, 12, 15,"
        " 20, 25, 30, 40, 50, 60, 100, double, twice, extra, another, several"
    ),
    "role": phrases_in(
        "human, human being, person, man, woman, guy, girl, mother, father, mom, dad, therapist,"
        " psychologist, psychiatrist, doctor, nurse, counselor, counsellor, clinician, volunteer,"
        " lady, social worker, survivor, parent, student, people"
    ),
    "machine": phrases_in(
        "ai, robot, bot, machine, computer, program, chatbot, algorithm, artificial intelligence,"
        " software, recording, language model"
    ),
    "kin": phrases_in(
        "husband, wife, kids, children, child, son, daughter, mom, mother, dad, father, boyfriend,"
        " girlfriend, brother, sister, grandmother, grandma, grandfather, boss, therapist,"
        " childhood, body, divorce, depression, anxiety, apartment, house, office, desk, dog, cat,"
        " marriage, family, parents, friend, friends, own life, own experience, own struggles,"
        " own pain, youth, college, wedding, mental health"
    ),
    "none": phrases_in("nobody, no one, noone, not a soul, none"),
    "anyone": phrases_in(
        "anyone, anybody, a soul, a person, nobody, no one, them, him, her, your family, your mom,"
        " your dad, your parents, your doctor, the doctor, your wife, your husband, the team, the"
        " police, anybody else, anyone else, a word, another soul, your therapist"
    ),
}
