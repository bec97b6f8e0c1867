"""Medicines by name, doses, and advice to start or stop one: that is a doctor's part."""

from __future__ import annotations

from ruby_fsm.understanding.gate.fault import Fault
from ruby_fsm.understanding.gate.rule import rules

RULES = (
    *rules(
        Fault.MEDICINE,
        "@drug",
        "mg|milligram|milligrams|mcg|microgram|micrograms|milliliters|millilitres|mgs",
        "half a|of ~2 pill|pills|tablet|tablets|dose",
        "@number ~1 more? pill|pills|tablet|tablets|capsule|capsules|doses|dose|puffs|drops|dosage",
        "higher|lower|bigger|smaller|stronger|maximum|double|full|half|extra|normal|usual ~1 dose"
        "|doses|dosage",
        "up|double|increase|raise|lower|reduce|halve|skip|adjust|cut your|the ~1 dose|doses|dosage",
        "do not|never take|start|use|swallow ~3 @med",
        "do not ~1 need ~3 @med",
        "no longer need ~3 @med",
        "better|fine|okay|happier off|without ~3 @med",
        "@urge|@nudge ~1 take|stop|start|skip|quit|double|increase|raise|lower|reduce|cut|halve"
        "|taper|change|switch|try|adjust|drop|avoid|resume|restart|wean|crush|keep|swallow|use"
        "|buy|get|ask|order|flush ~4 @med",
        "@urge|@nudge ~1 come|go|get|wean|taper off|on ~3 @med",
        "stop|quit|start|try|skip|keep taking|using ~3 @med and|today|tomorrow|now|until|for|cold"
        "|tonight|because|every|if|when|gradually|slowly|immediately",
        "taking|take ~2 with alcohol|food|water every|and|before|at",
        "over the counter",
        "weed|marijuana|cannabis|edibles|psilocybin|mushrooms|microdosing|steroids",
        "beta blocker|blockers",
        "antidepressant|antidepressants|antipsychotics|antipsychotic|opioids|benzos"
        "|statins ~1 make|makes"
        "|will|would|can|are|is|do|does",
        "ought|should|need|have|supposed to be on|off ~3 @med",
        "@urge ~3 more|less than usual|prescribed|normal|yesterday",
        "mix|mixing|combine ~3 @med",
        "doctor|doctors|psychiatrist|they is|are ~2 wrong|mistaken ~3 @med",
        "doctor|psychiatrist is ~1 wrong|mistaken|clueless",
        "leave|dump|toss|bin ~2 @med ~2 alone|off|out|for|.",
        "one|two|three|four at bedtime|night|breakfast",
        "cold turkey",
    ),
    # What a medicine is said to do.
    *rules(
        Fault.MEDICINE,
        "@med ~2 would|could|might|will|can|should ~2 right|help|good|work|best|better"
        "|fix|calm|ease"
        "|suit|useful|enough|do",
        "@med helps|help|works|work|calms|fixes ~1 with|for|you|most|many|people|better|best|.",
        deniable=True,
    ),
)
