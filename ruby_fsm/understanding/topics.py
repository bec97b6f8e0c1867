"""Name what an utterance is about, by a small lexicon of whole words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ruby_fsm.understanding.phrase import PhraseBook

MOST = 3

TOPICS = {
    "work": "work job boss office shift colleague colleagues coworker coworkers manager career "
    "deadline deadlines unemployed fired overtime salary workplace employer promotion interview "
    "redundant redundancy factory",
    "family": "family mom dad mother father parents brother sister son daughter kids children "
    "grandma grandpa grandson granddaughter grandchildren aunt uncle cousin baby stepdad stepmom",
    "sleep": "sleep sleeping asleep insomnia awake nightmare nightmares tired bed nap rest dreams",
    "health": "health doctor hospital sick ill pain surgery cancer diagnosis treatment medicine "
    "medication headache appointment nurse operation knee diabetes flu pills therapy therapist",
    "money": "money rent bills bill debt debts loan bank afford broke savings mortgage pension "
    "payments wages invoice benefits",
    "loneliness": "lonely alone loneliness isolated lonesome nobody company",
    "relationship": "husband wife boyfriend girlfriend partner marriage married divorce divorced "
    "relationship breakup ex dating date fiance love spouse wedding",
    "friends": "friend friends friendship buddy mate mates neighbor neighbour neighbors party",
    "grief": "died funeral grief grieving mourning buried grave widow widower passed death loss "
    "memorial bereaved",
    "school": "school college university exam exams class classes homework teacher student study "
    "studying grades semester course uni lecture essay",
    "housing": "house home apartment flat landlord eviction evicted homeless moving roommate "
    "neighborhood shelter lease heating",
    "hobby": "hobby garden gardening painting music guitar piano reading book books knitting "
    "fishing game games football movie film singing dance dancing running cycling chess choir "
    "baking drawing hiking photography",
    "food": "food dinner lunch breakfast cook cooking eat eating ate hungry cake coffee tea soup "
    "bread recipe restaurant meal appetite",
    "weather": "weather rain raining sunny snow cold hot storm wind sunshine cloudy winter summer",
    "faith": "god church pray prayer praying faith jesus mosque temple priest pastor bible allah "
    "religion mass imam vicar rabbi hymn prayed",
    "pets": "dog cat puppy kitten pet pets bird rabbit vet hamster",
    "anxiety": "anxiety anxious panic worry worried worrying nervous overthinking scared fear",
    "anger": "angry anger furious rage argument argued fight fighting fought shouting yelled",
    "drink and drugs": "alcohol drinking drunk drink sober beer wine whiskey vodka drugs weed "
    "cocaine heroin addicted addiction relapse rehab",
    "travel": "travel trip holiday vacation flight train plane airport journey beach abroad",
}
_BOOK = PhraseBook(((word, topic) for topic, words in TOPICS.items() for word in words.split()), {})


def topics_of(words: Sequence[str]) -> tuple[str, ...]:
    """Up to three topics of normalised `words`, the most named first, then the first named."""
    named = Counter(match.owner for match in _BOOK.find(words))
    return tuple(topic for topic, _ in named.most_common(MOST))
