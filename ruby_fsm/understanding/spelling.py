"""Tables of how a speech recogniser, a transcript or a hurried hand writes what was said."""

from __future__ import annotations

from ruby_fsm.understanding.phrase import words_in

# Written with or without its apostrophe, a contraction becomes the same words, so that a rule and
# its negation are written once. Keys carry no apostrophe.
CONTRACTIONS = {
    "im": "i am", "iam": "i am", "ive": "i have", "youre": "you are", "youve": "you have",
    "theyre": "they are", "theyve": "they have", "hes": "he is", "shes": "she is", "its": "it is",
    "thats": "that is", "whats": "what is", "wheres": "where is", "whos": "who is",
    "theres": "there is", "heres": "here is", "hows": "how is", "everyones": "everyone is",
    "dont": "do not", "doesnt": "does not", "didnt": "did not", "cant": "can not",
    "cannot": "can not", "couldnt": "could not", "wont": "will not", "wouldnt": "would not",
    "shouldnt": "should not", "isnt": "is not", "arent": "are not", "wasnt": "was not",
    "werent": "were not", "havent": "have not", "hasnt": "has not", "hadnt": "had not",
    "aint": "am not", "mustnt": "must not", "neednt": "need not", "mightnt": "might not",
    "wanna": "want to", "wana": "want to", "gonna": "going to", "gunna": "going to",
    "gona": "going to", "gotta": "have to", "hafta": "have to", "tryna": "trying to",
    "finna": "going to", "imma": "i am going to", "ima": "i am going to", "dunno": "do not know",
    "lemme": "let me", "gimme": "give me", "shouldve": "should have", "couldve": "could have",
    "wouldve": "would have", "mightve": "might have", "idk": "i do not know", "u": "you",
    "ur": "your", "cuz": "because", "cos": "because", "coz": "because", "bc": "because",
    "til": "until", "till": "until", "mum": "mom", "mummy": "mom", "mama": "mom", "mommy": "mom",
    "daddy": "dad", "papa": "dad", "gf": "girlfriend", "bf": "boyfriend", "anymore": "any more",
    "lets": "let us", "nite": "night", "tonite": "tonight", "tmrw": "tomorrow", "tmr": "tomorrow",
    "someones": "someone is", "id": "i would", "oclock": "o clock",
    "kms": "kill myself", "kys": "kill yourself", "ctb": "commit suicide",
}  # fmt: skip
SUFFIXES = {"m": "am", "re": "are", "ve": "have", "ll": "will", "d": "would"}
# After these an "'s" is "is"; after any other word it only says whose.
IS_AFTER = words_in(
    "it he she that what there here who where how this everything nothing everyone nobody someone"
    " somebody everybody something life tonight today tomorrow"
)
# Words that carry nothing for understanding; a rule then needs no gap for them.
FILLERS = words_in(
    "um uh uhm umm uhh er erm hm hmm mm mhm ah eh oh just really fucking fuckin fuck freaking "
    "frigging literally actually honestly kinda basically totally damn bloody seriously simply "
    "truly even very quite already genuinely legit lowkey highkey deadass tbh ngl fr absolutely "
    "definitely completely please obviously effing sorta frankly goddamn"
)

# Words that follow "am" even where a space was lost: "i amdone".
AFTER_AM = words_in(
    "a always done so not going tired just too scared worthless depressed suicidal worried sick"
    " alone lonely afraid sorry dying ready the in still getting being having sad hopeless weak"
    " useless ugly stuck lost over trying thinking"
)

# Letters hidden by a star or a digit are looked for among these, and among no others.
HIDDEN = (
    "suicide", "suicidal", "kill", "killing", "killed", "die", "died", "dead", "death", "dying",
    "rape", "raped", "gun", "cut", "cutting", "hang", "hanging", "shoot", "overdose", "overdosed",
    "abuse", "abused", "murder", "pills", "unalive", "selfharm",
)  # fmt: skip
SPELLED = frozenset(("die", "dead", "death", "kms", "kill", "suicide", "ctb", "end"))

MISSPELT = {
    "sucide": "suicide", "suiside": "suicide", "suacide": "suicide", "suicde": "suicide",
    "suicied": "suicide", "suecide": "suicide", "sewicide": "suicide", "siucide": "suicide",
    "sewerside": "suicide", "soacide": "suicide", "suicid": "suicide", "suicides": "suicide",
    "sucidal": "suicidal", "suicdal": "suicidal", "suisidal": "suicidal", "suicidle": "suicidal",
    "kil": "kill", "killl": "kill", "overdoes": "overdose", "overdos": "overdose",
    "od": "overdose", "oded": "overdosed", "oding": "overdosing", "rists": "wrists",
    "wirsts": "wrists", "roap": "rope", "xanex": "xanax", "painles": "painless",
    "tylonol": "tylenol", "hopless": "hopeless", "alife": "alive", "myselve": "myself",
    "meself": "myself", "selfharm": "self harm", "selfharming": "self harming",
    "selfharmed": "self harmed",
}  # fmt: skip

# What was heard -> what was said, as patterns of `phrase`; `{0}` keeps the first word heard, None
# keeps all of it. Only where the words around leave no sensible reading of what was heard.
SOUND_ALIKES: tuple[tuple[str, str | None], ...] = (
    # Without its apostrophe "i'll" looks like an illness.
    ("ill be|kill|do|never|end|take|go|have|see|try|die|jump|not|get|hang|cut|shoot", "i will {1}"),
    ("my self|selves", "myself"),
    ("kill|killing|killed my cell|shelf|sell|selves|shelves|salve", "{0} myself"),
    ("hurt|hurting|harm|harming|cut|cutting|hang my cell|shelf|sell|selves", "{0} myself"),
    ("kilt|kiln|keel|chill|kills myself", "kill myself"),
    ("sue|sewer|soo|sioux a? side|sides|cider|aside|inside|cide", "suicide"),
    ("sue|sewer|soo a? sidle|idle", "suicidal"),
    ("suit|sweet|suet a side", "suicide"),
    ("commit|committed|committing sue|suits|sewer|sides|aside", "{0} suicide"),
    ("to|will|would and|in|an my own? life|live|lives", "{0} end my life"),
    ("end|ending|ended my live|lives|lie|light", "{0} my life"),
    ("take|taking my owned|on life|live", "{0} my own life"),
    ("take|taking my own live|lives", "{0} my own life"),
    ("to dye my|the|it|her|his|your|their|some|hair|clothes|eggs", None),
    ("to dye", "{0} die"),
    ("be|being|am|still|feel|is|was|are|stay|keep|me a live", "{0} alive"),
    ("an|on|un alive", "unalive"),
    ("hole bottle", "whole bottle"),
    ("whole bottom", "whole bottle"),
    ("over does|dose|dosed|doze", "overdose"),
    ("self arm|arming", "self harm"),
    ("sit|slip|split|slid|slits my wrists|wrist|rest|rests", "slit my wrists"),
    ("slit my rest|rests|wrist", "slit my wrists"),
    ("pain less", "painless"),
    ("i like want|wanted|need|needed", "{0} {2}"),
)
