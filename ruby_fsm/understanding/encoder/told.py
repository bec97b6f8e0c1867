"""What the encoder adds to the lexicons of mood, topics and intents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ruby_fsm.understanding.assessment import Intent, Mood, MoodReading
from ruby_fsm.understanding.phrase import PhraseBook, words_in

# What a share has to be to count. To hang up, or never to call again, when nobody asked for it is
# worse than to be told twice.
SURE = {
    Intent.OPT_OUT: 0.97,
    Intent.GOODBYE: 0.98,
    Intent.WANTS_HUMAN: 0.95,
    Intent.WHO_ARE_YOU: 0.95,
    Intent.REPEAT: 0.95,
}
TOPIC_AT = 0.45
# Where the words name another one it has to be this much.
OTHER_TOPIC_AT = 0.8
NO_TOPIC = "none"
# What the lexicon's confidence weighs beside the encoder's share.
LEXICON = 2.5
# Of fewer words the encoder has learnt too little.
ENOUGH_WORDS = 5
# An English sentence has one of these as a rule, a Spanish one none: what the encoder makes of
# other languages is chance.
_ENGLISH = words_in(
    "i you we they it my your this that the is am are was do did can could would will be have had"
    " get got to and of in on at for with but so not just please up off out now what who when how"
)
# What sounds like a wish, and is none.
_UNASKED = PhraseBook(
    (
        (pattern, None)
        for pattern in (
            "you can|could say that again",
            "call|calls|called|calling me names|a|an",
            "bye|goodbye went|goes|go|to the|my|our|a|an",
            "who are you to ~1 judge|tell|say|ask|decide|call",
            "could|can not hear the|a|my|her|his|their|myself",
            "someone|somebody|anyone|anybody|person|people to talk|speak to|with|.",
        )
    ),
    {},
)


def intents_told(words: Sequence[str], shares: Mapping[str, float]) -> frozenset[Intent]:
    if len(words) < ENOUGH_WORDS - 1 or _ENGLISH.isdisjoint(words) or _UNASKED.find(words):
        return frozenset()
    return frozenset(intent for intent, least in SURE.items() if shares[intent.value] >= least)


def topics_told(named: Sequence[str], shares: Mapping[str, float], most: int) -> tuple[str, ...]:
    """The likeliest topic first, then those that were named by their words."""
    likeliest = max(shares, key=shares.__getitem__)
    least = TOPIC_AT if not named or likeliest in named else OTHER_TOPIC_AT
    is_told = likeliest != NO_TOPIC and shares[likeliest] >= least
    first = (likeliest,) if is_told else ()
    return (*first, *(topic for topic in named if topic not in first))[:most]


def mood_told(words: Sequence[str], named: MoodReading, shares: Mapping[str, float]) -> MoodReading:
    """The likelier mood of lexicon and encoder; each counts as much as it is sure."""
    if len(words) < ENOUGH_WORDS:
        return named
    weights = {mood: shares[mood.value] for mood in Mood}
    weights[named.mood] += LEXICON * named.confidence
    mood = max(weights, key=weights.__getitem__)
    if mood is Mood.NEUTRAL and not named.confidence:
        return named
    bright = shares[Mood.HAPPY.value] - shares[Mood.SAD.value] - shares[Mood.STRESSED.value]
    share = named.confidence / 2
    mixed = (1 - share) * bright + share * named.valence
    # Where both hear the same, it is no less so than what the words are known for.
    is_weaker = mood is named.mood and abs(mixed) < abs(named.valence)
    valence = round(named.valence if is_weaker else mixed, 3)
    confidence = max(named.confidence, 0.0 if mood is Mood.NEUTRAL else round(shares[mood], 3))
    return MoodReading(mood, valence, confidence)
